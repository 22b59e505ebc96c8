import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { addDays, nightsOf } from '@yuzhu/contract';
import { createMetrics, openDatabase, systemClock } from '@yuzhu/runtime';
import type { BookingItem } from '../../packages/gateway/src/bookings/book.ts';
import { type BookingDesk, createBookingDesk } from '../../packages/gateway/src/bookings/create.ts';
import { type BenchDatabase, POOL } from '../environment.ts';
import { oneCallDesk } from '../peer/one-call-desk.ts';
import { bookingId, placeOf, voucherOrderId } from '../requests.ts';
import type { Measured, Row } from '../row.ts';
import type { Case } from './case.ts';

const AT_ONCE = 64;
/** Until then V8 is still compiling beside the bookings; around the slowest ones it took up to a sixth of a core for that. */
const WARM_UP = 20_000;
/** Sealed as they are stored: 250 bytes of guests, a body of 1.34 KB. */
const GUEST = randomBytes(279);
const REQUEST = randomBytes(1369);

/**
 * Bookings at the database, without HTTP: the group commit against one function call and one commit per booking through
 * a pool of the same size. Two nights, one voucher order each, accepted asynchronously, so every booking also writes an
 * outbox row.
 */
export const database: Case = {
  name: 'database',
  run: async ({ database: ground, rounds, scale, say }) => {
    await ground.db.execute(await readFile(new URL('../peer/book-one.sql', import.meta.url), 'utf8'));
    await ground.db.execute("INSERT INTO gateway.acceptance_rules VALUES ($1, 'account', '', 'async')", [
      ground.seeded.accountId,
    ]);
    const group = groupDesk(ground);
    // A pool each: a session plans the statements of a function at its first call, 10 ms that belong to no round.
    const peers = openDatabase(ground.url, { name: 'bench peer', max: POOL });
    const one = oneCallDesk(peers, 'async');
    const rows: Row[] = [];
    for (const hot of [false, true]) {
      const ours: Measured[] = [];
      const theirs: Measured[] = [];
      await book(ground, group, WARM_UP * scale, hot);
      await book(ground, one, 1000, hot);
      for (let round = 1; round <= rounds; round++) {
        say(`bookings at the database, ${hot ? 'one hot room type' : 'spread'}, round ${round} of ${rounds}`);
        ours.push(await book(ground, group, 10_000 * scale, hot));
        theirs.push(await book(ground, one, (hot ? 2000 : 5000) * scale, hot));
      }
      const name = `booking at the database, 64 at once, ${hot ? 'one hot room type' : 'spread'}`;
      rows.push({ name, reference: 'one function call each', ours, theirs, target: hot ? 10 : 2, targetP99: 10 });
    }
    const lone = await book(ground, group, 500 * scale, false, 1);
    const loneOne = await book(ground, one, 500 * scale, false, 1);
    rows.push({
      name: 'booking at the database, one at a time',
      reference: 'one function call each',
      ours: [lone],
      theirs: [loneOne],
    });
    await peers.close();
    await ground.db.execute('DELETE FROM gateway.acceptance_rules');
    return { rows, memory: {} };
  },
};

function groupDesk(ground: BenchDatabase): BookingDesk {
  const nothing = () => undefined;
  const wake = { outbox: nothing, ari: nothing, webhooks: nothing, publications: nothing };
  const settings = { databasePool: POOL } as Parameters<typeof createBookingDesk>[0]['settings'];
  return createBookingDesk({ db: ground.db, clock: systemClock(), settings, metrics: createMetrics('bench'), wake });
}

async function book(
  ground: BenchDatabase,
  desk: BookingDesk,
  count: number,
  hot: boolean,
  atOnce = AT_ONCE,
): Promise<Measured> {
  const prefix = await ground.voucherOrders(count);
  const stays = staysOf(ground);
  const latencies = new Float64Array(count);
  let next = 0;
  let done = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < count) {
        // Made when it is needed, as a gateway makes it: all of them beforehand kept the collector busy for 1 % of the time.
        const one = item(ground, stays, prefix, next++, hot);
        const began = performance.now();
        const { code } = await desk.create(ground.seeded.accountId, one);
        if (code !== 0) throw new Error(`a booking was answered ${code}`);
        latencies[done++] = performance.now() - began;
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  latencies.sort();
  const at = (share: number) => latencies[Math.min(count - 1, Math.floor(count * share))] ?? 0;
  return { perSecond: count / seconds, p50: at(0.5), p99: at(0.99) };
}

type Stay = Pick<BookingItem, 'checkIn' | 'checkOut' | 'stay'>;

/** A stay for each day it may begin: made before the clock starts, so that bookings are measured and not calendars. */
function staysOf({ seeded }: BenchDatabase): readonly Stay[] {
  return Array.from({ length: seeded.nights - 2 }, (_, day) => {
    const checkIn = seeded.night(day);
    const checkOut = addDays(checkIn, 2);
    return { checkIn, checkOut, stay: nightsOf(checkIn, checkOut).map((night) => ({ night, price: seeded.price })) };
  });
}

function item(
  { seeded }: BenchDatabase,
  stays: readonly Stay[],
  prefix: string,
  number: number,
  hot: boolean,
): BookingItem {
  const { room, day } = placeOf(seeded, number, hot);
  const { ratePlanId, roomTypeId } = seeded.rooms[room] ?? seeded.room;
  return {
    ...(stays[day] as Stay),
    orderId: bookingId(prefix, number),
    sourceOrderId: voucherOrderId(prefix, number),
    ratePlanId,
    roomTypeId,
    hotelId: seeded.hotelId,
    rooms: 1,
    guests: 2,
    surcharge: 0,
    paidAt: null,
    guest: GUEST,
    request: REQUEST,
    attention: [],
    stress: false,
  };
}
