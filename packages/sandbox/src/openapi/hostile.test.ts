import { interfaces, PLATFORM } from '@yuzhu/contract';
import { request } from 'undici';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { authorise, setLimit } from '../applications/store.ts';
import { DEMO_MERCHANT, SECOND_MERCHANT } from '../seed/seed.ts';
import { catalogWorld } from '../testing/catalog-world.ts';
import { fingerprint } from '../testing/fingerprint.ts';
import { goodsRequest, presaleInfo, savedGoods } from '../testing/samples.ts';

const world = await catalogWorld('hostile');
const account_id = DEMO_MERCHANT.accountId;
const room_id = DEMO_MERCHANT.hotels[0]?.rooms[0]?.roomId ?? '';

let plan = '';
let before = '';

beforeAll(async () => {
  [plan = ''] = await savedGoods(world, 'hostile');
});

beforeEach(async () => {
  world.passReal(1000);
  before = await fingerprint(world.db);
});

/** Sends bytes to goods-save and expects a code in HTTP 200, with nothing changed. */
async function refused(raw: string | Buffer, code: number, headers: Record<string, string> = {}): Promise<string> {
  const { status, data, extra } = await world.call(interfaces.goodsSave, {}, { raw, headers });
  expect(status).toBe(200);
  expect([data.error_code, extra.error_code]).toEqual([code, code]);
  expect(await fingerprint(world.db)).toBe(before);
  return extra.sub_description;
}

const good = (more: object) =>
  JSON.stringify({
    account_id,
    rate_plan: { rooms: [{ room_id, rate_plans: [{ out_rate_plan_id: 'h', rate_plan_name: 'h', ...more }] }] },
  });

