import { addDays, interfaces, nightsOf } from '@yuzhu/contract';
import type { Database } from '@yuzhu/runtime';
import { testDatabase, untilBlocked } from '@yuzhu/runtime/testkit';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { markDirty, roomMarks } from '../ari/dirty.ts';
import { readStock } from '../ari/sending/truth.ts';
import { calendarDrift } from '../ari/watching/view.ts';
import type { CheckReply } from '../calendar/check.ts';
import { decideQuotas, lockQuotas, writeQuotas } from '../calendar/quotas.ts';
import { writeCalendar } from '../calendar/write.ts';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { bookingMessage, checkMessage } from '../testing/messages.ts';
import { type Seeded, seedAccount, seedVoucherOrders } from '../testing/seed.ts';
import { type SpiClient, spiClient } from '../testing/spi-client.ts';
import { startSpiGateway } from '../testing/spi-gateway.ts';
import { applyCommand } from './apply.ts';
import { type BookingItem, bookBatch } from './book.ts';

const { database: db, open } = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'quota' });
const gateway = await startSpiGateway(db);
const { ctx } = gateway;
const clients: SpiClient[] = [];
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await gateway.stop();
});

const BY = { keyId: 'key', requestId: 'request' };
let accounts = 0;
let orders = 0;
let seeded: Seeded;
/** A second rate plan of the seeded room type. */
let other: string;
let platform: SpiClient;

beforeEach(async () => {
  accounts += 1;
  seeded = await seedAccount(db, ctx.keys, { account: accounts, stock: 5, nights: 10 });
  other = `other-${accounts}`;
  await db.execute(
    `INSERT INTO gateway.rate_plans
       (account_id, rate_plan_id, room_type_id, name, platform_rate_plan_id, publish_state, created_at)
     VALUES ($1, $2, $3, '无早', $4, 'published', now())`,
    [seeded.accountId, other, seeded.room.roomTypeId, `19900${accounts}`],
  );
  await db.execute(
    `INSERT INTO gateway.rate_nights (account_id, rate_plan_id, night, price)
     SELECT account_id, $2, night, price FROM gateway.rate_nights WHERE account_id = $1`,
    [seeded.accountId, other],
  );
  platform = spiClient(gateway.url, seeded);
  clients.push(platform);
});

function item(
  voucher: string,
  plan: string,
  wish: { day?: number; nights?: number; rooms?: number } = {},
): BookingItem {
  const { day = 0, nights = 1, rooms = 1 } = wish;
  const checkIn = seeded.night(day);
  const checkOut = addDays(checkIn, nights);
  return {
    orderId: `q${accounts}-${orders++}`,
    sourceOrderId: voucher,
    ratePlanId: plan,
    roomTypeId: seeded.room.roomTypeId,
    hotelId: seeded.hotelId,
    checkIn,
    checkOut,
    rooms,
    guests: 1,
    stay: nightsOf(checkIn, checkOut).map((night) => ({ night, price: seeded.price })),
    surcharge: 0,
    paidAt: null,
    guest: Buffer.from('guest'),
    request: Buffer.from('request'),
    attention: [],
    stress: false,
  };
}

async function vouchers(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => `qv${accounts}-${orders++}`);
  await seedVoucherOrders(db, ctx.keys, seeded, ids, { vouchers: 10 });
  return ids;
}

const book = (items: readonly BookingItem[], database: Database = db) =>
  bookBatch({ db: database, clock: ctx.clock }, seeded.accountId, items);
const codes = async (items: readonly BookingItem[]) => (await book(items)).map(({ code }) => code);

function setQuota(plan: string, quota: number | null, wish: { day?: number; nights?: number } = {}) {
  const { day = 0, nights = 1 } = wish;
  const range = { from: seeded.night(day), to: seeded.night(day + nights - 1) };
  return writeCalendar(
    ctx,
    seeded.accountId,
    {
      stock: [],
      prices: [],
      quotas: [{ rate_plan_id: plan, ...range, quota }],
    },
    BY,
  );
}

