import { testDatabase } from '@yuzhu/runtime/testkit';
import { describe, expect, it } from 'vitest';
import { GATEWAY_MIGRATIONS } from '../../start/migrations.ts';
import type { ApiClient } from '../../testing/api-client.ts';
import { startTestGateway } from '../../testing/test-gateway.ts';

const database = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'api calendar' });
const gateway = await startTestGateway(database.url);
const { db } = gateway.context;

/** A hotel of its own for each test, with a room type and a rate plan named after the account. */
async function hotel(accountId: string): Promise<ApiClient> {
  const { api } = await gateway.account(accountId);
  await api.ok('PUT', '/hotels/H', { name: '云栖酒店' });
  // The sender rests, so that the marks can be seen.
  await db.execute(
    `INSERT INTO gateway.ari_pauses (account_id, hotel_id, kind, until, strikes, message, next_step, at)
     SELECT $1, 'H', kind, '2099-01-01', 1, 'rests for a test', 'PLATFORM_BUSY', $2 FROM unnest('{stock,price}'::text[]) AS kind`,
    [accountId, new Date(gateway.clock.now())],
  );
  await api.ok('PUT', `/room-types/${accountId}-R`, { hotel_id: 'H', name: '豪华大床房' });
  await api.ok('PUT', `/rate-plans/${accountId}-P`, { room_type_id: `${accountId}-R`, name: '含双早' });
  return api;
}

/** Nights marked for the platform, as `kind subject night`. */
async function marks(accountId: string): Promise<string[]> {
  const rows = await db.query<{ mark: string }>(
    `SELECT kind || ' ' || subject_id || ' ' || night AS mark FROM gateway.ari_dirty WHERE account_id = $1 ORDER BY 1`,
    [accountId],
  );
  return rows.map(({ mark }) => mark);
}

const read = (api: ApiClient, from: string, to: string) =>
  api.ok<{ room_types: { nights: unknown[]; rate_plans: { nights: unknown[]; quotas: unknown[] }[] }[] }>(
    'GET',
    `/calendar?hotel_id=H&from=${from}&to=${to}`,
  );

