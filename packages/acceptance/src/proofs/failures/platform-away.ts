import { addDays, hotelDate } from '@yuzhu/contract';
import { Hotel } from '../../actors/hotel.ts';
import type { PlatformExchange } from '../../actors/operator.ts';
import { openStand, type Stand } from '../../programs/stand.ts';
import type { Provisioned } from '../../provision/provision.ts';
import { CRASH_HOTEL, PLANS } from '../crash/hotel.ts';
import { guestsOf, idOf, openHotelOnSale, proofEnv } from '../crash/under-load.ts';
import { type AwayBookings, bookGroups, tryToBook } from './away-stage.ts';
import { type AwayEvidence, verifyAway } from './away-verify.ts';
import { type Balancer, startBalancer } from './balancer.ts';
import { readCounters, tellingRises } from './metrics.ts';
import { startProbing } from './probe.ts';
import type { FailureReport, FaultSight } from './report.ts';
import { sightOf } from './sight.ts';
import type { FailureOptions } from './under-failure.ts';
import { startWatch, type Watch } from './watch.ts';

const MINUTE = 60_000;
const AWAY_MINUTES = 60;
/** The clock goes on in such steps while the backlog is sent. */
const STEP_MS = 10_000;
/** Records in one list of the platform, at most. */
const LISTED = 500;
/** A backlog that is not gone by then never goes. */
const CATCH_UP_LIMIT_MS = 2 * 3_600_000;

/**
 * The platform away for an hour of the clock and back: no call reaches either side, while the staff accepts, guests come
 * and leave, and the hotel changes stock and prices. `times` is how many bookings there are of each kind, times ten.
 */
export async function provePlatformAway(options: FailureOptions): Promise<FailureReport> {
  const begun = performance.now();
  const [toGateway, toPlatform] = [await startBalancer(), await startBalancer()];
  let watch: Watch | undefined;
  try {
    const stand = await openStand({
      commands: options.commands,
      serverUrl: options.serverUrl,
      label: 'away',
      env: { ...proofEnv(options.seed), YUZHU_PLATFORM_TIMEOUT: options.platformTimeout },
      via: { gateway: road(toGateway), platform: road(toPlatform) },
      onOutput: (program, text) => {
        if (program === 'gateway') watch?.output(text);
        options.onOutput?.(program, text);
      },
    });
    try {
      const world = await openHotelOnSale(stand);
      watch = startWatch([stand.gateway().url]);
      const found = await away(stand, world, { ...options, toGateway, toPlatform, watch });
      const figures = { ...found.figures, seconds: Math.round((performance.now() - begun) / 1000) };
      await world.hotel.close();
      return { proof: 'platform-away', figures, faults: [found.sight], checks: verifyAway(found.evidence) };
    } finally {
      await watch?.stop();
      await stand.close();
    }
  } finally {
    await Promise.all([toGateway.close(), toPlatform.close()]);
  }
}

/** A road that leads to whatever address it is told. */
const road = (balancer: Balancer) => (url: string) => {
  balancer.use([url]);
  return balancer.url;
};

