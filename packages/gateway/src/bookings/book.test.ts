import { addDays, nightsOf } from '@yuzhu/contract';
import { createMetrics, type Database } from '@yuzhu/runtime';
import { testDatabase } from '@yuzhu/runtime/testkit';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { parseDataKeys } from '../keys/data-keys.ts';
import { unitsTaken } from '../orders/units.ts';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { type Seeded, seedAccount, seedVoucherOrders } from '../testing/seed.ts';
import { DATA_KEY, TEST_NOW } from '../testing/test-gateway.ts';
import { type BookingItem, type BookingVerdict, bookBatch } from './book.ts';
import { type BookingDesk, createBookingDesk } from './create.ts';

const { database: db, open } = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'book' });
const keys = parseDataKeys(DATA_KEY);
const clock = { now: () => TEST_NOW, waitUntil: async () => undefined, onChange: () => () => undefined };

/** A desk as one process has it. */
function desk(database: Database = db): BookingDesk {
  const nothing = () => undefined;
  const wake = { outbox: nothing, ari: nothing, webhooks: nothing, publications: nothing };
  const settings = { databasePool: 8 } as Parameters<typeof createBookingDesk>[0]['settings'];
  return createBookingDesk({ db: database, clock, settings, metrics: createMetrics('test'), wake });
}

let accounts = 0;
let seeded: Seeded;
let orders = 0;

beforeEach(async () => {
  accounts += 1;
  seeded = await seedAccount(db, keys, { account: accounts, roomTypes: 4, stock: 5, nights: 20 });
});

interface Wish {
  readonly id?: string;
  readonly voucher: string;
  readonly day?: number;
  readonly nights?: number;
  readonly rooms?: number;
  readonly guests?: number;
  readonly room?: number;
  readonly prices?: readonly number[];
  readonly surcharge?: number;
  readonly paidAt?: number;
}

function item(wish: Wish): BookingItem {
  const { day = 0, nights = 1, rooms = 1, guests = 1, room = 0, surcharge = 0 } = wish;
  const { ratePlanId, roomTypeId } = seeded.rooms[room] ?? seeded.room;
  const checkIn = seeded.night(day);
  const checkOut = addDays(checkIn, nights);
  return {
    orderId: wish.id ?? `b${accounts}-${orders++}`,
    sourceOrderId: wish.voucher,
    ratePlanId,
    roomTypeId,
    hotelId: seeded.hotelId,
    checkIn,
    checkOut,
    rooms,
    guests,
    stay: nightsOf(checkIn, checkOut).map((night, at) => ({ night, price: wish.prices?.[at] ?? seeded.price })),
    surcharge,
    paidAt: wish.paidAt ?? null,
    guest: Buffer.from('guest'),
    request: Buffer.from('request'),
    attention: [],
    stress: false,
  };
}

/** Paid voucher orders, each good for `vouchers` uses of one room-night. */
async function voucherOrders(count: number, vouchers = 1): Promise<string[]> {
  const ids = Array.from({ length: count }, () => `v${accounts}-${orders++}`);
  await seedVoucherOrders(db, keys, seeded, ids, { vouchers });
  return ids;
}

async function oneVoucher(vouchers = 1): Promise<string> {
  return (await voucherOrders(1, vouchers))[0] as string;
}

const book = (items: readonly BookingItem[]) => bookBatch({ db, clock }, seeded.accountId, items);
const codes = (verdicts: readonly BookingVerdict[]) => verdicts.map(({ code }) => code);

async function sold(room = 0): Promise<Record<string, number>> {
  const rows = await db.query<{ night: string; sold: number }>(
    'SELECT night, sold FROM gateway.room_nights WHERE account_id = $1 AND room_type_id = $2 AND sold > 0 ORDER BY night',
    [seeded.accountId, seeded.rooms[room]?.roomTypeId],
  );
  return Object.fromEntries(rows.map((row) => [row.night, row.sold]));
}

