import { setTimeout as delay } from 'node:timers/promises';
import { addDays, hotelClock, hotelDate } from '@yuzhu/contract';
import { seededRandom } from '@yuzhu/runtime';
import { Guest } from '../../actors/guest.ts';
import { type Commands, openStand, type Stand } from '../../programs/stand.ts';
import { type Provisioned, provisioning } from '../../provision/provision.ts';
import type { Check } from '../../report/events.ts';
import { waitFor } from '../../wait.ts';
import { type Collector, startCollector } from './collector.ts';
import { CRASH_HOTEL, NIGHTS, PLANS, VOUCHER_ID } from './hotel.ts';
import { type LoadResult, startLoad } from './load.ts';
import { ACCEPT_MS, type CrashEvidence, verifyCrash } from './verify.ts';

/** How the proof is run. */
export interface CrashOptions {
  readonly commands: Commands;
  readonly serverUrl: string;
  /** How often the gateway is killed. */
  readonly kills: number;
  /** Guests at once. */
  readonly guests: number;
  /** Decides the instants and what guests want. */
  readonly seed: string;
  /** Told after every kill. */
  readonly onKill?: (kill: number, bookings: number) => void;
  readonly onOutput?: (program: string, text: string) => void;
  readonly signal?: AbortSignal;
}

/** What was found. */
export interface CrashReport {
  readonly checks: readonly Check[];
  readonly figures: CrashFigures;
}

/** What happened, in numbers. */
export interface CrashFigures {
  readonly kills: number;
  readonly seconds: number;
  /** Real ms from a kill until the gateway answered again. */
  readonly restart_ms_p50: number;
  readonly restart_ms_max: number;
  readonly voucher_orders: number;
  readonly bookings: number;
  readonly accepted_sync: number;
  readonly accepted_async: number;
  /** Answered with a code, by code. */
  readonly refused: Readonly<Record<string, number>>;
  /** Guests who were told at once that it does not work, by reason. */
  readonly turned_away: Readonly<Record<string, number>>;
  /** Create calls that got no answer and were sent again. */
  readonly calls_repeated: number;
  /** Decisions that arrived more than once, the same each time. */
  readonly decisions_repeated: number;
  /** Longest time from creation to acceptance, s. */
  readonly slowest_acceptance_s: number;
  /** Shortest time that was left before an accept deadline, s. */
  readonly least_time_left_s: number;
}

/** From the first booking after a start until the next kill: up to so many real ms, by the seed. */
const SPREAD_MS = 1500;
/**
 * When unanswered calls are repeated, s after the first: soon, so that a proof takes minutes, and often, so that no order
 * is given up although the gateway is away for most of the time. The platform's own spacing is not what is examined.
 */
const REPEATS = '1,2,3,4,6,8,11,14,18,22,27,33,40,48,57,67,80,95,110,130,150,180,210,240,300,360';
/** The platform's clock begins so long ago that publishing and the audit fit in before now. */
const BEFORE_MS = 5 * 60_000;

/**
 * Kills the gateway with SIGKILL at random instants while guests buy and book, starts it again each time, and examines
 * what both sides know afterwards.
 */
export async function proveCrash(options: CrashOptions): Promise<CrashReport> {
  const begun = performance.now();
  const { commands, serverUrl, onOutput } = options;
  const stand = await openStand({
    commands,
    serverUrl,
    label: 'crash',
    env: {
      YUZHU_SANDBOX_CLOCK_START: hotelClock(Date.now() - BEFORE_MS).slice(0, 16),
      YUZHU_SANDBOX_SEED: options.seed,
      YUZHU_SANDBOX_ARI_PULL_EVERY: '0',
      YUZHU_SANDBOX_SPI_REPEATS: REPEATS,
      YUZHU_LOG_LEVEL: 'warn',
    },
    ...(onOutput === undefined ? {} : { onOutput }),
  });
  try {
    const world = await openHotel(stand);
    const users = await stand.operator.users();
    const guests = users.map(({ user_id, name }) => new Guest(stand.sandboxUrl, { userId: user_id, name }));
    const collector = startCollector(stand.operator, ['booking', 'voucher-order', 'order-confirm']);
    try {
      const { result, restarts } = await killUnderLoad(stand, world, guests, options);
      const evidence = await gather(world, result, collector);
      const seconds = Math.round((performance.now() - begun) / 1000);
      return { checks: verifyCrash(evidence), figures: figuresOf(evidence, result, restarts, options.kills, seconds) };
    } finally {
      await collector.stop();
      await Promise.all(guests.map((guest) => guest.close()));
      await world.hotel.close();
    }
  } finally {
    await stand.close();
  }
}

/** Brings the hotel onto the platform, then lets both programs go by the machine's clock, as in production. */
async function openHotel(stand: Stand): Promise<Provisioned> {
  const { gatewayUrl, adminKey, operator } = stand;
  const setUp = provisioning({ gatewayUrl, adminKey, operator, plan: CRASH_HOTEL, keyLabel: 'crash' });
  for (const { run } of setUp.steps) await run();
  await operator.moveClock({ to: Date.now() });
  await operator.removeFollower(`${gatewayUrl}/clock`);
  await stand.gateway().stop();
  await stand.restartGateway('system');
  return setUp.result();
}