/** Sold of the room type and of each rate plan that counts, first night. */
async function sold() {
  const room = await db.one<{ sold: number }>(
    'SELECT sold FROM gateway.room_nights WHERE account_id = $1 AND night = $2',
    [seeded.accountId, seeded.night(0)],
  );
  const plans = await db.query<{ rate_plan_id: string; sold: number }>(
    'SELECT rate_plan_id, sold FROM gateway.plan_nights WHERE account_id = $1 AND night = $2',
    [seeded.accountId, seeded.night(0)],
  );
  return { room: room.sold, ...Object.fromEntries(plans.map((row) => [row.rate_plan_id, row.sold])) };
}

/** What a rate plan counts is what its bookings hold. */
async function expectCountersToMatch(): Promise<void> {
  const differences = await db.query(
    `SELECT q.rate_plan_id, q.night, q.sold, b.rooms FROM gateway.plan_nights q
     CROSS JOIN LATERAL (SELECT coalesce(sum(rooms), 0)::int AS rooms FROM gateway.bookings b
       WHERE b.account_id = q.account_id AND b.rate_plan_id = q.rate_plan_id AND b.check_in <= q.night
         AND b.check_out > q.night AND b.state NOT IN ('refused', 'rejected', 'cancelled')) b
     WHERE q.account_id = $1 AND q.sold <> b.rooms`,
    [seeded.accountId],
  );
  expect(differences).toEqual([]);
}

describe('a booking of a rate plan with a quota', () => {
  it('needs both, the room type’s rooms and the quota; a plan without one needs the rooms alone', async () => {
    const mine = seeded.room.ratePlanId;
    await setQuota(mine, 2);
    const [a] = (await vouchers(1)) as [string];
    // Three for two, decided together, then one by one.
    const verdicts = await book([item(a, mine), item(a, mine), item(a, mine), item(a, other)]);
    expect(verdicts.map(({ code }) => code)).toEqual([0, 0, 4, 0]);
    expect(verdicts[2]?.reason).toBe(`quota of the rate plan used up on ${seeded.night(0)}`);
    expect(await codes([item(a, mine)])).toEqual([4]);
    // The quota is raised above the rooms: these are the limit now.
    await setQuota(mine, 9);
    const more = await book([item(a, mine), item(a, mine), item(a, mine)]);
    expect(more.map(({ code }) => code)).toEqual([0, 0, 4]);
    expect(more[2]?.reason).toBe(`no room left on ${seeded.night(0)}`);
    expect(await sold()).toEqual({ room: 5, [mine]: 4 });
    await expectCountersToMatch();
  });

  it('takes the quota of every night or of none', async () => {
    const mine = seeded.room.ratePlanId;
    await setQuota(mine, 3, { nights: 3 });
    await setQuota(mine, 1, { day: 1 });
    const [a] = (await vouchers(1)) as [string];
    expect(await codes([item(a, mine, { nights: 3 }), item(a, mine, { nights: 2 }), item(a, mine)])).toEqual([0, 4, 0]);
    expect(await sold()).toEqual({ room: 2, [mine]: 2 });
    await expectCountersToMatch();
  });

  it('gives rooms and quota back when it is rejected, also when it was made before the quota', async () => {
    const mine = seeded.room.ratePlanId;
    await db.execute("INSERT INTO gateway.acceptance_rules VALUES ($1, 'account', '', 'manual')", [seeded.accountId]);
    const [a] = (await vouchers(1)) as [string];
    const early = item(a, mine, { rooms: 2 });
    await book([early]);
    await setQuota(mine, 3);
    expect(await sold()).toEqual({ room: 2, [mine]: 2 });
    const late = item(a, mine);
    expect(await codes([late, item(a, mine)])).toEqual([0, 4]);
    for (const { orderId } of [early, late]) {
      await applyCommand(ctx, seeded.accountId, orderId, { kind: 'reject', code: 1, reason: '房间维修' });
    }
    expect(await sold()).toEqual({ room: 0, [mine]: 0 });
    await expectCountersToMatch();
  });

  it('is counted when the quota comes while it is being made, in whatever order they meet', async () => {
    const mine = seeded.room.ratePlanId;
    const lanes = [db, open({ max: 4 }), open({ max: 4 })];
    for (let day = 0; day < 10; day++) {
      const ids = await vouchers(12);
      const [, ...verdicts] = await Promise.all([
        setQuota(mine, 3, { day }).catch(() => undefined),
        ...ids.map((id, at) => book([item(id, at % 3 === 0 ? other : mine, { day })], lanes[at % 3])),
      ]);
      // The room type is sold out exactly, unless the quota held somebody back.
      for (const [verdict] of verdicts) expect([0, 4]).toContain(verdict?.code);
    }
    await expectCountersToMatch();
    const counted = await db.query('SELECT 1 FROM gateway.plan_nights WHERE account_id = $1', [seeded.accountId]);
    expect(counted.length).toBeGreaterThan(0);
  });

  it.each([
    [1, 0, 1],
    [2, 4, 0],
  ])('is counted by the quota that was set between its look and its taking: %i rooms', async (rooms, code, counted) => {
    const mine = seeded.room.ratePlanId;
    const [a] = (await vouchers(1)) as [string];
    let booking: ReturnType<typeof book> | undefined;
    await db.tx(async (session) => {
      await session.execute('SELECT 1 FROM gateway.room_nights WHERE account_id = $1 FOR UPDATE', [seeded.accountId]);
      booking = book([item(a, mine, { rooms })]);
      await untilBlocked(db, 'the booking waiting for its room');
      const wishes = new Map([[mine, new Map([[seeded.night(0), { quota: 1 }]])]]);
      const { writes } = decideQuotas(await lockQuotas(session, seeded.accountId, wishes), wishes);
      await writeQuotas(session, seeded.accountId, writes);
    });
    expect((await booking)?.map((verdict) => verdict.code)).toEqual([code]);
    expect(await sold()).toEqual({ room: counted, [mine]: counted });
  });

  it('can not oversell the quota, whatever the function would do: the table forbids it', async () => {
    await setQuota(other, 1);
    const oversell = db.execute('UPDATE gateway.plan_nights SET sold = 2 WHERE account_id = $1', [seeded.accountId]);
    await expect(oversell).rejects.toThrow(/sold_within_quota/);
  });
});