describe('the version of a calendar', () => {
  const put = (price: number, version?: number) => ({
    prices: [{ rate_plan_id: '1900-P', from: '2026-09-10', to: '2026-09-11', price }],
    ...(version === undefined ? {} : { version }),
  });
  interface Written {
    readonly price_nights: number;
    readonly versions: readonly { readonly hotel_id: string; readonly version: number }[];
  }

  it('keeps a late and a doubled change from overwriting a newer one', async () => {
    const api = await hotel('1900');
    const calendar = () =>
      api.ok<{ version: number; room_types: { rate_plans: { nights: { price: number }[] }[] }[] }>(
        'GET',
        '/calendar?hotel_id=H&from=2026-09-10&to=2026-09-11',
      );
    const prices = async () => (await calendar()).room_types[0]?.rate_plans[0]?.nights.map(({ price }) => price);
    expect((await calendar()).version).toBe(0);
    const first = await api.ok<Written>('PUT', '/calendar', put(50_000, 0));
    expect(first.versions).toEqual([{ hotel_id: 'H', version: 1 }]);
    expect((await calendar()).version).toBe(1);
    await api.ok('PUT', '/calendar', put(60_000, 1));

    // The first one again, after the second: doubled on the way, and late.
    const before = await marks('1900');
    await api.refused(409, 'CALENDAR_CHANGED', 'PUT', '/calendar', put(50_000, 0));
    await api.refused(409, 'CALENDAR_CHANGED', 'PUT', '/calendar', put(50_000, 9));
    expect(await prices()).toEqual([60_000, 60_000]);
    expect(await marks('1900')).toEqual(before);

    // Without a version everything is as it was: the last one wins. What changes nothing is no change.
    expect(await api.ok<Written>('PUT', '/calendar', put(60_000))).toMatchObject({
      price_nights: 0,
      versions: [{ version: 2 }],
    });
    await api.ok('PUT', '/calendar', put(50_000));
    expect(await calendar()).toMatchObject({ version: 3 });
  });

  it('is the same for two that come at once: one of them is taken', async () => {
    const api = await hotel('1901');
    const bodies = [50_000, 60_000, 70_000].map((price) =>
      JSON.stringify({
        prices: [{ rate_plan_id: '1901-P', from: '2026-09-10', to: '2026-09-11', price }],
        version: 0,
      }),
    );
    const answers = await Promise.all(bodies.map((body) => api.raw('PUT', '/calendar', body)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });

  it('moves with a stop of sales and its undo, and is of one hotel', async () => {
    const api = await hotel('1902');
    const version = async () =>
      (await api.ok<{ version: number }>('GET', '/calendar?hotel_id=H&from=2026-09-10&to=2026-09-10')).version;
    const { stop_id } = await api.ok<{ stop_id: string }>('POST', '/calendar/stops', { level: 'account' });
    expect(await version()).toBe(1);
    await api.ok('DELETE', `/calendar/stops/${stop_id}`);
    await api.ok('DELETE', `/calendar/stops/${stop_id}`);
    expect(await version()).toBe(2);

    await api.ok('PUT', '/hotels/H2', { name: '云栖二店' });
    await api.ok('PUT', '/room-types/1902-R2', { hotel_id: 'H2', name: '双床房' });
    const day = { from: '2026-09-10', to: '2026-09-10', stock: 1 };
    const stock = ['1902-R', '1902-R2'].map((room_type_id) => ({ room_type_id, ...day }));
    await api.refused(400, 'CALENDAR_VERSION_HOTELS', 'PUT', '/calendar', { stock, version: 2 });
    expect(await api.ok<Written>('PUT', '/calendar', { stock })).toMatchObject({
      versions: [
        { hotel_id: 'H', version: 3 },
        { hotel_id: 'H2', version: 1 },
      ],
    });
  });
});

describe('PUT /calendar', () => {
  it('writes stock and prices by range and weekday, later changes over earlier ones, and marks what changed', async () => {
    const api = await hotel('1001');
    const written = await api.ok('PUT', '/calendar', {
      stock: [{ room_type_id: '1001-R', from: '2026-09-10', to: '2026-09-12', stock: 8 }],
      prices: [
        { rate_plan_id: '1001-P', from: '2026-09-10', to: '2026-09-12', price: 52000, rack_price: 88800 },
        { rate_plan_id: '1001-P', from: '2026-09-01', to: '2026-09-12', weekdays: [6], price: 68000 },
      ],
    });
    // Saturdays of the range are the 5th and the 12th.
    expect(written).toMatchObject({ stock_nights: 3, price_nights: 4, quota_nights: 0 });
    const { room_types } = await read(api, '2026-09-01', '2026-09-30');
    expect(room_types[0]?.nights).toEqual(
      ['10', '11', '12'].map((day) => ({
        night: `2026-09-${day}`,
        stock: 8,
        sold: 0,
        remaining: 8,
        overbooking: 0,
        sellable: 8,
        open: true,
        pending: true,
      })),
    );
    expect(room_types[0]?.rate_plans[0]?.nights).toEqual([
      { night: '2026-09-05', price: 68000, rack_price: null, price_before_tax: null, open: true, pending: true },
      { night: '2026-09-10', price: 52000, rack_price: 88800, price_before_tax: null, open: true, pending: true },
      { night: '2026-09-11', price: 52000, rack_price: 88800, price_before_tax: null, open: true, pending: true },
      { night: '2026-09-12', price: 68000, rack_price: 88800, price_before_tax: null, open: true, pending: true },
    ]);
    expect(await marks('1001')).toEqual([
      ...['05', '10', '11', '12'].map((day) => `price 1001-P 2026-09-${day}`),
      ...['05', '10', '11', '12'].map((day) => `stock 1001-R 2026-09-${day}`),
    ]);
  });

  it('marks nothing when nothing changes, and takes a new number when a marked night changes again', async () => {
    const api = await hotel('1002');
    const change = { stock: [{ room_type_id: '1002-R', from: '2026-09-10', to: '2026-09-10', stock: 5 }] };
    await api.ok('PUT', '/calendar', change);
    const first = await db.one<{ seq: number }>(`SELECT seq FROM gateway.ari_dirty WHERE account_id = '1002'`);
    expect(await api.ok('PUT', '/calendar', change)).toMatchObject({
      stock_nights: 0,
      price_nights: 0,
      quota_nights: 0,
    });
    expect(await db.one(`SELECT seq FROM gateway.ari_dirty WHERE account_id = '1002'`)).toEqual(first);
    await api.ok('PUT', '/calendar', { stock: [{ ...change.stock[0], stock: 6 }] });
    const second = await db.one<{ seq: number }>(`SELECT seq FROM gateway.ari_dirty WHERE account_id = '1002'`);
    expect(second.seq).toBeGreaterThan(first.seq);
  });

  it('counts from what is sold when told what remains, and never goes below it', async () => {
    const api = await hotel('1003');
    await api.ok('PUT', '/calendar', {
      stock: [{ room_type_id: '1003-R', from: '2026-09-10', to: '2026-09-12', stock: 5 }],
    });
    await db.execute(`UPDATE gateway.room_nights SET sold = 3 WHERE account_id = '1003' AND night = '2026-09-11'`);
    const error = await api.refused(409, 'NIGHTS_BELOW_SOLD', 'PUT', '/calendar', {
      stock: [
        { room_type_id: '1003-R', from: '2026-09-10', to: '2026-09-12', stock: 2 },
        { room_type_id: '1003-R', from: '2026-09-20', to: '2026-09-20', stock: 9 },
      ],
    });
    expect(error.nights).toEqual([{ room_type_id: '1003-R', night: '2026-09-11', sold: 3, stock: 2 }]);
    expect(error.message_zh).toContain('2026-09-11 (2 < 3)');
    // The whole request, or none of it.
    const untouched = await db.query(
      `SELECT night, stock FROM gateway.room_nights WHERE account_id = '1003' AND (stock <> 5 OR night = '2026-09-20')`,
    );
    expect(untouched).toEqual([]);
    await api.ok('PUT', '/calendar', {
      stock: [{ room_type_id: '1003-R', from: '2026-09-11', to: '2026-09-11', remaining: 0 }],
    });
    const { room_types } = await read(api, '2026-09-11', '2026-09-11');
    expect(room_types[0]?.nights).toMatchObject([{ stock: 3, sold: 3, remaining: 0 }]);
  });

  it('sells beyond the stock as far as somebody chose to, and shows who it was', async () => {
    const api = await hotel('1203');
    const night = { room_type_id: '1203-R', from: '2026-09-10', to: '2026-09-10' };
    await api.ok('PUT', '/calendar', { stock: [{ ...night, to: '2026-09-12', stock: 5, overbooking: 2 }] });
    await api.ok('PUT', '/calendar', { stock: [{ ...night, stock: 4 }] });
    await db.execute(`UPDATE gateway.room_nights SET sold = 6 WHERE account_id = '1203' AND night = '2026-09-10'`);
    const nights = async () => (await read(api, night.from, night.to)).room_types[0]?.nights;
    expect(await nights()).toMatchObject([{ stock: 4, sold: 6, remaining: -2, overbooking: 2, sellable: 0 }]);
    const error = await api.refused(409, 'NIGHTS_BELOW_SOLD', 'PUT', '/calendar', {
      stock: [{ ...night, stock: 3 }],
    });
    expect(error.message_zh).toContain('2026-09-10 (3 + 2 < 6)');
    await api.refused(409, 'NIGHTS_BELOW_SOLD', 'PUT', '/calendar', { stock: [{ ...night, overbooking: 1 }] });
    await api.ok('PUT', '/calendar', { stock: [{ ...night, overbooking: 3 }] });
    const { items } = await api.ok<{ items: { key_id: string }[] }>('GET', '/calendar/overbooking?room_type_id=1203-R');
    expect(items).toEqual([
      expect.objectContaining({ room_type_id: '1203-R', nights: ['2026-09-10'], rooms: 3 }),
      expect.objectContaining({ nights: ['2026-09-10', '2026-09-11', '2026-09-12'], rooms: 2 }),
    ]);
    const keys = await db.query<{ key_id: string; label: string }>(
      `SELECT key_id, label FROM gateway.api_keys WHERE account_id = '1203'`,
    );
    expect(items.map(({ key_id }) => key_id)).toEqual(keys.flatMap((key) => [key.key_id, key.key_id]));
    expect(items[0]).toMatchObject({ key_label: keys[0]?.label, at: '2026-09-01T10:00:00.000+08:00' });
    // Another account sees nothing of it.
    const other = await hotel('1204');
    expect(await other.ok('GET', '/calendar/overbooking')).toEqual({ items: [], next_cursor: null });
  });

  it('limits what one rate plan sells, shows what is left of it, and takes the limit away', async () => {
    const api = await hotel('1103');
    const range = { from: '2026-09-10', to: '2026-09-11' };
    const quota = (value: number | null) => ({ quotas: [{ rate_plan_id: '1103-P', ...range, quota: value }] });
    await api.ok('PUT', '/calendar', { stock: [{ room_type_id: '1103-R', ...range, stock: 5 }] });
    expect(await api.ok('PUT', '/calendar', quota(3))).toMatchObject({
      stock_nights: 0,
      price_nights: 0,
      quota_nights: 2,
    });
    const quotas = async () => (await read(api, range.from, range.to)).room_types[0]?.rate_plans[0]?.quotas;
    expect(await quotas()).toEqual(
      ['2026-09-10', '2026-09-11'].map((night) => ({ night, quota: 3, sold: 0, remaining: 3 })),
    );
    await db.execute(`UPDATE gateway.plan_nights SET sold = 2 WHERE account_id = '1103' AND night = '2026-09-11'`);
    const error = await api.refused(409, 'NIGHTS_BELOW_SOLD', 'PUT', '/calendar', quota(1));
    expect(error.nights).toEqual([{ rate_plan_id: '1103-P', night: '2026-09-11', sold: 2, stock: 1 }]);
    await api.ok('PUT', '/calendar', quota(null));
    expect(await quotas()).toEqual([]);
    const unknown = await api.refused(404, 'NOT_FOUND', 'PUT', '/calendar', {
      quotas: [{ rate_plan_id: 'nowhere', ...range, quota: 1 }],
    });
    expect(unknown.where).toBe('body.quotas.*.rate_plan_id');
    await api.refused(400, 'INPUT_INVALID', 'PUT', '/calendar', {
      quotas: [{ rate_plan_id: '1103-P', from: range.to, to: range.from, quota: 1 }],
    });
  });

  it('closes and opens nights without touching stock or price', async () => {
    const api = await hotel('1004');
    const day = { from: '2026-09-10', to: '2026-09-10' };
    await api.ok('PUT', '/calendar', {
      stock: [{ room_type_id: '1004-R', ...day, stock: 5 }],
      prices: [{ rate_plan_id: '1004-P', ...day, price: 52000 }],
    });
    await api.ok('PUT', '/calendar', {
      stock: [{ room_type_id: '1004-R', ...day, open: false }],
      prices: [{ rate_plan_id: '1004-P', ...day, open: false }],
    });
    const { room_types } = await read(api, day.from, day.to);
    expect(room_types[0]?.nights).toMatchObject([{ stock: 5, open: false }]);
    expect(room_types[0]?.rate_plans[0]?.nights).toMatchObject([{ price: 52000, open: false }]);
  });

  it('takes a price away, which is told as price and as room status', async () => {
    const api = await hotel('1005');
    const day = { from: '2026-09-10', to: '2026-09-10' };
    await api.ok('PUT', '/calendar', { prices: [{ rate_plan_id: '1005-P', ...day, price: 52000 }] });
    await db.execute(`DELETE FROM gateway.ari_dirty WHERE account_id = '1005'`);
    await api.ok('PUT', '/calendar', { prices: [{ rate_plan_id: '1005-P', ...day, price: 60000 }] });
    expect(await marks('1005')).toEqual(['price 1005-P 2026-09-10']);
    await api.ok('PUT', '/calendar', { prices: [{ rate_plan_id: '1005-P', ...day, price: null }] });
    expect(await marks('1005')).toEqual(['price 1005-P 2026-09-10', 'stock 1005-R 2026-09-10']);
    const { room_types } = await read(api, day.from, day.to);
    expect(room_types[0]?.rate_plans[0]?.nights).toEqual([]);
  });

  it('wants a price before a room status, and a rack price not below it', async () => {
    const api = await hotel('1006');
    const day = { from: '2026-09-10', to: '2026-09-11' };
    const plan = { rate_plan_id: '1006-P', ...day };
    const missing = await api.refused(409, 'PRICE_MISSING', 'PUT', '/calendar', { prices: [{ ...plan, open: false }] });
    expect(missing.nights).toHaveLength(2);
    await api.refused(409, 'RACK_BELOW_PRICE', 'PUT', '/calendar', {
      prices: [{ ...plan, price: 52000, rack_price: 51999 }],
    });
    expect(await marks('1006')).toEqual([]);
  });

  it('keeps to yesterday and the 365 days ahead', async () => {
    const api = await hotel('1007');
    const at = (from: string, to = from) => ({ stock: [{ room_type_id: '1007-R', from, to, stock: 1 }] });
    await api.ok('PUT', '/calendar', at('2026-08-31'));
    const past = await api.refused(400, 'NIGHTS_PAST', 'PUT', '/calendar', at('2026-08-29', '2026-09-02'));
    expect(past.nights).toEqual([{ night: '2026-08-29' }, { night: '2026-08-30' }]);
    await api.ok('PUT', '/calendar', at('2027-09-01'));
    await api.refused(400, 'NIGHTS_TOO_FAR', 'PUT', '/calendar', at('2027-09-02'));
    const long = await api.refused(400, 'RANGE_TOO_LONG', 'PUT', '/calendar', at('2026-09-01', '2027-10-05'));
    expect(long).toMatchObject({ where: 'body.stock[0]', message_en: expect.stringContaining('400 nights') });
  });

  it('names every faulty entry of a request', async () => {
    const api = await hotel('1008');
    const error = await api.refused(400, 'INPUT_INVALID', 'PUT', '/calendar', {
      stock: [
        { room_type_id: '1008-R', from: '2026-09-10', to: '2026-09-09', stock: 1 },
        { room_type_id: '1008-R', from: '2026-09-10', to: '2026-09-10', stock: 1, remaining: 1 },
        { room_type_id: '1008-R', from: '2026-09-10', to: '2026-09-10' },
      ],
      prices: [
        { rate_plan_id: '1008-P', from: '2026-09-07', to: '2026-09-08', weekdays: [6], price: 1 },
        { rate_plan_id: '1008-P', from: '2026-09-07', to: '2026-09-08', price: null, open: true },
      ],
    });
    expect(error.problems?.map(({ where }) => where)).toEqual([
      'body.stock[0].to',
      'body.stock[1]',
      'body.stock[2]',
      'body.prices[0].weekdays',
      'body.prices[1]',
    ]);
    await api.refused(400, 'INPUT_INVALID', 'PUT', '/calendar', {});
  });

  it('answers for another account’s room type and rate plan as for unknown ones', async () => {
    await hotel('1009');
    const api = await hotel('1010');
    const day = { from: '2026-09-10', to: '2026-09-10' };
    const foreign = await api.refused(404, 'NOT_FOUND', 'PUT', '/calendar', {
      stock: [{ room_type_id: '1009-R', ...day, stock: 1 }],
    });
    const unknown = await api.refused(404, 'NOT_FOUND', 'PUT', '/calendar', {
      stock: [{ room_type_id: '9999-R', ...day, stock: 1 }],
    });
    const same = ({ request_id: _, ...rest }: typeof foreign) => JSON.stringify(rest).replaceAll(/1009|9999/g, '');
    expect(same(foreign)).toBe(same(unknown));
    await api.refused(404, 'NOT_FOUND', 'PUT', '/calendar', { prices: [{ rate_plan_id: '1009-P', ...day, price: 1 }] });
    expect(await marks('1009')).toEqual([]);
  });

  it('lets many writers and bookings at the same nights through, each as a whole', async () => {
    const api = await hotel('1011');
    const range = { room_type_id: '1011-R', from: '2026-09-10', to: '2026-10-09' };
    await api.ok('PUT', '/calendar', { stock: [{ ...range, stock: 100 }] });
    const sell = (night: string) =>
      db.execute(
        `UPDATE gateway.room_nights SET sold = sold + 1
         WHERE account_id = '1011' AND room_type_id = '1011-R' AND night = $1`,
        [night],
      );
    const writes = Array.from({ length: 20 }, (_, at) =>
      api.ok('PUT', '/calendar', {
        stock: [
          { ...range, remaining: 50 + at },
          { ...range, open: at % 2 === 0 },
        ],
      }),
    );
    const sales = Array.from({ length: 60 }, (_, at) => sell(`2026-09-${10 + (at % 20)}`));
    await Promise.all([...writes, ...sales]);
    const { room_types } = await read(api, range.from, range.to);
    const nights = room_types[0]?.nights as { stock: number; sold: number; open: boolean }[];
    expect(nights.reduce((sum, { sold }) => sum + sold, 0)).toBe(60);
    expect(nights.every(({ stock, sold }) => stock >= sold)).toBe(true);
    // One whole request came last: every night got its room status.
    expect(new Set(nights.map(({ open }) => open)).size).toBe(1);
  });
});

describe('GET /calendar', () => {
  it('keeps to one hotel of one’s own and to 93 nights', async () => {
    const api = await hotel('1020');
    const { api: other } = await gateway.account('1021');
    await other.refused(404, 'NOT_FOUND', 'GET', '/calendar?hotel_id=H&from=2026-09-01&to=2026-09-02');
    await api.refused(400, 'RANGE_TOO_LONG', 'GET', '/calendar?hotel_id=H&from=2026-09-01&to=2026-12-31');
    await api.refused(400, 'INPUT_INVALID', 'GET', '/calendar?hotel_id=H&from=2026-09-02&to=2026-09-01');
    await api.refused(400, 'INPUT_INVALID', 'GET', '/calendar?hotel_id=H&from=2026-02-30&to=2026-03-01');
    await api.refused(404, 'NOT_FOUND', 'GET', '/calendar?hotel_id=H&room_type_id=X&from=2026-09-01&to=2026-09-02');
  });

  it('can be cut down to one room type', async () => {
    const api = await hotel('1022');
    await api.ok('PUT', '/room-types/1022-S', { hotel_id: 'H', name: '标准间' });
    const one = await api.ok<{ room_types: { room_type_id: string }[] }>(
      'GET',
      '/calendar?hotel_id=H&room_type_id=1022-S&from=2026-09-01&to=2026-09-02',
    );
    expect(one.room_types.map(({ room_type_id }) => room_type_id)).toEqual(['1022-S']);
  });
});