async function killUnderLoad(
  stand: Stand,
  world: Provisioned,
  guests: readonly Guest[],
  options: CrashOptions,
): Promise<{ readonly result: LoadResult; readonly restarts: readonly number[] }> {
  const random = seededRandom(options.seed);
  const instants = random.fork('instants');
  const ending = new AbortController();
  const { now } = await stand.operator.clock();
  const load = startLoad({
    guests,
    workers: options.guests,
    voucherId: idOf(world.vouchers, VOUCHER_ID),
    ratePlans: [
      { id: idOf(world.ratePlans, PLANS.sync), weight: 4 },
      { id: idOf(world.ratePlans, PLANS.async), weight: 5 },
      { id: idOf(world.ratePlans, PLANS.scarce), weight: 1 },
    ],
    nights: { from: addDays(hotelDate(now), 1), count: NIGHTS - 3 },
    random,
    signal: ending.signal,
  });
  const restarts: number[] = [];
  try {
    for (let kill = 1; kill <= options.kills; kill++) {
      options.signal?.throwIfAborted();
      const before = load.result.bookings.length;
      // Under load means under load: the guests have to be booking again. An error of the load ends the proof.
      const busy = waitFor(
        async () => load.result.bookings.length,
        (count) => count > before,
        {
          what: 'guests booking again',
          limitMs: 120_000,
        },
      );
      await Promise.race([busy, load.done]);
      await delay(instants.int(SPREAD_MS));
      const killed = performance.now();
      await stand.gateway().stop('SIGKILL');
      await stand.restartGateway('system');
      restarts.push(performance.now() - killed);
      options.onKill?.(kill, load.result.bookings.length);
    }
  } finally {
    ending.abort();
    await load.done;
  }
  return { result: load.result, restarts };
}

/** Waits until nothing moves any more, then reads both sides. */
async function gather(world: Provisioned, result: LoadResult, collector: Collector): Promise<CrashEvidence> {
  const { hotel } = world;
  const bookings = await inTurns(result.bookings, ({ guest, bookingId }) =>
    waitFor(
      () => guest.readBooking(bookingId),
      ({ state }) => state !== 'creating' && state !== 'waiting-accept',
      {
        what: `booking ${bookingId} decided`,
        limitMs: 300_000,
        everyMs: 250,
      },
    ),
  );
  const orders = await inTurns(result.orders, ({ guest, orderId }) =>
    waitFor(
      () => guest.readOrder(orderId),
      ({ state }) => state !== 'creating',
      {
        what: `voucher order ${orderId} decided`,
        limitMs: 300_000,
        everyMs: 250,
      },
    ),
  );
  await waitFor(
    () => hotel.messages('waiting'),
    (waiting) => waiting.length === 0,
    { what: 'the outbox empty', limitMs: 120_000, everyMs: 250 },
  );
  await collector.stop();
  const from = hotelDate(Date.now());
  return {
    bookings,
    orders,
    createCalls: collector.of('booking'),
    voucherCalls: collector.of('voucher-order'),
    confirms: collector.of('order-confirm'),
    gaps: collector.gaps(),
    hotelBookings: await hotel.bookings(),
    hotelOrders: await hotel.voucherOrders(),
    messages: await hotel.messages(),
    calendar: await hotel.calendar(world.hotelId, from, addDays(from, NIGHTS)),
  };
}

/** A few at a time, results in order. */
async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += 16)
    results.push(...(await Promise.all(items.slice(at, at + 16).map(work))));
  return results;
}

function figuresOf(
  evidence: CrashEvidence,
  result: LoadResult,
  restarts: readonly number[],
  kills: number,
  seconds: number,
): CrashFigures {
  const { bookings, createCalls, voucherCalls, confirms } = evidence;
  const accepted = bookings.filter(({ state }) => state === 'accepted');
  const asynchronous = accepted.filter(({ confirm_mode }) => confirm_mode === 2);
  const repeats = (calls: CrashEvidence['createCalls'], key: (one: (typeof calls)[number]) => string) =>
    calls.length - new Set(calls.map(key)).size;
  const secondsOf = (pick: (one: (typeof asynchronous)[number]) => number) =>
    asynchronous.map(pick).sort((a, b) => a - b);
  const taken = secondsOf(({ accepted_at, created_at }) => ((accepted_at ?? created_at) - created_at) / 1000);
  const left = secondsOf(
    ({ accepted_at, accept_deadline, created_at }) =>
      ((accept_deadline ?? created_at + ACCEPT_MS) - (accepted_at ?? created_at)) / 1000,
  );
  const sorted = [...restarts].sort((a, b) => a - b);
  return {
    kills,
    seconds,
    restart_ms_p50: Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0),
    restart_ms_max: Math.round(sorted.at(-1) ?? 0),
    voucher_orders: evidence.orders.length,
    bookings: bookings.length,
    accepted_sync: accepted.length - asynchronous.length,
    accepted_async: asynchronous.length,
    refused: counted(bookings.filter(({ failure }) => failure !== null).map(({ failure }) => String(failure?.code))),
    turned_away: Object.fromEntries(result.refusals),
    calls_repeated: repeats(createCalls, ({ subject }) => subject) + repeats(voucherCalls, ({ subject }) => subject),
    decisions_repeated: repeats(confirms, ({ request }) => request),
    slowest_acceptance_s: taken.at(-1) ?? 0,
    least_time_left_s: Math.round(left[0] ?? 0),
  };
}

function counted(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

function idOf(ids: ReadonlyMap<string, string>, id: string): string {
  const found = ids.get(id);
  if (found === undefined) throw new RangeError(`${id} has no platform id`);
  return found;
}