describe('a quota', () => {
  it('is never set below what its rate plan sold, and is taken away again', async () => {
    const mine = seeded.room.ratePlanId;
    const [a] = (await vouchers(1)) as [string];
    await book([item(a, mine, { rooms: 3 })]);
    await expect(setQuota(mine, 2)).rejects.toMatchObject({ code: 'NIGHTS_BELOW_SOLD' });
    // Refused as a whole: nothing counts yet.
    expect(await sold()).toEqual({ room: 3 });
    await expect(setQuota(mine, 3)).resolves.toMatchObject({ quota_nights: 1 });
    await expect(setQuota(mine, 3)).resolves.toMatchObject({ quota_nights: 0 });
    expect(await codes([item(a, mine)])).toEqual([4]);
    await expect(setQuota(mine, null)).resolves.toMatchObject({ quota_nights: 1 });
    expect(await codes([item(a, mine, { rooms: 2 })])).toEqual([0]);
    await expectCountersToMatch();
  });

  it('may be set before the room type has stock', async () => {
    const mine = seeded.room.ratePlanId;
    await setQuota(mine, 4, { day: 12 });
    const night = { from: seeded.night(12), to: seeded.night(12) };
    await writeCalendar(
      ctx,
      seeded.accountId,
      {
        stock: [{ room_type_id: seeded.room.roomTypeId, ...night, stock: 9 }],
        prices: [{ rate_plan_id: mine, ...night, price: seeded.price }],
        quotas: [],
      },
      BY,
    );
    const [a] = (await vouchers(1)) as [string];
    expect(await codes([item(a, mine, { day: 12, rooms: 5 }), item(a, mine, { day: 12, rooms: 4 })])).toEqual([4, 0]);
  });
});

