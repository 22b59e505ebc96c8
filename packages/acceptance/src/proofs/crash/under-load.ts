import { addDays, hotelClock, hotelDate } from '@yuzhu/contract';
import type { Random } from '@yuzhu/runtime';
import { Guest } from '../../actors/guest.ts';
import type { Stand } from '../../programs/stand.ts';
import { type Provisioned, provisioning } from '../../provision/provision.ts';
import { waitFor } from '../../wait.ts';
import { type Collector, startCollector } from './collector.ts';
import { CRASH_HOTEL, NIGHTS, PLANS, VOUCHER_ID } from './hotel.ts';
import { type LoadResult, startLoad } from './load.ts';
import type { CrashEvidence } from './verify.ts';

/**
 * When unanswered calls are repeated, s after the first: soon, so that a proof takes minutes, and often, so that no order
 * is given up although the gateway is away for most of the time. The platform's own spacing is not what is examined.
 */
const REPEATS = '1,2,3,4,6,8,11,14,18,22,27,33,40,48,57,67,80,95,110,130,150,180,210,240,300,360';
/** The platform's clock begins so long ago that publishing and the audit fit in before now. */
const BEFORE_MS = 5 * 60_000;

/** Variables of both programs for a proof in real time that begins now. */
export function proofEnv(seed: string): Record<string, string> {
  return {
    YUZHU_SANDBOX_CLOCK_START: hotelClock(Date.now() - BEFORE_MS).slice(0, 16),
    YUZHU_SANDBOX_SEED: seed,
    YUZHU_SANDBOX_ARI_PULL_EVERY: '0',
    YUZHU_SANDBOX_SPI_REPEATS: REPEATS,
    YUZHU_LOG_LEVEL: 'warn',
  };
}

/** Every guest of the platform. */
export async function guestsOf({ operator, sandboxUrl }: Stand): Promise<Guest[]> {
  return (await operator.users()).map(({ user_id, name }) => new Guest(sandboxUrl, { userId: user_id, name }));
}

/** Gathers the calls that the checks look at, and further ones. */
export function collectCalls({ operator }: Stand, ...further: readonly string[]): Collector {
  return startCollector(operator, ['booking', 'voucher-order', 'order-confirm', ...further]);
}

/** Brings the hotel onto the platform; both programs stay on the platform's clock. */
export async function openHotelOnSale({ gatewayUrl, adminKey, operator }: Stand): Promise<Provisioned> {
  const setUp = provisioning({ gatewayUrl, adminKey, operator, plan: CRASH_HOTEL, keyLabel: 'crash' });
  for (const { run } of setUp.steps) await run();
  return setUp.result();
}

/** Brings the hotel onto the platform, then lets both programs go by the machine's clock, as in production. */
export async function openHotel(stand: Stand): Promise<Provisioned> {
  const { operator } = stand;
  const world = await openHotelOnSale(stand);
  await operator.moveClock({ to: Date.now() });
  await operator.removeFollower(`${stand.gateway().url}/clock`);
  await stand.gateway().stop();
  await stand.restartGateway('system');
  return world;
}

/** Starts guests who buy and book from tomorrow on until the signal. */
export async function startGuests(
  { operator }: Stand,
  world: Provisioned,
  guests: readonly Guest[],
  options: { readonly workers: number; readonly random: Random; readonly signal: AbortSignal },
): Promise<ReturnType<typeof startLoad>> {
  const { now } = await operator.clock();
  return startLoad({
    ...options,
    guests,
    voucherId: idOf(world.vouchers, VOUCHER_ID),
    ratePlans: [
      { id: idOf(world.ratePlans, PLANS.sync), weight: 4 },
      { id: idOf(world.ratePlans, PLANS.async), weight: 5 },
      { id: idOf(world.ratePlans, PLANS.scarce), weight: 1 },
    ],
    nights: { from: addDays(hotelDate(now), 1), count: NIGHTS - 3 },
  });
}

/** Resolves when a guest has booked again; an error of the load ends the waiting. */
export async function bookingAgain(load: ReturnType<typeof startLoad>): Promise<void> {
  const before = load.result.bookings.length;
  const busy = waitFor(
    async () => load.result.bookings.length,
    (count) => count > before,
    { what: 'guests booking again', limitMs: 120_000 },
  );
  await Promise.race([busy, load.done]);
}

/** Waits until nothing moves any more, then reads both sides. */
export async function gather(
  world: Provisioned,
  result: LoadResult,
  collector: Collector,
  from = hotelDate(Date.now()),
): Promise<CrashEvidence> {
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

/** How often each word comes. */
export function counted(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

export function idOf(ids: ReadonlyMap<string, string>, id: string): string {
  const found = ids.get(id);
  if (found === undefined) throw new RangeError(`${id} has no platform id`);
  return found;
}
