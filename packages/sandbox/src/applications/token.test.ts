import { interfaces } from '@yuzhu/contract';
import { describe, expect, it } from 'vitest';
import { DEMO_MERCHANT, SECOND_MERCHANT } from '../seed/seed.ts';
import { catalogWorld, tokenRequest } from '../testing/catalog-world.ts';

const world = await catalogWorld('tokens');
const hotels = { account_id: DEMO_MERCHANT.accountId, page_index: 1, page_size: 20 };

/** The code a call with this token gets. */
async function codeWith(token: string, headers: Record<string, string> = {}): Promise<number> {
  world.passReal(1000);
  return (await world.call(interfaces.hotelQuery, hotels, { token, headers })).extra.error_code;
}

async function freshToken(): Promise<string> {
  world.passReal(1000);
  const { data } = await world.askToken(tokenRequest());
  expect(data).toMatchObject({ error_code: 0, description: '', expires_in: 7200 });
  return data.access_token ?? '';
}

describe('the credential call', () => {
  it('gives a token with its own envelope', async () => {
    const reply = await world.askToken(tokenRequest());
    expect(reply.status).toBe(200);
    expect(reply.message).toBe('success');
    expect(reply.data.access_token).toMatch(/^clt\.[0-9a-f]{52}$/);
    expect(await codeWith(reply.data.access_token ?? '')).toBe(0);
  });

  it.each([
    ['a missing secret', { ...tokenRequest(), client_secret: undefined }, 10002],
    ['an empty key', { ...tokenRequest(), client_key: '' }, 10002],
    ['the grant of another flow', { ...tokenRequest(), grant_type: 'client_credentials' }, 10002],
    ['a key of the wrong type', { ...tokenRequest(), client_key: 7 }, 10002],
    ['a NUL byte in the key', { ...tokenRequest(), client_key: 'aw\u0000demo' }, 10002],
    ['something that is not JSON', 'client_key=1', 10002],
    ['an unknown key', { ...tokenRequest(), client_key: "x' OR 1=1 --" }, 10003],
    ['a wrong secret', { ...tokenRequest(), client_secret: 'f'.repeat(32) }, 10013],
  ])('refuses %s', async (_name, body, code) => {
    const reply = await world.askToken(body);
    expect(reply).toMatchObject({ status: 200, message: 'error', data: { error_code: code } });
    expect(reply.data.access_token).toBeUndefined();
  });

  it('refuses a body of 20 KB', async () => {
    const reply = await world.askToken({ ...tokenRequest(), padding: 'x'.repeat(20_000) });
    expect(reply).toMatchObject({ status: 200, data: { error_code: 10002 } });
  });

  it('answers 500 calls in five minutes, then 10020 until the window has passed', async () => {
    await world.advance(400_000);
    const code = async () => (await world.askToken(tokenRequest(SECOND_MERCHANT))).data.error_code;
    for (let call = 0; call < 500; call++) expect(await code()).toBe(0);
    expect(await code()).toBe(10020);
    expect((await world.askToken(tokenRequest())).data.error_code).toBe(0);
    await world.advance(299_999);
    expect(await code()).toBe(10020);
    await world.advance(1);
    expect(await code()).toBe(0);
  });

  it('keeps neither secret nor token with its record', async () => {
    const rows = await world.db.query<{ request: Buffer | null; response: Buffer }>(
      "SELECT request, response FROM sandbox.openapi_exchanges WHERE interface = 'token'",
    );
    expect(rows.length).toBeGreaterThan(500);
    expect(rows.every(({ request, response }) => request === null && !response.includes('clt.'))).toBe(true);
  });
});

