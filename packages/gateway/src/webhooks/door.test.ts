import { interfaces, signWebhook, webhookBody } from '@yuzhu/contract';
import { createServer } from '@yuzhu/runtime';
import { testDatabase } from '@yuzhu/runtime/testkit';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Exchange } from '../exchanges/exchange.ts';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { NOW, platformContext, secretOfTest, seedCatalog } from '../testing/platform-context.ts';
import { voucherDocument } from '../testing/voucher-document.ts';
import { webhooksScope } from './door.ts';
import { processNotices } from './process.ts';

const database = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'webhooks' });
const ctx = platformContext(database.database, { platformUrl: 'http://127.0.0.1:9' });
const record = (exchange: Exchange) => void ctx.exchanges.push(exchange);
const server = await createServer({
  name: 'gateway',
  version: '0',
  log: ctx.log,
  metrics: ctx.metrics,
  random: ctx.random,
  scopes: [webhooksScope(ctx, { record })],
});
const { url } = await server.listen({ port: 0, variable: 'YUZHU_GATEWAY_PORT' });
afterAll(() => server.close());

const EVENT = interfaces.voucherAuditResult.event;
const KEYS = ['awfirst', 'awsecond'] as const;
for (const [at, clientKey] of KEYS.entries()) {
  await seedCatalog(ctx, { accountId: `ACC${at}`, clientKey, hotelId: `H${at}`, rooms: { [`R${at}`]: [`A${at}`] } });
  await ctx.db.execute(
    `INSERT INTO gateway.vouchers (account_id, voucher_id, name, document, rooms_per_voucher, nights_per_voucher,
       state, platform_voucher_id, created_at, updated_at)
     VALUES ($1, $2, 'name', $3, 1, 1, 'auditing', $4, $5, $5)`,
    [`ACC${at}`, `V${at}`, JSON.stringify(voucherDocument([`A${at}`])), `PV${at}`, new Date(NOW)],
  );
}

/** A verdict on the first application's voucher. */
function notice(extra: object = {}, options: { clientKey?: string; logId?: string; event?: string } = {}): string {
  const content = { id: 'PV0', out_id: 'V0', audit_result: 1, ...extra };
  return webhookBody(options.event ?? EVENT, options.clientKey ?? KEYS[0], content, options.logId ?? 'LOG1');
}

interface Post {
  readonly body: string | Uint8Array;
  readonly path?: string;
  /** Default: rightly signed by the first application. `null`: none. */
  readonly signature?: string | null;
  readonly id?: string | null;
}