/** Counters always equal what the bookings say. */
async function expectCountersToMatch(): Promise<void> {
  const differences = await db.query(
    `WITH taken AS (
       SELECT b.room_type_id, n::date AS night, sum(b.rooms) AS rooms FROM gateway.bookings b,
         generate_series(b.check_in, b.check_out - 1, interval '1 day') AS n
       WHERE b.account_id = $1 AND b.state NOT IN ('refused', 'rejected', 'cancelled') GROUP BY 1, 2)
     SELECT r.room_type_id, r.night, r.sold, t.rooms FROM gateway.room_nights r
     FULL JOIN taken t ON t.room_type_id = r.room_type_id AND t.night = r.night
     WHERE coalesce(r.account_id, $1) = $1 AND coalesce(r.sold, 0) <> coalesce(t.rooms, 0)`,
    [seeded.accountId],
  );
  expect(differences).toEqual([]);
  const overused = await db.query(
    `SELECT o.order_id, o.units_used, sum(b.units_taken) AS taken
     FROM gateway.voucher_orders o LEFT JOIN gateway.bookings b
       ON b.account_id = o.account_id AND b.source_order_id = o.order_id AND b.code = 0 AND b.state <> 'rejected'
     WHERE o.account_id = $1 GROUP BY o.order_id, o.units_used HAVING o.units_used <> coalesce(sum(b.units_taken), 0)`,
    [seeded.accountId],
  );
  expect(overused).toEqual([]);
}