async function away(
  stand: Stand,
  world: Provisioned,
  options: FailureOptions & { readonly toGateway: Balancer; readonly toPlatform: Balancer; readonly watch: Watch },
): Promise<{
  readonly evidence: AwayEvidence;
  readonly sight: FaultSight;
  readonly figures: FailureReport['figures'];
}> {
  const { operator, sandboxUrl } = stand;
  const { toGateway, toPlatform, watch } = options;
  const own = stand.gateway().url;
  // The hotel's own system does not come by the road that is cut.
  const hotel = new Hotel(own, world.apiKey);
  const guests = await guestsOf(stand);
  const each = options.times * 10;
  options.onStep?.({ zh: `每类预约 ${each} 笔`, en: `making ${each} bookings of each kind` });
  await hotel.setAcceptance('rate_plan', 'manual', PLANS.async);
  const groups = await bookGroups(stand, world, guests, each);
  const latecomer = guests[0];
  if (latecomer === undefined) throw new RangeError('the platform has no guests');
  const order = await latecomer.readBooking(groups.staying[0]?.bookingId ?? '');
  const before = await readCounters(own);
  const leftAt = (await operator.clock()).now;
  const begun = performance.now();

  options.onStep?.({
    zh: '平台失联：两个方向的连接都被切断',
    en: 'the platform is away: no connection in either direction',
  });
  toGateway.use([]);
  toPlatform.use([]);
  const probing = startProbing(own, world.apiKey, PLANS.sync);
  try {
    const tried: string[] = [];
    const backlog: number[] = [];
    for (let minute = 0; minute < AWAY_MINUTES; minute++) {
      await staffAtWork(hotel, groups, minute);
      if (minute % 20 === 10) {
        const ratePlan = idOf(world.ratePlans, PLANS.sync);
        tried.push(await tryToBook(latecomer, order.order_id, ratePlan, addDays(hotelDate(leftAt), 30)));
      }
      await operator.moveClock({ by: MINUTE });
      backlog.push((await hotel.messages('waiting')).length);
    }
    const nightsWaiting = (await hotel.pendingNights()).length;

    options.onStep?.({ zh: '平台恢复', en: 'the platform is back' });
    const back = performance.now();
    const backAt = (await operator.clock()).now;
    toGateway.use([own]);
    toPlatform.use([sandboxUrl]);
    let caughtUpAt = backAt;
    let firstAt: number | undefined;
    for (;;) {
      const [waiting, nights] = await Promise.all([hotel.messages('waiting'), hotel.pendingNights()]);
      caughtUpAt = (await operator.clock()).now;
      if (firstAt === undefined && waiting.length < (backlog.at(-1) ?? 0)) firstAt = caughtUpAt;
      if ((waiting.length === 0 && nights.length === 0) || caughtUpAt - backAt > CATCH_UP_LIMIT_MS) break;
      await operator.moveClock({ by: STEP_MS });
    }
    const healed = performance.now();
    await probing.stop();
    const read = (list: AwayBookings['patient']) =>
      Promise.all(list.map(({ guest, bookingId }) => guest.readBooking(bookingId)));
    const from = hotelDate(leftAt);
    // The clock stood still while many arrived: their order is that of the platform's list, newest first.
    const listed = async (name: string) => (await operator.exchanges({ interface: name, limit: LISTED })).toReversed();
    const lists = [await listed('order-confirm'), await listed('stay-status')];
    const evidence: AwayEvidence = {
      patient: await read(groups.patient),
      hasty: await read(groups.hasty),
      staying: await read(groups.staying),
      tried,
      truncated: lists.some(({ length }) => length === LISTED),
      arrived: lists.flat(),
      hotelBookings: await hotel.bookings(),
      messages: await hotel.messages(),
      calendar: await hotel.calendar(world.hotelId, from, addDays(from, CRASH_HOTEL.nights)),
      differing: await differingNights(hotel, from),
      pendingNights: (await hotel.pendingNights()).length,
      todo: await hotel.todo(),
      failedProbes: probing.probes.filter(({ ok }) => !ok).map(({ answer }) => answer),
    };
    const metrics = tellingRises(before, await readCounters(own));
    const calls: PlatformExchange[] = [];
    const recorded = { probes: probing.probes, ready: watch.ready, calls, log: watch.logSince(begun), metrics };
    const sight = sightOf(
      { zh: '平台失联一小时（平台时钟）', en: 'the platform away for an hour of its clock' },
      { begun, back, healed, begunAt: leftAt },
      recorded,
      { nights_waiting: nightsWaiting, backlog_at_return: backlog.at(-1) ?? 0 },
    );
    return {
      evidence,
      sight,
      figures: {
        bookings_of_each_kind: each,
        away_clock_min: Math.round((backAt - leftAt) / MINUTE),
        backlog_messages_max: Math.max(...backlog),
        nights_waiting: nightsWaiting,
        first_message_clock_s: Math.round(((firstAt ?? caughtUpAt) - backAt) / 1000),
        caught_up_clock_s: Math.round((caughtUpAt - backAt) / 1000),
        attempts_refused: attemptsBeyond(evidence),
        least_time_left_min: leastLeft(evidence),
        todo: evidence.todo,
      },
    };
  } finally {
    await Promise.all([probing.stop(), hotel.close(), ...guests.map((guest) => guest.close())]);
  }
}

/** What the staff does in one minute; what they decide is kept at once, whether the platform hears it or not. */
async function staffAtWork(hotel: Hotel, groups: AwayBookings, minute: number): Promise<void> {
  const due = <T>(list: readonly T[], from: number, minutes: number) =>
    list.filter((_, index) => from + Math.floor((index * minutes) / list.length) === minute);
  for (const { bookingId } of due(groups.patient, 2, 40)) await hotel.accept(bookingId);
  for (const { bookingId } of due(groups.hasty, 1, 20)) await hotel.accept(bookingId);
  for (const { bookingId } of due(groups.staying, 5, 20)) await hotel.checkIn(bookingId);
  for (const { bookingId } of due(groups.staying, 30, 20)) await hotel.checkOut(bookingId);
  if (minute % 10 !== 5) return;
  const from = addDays(hotelDate(Date.now()), 40);
  const to = addDays(from, 9);
  // The same nights again and again: only the last word is worth sending.
  await hotel.putCalendar({
    stock: [{ room_type_id: 'KING', from, to, stock: 100 + minute }],
    prices: [{ rate_plan_id: PLANS.sync, from, to, price: 52_000 + 100 * minute }],
  });
}

async function differingNights(hotel: Hotel, from: string): Promise<string[]> {
  const differing: string[] = [];
  for (const ratePlan of Object.values(PLANS)) {
    const nights = await hotel.compareCalendar(ratePlan, from, addDays(from, CRASH_HOTEL.nights - 1));
    differing.push(...nights.filter(({ same }) => !same).map(({ night }) => `${ratePlan} ${night}`));
  }
  return differing;
}

/** Attempts at messages that did not arrive. */
function attemptsBeyond({ messages, arrived }: AwayEvidence): number {
  return messages.reduce((sum, { attempts }) => sum + attempts, 0) - arrived.length;
}

/** Least time that was left before the accept deadline of those that had enough, min. */
function leastLeft({ patient }: AwayEvidence): number {
  const left = patient.map((one) => ((one.accept_deadline ?? 0) - (one.accepted_at ?? 0)) / MINUTE);
  return Math.round(Math.min(...left));
}
