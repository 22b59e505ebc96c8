import type { Session } from '@yuzhu/runtime';
import type { DataKeys } from '../keys/data-keys.ts';
import { bookingMessage, checkMessage } from './messages.ts';
import { type Seeded, seedAccount, seedVoucherOrders } from './seed.ts';
import { type SpiResult, spiClient } from './spi-client.ts';

/** A crowd of orders for limited rooms. */
export interface Rush {
  readonly name: string;
  readonly seeded: Seeded;
  readonly orders: readonly RushOrder[];
  /** How often each code must be the answer. */
  readonly expected: Readonly<Record<number, number>>;
}

/** One order of a rush. */
export interface RushOrder {
  readonly orderId: string;
  readonly sourceOrderId: string;
  readonly day: number;
  readonly nights: number;
  readonly room: number;
}

/** Where a rush is prepared. */
export interface RushGround {
  readonly session: Session;
  readonly keys: DataKeys;
  /** Number of the account; a new one for every rush. */
  readonly account: number;
}

const id = (ground: RushGround, kind: number, n: number) =>
  `11${kind}${String(ground.account).padStart(6, '0')}${String(n).padStart(10, '0')}`;

/** 2,000 orders of one night for 500 room-nights: 500 are sold, 1,500 are told that the hotel is full. */
export async function tooMany(ground: RushGround): Promise<Rush> {
  const { session, keys, account } = ground;
  const seeded = await seedAccount(session, keys, { account, nights: 10, stock: 50 });
  const orders = Array.from({ length: 2000 }, (_, n) => ({
    orderId: id(ground, 3, n),
    sourceOrderId: id(ground, 2, n),
    day: n % 10,
    nights: 1,
    room: 0,
  }));
  await seedVoucherOrders(
    session,
    keys,
    seeded,
    orders.map((order) => order.sourceOrderId),
  );
  return { name: '2,000 orders for 500 room-nights', seeded, orders, expected: { 0: 500, 4: 1500 } };
}

/** As many orders as fit, of mixed lengths over many dates and room types: stock is set to exactly what they need. */
async function exactly(
  ground: RushGround,
  name: string,
  stays: readonly Omit<RushOrder, 'orderId' | 'sourceOrderId'>[],
): Promise<Rush> {
  const { session, keys, account } = ground;
  const seeded = await seedAccount(session, keys, { account, roomTypes: 5, nights: 40, stock: 0 });
  const need = new Map<string, { room: string; night: string; stock: number }>();
  for (const { day, nights, room } of stays) {
    for (let night = 0; night < nights; night++) {
      const one = { room: seeded.rooms[room]?.roomTypeId ?? '', night: seeded.night(day + night) };
      const key = `${one.room} ${one.night}`;
      need.set(key, { ...one, stock: (need.get(key)?.stock ?? 0) + 1 });
    }
  }
  await session.execute(
    `UPDATE gateway.room_nights r SET stock = n.stock
     FROM unnest($2::text[], $3::date[], $4::int[]) AS n(room, night, stock)
     WHERE r.account_id = $1 AND r.room_type_id = n.room AND r.night = n.night`,
    [
      seeded.accountId,
      [...need.values()].map((one) => one.room),
      [...need.values()].map((one) => one.night),
      [...need.values()].map((one) => one.stock),
    ],
  );
  const orders = stays.map((stay, n) => ({ ...stay, orderId: id(ground, 3, n), sourceOrderId: id(ground, 2, n) }));
  await seedVoucherOrders(
    session,
    keys,
    seeded,
    orders.map((order) => order.sourceOrderId),
    { vouchers: 5 },
  );
  return { name, seeded, orders, expected: { 0: orders.length } };
}

const stay = (n: number) => ({ day: (n * 7) % 35, nights: 1 + ((n * 5) % 4), room: n % 5 });

/** 1,200 orders of one to four nights for exactly the room-nights they need: all are sold. */
export function justEnough(ground: RushGround): Promise<Rush> {
  return exactly(
    ground,
    '1,200 orders of mixed lengths, stock exactly what they need',
    Array.from({ length: 1200 }, (_, n) => stay(n)),
  );
}

/** Orders of one to four nights that need 1,200 room-nights, of which there are exactly 1,200: all are sold. */
export function justEnoughNights(ground: RushGround): Promise<Rush> {
  const stays: Omit<RushOrder, 'orderId' | 'sourceOrderId'>[] = [];
  for (let n = 0, left = 1200; left > 0; n++) {
    const next = stay(n);
    const nights = Math.min(left, next.nights);
    stays.push({ ...next, nights });
    left -= nights;
  }
  return exactly(ground, 'orders of mixed lengths for exactly 1,200 room-nights', stays);
}