describe('one booking', () => {
  it('takes rooms and vouchers, is kept, and tells the platform of the new stock', async () => {
    const voucher = await oneVoucher(4);
    const [verdict] = await book([item({ id: 'first', voucher, nights: 2, rooms: 2, guests: 4 })]);
    expect(verdict).toMatchObject({ code: 0, mode: 1, state: 'accepted', fresh: true });
    expect(verdict?.number).toMatch(/^BK260901-\d{6}$/);
    expect(await sold()).toEqual({ '2026-10-01': 2, '2026-10-02': 2 });
    expect(await db.one('SELECT * FROM gateway.bookings WHERE account_id = $1', [seeded.accountId])).toMatchObject({
      order_id: 'first',
      code: 0,
      state: 'accepted',
      order_out_id: verdict?.number,
      units_taken: 4,
      room_amount: 4 * seeded.price,
      decided_at: TEST_NOW,
      created_at: TEST_NOW,
    });
    expect(
      await db.query('SELECT kind, subject_id, night FROM gateway.ari_dirty WHERE account_id = $1 ORDER BY night', [
        seeded.accountId,
      ]),
    ).toEqual([
      { kind: 'stock', subject_id: seeded.room.roomTypeId, night: '2026-10-01' },
      { kind: 'stock', subject_id: seeded.room.roomTypeId, night: '2026-10-02' },
    ]);
    await expectCountersToMatch();
  });

  it('gets the same answer for ever, whatever has happened meanwhile and whatever the repeat says', async () => {
    const voucher = await oneVoucher();
    const [first] = await book([item({ id: 'same', voucher })]);
    const [refusal] = await book([item({ id: 'refused', voucher: await oneVoucher(), prices: [1] })]);
    await db.execute("UPDATE gateway.voucher_orders SET state = 'refunded' WHERE order_id = $1", [voucher]);
    await db.execute('UPDATE gateway.rate_plans SET active = false WHERE account_id = $1', [seeded.accountId]);
    const again = await book([
      item({ id: 'same', voucher: 'nowhere', nights: 3, rooms: 4 }),
      item({ id: 'refused', voucher: await oneVoucher() }),
    ]);
    expect(again).toEqual([
      { ...first, fresh: false },
      { ...refusal, fresh: false },
    ]);
    expect(await sold()).toEqual({ '2026-10-01': 1 });
    await expectCountersToMatch();
  });

  it('waits in payment when the surcharge is not paid, and never claims to be accepted then', async () => {
    const [open1, paid] = await book([
      item({ voucher: await oneVoucher(), surcharge: 10_000 }),
      item({ voucher: await oneVoucher(), surcharge: 10_000, paidAt: TEST_NOW - 1000 }),
    ]);
    expect(open1).toMatchObject({ code: 0, mode: 2, state: 'wait_pay' });
    expect(paid).toMatchObject({ code: 0, mode: 1, state: 'accepted' });
    expect(await db.query('SELECT 1 FROM gateway.outbox WHERE account_id = $1', [seeded.accountId])).toEqual([]);
  });

  it.each([
    ['account', 'async', { mode: 2, state: 'accepted' }, 1],
    ['hotel', 'manual', { mode: 2, state: 'wait_accept' }, 0],
    ['rate_plan', 'sync', { mode: 1, state: 'accepted' }, 0],
  ])('is accepted as the narrowest rule says: %s %s', async (level, mode, expected, messages) => {
    const subject = { account: '', hotel: seeded.hotelId, rate_plan: seeded.room.ratePlanId }[level];
    const rules: [string, string, string][] = [
      ['account', '', 'manual'],
      ['hotel', seeded.hotelId, 'async'],
      ['rate_plan', 'another plan', 'async'],
    ];
    for (const [at, id, rule] of [
      ...rules.filter(
        ([at]) => ['account', 'hotel', 'rate_plan'].indexOf(at) < ['account', 'hotel', 'rate_plan'].indexOf(level),
      ),
      [level, subject ?? '', mode] as [string, string, string],
    ]) {
      await db.execute('INSERT INTO gateway.acceptance_rules VALUES ($1, $2, $3, $4)', [
        seeded.accountId,
        at,
        id,
        rule,
      ]);
    }
    const [verdict] = await book([item({ id: `rule-${accounts}`, voucher: await oneVoucher() })]);
    expect(verdict).toMatchObject({ code: 0, ...expected });
    const outbox = await db.query<{ body: unknown }>(
      'SELECT kind, subject_id, once, body, next_at FROM gateway.outbox WHERE account_id = $1',
      [seeded.accountId],
    );
    expect(outbox).toHaveLength(messages);
    if (messages === 1) {
      expect(outbox[0]).toMatchObject({
        kind: 'order-confirm',
        subject_id: `rule-${accounts}`,
        once: 'decision',
        body: { order_id: `rule-${accounts}`, confirm_result: { confirm_result: 1, confirm_number: verdict?.number } },
        next_at: TEST_NOW + 300,
      });
    }
  });

  it('is refused with the code that fits, takes nothing, and keeps its answer', async () => {
    await db.execute("UPDATE gateway.rate_nights SET open = false WHERE account_id = $1 AND night = '2026-10-03'", [
      seeded.accountId,
    ]);
    await db.execute("UPDATE gateway.room_nights SET open = false WHERE account_id = $1 AND night = '2026-10-05'", [
      seeded.accountId,
    ]);
    await db.execute("UPDATE gateway.room_nights SET stock = 0 WHERE account_id = $1 AND night = '2026-10-07'", [
      seeded.accountId,
    ]);
    await db.execute("DELETE FROM gateway.rate_nights WHERE account_id = $1 AND night = '2026-10-09'", [
      seeded.accountId,
    ]);
    await db.execute("DELETE FROM gateway.room_nights WHERE account_id = $1 AND night = '2026-10-11'", [
      seeded.accountId,
    ]);
    await db.execute('UPDATE gateway.rate_plans SET active = false WHERE account_id = $1 AND rate_plan_id = $2', [
      seeded.accountId,
      seeded.rooms[1]?.ratePlanId,
    ]);
    const voucher = await oneVoucher(100);
    const closed = await oneVoucher();
    await db.execute("UPDATE gateway.voucher_orders SET state = 'closed' WHERE order_id = $1", [closed]);
    const cases: [Wish, number, RegExp][] = [
      [{ voucher, prices: [52_801] }, 8, /price differs on 2026-10-01/],
      [{ voucher, nights: 2, prices: [52_800, 1] }, 8, /price differs on 2026-10-02/],
      [{ voucher, day: 1, nights: 2 }, 18, /closed on 2026-10-03/],
      [{ voucher, day: 4 }, 18, /closed on 2026-10-05/],
      [{ voucher, day: 5, nights: 2 }, 4, /no room left on 2026-10-07/],
      [{ voucher, rooms: 6 }, 4, /no room left on 2026-10-01/],
      [{ voucher, day: 8 }, 8, /price differs on 2026-10-09/],
      [{ voucher, day: 8, prices: [0] }, 18, /closed on 2026-10-09/],
      [{ voucher, day: 10 }, 4, /no room left on 2026-10-11/],
      [{ voucher, day: 400 }, 8, /price differs/],
      [{ voucher, room: 1 }, 1, /not on sale/],
      [{ voucher, guests: 3 }, 2, /at most 2 guests/],
      [{ voucher: closed }, 9, /voucher order is closed/],
      [{ voucher: await oneVoucher(), nights: 2 }, 9, /used up/],
    ];
    const items = cases.map(([wish]) => item(wish));
    const verdicts = await book(items);
    for (const [at, [, code, reason]] of cases.entries()) {
      expect(verdicts[at]).toMatchObject({ code, state: 'refused', mode: null, fresh: true });
      expect(verdicts[at]?.reason).toMatch(reason);
    }
    expect(await sold()).toEqual({});
    expect(await book(items)).toEqual(verdicts.map((verdict) => ({ ...verdict, fresh: false })));
    expect(await db.query('SELECT 1 FROM gateway.ari_dirty WHERE account_id = $1', [seeded.accountId])).toEqual([]);
    await expectCountersToMatch();
  });

  it('is asked for again while its voucher order is unknown or unpaid, and made as soon as it can be', async () => {
    const early = item({ id: 'early', voucher: 'v-late' });
    expect(await book([early])).toMatchObject([{ code: 100, number: null, fresh: true }]);
    expect(await db.query('SELECT 1 FROM gateway.bookings WHERE account_id = $1', [seeded.accountId])).toEqual([]);
    await seedVoucherOrders(db, keys, seeded, ['v-late']);
    await db.execute("UPDATE gateway.voucher_orders SET state = 'unpaid' WHERE order_id = 'v-late'");
    expect(await book([early])).toMatchObject([{ code: 100 }]);
    await db.execute("UPDATE gateway.voucher_orders SET state = 'paid' WHERE order_id = 'v-late'");
    expect(await book([early])).toMatchObject([{ code: 0, fresh: true }]);
    await expectCountersToMatch();
  });

  it('of an id that another merchant has is refused and leaves that one alone', async () => {
    const voucher = await oneVoucher();
    await book([item({ id: 'taken', voucher })]);
    accounts += 1;
    seeded = await seedAccount(db, keys, { account: accounts });
    const answer = await desk().create(seeded.accountId, item({ id: 'taken', voucher: await oneVoucher() }));
    expect(answer).toMatchObject({ code: 9, number: null, state: 'refused', fresh: false });
    expect(await sold()).toEqual({});
    expect(await db.query('SELECT account_id FROM gateway.bookings WHERE order_id = $1', ['taken'])).toHaveLength(1);
  });
});

