import { chance } from './draw.ts';
import { FRAMINGS, type Framing, type FuzzMessage, PROOFS, type Proof } from './message.ts';
import { MARKER, type Source } from './world.ts';

type Attack = (source: Source, message: FuzzMessage) => Partial<FuzzMessage>;

/** SQL, template, shell and markup texts. */
const INJECTIONS = [
  "' OR '1'='1",
  "'; DROP TABLE gateway.bookings; --",
  '$1',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template text is what is sent.
  '${process.exit(1)}',
  '{{constructor.constructor("return process")()}}',
  '<script>alert(1)</script>',
  '%s%n%x',
  '../../etc/passwd',
  '`id`',
  '\\x00\\u0000',
  '{a,b}',
  '\\N',
];

/** Takes a message and makes it harmful in one or two ways. */
export function attack(source: Source, message: FuzzMessage): FuzzMessage {
  let result = message;
  const recipe = [...message.recipe];
  const rounds = chance(source, 0.25) ? 2 : 1;
  for (let round = 0; round < rounds; round++) {
    const name = pickAttack(source);
    result = { ...result, ...ATTACKS[name]?.(source, result) };
    recipe.push(name);
  }
  return { ...result, kind: 'hostile', recipe };
}

function pickAttack(source: Source): string {
  if (chance(source, 0.0003)) return 'ten megabytes';
  return source.random.pick(chance(source, 0.02) ? LARGE : NAMES);
}

const inBody =
  (change: (source: Source, text: string) => string): Attack =>
  (source, message) => ({ body: Buffer.from(change(source, message.body.toString('utf8'))) });