describe('the life of a token', () => {
  it('ends after two hours with 2190008', async () => {
    const token = await freshToken();
    await world.advance(7_199_999);
    expect(await codeWith(token)).toBe(0);
    await world.advance(1);
    expect(await codeWith(token)).toBe(2190008);
  });

  it('overlaps five minutes with its successor, then is expired', async () => {
    const first = await freshToken();
    await world.advance(60_000);
    const second = await freshToken();
    await world.advance(299_999);
    expect(await codeWith(first)).toBe(0);
    await world.advance(1);
    expect(await codeWith(first)).toBe(2190008);
    expect(await codeWith(second)).toBe(0);
  });

  it('leaves only the two newest: a third makes the first unknown at once', async () => {
    const [first, second, third] = [await freshToken(), await freshToken(), await freshToken()];
    expect(await codeWith(first)).toBe(2190002);
    expect(await codeWith(second)).toBe(0);
    expect(await codeWith(third)).toBe(0);
  });

  it('never outlives its two hours by being superseded late', async () => {
    const first = await freshToken();
    await world.advance(7_190_000);
    const second = await freshToken();
    await world.advance(10_000);
    expect(await codeWith(first)).toBe(2190008);
    expect(await codeWith(second)).toBe(0);
  });

  it('gives many askers at once different tokens, of which two live', async () => {
    const replies = await Promise.all(Array.from({ length: 12 }, () => world.askToken(tokenRequest())));
    const tokens = replies.map(({ data }) => data.access_token ?? '');
    expect(new Set(tokens).size).toBe(12);
    const codes = [];
    for (const token of tokens) codes.push(await codeWith(token));
    expect(codes.filter((code) => code === 0)).toHaveLength(2);
    expect(codes.filter((code) => code === 2190002)).toHaveLength(10);
  });
});

describe('the door of the OpenAPIs', () => {
  it.each([
    ['no token', '', 2190002],
    ['an unknown token', 'clt.00', 2190002],
    ['SQL for a token', "' OR '1'='1", 2190002],
  ])('refuses %s', async (_name, token, code) => {
    expect(await codeWith(token)).toBe(code);
  });

  it('refuses an application without the scope', async () => {
    const token = await freshToken();
    await world.db.execute('DELETE FROM sandbox.application_scopes WHERE client_key = $1 AND scope = $2', [
      DEMO_MERCHANT.clientKey,
      interfaces.hotelQuery.scope,
    ]);
    const reply = await world.call(interfaces.hotelQuery, hotels, { token });
    expect(reply).toMatchObject({
      status: 200,
      data: { error_code: 2190004 },
      extra: { error_code: 2190004, sub_description: 'life.capacity.trip_hotel_pull' },
    });
    await world.db.execute('INSERT INTO sandbox.application_scopes VALUES ($1, $2)', [
      DEMO_MERCHANT.clientKey,
      interfaces.hotelQuery.scope,
    ]);
    expect(await codeWith(token)).toBe(0);
  });

  it.each([
    ['another merchant', SECOND_MERCHANT.accountId],
    ['a merchant that does not exist', '7099999999999999999'],
    ['SQL for a merchant', "7' UNION SELECT 1 --"],
  ])('refuses a call about %s, all alike', async (_name, account_id) => {
    const token = await freshToken();
    const reply = await world.call(interfaces.hotelQuery, { ...hotels, account_id }, { token });
    expect(reply).toMatchObject({ status: 200, data: { error_code: 2119005 }, extra: { error_code: 2119005 } });
  });

  it('refuses a header that names another merchant than the body', async () => {
    const token = await freshToken();
    expect(await codeWith(token, { 'Rpc-Transit-Life-Account': DEMO_MERCHANT.accountId })).toBe(0);
    expect(await codeWith(token, { 'Rpc-Transit-Life-Account': SECOND_MERCHANT.accountId })).toBe(2100005);
  });

  it('answers with a request id, the platform time in milliseconds, and keeps the exchange under that id', async () => {
    const { extra, data, text } = await world.call(interfaces.hotelQuery, hotels, { token: await freshToken() });
    expect(extra).toMatchObject({ error_code: 0, sub_error_code: 0, now: world.clock.now() });
    expect(extra.logid).toMatch(/^\d{14}[0-9A-F]{20}$/);
    expect(data).toMatchObject({ error_code: 0, description: 'success' });
    const kept = await world.db.one<Record<string, unknown>>(
      'SELECT account_id, client_key, interface, code, request, response FROM sandbox.openapi_exchanges WHERE logid = $1',
      [extra.logid],
    );
    expect(kept).toMatchObject({
      account_id: DEMO_MERCHANT.accountId,
      client_key: DEMO_MERCHANT.clientKey,
      interface: 'hotel-query',
      code: 0,
    });
    expect(String(kept.response)).toBe(text);
    expect(JSON.parse(String(kept.request))).toEqual(hotels);
  });
});