async function post({ body, path = '', signature, id = 'MSG1' }: Post): Promise<{ status: number; body: unknown }> {
  const signed = signature === undefined ? signWebhook(secretOfTest(KEYS[0]), Buffer.from(body)) : signature;
  const reply = await fetch(`${url}/webhooks${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(signed === null ? {} : { 'x-douyin-signature': signed }),
      ...(id === null ? {} : { 'msg-id': id }),
    },
    body: body as BodyInit,
  });
  const text = await reply.text();
  return { status: reply.status, body: text === '' ? undefined : JSON.parse(text) };
}

const stored = () =>
  ctx.db.query<{ client_key: string; message_id: string; event: string; state: string; last_error: string | null }>(
    'SELECT client_key, message_id, event, state, last_error FROM gateway.webhooks ORDER BY received_at, message_id',
  );
const stateOf = async (voucher: string) =>
  (await ctx.db.one<{ state: string }>('SELECT state FROM gateway.vouchers WHERE voucher_id = $1', [voucher])).state;
const process = () => processNotices(ctx, { record }, new AbortController().signal);

beforeEach(async () => {
  await ctx.db.execute('TRUNCATE gateway.webhooks, gateway.publications');
  await ctx.db.execute(
    "UPDATE gateway.vouchers SET state = 'auditing', state_reason = NULL, audits = 0, wanted_shelf = NULL",
  );
  ctx.clock.set(NOW);
  ctx.exchanges.length = 0;
});

describe('a notice', () => {
  it('is answered 200 at once, kept encrypted, worked in afterwards', async () => {
    const pokes = ctx.pokes.webhooks;
    expect(await post({ body: notice() })).toEqual({
      status: 200,
      body: { data: { error_code: 0, description: 'success' } },
    });
    expect(ctx.pokes.webhooks).toBe(pokes + 1);
    expect(await stored()).toEqual([
      { client_key: KEYS[0], message_id: 'MSG1', event: EVENT, state: 'waiting', last_error: null },
    ]);
    const { body } = await ctx.db.one<{ body: Buffer }>('SELECT body FROM gateway.webhooks');
    expect(body.toString('latin1')).not.toContain('audit_result');
    expect(ctx.keys.decryptText(body)).toBe(notice());
    expect(await stateOf('V0')).toBe('auditing');
    await process();
    expect(await stateOf('V0')).toBe('approved');
    expect(await stored()).toEqual([expect.objectContaining({ state: 'done' })]);
  });

  it('delivered five times at once is one notice, worked in once', async () => {
    const replies = await Promise.all(Array.from({ length: 5 }, () => post({ body: notice() })));
    expect(replies.every(({ status }) => status === 200)).toBe(true);
    expect(await stored()).toHaveLength(1);
    await Promise.all([process(), process()]);
    const { audits } = await ctx.db.one<{ audits: number }>(
      "SELECT audits FROM gateway.vouchers WHERE voucher_id = 'V0'",
    );
    expect(audits).toBe(1);
  });

  it('replayed under another Msg-Id is known by its bytes', async () => {
    await post({ body: notice() });
    await process();
    expect((await post({ body: notice(), id: 'MSG2' })).status).toBe(200);
    expect(await stored()).toHaveLength(1);
  });

  it('with equal words but another log_id is a new one', async () => {
    await post({ body: notice() });
    expect((await post({ body: notice({}, { logId: 'LOG2' }), id: 'MSG2' })).status).toBe(200);
    expect(await stored()).toHaveLength(2);
  });

  it('without a log_id may come again in the same words under another Msg-Id', async () => {
    const body = JSON.stringify({
      event: EVENT,
      client_key: KEYS[0],
      content: '{"id":"PV0","out_id":"V0","audit_result":2}',
    });
    await post({ body, id: 'MSG1' });
    await post({ body, id: 'MSG2' });
    await post({ body, id: 'MSG2' });
    expect(await stored()).toHaveLength(2);
  });

  it('without a Msg-Id is known by its bytes; the documents’ other spelling works too', async () => {
    await post({ body: notice(), id: null });
    await post({ body: notice(), id: null });
    expect((await stored()).map(({ message_id }) => message_id)).toEqual([
      expect.stringMatching(/^body:[0-9a-f]{64}$/),
    ]);
  });

  it('with line breaks is taken when signed with or without them', async () => {
    const broken = notice().replace(',"content"', ',\n"content"');
    const oneLine = signWebhook(secretOfTest(KEYS[0]), Buffer.from(broken.replace('\n', '')));
    expect((await post({ body: broken })).status).toBe(200);
    expect((await post({ body: broken, signature: oneLine, id: 'MSG2' })).status).toBe(200);
  });

  it('with 19-digit ids as numbers in its content keeps every digit', async () => {
    await ctx.db.execute(
      "UPDATE gateway.vouchers SET platform_voucher_id = '1790000000000000901' WHERE voucher_id = 'V0'",
    );
    const content = '{"id":1790000000000000901,"out_id":"V0","audit_result":"2","audit_message":null}';
    await post({ body: JSON.stringify({ event: EVENT, client_key: KEYS[0], content, log_id: 'L9' }) });
    await process();
    expect(await stateOf('V0')).toBe('rejected');
    await ctx.db.execute("UPDATE gateway.vouchers SET platform_voucher_id = 'PV0' WHERE voucher_id = 'V0'");
  });

  it('of an event nobody handles is kept and done', async () => {
    await post({ body: notice({}, { event: 'life_trade_order_notify' }) });
    await process();
    expect(await stored()).toEqual([
      expect.objectContaining({ state: 'done', last_error: 'nobody handles this event here' }),
    ]);
  });

  it('by the path of its application', async () => {
    expect((await post({ body: notice(), path: `/${KEYS[0]}` })).status).toBe(200);
    expect(await stored()).toHaveLength(1);
  });
});

describe('the record', () => {
  it('holds each delivery with its bytes: new ones under their account, refused and repeated ones without', async () => {
    await post({ body: notice() });
    await post({ body: notice() });
    await post({ body: notice(), signature: 'f'.repeat(40) });
    await process();
    expect(ctx.exchanges.map(({ accountId, httpStatus, error }) => [accountId, httpStatus, error])).toEqual([
      ['', 200, 'seen before'],
      ['', 401, 'signature invalid or application unknown'],
      ['ACC0', 200, undefined],
    ]);
    const kept = ctx.exchanges.at(-1);
    expect(kept).toMatchObject({ direction: 'in', interfaceName: 'voucher-audit-result', logid: 'LOG1', at: NOW });
    expect(Buffer.from(kept?.request as Uint8Array).toString()).toBe(notice());
  });
});

describe('an address check', () => {
  const check = (content: unknown) => JSON.stringify({ event: 'verify_webhook', client_key: '', content });

  it.each([
    ['an object', { challenge: 12345 }],
    ['JSON text', '{ "challenge": 12345 }'],
  ])('with %s as content gets its number back', async (_, content) => {
    for (const signature of [undefined, null]) {
      expect(await post({ body: check(content), signature: signature as null, id: null })).toEqual({
        status: 200,
        body: { challenge: 12345 },
      });
    }
    const second = signWebhook(secretOfTest(KEYS[1]), Buffer.from(check(content)));
    expect((await post({ body: check(content), signature: second, path: `/${KEYS[1]}` })).status).toBe(200);
    expect(await stored()).toEqual([]);
  });

  it.each([
    ['no challenge', {}, undefined, 400],
    ['a challenge that is text', { challenge: '12345' }, undefined, 400],
    ['a wrong signature', { challenge: 12345 }, 'f'.repeat(40), 401],
  ])('with %s is refused', async (_, content, signature, status) => {
    const refused = await post({ body: check(content), ...(signature === undefined ? {} : { signature }) });
    expect(refused.status).toBe(status);
    expect(await stored()).toEqual([]);
  });
});

describe('hostile input', () => {
  const good = notice();
  const signed = (body: string | Uint8Array) => signWebhook(secretOfTest(KEYS[0]), Buffer.from(body));
  const deep = `{"event":"${EVENT}","client_key":"${KEYS[0]}","content":${'['.repeat(5000)}${']'.repeat(5000)}}`;

  const cases: readonly (readonly [string, Post, number, string])[] = [
    ['no signature', { body: good, signature: null }, 401, 'WEBHOOK_SIGNATURE'],
    ['an empty signature', { body: good, signature: '' }, 401, 'WEBHOOK_SIGNATURE'],
    ['a wrong signature', { body: good, signature: 'a'.repeat(40) }, 401, 'WEBHOOK_SIGNATURE'],
    ['a signature of another length', { body: good, signature: signed(good).slice(1) }, 401, 'WEBHOOK_SIGNATURE'],
    ['an HMAC-like SHA-256', { body: good, signature: 'b'.repeat(64) }, 401, 'WEBHOOK_SIGNATURE'],
    [
      'a body changed after signing',
      { body: good.replace('LOG1', 'LOG2'), signature: signed(good) },
      401,
      'WEBHOOK_SIGNATURE',
    ],
    [
      'a body re-serialised after signing',
      { body: good.replace(/:/, ': '), signature: signed(good) },
      401,
      'WEBHOOK_SIGNATURE',
    ],
    ['an unknown client_key', { body: notice({}, { clientKey: 'awnobody' }) }, 401, 'WEBHOOK_SIGNATURE'],
    ['another application’s client_key', { body: notice({}, { clientKey: KEYS[1] }) }, 401, 'WEBHOOK_SIGNATURE'],
    ['another application’s path', { body: good, path: `/${KEYS[1]}` }, 401, 'WEBHOOK_SIGNATURE'],
    [
      'SQL in client_key',
      { body: notice({}, { clientKey: "'; DROP TABLE gateway.webhooks; --" }) },
      401,
      'WEBHOOK_SIGNATURE',
    ],
    ['a NUL in the path', { body: good, path: '/aw%00first' }, 401, 'WEBHOOK_SIGNATURE'],
    ['no body', { body: '' }, 400, 'WEBHOOK_MALFORMED'],
    ['no JSON', { body: 'hello' }, 400, 'WEBHOOK_MALFORMED'],
    ['half a JSON', { body: good.slice(0, -5) }, 400, 'WEBHOOK_MALFORMED'],
    ['a list', { body: '[]' }, 400, 'WEBHOOK_MALFORMED'],
    ['no event', { body: JSON.stringify({ client_key: KEYS[0], content: '{}' }) }, 400, 'WEBHOOK_MALFORMED'],
    [
      'an event that is a number',
      { body: JSON.stringify({ event: 7, client_key: KEYS[0] }) },
      400,
      'WEBHOOK_MALFORMED',
    ],
    [
      'an endless event',
      { body: JSON.stringify({ event: 'e'.repeat(5000), client_key: KEYS[0] }) },
      400,
      'WEBHOOK_MALFORMED',
    ],
    [
      'a client_key that is an object',
      { body: JSON.stringify({ event: EVENT, client_key: {} }) },
      400,
      'WEBHOOK_MALFORMED',
    ],
    ['half a surrogate pair', { body: `{"event":"\\ud800","client_key":"${KEYS[0]}"}` }, 400, 'WEBHOOK_MALFORMED'],
    ['a NUL', { body: `{"event":"a\\u0000b","client_key":"${KEYS[0]}"}` }, 400, 'WEBHOOK_MALFORMED'],
    ['deep nesting', { body: deep }, 400, 'WEBHOOK_MALFORMED'],
    ['bytes that are no text', { body: Uint8Array.from([0xff, 0xfe, 0x00, 0x01]) }, 400, 'WEBHOOK_MALFORMED'],
    [
      'an event from the prototype',
      { body: `{"__proto__":{"event":"${EVENT}"},"client_key":"${KEYS[0]}"}` },
      400,
      'WEBHOOK_MALFORMED',
    ],
    ['10 MB', { body: `${good}${' '.repeat(10_000_000)}`, signature: 'c'.repeat(40) }, 413, 'HTTP_BODY_TOO_LARGE'],
  ];

  it.each(cases)('%s: its documented answer, nothing kept', async (_, request, status, code) => {
    const reply = await post(request);
    expect(reply.status).toBe(status);
    expect(reply.body).toMatchObject({ error: { code } });
    expect(await stored()).toEqual([]);
  });

  it.each([
    ['content that is no JSON', 'not json'],
    ['content that is a list', '[1,2]'],
    ['content without its members', '{"hello":"world"}'],
    ['content nested deep', '['.repeat(60_000)],
    ['content with prototype keys', '{"__proto__":{"id":"PV0"},"constructor":{"prototype":{"id":"PV0"}}}'],
    ['no content', undefined],
    ['content that is a number', 5],
  ])('%s: answered 200, put before a person, nothing changed, the next one goes on', async (_, content) => {
    const body = JSON.stringify({ event: EVENT, client_key: KEYS[0], content, log_id: 'ODD' });
    expect((await post({ body, id: 'ODD' })).status).toBe(200);
    expect((await post({ body: notice(), id: 'GOOD' })).status).toBe(200);
    await process();
    const rows = await stored();
    expect(rows.find(({ message_id }) => message_id === 'ODD')).toMatchObject({
      state: 'failed',
      last_error: expect.any(String),
    });
    expect(rows.find(({ message_id }) => message_id === 'GOOD')).toMatchObject({ state: 'done' });
    expect(await stateOf('V0')).toBe('approved');
    expect(await stateOf('V1')).toBe('auditing');
  });

  it('a notice that names another application’s voucher does not touch it', async () => {
    await post({ body: notice({ id: 'PV1', out_id: 'V1', audit_result: 2 }) });
    await process();
    expect(await stateOf('V1')).toBe('auditing');
    expect(await stored()).toEqual([
      expect.objectContaining({ state: 'done', last_error: 'no voucher V1 (PV1) here' }),
    ]);
  });

  it('other methods and paths are not there', async () => {
    expect((await fetch(`${url}/webhooks`)).status).toBe(404);
    expect((await fetch(`${url}/webhooks/a/b`, { method: 'POST', body: '{}' })).status).toBe(404);
  });
});

describe('when working in fails on our side', () => {
  it('the notice waits and is tried again, later each time', async () => {
    await post({ body: notice() });
    const { body } = await ctx.db.one<{ body: Buffer }>('SELECT body FROM gateway.webhooks');
    // Sealed with a key that is not at hand.
    await ctx.db.execute('UPDATE gateway.webhooks SET body = set_byte(body, 0, 9)');
    const first = (await process()) as number;
    expect(first - NOW).toBeGreaterThanOrEqual(500);
    expect(first - NOW).toBeLessThanOrEqual(1000);
    expect(await stored()).toEqual([
      expect.objectContaining({ state: 'waiting', last_error: expect.stringContaining('data key') }),
    ]);
    ctx.clock.set(first);
    const second = (await process()) as number;
    expect(second - first).toBeGreaterThanOrEqual(1000);
    await ctx.db.execute('UPDATE gateway.webhooks SET body = $1', [body]);
    ctx.clock.set(second);
    await process();
    expect(await stateOf('V0')).toBe('approved');
  });
});