/** Puts text into one of the strings of the body, or behind its first brace. */
const inString = (make: (source: Source) => string): Attack =>
  inBody((source, text) => {
    const places = [...text.matchAll(/:"/g)].map(({ index }) => index + 2);
    const at = places.length > 0 ? source.random.pick(places) : 0;
    return text.slice(0, at) + make(source) + text.slice(at);
  });

const afterBrace = (make: (source: Source) => string): Attack =>
  inBody((source, text) => text.replace('{', () => `{${make(source)},`));

function insertBytes(source: Source, body: Buffer, bytes: Buffer): Buffer {
  const at = source.random.int(body.length + 1);
  return Buffer.concat([body.subarray(0, at), bytes, body.subarray(at)]);
}

function nested(open: string, inner: string, close: string, depth: number): string {
  return open.repeat(depth) + inner + close.repeat(depth);
}

const ATTACKS: Readonly<Record<string, Attack>> = {
  'bad UTF-8': (source, { body }) => ({
    body: insertBytes(
      source,
      body,
      Buffer.from(source.random.pick(['ff', 'c080', 'eda080', 'f8888080', 'e4b8']), 'hex'),
    ),
  }),
  'raw NUL': (source, { body }) => ({ body: insertBytes(source, body, Buffer.from([0])) }),
  'flipped bits': (source, { body }) => {
    const spoilt = Buffer.from(body);
    for (let n = 0; n < 1 + source.random.int(4) && spoilt.length > 0; n++) {
      const at = source.random.int(spoilt.length);
      spoilt[at] = (spoilt[at] ?? 0) ^ (1 << source.random.int(8));
    }
    return { body: spoilt };
  },
  truncated: (source, { body }) => ({ body: body.subarray(0, source.random.int(body.length + 1)) }),
  repeated: (_source, { body }) => ({ body: Buffer.concat([body, body]) }),
  'lone surrogate': inString(({ random }) => random.pick(['\\ud800', '\\udc00', '\\uDFFF\\uD800'])),
  'NUL escape': inString(() => '\\u0000'),
  'odd escape': inString(({ random }) => random.pick(['\\', '\\x', '\\u12', '\n', '\u0007', '\\u202e'])),
  injection: inString((source) => JSON.stringify(source.random.pick(INJECTIONS)).slice(1, -1)),
  'deep objects': afterBrace(
    ({ random }) => `"d":${nested('{"a":', '1', '}', random.pick([15, 16, 31, 32, 33, 3000]))}`,
  ),
  'deep lists': afterBrace(({ random }) => `"d":${nested('[', '', ']', random.pick([17, 40, 300]))}`),
  'endless lists': afterBrace(() => `"d":${nested('[', '', ']', 20_000)}`),
  'prototype keys': afterBrace(({ random }) =>
    random.pick([
      '"__proto__":{"polluted":1,"order_id":"7","available":true}',
      '"constructor":{"prototype":{"polluted":1}}',
      '"__proto__":null',
      '"hasOwnProperty":1,"toString":1,"valueOf":1,"toJSON":1,"then":1',
    ]),
  ),
  'many members': afterBrace(() => Array.from({ length: 3000 }, (_, at) => `"k${at}":${at}`).join(',')),
  'not an object': inBody(({ random }) =>
    random.pick([
      '',
      'null',
      '[]',
      '"x"',
      '0',
      'true',
      '{',
      '}',
      ' ',
      '[{}]',
      'NaN',
      "{'a':1}",
      '{"a":1,}',
      '\ufeff{}',
    ]),
  ),
  'other encoding': ({ random }, { body }) => {
    const text = body.toString('utf8');
    const encoding = random.pick(['utf16le', 'latin1', 'base64', 'hex'] as const);
    return {
      body:
        encoding === 'utf16le' || encoding === 'latin1'
          ? Buffer.from(text, encoding)
          : Buffer.from(body.toString(encoding)),
    };
  },
  'byte order mark': (_source, { body }) => ({ body: Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]) }),
  'just over the limit': (_source, { body }) => ({ body: Buffer.concat([body, Buffer.alloc(1_048_577, 0x20)]) }),
  'ten megabytes': inString(() => 'x'.repeat(10_000_000)),
  proof: ({ random }) => ({ proof: random.pick(PROOFS) as Proof }),
  framing: ({ random }) => ({ framing: random.pick(FRAMINGS) as Framing }),
  method: ({ random }) => ({
    method: random.pick(['GET', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE', 'post', 'FOO', 'PROPFIND']),
  }),
  path: ({ random }, { path }) => ({
    path: random.pick([
      `/${path}`,
      `${path}/`,
      `${path}//`,
      `${path}/..`,
      `${path}%00`,
      `${path}%2f`,
      `${path};a=b`,
      path.toUpperCase(),
      path.replace(/e/g, '%65'),
      `${path}%zz`,
      `${path}${'a'.repeat(5000)}`,
      `http://example.invalid${path}`,
      `${path}#x`,
      path.replace(/\/[^/]*\/?$/, '/./x'),
      `${path}\u00ff`,
      '*',
    ]),
  }),
  query: ({ random }, { query }) => ({
    query: [
      query,
      random.pick([
        'sign=1&sign=2',
        'client_key=a&client_key=b',
        'timestamp=0',
        'a=%00',
        'a=%ff%fe',
        'a=%zz',
        '&&&==&',
        '__proto__[x]=1&constructor=2',
        'a[]=1&a[0]=2&a.b=3',
        `q=${'a'.repeat(4000)}`,
        Array.from({ length: 400 }, (_, at) => `p${at}=1`).join('&'),
        `phone=${MARKER.phone}`,
        "x='%20OR%201=1",
        'a=\u00e9',
      ]),
    ]
      .filter((part) => part !== '')
      .join('&'),
  }),
  header: ({ random }, { headers }) => ({
    headers: [
      ...headers,
      ...random.pick<[string, string][]>([
        [['content-type', 'text/plain']],
        [['content-type', '']],
        [['content-type', 'application/json; charset=utf-16']],
        [['content-type', 'multipart/form-data; boundary=x']],
        [
          ['content-type', 'application/json'],
          ['content-type', 'text/xml'],
        ],
        [['content-type', 'application/x-www-form-urlencoded']],
        [['content-encoding', 'gzip']],
        [['expect', '100-continue']],
        [['expect', 'more']],
        [
          ['upgrade', 'websocket'],
          ['connection', 'upgrade'],
        ],
        [['connection', 'close']],
        [['x-long', 'a'.repeat(7000)]],
        [['x-long', 'a'.repeat(20_000)]],
        [['x-bytedance-logid', 'l'.repeat(3000)]],
        [
          ['x-bytedance-logid', "'; --"],
          ['x-bytedance-logid', 'two'],
        ],
        [
          ['x-life-sign', ''],
          ['x-life-sign', 'f'.repeat(64)],
        ],
        [['msg-id', 'm'.repeat(3000)]],
        [['msg-id', '\u00ff\u0080']],
        [['x-stress-tag', '1']],
        [['rpc-transit-life-account', "1' OR '1'='1"]],
        [['rpc-transit-life-account', 'a'.repeat(6000)]],
        [
          ['accept', 'text/html'],
          ['accept-encoding', 'br;q=1.0, *;q=0'],
        ],
        [['cookie', 'a=b; __proto__=c']],
        [
          ['host', 'evil.invalid'],
          ['x-forwarded-for', '1.1.1.1, \u00ff'],
        ],
        Array.from({ length: 120 }, (_, at) => [`x-h${at}`, 'v'] as [string, string]),
      ]),
    ],
  }),
};
/** Ten megabytes cost as much as a thousand other messages, these as much as ten or a hundred. */
const LARGE = ['just over the limit', 'many members', 'endless lists'];
const NAMES = Object.keys(ATTACKS).filter((name) => name !== 'ten megabytes' && !LARGE.includes(name));