describe('what the platform hears', () => {
  const inventory = async () => {
    const { data } = await platform.send('ari', {
      hotel_ids: [seeded.platformHotelId],
      date_range: { start: seeded.night(0), end: seeded.night(0) },
    });
    const { room_rates } = data as {
      room_rates: { rate_plan_id: string; rate_avail_infos: { inventory: number }[] }[];
    };
    return Object.fromEntries(room_rates.map((one) => [one.rate_plan_id, one.rate_avail_infos[0]?.inventory]));
  };

  it('is the smaller one of rooms left and quota left, in pushes, pulls and comparisons', async () => {
    const { accountId, hotelId, room } = seeded;
    const plan = room.ratePlanId;
    await setQuota(plan, 2);
    const night = seeded.night(0);
    const range = { accountId, hotelId, from: night, to: night, limit: 10, first: '', except: [] };
    const pushed = async () =>
      Object.fromEntries((await readStock(db, range)).rows.map((row) => [row.ratePlanId, row.value.inventory]));
    expect(await pushed()).toEqual({ [plan]: 2, [other]: 5 });
    expect(await inventory()).toEqual({ [room.platformRatePlanId]: 2, [`19900${accounts}`]: 5 });
    const [a] = (await vouchers(1)) as [string];
    await book([item(a, other, { rooms: 4 })]);
    expect(await pushed()).toEqual({ [plan]: 1, [other]: 1 });
    await book([item(a, plan)]);
    expect(await inventory()).toEqual({ [room.platformRatePlanId]: 0, [`19900${accounts}`]: 0 });
    const drift = await calendarDrift(ctx, accountId, { ratePlanId: plan, from: night, to: seeded.night(1) });
    expect(drift.map((one) => one.inventory)).toEqual([0, 5]);
  });

  it('counts overbooking in', async () => {
    const { accountId, hotelId, room } = seeded;
    await db.execute('UPDATE gateway.room_nights SET overbooking = 3, sold = 5 WHERE account_id = $1', [accountId]);
    const night = seeded.night(0);
    expect(await inventory()).toEqual({ [room.platformRatePlanId]: 3, [`19900${accounts}`]: 3 });
    expect((await platform.send('bookable-check', checkMessage(seeded, { nights: 1, rooms: 3 }))).code).toBe(0);
    expect((await platform.send('bookable-check', checkMessage(seeded, { nights: 1, rooms: 4 }))).code).toBe(4);
    await markDirty(db, accountId, roomMarks(room.roomTypeId, [night]), ctx.clock.now());
    const range = { accountId, hotelId, from: night, to: night, limit: 10, first: '', except: [] };
    expect((await readStock(db, range)).rows.map((row) => row.value.inventory)).toEqual([3, 3]);
  });

  it('changes with the quota: the night of the room type is marked', async () => {
    await setQuota(other, 1);
    const marks = await db.query('SELECT kind, subject_id, night FROM gateway.ari_dirty WHERE account_id = $1', [
      seeded.accountId,
    ]);
    expect(marks).toEqual([{ kind: 'stock', subject_id: seeded.room.roomTypeId, night: seeded.night(0) }]);
  });

  it('in a bookable check: code 4 with the quota as stock', async () => {
    await setQuota(seeded.room.ratePlanId, 1);
    expect((await platform.send('bookable-check', checkMessage(seeded, { nights: 1 }))).code).toBe(0);
    const { code, data } = await platform.send('bookable-check', checkMessage(seeded, { nights: 1, rooms: 2 }));
    expect(code).toBe(4);
    const { ari, description } = data as CheckReply & { description: string };
    expect(description).toBe(`quota of the rate plan used up on ${seeded.night(0)}`);
    expect(ari?.stock_and_amount.map((one) => one.inventory)).toEqual([1]);
  });

  it('in the answer to a booking: code 4', async () => {
    await setQuota(seeded.room.ratePlanId, 0);
    const [a] = (await vouchers(1)) as [string];
    const message = bookingMessage(seeded, { orderId: `1130000${accounts}`, sourceOrderId: a, nights: 1 });
    expect((await platform.send(interfaces.booking.name, message)).code).toBe(4);
  });
});