describe('a batch', () => {
  it('sells exactly the last rooms, to those who came first', async () => {
    const vouchers = await voucherOrders(20);
    const verdicts = await book(vouchers.map((voucher) => item({ voucher })));
    expect(codes(verdicts)).toEqual([...Array(5).fill(0), ...Array(15).fill(4)]);
    expect(await sold()).toEqual({ '2026-10-01': 5 });
    await expectCountersToMatch();
  });

  it('sells beyond the stock what somebody allowed, and not one more', async () => {
    await db.execute('UPDATE gateway.room_nights SET overbooking = 2 WHERE account_id = $1', [seeded.accountId]);
    const vouchers = await voucherOrders(10);
    expect(codes(await book(vouchers.map((voucher) => item({ voucher }))))).toEqual([...Array(7).fill(0), 4, 4, 4]);
    expect(codes(await book([item({ voucher: await oneVoucher(), rooms: 1 })]))).toEqual([4]);
    expect(await sold()).toEqual({ '2026-10-01': 7 });
    const one = [seeded.accountId, seeded.room.roomTypeId, '2026-10-01'];
    const change = (set: string) =>
      db.execute(
        `UPDATE gateway.room_nights SET ${set} WHERE account_id = $1 AND room_type_id = $2 AND night = $3`,
        one,
      );
    await expect(change('sold = 8')).rejects.toThrow(/sold_within_stock/);
    await expect(change('overbooking = 1')).rejects.toThrow(/sold_within_stock/);
    await expectCountersToMatch();
  });

  it('refuses nobody because of one who gets nothing himself', async () => {
    await db.execute("UPDATE gateway.room_nights SET stock = 1 WHERE account_id = $1 AND night = '2026-10-02'", [
      seeded.accountId,
    ]);
    const [a, b, c, d] = (await voucherOrders(4, 5)) as [string, string, string, string];
    const verdicts = await book([
      item({ voucher: a, day: 1 }),
      // Wants all of the first night too, but can not have the second.
      item({ voucher: b, day: 0, nights: 2, rooms: 1 }),
      item({ voucher: c, day: 0, rooms: 4 }),
      item({ voucher: d, day: 0, rooms: 1 }),
    ]);
    expect(codes(verdicts)).toEqual([0, 4, 0, 0]);
    expect(await sold()).toEqual({ '2026-10-01': 5, '2026-10-02': 1 });
    await expectCountersToMatch();
  });

  it('compares the price each was told, and writes down what the nights cost', async () => {
    const { price } = seeded;
    let days = 0;
    for (const prices of [
      [[price], [price - 1], [0]],
      [[price - 1], [price], [price]],
      [[0], [0], [price + 1]],
    ]) {
      const vouchers = await voucherOrders(3);
      const day = days++;
      const items = vouchers.map((voucher, at) => item({ voucher, day, prices: prices[at] as number[] }));
      const right = prices.map(([told]) => told === 0 || told === price);
      expect(codes(await book(items))).toEqual(right.map((yes) => (yes ? 0 : 8)));
      const kept = await db.query<{ order_id: string; room_amount: number }>(
        'SELECT order_id, room_amount FROM gateway.bookings WHERE account_id = $1 AND order_id = ANY ($2) AND code = 0',
        [seeded.accountId, items.map(({ orderId }) => orderId)],
      );
      expect(kept.map(({ room_amount }) => room_amount)).toEqual(right.filter((yes) => yes).map(() => price));
      await expectCountersToMatch();
    }
  });

  it('takes no room for those refused for other reasons, beside others who get all they ask for', async () => {
    const [fine, guests] = (await voucherOrders(2)) as [string, string];
    const used = await oneVoucher(1);
    const verdicts = await book([
      item({ voucher: fine, nights: 1 }),
      item({ voucher: guests, guests: 99 }),
      item({ voucher: used, nights: 2 }),
      item({ voucher: 'never heard of' }),
    ]);
    expect(codes(verdicts)).toEqual([0, 2, 9, 100]);
    expect(await sold()).toEqual({ '2026-10-01': 1 });
    await expectCountersToMatch();
    const marks = await db.query('SELECT night FROM gateway.ari_dirty WHERE account_id = $1', [seeded.accountId]);
    expect(marks).toEqual([{ night: '2026-10-01' }]);
  });

  it('uses a voucher order for no more than was bought', async () => {
    const voucher = await oneVoucher(3);
    const verdicts = await book(Array.from({ length: 5 }, (_, day) => item({ voucher, day })));
    expect(codes(verdicts)).toEqual([0, 0, 0, 9, 9]);
    expect(verdicts[4]?.reason).toMatch(/used up/);
    await expectCountersToMatch();
  });

  it('sells everything when the demand is exactly what there is, with stays of any length', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(12), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 3 })), {
          minLength: 1,
          maxLength: 30,
        }),
        async (stays) => {
          accounts += 1;
          seeded = await seedAccount(db, keys, { account: accounts, stock: 0, nights: 20 });
          const need = new Map<string, number>();
          for (const [day, nights, rooms] of stays) {
            for (let night = 0; night < nights; night++) {
              const key = seeded.night(day + night);
              need.set(key, (need.get(key) ?? 0) + rooms);
            }
          }
          await db.execute(
            `UPDATE gateway.room_nights r SET stock = n.stock FROM unnest($2::date[], $3::int[]) AS n(night, stock)
           WHERE r.account_id = $1 AND r.night = n.night`,
            [seeded.accountId, [...need.keys()], [...need.values()]],
          );
          const vouchers = await voucherOrders(stays.length, 15);
          const items = stays.map(([day, nights, rooms], at) =>
            item({ voucher: vouchers[at] ?? '', day, nights, rooms }),
          );
          const extra = item({ voucher: await oneVoucher(), day: stays[0]?.[0] ?? 0 });
          const work = desk();
          const verdicts = await Promise.all(items.map((one) => work.create(seeded.accountId, one)));
          expect(codes(verdicts)).toEqual(items.map(() => 0));
          expect((await work.create(seeded.accountId, extra)).code).toBe(4);
          await expectCountersToMatch();
        },
      ),
      { numRuns: 25 },
    );
  });

  it('counts vouchers as the rules say, for every shape of stay', async () => {
    const rules = fc.record({
      roomsPerVoucher: fc.integer({ min: 1, max: 3 }),
      nightsPerVoucher: fc.integer({ min: 1, max: 3 }),
      separable: fc.boolean(),
    });
    await db.execute('UPDATE gateway.room_nights SET stock = 1000000 WHERE account_id = $1', [seeded.accountId]);
    await fc.assert(
      fc.asyncProperty(
        fc.option(rules),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 6 }),
        async (rule, rooms, nights) => {
          const voucher = await oneVoucher(1000);
          await db.execute(
            `UPDATE gateway.voucher_orders SET voucher_id = $2, unit = $3, rooms_per_voucher = $4, nights_per_voucher = $5
           WHERE order_id = $1`,
            [
              voucher,
              rule && 'v',
              rule?.separable ? 'room_night' : 'voucher',
              rule?.roomsPerVoucher ?? 1,
              rule?.nightsPerVoucher ?? 1,
            ],
          );
          await book([item({ voucher, rooms, nights })]);
          const { used } = await db.one<{ used: number }>(
            'SELECT units_used AS used FROM gateway.voucher_orders WHERE order_id = $1',
            [voucher],
          );
          expect(used).toBe(unitsTaken(rule, rooms, nights));
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('several processes at once', () => {
  it('give an id delivered three times the same answer and sell once', async () => {
    const desks = [desk(open({ max: 8 })), desk(open({ max: 8 })), desk(open({ max: 8 }))];
    const vouchers = await voucherOrders(60);
    const items = vouchers.map((voucher, at) => item({ voucher, day: at % 10, room: at % 4 }));
    const answers = await Promise.all(
      items.map((one) => Promise.all(desks.map((work) => work.create(seeded.accountId, one)))),
    );
    for (const [first, ...others] of answers) {
      for (const other of others) expect({ ...other, fresh: null }).toEqual({ ...first, fresh: null });
      expect([first, ...others].filter((one) => one?.fresh)).toHaveLength(1);
    }
    await expectCountersToMatch();
  });

  it('sell the last rooms exactly, never refusing while there are any', async () => {
    const desks = [desk(open({ max: 8 })), desk(open({ max: 8 }))];
    const vouchers = await voucherOrders(200, 2);
    const verdicts = await Promise.all(
      vouchers.map((voucher, at) =>
        desks[at % 2]?.create(seeded.accountId, item({ voucher, day: at % 3, nights: 1 + (at % 2) })),
      ),
    );
    expect(verdicts.filter((verdict) => verdict?.code === 0).length).toBeGreaterThan(0);
    expect(new Set(verdicts.map((verdict) => verdict?.code))).toEqual(new Set([0, 4]));
    await expectCountersToMatch();
    // Nights 1 to 3 were each wanted far more often than there are rooms: all are sold.
    expect(await sold()).toMatchObject({ '2026-10-01': 5, '2026-10-02': 5, '2026-10-03': 5 });
  });

  it('go on when one booking can not be stored', async () => {
    const vouchers = await voucherOrders(6);
    const items = vouchers.map((voucher) => item({ voucher }));
    const broken = { ...items[3], rooms: 2, guests: 3_000_000_000 } as BookingItem;
    const work = desk();
    const verdicts = await Promise.all(items.map((one, at) => work.create(seeded.accountId, at === 3 ? broken : one)));
    expect(codes(verdicts)).toEqual([0, 0, 0, 100, 0, 0]);
    await expectCountersToMatch();
  });
});
