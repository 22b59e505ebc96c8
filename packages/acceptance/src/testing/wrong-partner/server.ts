import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Answers, type Message } from './answers.ts';
import { HotelState } from './hotel.ts';
import type { Mistake } from './mistakes.ts';

/** Who the partner is to the platform; made up. */
export const CREDENTIALS = { key: 'awother00partner1', secret: '00112233445566778899aabbccddeeff' } as const;

/** Where the partner takes calls: its own paths, not the gateway's. */
export const DOORS = {
  'voucher-order': '/douyin/presale/create',
  payment: '/douyin/presale/paid',
  'bookable-check': '/douyin/stay/check',
  booking: '/douyin/stay/create',
  'ari-pull': '/douyin/ari',
} as const;
/** Where the partner takes notices. */
export const NOTICES = '/douyin/notices';

const LARGEST = 1_000_000;

/**
 * A hotel system of somebody else, as small as it can be: an independent implementation that shares nothing with the
 * gateway, not even the signature. Without mistakes it is right; each mistake can be switched on.
 */
export function createPartner(mistakes: ReadonlySet<Mistake>): Server {
  const answers = new Answers(new HotelState(), mistakes);
  const serve: Readonly<Record<string, (message: Message) => unknown>> = {
    [DOORS['voucher-order']]: (message) => answers.voucherOrder(message),
    [DOORS.payment]: (message) => answers.payment(message),
    [DOORS['bookable-check']]: (message) => answers.check(message),
    [DOORS.booking]: (message) => answers.booking(message),
    [DOORS['ari-pull']]: (message) => answers.pull(message),
  };
  return createServer((request, response) => {
    void handle(request, response).catch(() => {
      // What most frameworks do with an exception.
      if (!response.headersSent) send(response, 500, { message: 'Internal Server Error' });
    });
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await read(request);
    if (body === undefined) return send(response, 413, { data: { error_code: 13, description: 'too large' } });
    const url = new URL(request.url ?? '/', 'http://partner');
    if (url.pathname === NOTICES) {
      notice(request, response, body);
      return;
    }
    const door = serve[url.pathname];
    if (door === undefined) return send(response, 404, { message: 'no such door' });
    if (!mistakes.has('no-signature-check') && !signed(url, request, body)) {
      return send(response, 401, { data: { error_code: 13, description: 'signature invalid' } });
    }
    const message = parsed(body);
    if (message === undefined) return send(response, 200, wrapped(13, 'not a JSON object', {}));
    const { code, description, data } = (await door(message)) as Awaited<ReturnType<Answers['booking']>>;
    send(response, 200, wrapped(code, description, data));
  }

  function wrapped(code: number, description: string, data: object): object {
    const inner = { error_code: code, description, ...data };
    return mistakes.has('flat-envelope') ? inner : { data: inner };
  }

  function signed(url: URL, request: IncomingMessage, body: Buffer): boolean {
    const given = request.headers['x-life-sign'];
    if (typeof given !== 'string' || request.headers['x-life-clientkey'] !== CREDENTIALS.key) return false;
    const pairs = [...url.searchParams].filter(([key]) => key !== 'sign').sort(([a], [b]) => (a < b ? -1 : 1));
    const text = mistakes.has('signs-reserialised-body') ? Buffer.from(JSON.stringify(parsed(body))) : body;
    const hash = createHash('sha256').update(CREDENTIALS.secret);
    for (const [key, value] of pairs) hash.update(`&${key}=${value}`);
    if (text.length > 0) hash.update('&http_body=').update(text);
    return equal(hash.digest('hex'), given);
  }

  function notice(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
    const envelope = parsed(body);
    const content = typeof envelope?.content === 'string' ? parsed(Buffer.from(envelope.content)) : envelope?.content;
    const challenge = (content as { challenge?: unknown } | undefined)?.challenge;
    if (envelope?.event === 'verify_webhook') {
      send(response, 200, { challenge: mistakes.has('challenge-as-text') ? String(challenge) : challenge });
      return;
    }
    const given = String(request.headers['x-douyin-signature'] ?? '');
    const expected = createHash('sha1').update(CREDENTIALS.secret).update(body).digest('hex');
    const refused = !mistakes.has('no-signature-check') && !equal(expected, given);
    send(response, refused ? 401 : 200, {});
  }
}

function equal(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function parsed(body: Buffer): Message | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Message) : undefined;
  } catch {
    return undefined;
  }
}

async function read(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= LARGEST) chunks.push(chunk);
  }
  return length > LARGEST ? undefined : Buffer.concat(chunks);
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