describe('bodies that are none', () => {
  it.each([
    ['an empty body', ''],
    ['half a JSON text', '{"account_id":"7'],
    ['a JSON list', '[]'],
    ['a JSON number', '7'],
    ['null', 'null'],
    ['XML', '<?xml version="1.0"?><a/>'],
    ['a form', 'account_id=7'],
    ['two JSON texts', '{}{}'],
    ['NaN', '{"account_id":NaN}'],
    ['a raw NUL byte', Buffer.from('{"account_id":"7\0"}')],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
    ['nesting of 100,000 levels', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['nesting of 33 levels', `{"a":${'['.repeat(32)}${']'.repeat(32)}}`],
  ])('%s', async (_name, raw) => {
    await refused(raw, PLATFORM.unreadableBody);
  });

  it('a body of 10 MB', async () => {
    expect(await refused(good({ padding: 'x'.repeat(10 * 1024 * 1024) }), PLATFORM.unreadableBody)).toContain(
      '2097152',
    );
  });

  it('another content type', async () => {
    await refused(good({}), PLATFORM.badParameter, { 'content-type': 'text/plain' });
    await refused(good({}), PLATFORM.badParameter, { 'content-type': 'application/jsonx' });
  });
});

describe('texts that are none', () => {
  it.each([
    ['an escaped NUL in an id', good({ out_rate_plan_id: 'h\u0000x' }), 'out_rate_plan_id'],
    ['an escaped NUL in a name', good({ rate_plan_name: '\u0000' }), 'rate_plan_name'],
    ['an escaped NUL in a key', good({ 'a\u0000b': 1 }), 'a key'],
    ['half a surrogate pair', good({}).replace('"rate_plan_name":"h"', '"rate_plan_name":"\\ud800"'), 'rate_plan_name'],
  ])('%s', async (_name, raw, where) => {
    expect(await refused(raw, PLATFORM.badParameter)).toContain(where);
  });

  it('a NUL byte in the query and in the headers', async () => {
    const token = await world.token();
    const reply = await request(`${world.url}/goodlife/v1/trip/hotel/poi/query/?a=%00`, {
      method: 'POST',
      headers: { 'access-token': token, 'content-type': 'application/json' },
      body: JSON.stringify({ account_id, page_index: 1, page_size: 1 }),
    });
    expect(reply.statusCode).toBe(200);
    expect(await reply.body.json()).toMatchObject({ data: { error_code: 0 } });
    expect(await fingerprint(world.db)).toBe(before);
  });
});

describe('ids and keys', () => {
  it('a 19-digit id as a number is a wrong type, not a rounded id', async () => {
    const raw = good({}).replace(`"${room_id}"`, room_id);
    expect(await refused(raw, PLATFORM.busy)).toContain('room_id');
  });

  it('an account as a number', async () => {
    expect(await refused(good({}).replace(`"${account_id}"`, account_id), PLATFORM.busy)).toContain('account_id');
  });

  it.each([
    ['20 digits', '79999999999999999999'],
    ['a path', '../../etc/passwd'],
    ['SQL', "7'; DROP TABLE sandbox.goods; --"],
    ['a prototype key', '__proto__'],
    ['another merchant', SECOND_MERCHANT.accountId],
  ])('an account id of %s is not authorised', async (_name, id) => {
    await refused(good({}).replace(`"${account_id}"`, JSON.stringify(id)), PLATFORM.notAuthorised);
  });

  it('an account id of 1 MB is refused by its length, and the call still kept', async () => {
    const raw = good({}).replace(`"${account_id}"`, JSON.stringify('7'.repeat(1024 * 1024)));
    expect(await refused(raw, PLATFORM.illegalParameter)).toContain('account_id');
    const kept = await world.db.one<{ size: number }>(
      'SELECT length(request) AS size FROM sandbox.openapi_exchanges ORDER BY exchange_id DESC LIMIT 1',
    );
    expect(kept.size).toBe(raw.length);
  });

  it('an id of 129 characters', async () => {
    await refused(good({ out_rate_plan_id: 'x'.repeat(129) }), PLATFORM.illegalParameter);
  });

  it.each([
    ['__proto__ beside the members', `{"__proto__":{"account_id":"${account_id}"},"rate_plan":{}}`],
    ['constructor.prototype', `{"constructor":{"prototype":{"account_id":"${account_id}"}}}`],
  ])('%s gives nobody an account', async (_name, raw) => {
    expect(await refused(raw, PLATFORM.illegalParameter)).toContain('account_id is missing');
    expect(({} as Record<string, unknown>).account_id).toBeUndefined();
  });

  it('SQL and markup in names are kept as they are', async () => {
    const name = `Robert'); DROP TABLE goods;-- <script>alert(1)</script> \${7*7} %s`;
    const { data } = await world.call(
      interfaces.goodsSave,
      {},
      { raw: good({ out_rate_plan_id: 'sql', rate_plan_name: name }) },
    );
    expect(data.rate_plan_map[0]?.code).toBe('0');
    const row = await world.db.one<{ name: string }>("SELECT name FROM sandbox.goods WHERE out_rate_plan_id = 'sql'");
    expect(row.name).toBe(name);
  });

  it('duplicate keys: the last one counts, as for every JSON reader', async () => {
    const raw = `{"account_id":"${SECOND_MERCHANT.accountId}","account_id":"${account_id}","page_index":1,"page_size":1}`;
    const { data } = await world.call(interfaces.hotelQuery, {}, { raw });
    expect(data.hotel_list?.[0]?.account_id).toBe(account_id);
  });
});

describe('numbers and days', () => {
  const stock = (group: object) =>
    world.call(interfaces.stockSave, {
      account_id,
      aris: [{ rate_plan_id: plan, timerange: { start: '2026-09-02', end: '2026-09-02' }, ...group }],
    });

  it.each([
    ['2^53 rooms', { inventory: 2 ** 53 }, 0, true],
    ['half a room', { inventory: 0.5 }, PLATFORM.busy, false],
    ['2^31 rooms', { inventory: 2 ** 31 }, 0, true],
    [
      'a year of five digits',
      { timerange: { start: '12026-09-02', end: '12026-09-02' } },
      PLATFORM.illegalParameter,
      false,
    ],
    [
      'a range of 8,000 years',
      { timerange: { start: '1999-01-01', end: '9999-12-31' } },
      PLATFORM.illegalParameter,
      false,
    ],
    ['a 400-night range', { timerange: { start: '2026-09-02', end: '2027-10-06' } }, PLATFORM.illegalParameter, false],
    [
      'Arabic digits in a day',
      { timerange: { start: '٢٠٢٦-٠٩-٠٢', end: '2026-09-02' } },
      PLATFORM.illegalParameter,
      false,
    ],
  ])('%s', async (_name, group, code, inItem) => {
    const { status, data } = await stock(group);
    expect([status, data.error_code]).toEqual([200, code]);
    if (inItem) expect(data.save_result[0]?.code).not.toBe(0);
    expect(await fingerprint(world.db)).toBe(before);
  });

  it('rooms beyond every number', async () => {
    const aris = `[{"rate_plan_id":"${plan}","timerange":{"start":"2026-09-02","end":"2026-09-02"},"inventory":1e400}]`;
    const raw = `{"account_id":"${account_id}","aris":${aris}}`;
    const { data, extra } = await world.call(interfaces.stockSave, {}, { raw });
    expect([data.error_code, extra.sub_description]).toEqual([PLATFORM.busy, expect.stringContaining('inventory')]);
    expect(await fingerprint(world.db)).toBe(before);
  });

  it('negative money in a voucher', async () => {
    const info = presaleInfo('negative', [plan], world.clock.now());
    for (const change of [{ actual_amount: -49_900 }, { original_amount: -1 }]) {
      world.passReal(1000);
      const presale_info = { ...info, pre_sale_coupon_info: { ...info.pre_sale_coupon_info, ...change } };
      const { data } = await world.call(interfaces.voucherSave, { account_id, presale_info });
      expect(data.error_code).toBe(PLATFORM.illegalParameter);
    }
    expect(await fingerprint(world.db)).toBe(before);
  });

  it('100,000 bound goods', async () => {
    const info = presaleInfo('huge', [], world.clock.now());
    const bind_rate_plans = Array.from({ length: 100_000 }, (_, at) => `${1790000000000000 + at}`);
    const presale_info = { ...info, pre_sale_coupon_info: { ...info.pre_sale_coupon_info, bind_rate_plans } };
    const { status, data } = await world.call(interfaces.voucherSave, { account_id, presale_info });
    expect([status, data.error_code]).toEqual([200, PLATFORM.business]);
    expect(await fingerprint(world.db)).toBe(before);
  });
});

describe('paths and methods', () => {
  it.each([
    ['POST', '/goodlife/v1/trip/hotel/nothing/'],
    ['GET', '/goodlife/v1/trip/hotel/poi/query/'],
    ['DELETE', '/goodlife/v1/trip/product/operate/'],
    ['POST', '/goodlife/../operator/v1/clock'],
    ['POST', `/goodlife/${'a'.repeat(5000)}`],
  ] as const)('%s %s', async (method, path) => {
    const reply = await request(`${world.url}${path}`, { method, headers: { 'access-token': await world.token() } });
    const body = (await reply.body.json()) as { data?: { error_code: number } };
    expect(reply.statusCode).toBeLessThan(500);
    if (path.startsWith('/goodlife/v1')) expect(body.data?.error_code).toBe(28001017);
    expect(await fingerprint(world.db)).toBe(before);
  });

  it('the same call replayed makes the same good, not a second one', async () => {
    const raw = JSON.stringify(goodsRequest('replayed'));
    const first = await world.call(interfaces.goodsSave, {}, { raw });
    const again = await world.call(interfaces.goodsSave, {}, { raw });
    expect(again.data.rate_plan_map).toEqual(first.data.rate_plan_map);
  });
});

describe('rate limits', () => {
  const ask = async () => {
    const { status, extra } = await world.call(interfaces.hotelQuery, { account_id, page_index: 1, page_size: 1 });
    expect(status).toBe(200);
    return extra.error_code;
  };

  it('20 calls a second per application and path, then 2119003; the window slides', async () => {
    for (let at = 0; at < 10; at++) expect(await ask()).toBe(0);
    world.passReal(600);
    for (let at = 0; at < 10; at++) expect(await ask()).toBe(0);
    expect(await ask()).toBe(PLATFORM.tooFrequent);
    world.passReal(399);
    expect(await ask()).toBe(PLATFORM.tooFrequent);
    world.passReal(1);
    for (let at = 0; at < 10; at++) expect(await ask()).toBe(0);
    expect(await ask()).toBe(PLATFORM.tooFrequent);
  });

  it('a moved platform clock opens the window too', async () => {
    for (let at = 0; at < 20; at++) await ask();
    expect(await ask()).toBe(PLATFORM.tooFrequent);
    await world.advance(1000);
    expect(await ask()).toBe(0);
  });

  it('another application and another path have windows of their own', async () => {
    for (let at = 0; at < 20; at++) await ask();
    expect(await ask()).toBe(PLATFORM.tooFrequent);
    const other = { account_id: SECOND_MERCHANT.accountId, page_index: 1, page_size: 1 };
    const token = await world.token(SECOND_MERCHANT);
    expect((await world.call(interfaces.hotelQuery, other, { token })).extra.error_code).toBe(0);
    expect((await world.call(interfaces.roomQuery, { account_id, poi_ids: ['7'] })).extra.error_code).toBe(0);
  });

  it('can be set for each merchant of an application', async () => {
    const set = { maxCalls: 1, perSeconds: 10, per: 'merchant' } as const;
    world.passReal(10_000);
    await setLimit(world.db, DEMO_MERCHANT.clientKey, 'hotel-query', set);
    await authorise(world.db, SECOND_MERCHANT.accountId, DEMO_MERCHANT.clientKey, 0);
    const token = await world.token(DEMO_MERCHANT);
    const other = { account_id: SECOND_MERCHANT.accountId, page_index: 1, page_size: 1 };
    const askOther = async () => (await world.call(interfaces.hotelQuery, other, { token })).extra.error_code;
    expect([await ask(), await ask()]).toEqual([0, PLATFORM.tooFrequent]);
    expect([await askOther(), await askOther()]).toEqual([0, PLATFORM.tooFrequent]);
    await setLimit(world.db, DEMO_MERCHANT.clientKey, 'hotel-query', null);
  });

  it('can be set per application and interface', async () => {
    const set = (limit: { maxCalls: number; perSeconds: number; per: 'application' | 'merchant' } | null) =>
      setLimit(world.db, DEMO_MERCHANT.clientKey, 'hotel-query', limit);
    world.passReal(10_000);
    await set({ maxCalls: 2, perSeconds: 10, per: 'application' });
    expect([await ask(), await ask(), await ask()]).toEqual([0, 0, PLATFORM.tooFrequent]);
    await set({ maxCalls: 3, perSeconds: 10, per: 'application' });
    expect([await ask(), await ask()]).toEqual([0, PLATFORM.tooFrequent]);
    await set(null);
    expect(await ask()).toBe(0);
  });
});