/** 40 voucher orders of three vouchers each, ten bookings with each: three are made, seven told that nothing is left. */
export async function overused(ground: RushGround): Promise<Rush> {
  const { session, keys, account } = ground;
  const seeded = await seedAccount(session, keys, { account, nights: 10, stock: 1000 });
  const vouchers = Array.from({ length: 40 }, (_, n) => id(ground, 2, n));
  await seedVoucherOrders(session, keys, seeded, vouchers, { vouchers: 3 });
  const orders = Array.from({ length: 400 }, (_, n) => ({
    orderId: id(ground, 3, n),
    sourceOrderId: vouchers[n % 40] ?? '',
    day: n % 10,
    nights: 1,
    room: 0,
  }));
  return { name: '400 bookings with 40 orders of 3 vouchers', seeded, orders, expected: { 0: 120, 9: 280 } };
}

/** What came of a rush. */
export interface RushOutcome {
  /** Answers by code, one per order. */
  readonly codes: Readonly<Record<number, number>>;
  /** Orders whose three deliveries were answered differently. */
  readonly unequal: number;
  /** Anything but HTTP 200. */
  readonly badStatus: number;
  /** Bookable checks answered while it went on, the slowest of them in ms, and whether one afterwards was answered. */
  readonly checks: { readonly answered: number; readonly slowestMs: number; readonly after: boolean };
  readonly seconds: number;
  /** What the database says: rooms sold, and whether the counters equal the sum of the bookings. */
  readonly sold: number;
  readonly countersMatch: boolean;
}

/** Sends every order three times at once, `atOnce` requests under way at any time, with checks going on beside it. */
export async function runRush(url: string, session: Session, rush: Rush, atOnce: number): Promise<RushOutcome> {
  const { seeded, orders } = rush;
  const crowd = spiClient(url, seeded, atOnce);
  const guest = spiClient(url, seeded, 4);
  const check = () => guest.send('bookable-check', checkMessage(seeded, { nights: 1 }));
  let going = true;
  let answered = 0;
  let slowestMs = 0;
  const checking = Promise.all(
    Array.from({ length: 4 }, async () => {
      while (going) {
        const start = performance.now();
        const { status } = await check();
        if (status === 200) answered += 1;
        slowestMs = Math.max(slowestMs, performance.now() - start);
      }
    }),
  );
  const results: SpiResult[][] = [];
  let next = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: Math.ceil(atOnce / 3) }, async () => {
      for (let order = orders[next++]; order !== undefined; order = orders[next++]) {
        const body = Buffer.from(JSON.stringify(bookingMessage(seeded, order)));
        results.push(await Promise.all([1, 2, 3].map(() => crowd.send('booking', body))));
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  going = false;
  await checking;
  const after = (await check()).status === 200;
  await crowd.close();
  await guest.close();
  const codes: Record<number, number> = {};
  for (const [first] of results) if (first !== undefined) codes[first.code] = (codes[first.code] ?? 0) + 1;
  return {
    codes,
    unequal: results.filter(([first, ...others]) => others.some((other) => other.text !== first?.text)).length,
    badStatus: results.flat().filter((result) => result.status !== 200).length,
    checks: { answered, slowestMs, after },
    seconds,
    ...(await counters(session, seeded.accountId)),
  };
}

async function counters(session: Session, accountId: string): Promise<{ sold: number; countersMatch: boolean }> {
  const { sold } = await session.one<{ sold: number }>(
    'SELECT coalesce(sum(sold), 0)::int AS sold FROM gateway.room_nights WHERE account_id = $1',
    [accountId],
  );
  const differences = await session.query(
    `WITH taken AS (
       SELECT b.room_type_id, n::date AS night, sum(b.rooms) AS rooms
       FROM gateway.bookings b, generate_series(b.check_in, b.check_out - 1, interval '1 day') AS n
       WHERE b.account_id = $1 AND b.code = 0 GROUP BY 1, 2)
     SELECT 1 FROM (SELECT * FROM gateway.room_nights WHERE account_id = $1) r
     FULL JOIN taken t ON t.room_type_id = r.room_type_id AND t.night = r.night
     WHERE coalesce(r.sold, 0) <> coalesce(t.rooms, 0)
     UNION ALL
     SELECT 1 FROM gateway.voucher_orders o
     LEFT JOIN (SELECT source_order_id, sum(units_taken) AS taken FROM gateway.bookings
                WHERE account_id = $1 AND code = 0 GROUP BY 1) b ON b.source_order_id = o.order_id
     WHERE o.account_id = $1 AND (o.units_used <> coalesce(b.taken, 0) OR o.units_used > o.units_total)`,
    [accountId],
  );
  return { sold, countersMatch: differences.length === 0 };
}

/** What a rush should not have come to; empty when all is as it must be. */
export function faultsOf(rush: Rush, outcome: RushOutcome): string[] {
  const faults: string[] = [];
  const wanted = JSON.stringify(rush.expected);
  const got = JSON.stringify(outcome.codes);
  if (wanted !== got) faults.push(`answers ${got} instead of ${wanted}`);
  if (outcome.unequal > 0) faults.push(`${outcome.unequal} orders got unequal answers`);
  if (outcome.badStatus > 0) faults.push(`${outcome.badStatus} answers were not HTTP 200`);
  if (!outcome.countersMatch) faults.push('counters differ from the bookings');
  if (outcome.checks.answered === 0) faults.push('no check was answered meanwhile');
  if (!outcome.checks.after) faults.push('no check was answered afterwards');
  return faults;
}
