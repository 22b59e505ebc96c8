import { setTimeout as delay } from 'node:timers/promises';
import { type Bilingual, PARTNER } from '@yuzhu/contract';
import { seededRandom } from '@yuzhu/runtime';
import type { Guest } from '../../actors/guest.ts';
import type { PlatformExchange } from '../../actors/operator.ts';
import { type Commands, openStand, type Stand, type StandOptions } from '../../programs/stand.ts';
import type { Provisioned } from '../../provision/provision.ts';
import type { Check } from '../../report/events.ts';
import { waitFor } from '../../wait.ts';
import type { Collector } from '../crash/collector.ts';
import { PLANS } from '../crash/hotel.ts';
import type { LoadResult } from '../crash/load.ts';
import {
  bookingAgain,
  collectCalls,
  counted,
  gather,
  guestsOf,
  openHotel,
  proofEnv,
  startGuests,
} from '../crash/under-load.ts';
import { type CrashEvidence, check, verifyCrash } from '../crash/verify.ts';
import { readCounters, tellingRises } from './metrics.ts';
import { startProbing } from './probe.ts';
import type { FailureReport, FaultSight } from './report.ts';
import { sightOf } from './sight.ts';
import { startWatch, type Watch } from './watch.ts';

/** How a proof of a failing part is run. */
export interface FailureOptions {
  readonly commands: Commands;
  /** A PostgreSQL server for what is not to fail: the sandbox's database at least. */
  readonly serverUrl: string;
  /** How often the part fails. */
  readonly times: number;
  /** Guests at once. */
  readonly guests: number;
  /** Decides the instants and what guests want. */
  readonly seed: string;
  /** How long the gateway waits for the platform, as its setting is written. */
  readonly platformTimeout: string;
  /** Told about every failure once it is healed. */
  readonly onFault?: (number: number, sight: FaultSight) => void;
  /** Told what is being set up. */
  readonly onStep?: (text: Bilingual) => void;
  readonly onOutput?: (program: string, text: string) => void;
  readonly signal?: AbortSignal;
}

/** The part that fails. */
export interface FailingPart {
  readonly proof: string;
  /** Where it goes into the stand. */
  readonly stand?: Pick<StandOptions, 'gatewayDatabaseUrl' | 'via'>;
  /** Completes the stand before the guests come; gives the own addresses of the gateways. */
  readonly begin: (stand: Stand) => Promise<readonly string[]>;
  /** What is done to it this time. */
  readonly fault: (number: number) => Bilingual;
  /** Breaks it; resolves when it is broken. */
  readonly breakIt: (number: number) => Promise<void>;
  /** Real ms it stays broken before anybody mends it; `fraction` from the seed. */
  readonly downMs: (fraction: number) => number;
  /** Brings it back; resolves when the part itself is there again. */
  readonly mend: (number: number) => Promise<void>;
  /** After it has healed: what else was measured. */
  readonly measure?: () => FaultSight['more'] | Promise<FaultSight['more']>;
}

/** Up to so many real ms pass between a guest's booking and the failure, by the seed. */
const SPREAD_MS = 1000;
const HEAL_LIMIT_MS = 120_000;

/** Lets a part fail again and again while guests buy and book, looks at what everybody sees, and examines both sides. */
export async function underFailure(options: FailureOptions, part: FailingPart): Promise<FailureReport> {
  const begun = performance.now();
  let watch: Watch | undefined;
  const stand = await openStand({
    commands: options.commands,
    serverUrl: options.serverUrl,
    label: part.proof,
    env: { ...proofEnv(options.seed), YUZHU_PLATFORM_TIMEOUT: options.platformTimeout },
    ...part.stand,
    onOutput: (program, text) => {
      if (program === 'gateway') watch?.output(text);
      options.onOutput?.(program, text);
    },
  });
  try {
    const world = await openHotel(stand);
    const guests = await guestsOf(stand);
    const collector = collectCalls(stand, 'bookable-check', 'payment');
    const urls = await part.begin(stand);
    watch = startWatch(urls);
    try {
      const { result, sights } = await failAgain(stand, world, options, part, {
        people: guests,
        urls,
        watch,
        collector,
      });
      const evidence = await gather(world, result, collector);
      const calls = ['booking', 'voucher-order', 'payment'].flatMap((name) => collector.of(name));
      const todo = await world.hotel.todo();
      return {
        proof: part.proof,
        figures: {
          ...summary(sights),
          voucher_orders: evidence.orders.length,
          bookings: evidence.bookings.length,
          accepted: evidence.bookings.filter(({ state }) => state === 'accepted').length,
          slowest_acceptance_s: slowestAcceptance(evidence),
          calls_repeated: repeated(evidence.createCalls) + repeated(evidence.voucherCalls),
          turned_away: Object.fromEntries(result.refusals),
          refused: counted(
            evidence.bookings.flatMap(({ failure }) => (failure === null ? [] : [String(failure.code)])),
          ),
          todo,
          seconds: Math.round((performance.now() - begun) / 1000),
        },
        faults: sights,
        checks: [...verifyCrash(evidence), ...verifyFailure(calls, evidence, todo)],
      };
    } finally {
      await collector.stop();
      await watch.stop();
      await Promise.all(guests.map((guest) => guest.close()));
      await world.hotel.close();
    }
  } finally {
    await stand.close();
  }
}

/** Those who are there while the part fails. */
interface Observers {
  readonly people: readonly Guest[];
  /** Own addresses of the gateways. */
  readonly urls: readonly string[];
  readonly watch: Watch;
  readonly collector: Collector;
}

async function failAgain(
  stand: Stand,
  world: Provisioned,
  options: FailureOptions,
  part: FailingPart,
  { people, urls, watch, collector }: Observers,
): Promise<{ readonly result: LoadResult; readonly sights: readonly FaultSight[] }> {
  const random = seededRandom(options.seed);
  const instants = random.fork('instants');
  const ending = new AbortController();
  const load = await startGuests(stand, world, people, { workers: options.guests, random, signal: ending.signal });
  const probing = startProbing(stand.gatewayUrl, world.apiKey, PLANS.async);
  const counters = () => Promise.all(urls.map(readCounters));
  const sights: FaultSight[] = [];
  try {
    for (let number = 1; number <= options.times; number++) {
      options.signal?.throwIfAborted();
      // Under load means under load.
      await bookingAgain(load);
      await delay(instants.int(SPREAD_MS));
      const before = await counters();
      const begun = performance.now();
      const at = Date.now();
      await part.breakIt(number);
      await delay(part.downMs(instants.next()));
      await part.mend(number);
      const back = performance.now();
      await Promise.all([
        waitFor(
          async () => urls.map((_, index) => watch.now(index + 1)),
          (all) => all.every((one) => one === 'ready'),
          { what: 'every gateway ready again', limitMs: HEAL_LIMIT_MS, everyMs: 20 },
        ),
        waitFor(
          async () => probing.probes.findLast(({ ok, begun: from }) => ok && from >= back) !== undefined,
          (found) => found,
          { what: 'a write answered again', limitMs: HEAL_LIMIT_MS, everyMs: 20 },
        ),
        bookingAgain(load),
      ]);
      const healed = performance.now();
      const until = Date.now();
      // The records of the last moment come with the next look.
      await delay(700);
      const after = await counters();
      const metrics = Object.assign(
        {},
        ...urls.map((_, index) => tellingRises(before[index] ?? new Map(), after[index] ?? new Map())),
      );
      const calls = CALLS.flatMap((name) => collector.of(name)).filter((one) => one.at >= at && one.at <= until);
      const log = watch.logSince(begun);
      const { probes } = probing;
      const more = (await part.measure?.()) ?? {};
      const recorded = { probes, ready: watch.ready, calls, log, metrics };
      const sight = sightOf(part.fault(number), { begun, back, healed, begunAt: at }, recorded, more);
      sights.push(sight);
      options.onFault?.(number, sight);
    }
  } finally {
    ending.abort();
    await Promise.all([load.done, probing.stop()]);
  }
  return { result: load.result, sights };
}

/** What the platform asks the hotel for. */
const CALLS = ['bookable-check', 'voucher-order', 'payment', 'booking'] as const;

function summary(sights: readonly FaultSight[]): Record<string, number> {
  const of = (pick: (sight: FaultSight) => number) => sights.map(pick).sort((a, b) => a - b);
  const middle = (all: readonly number[]) => all[Math.floor(all.length / 2)] ?? 0;
  const stopped = of(({ writes_stopped_ms }) => writes_stopped_ms);
  const booking = of(({ bookings_stopped_ms: ms }) => ms ?? 0);
  const healed = of(({ healed_after_back_ms }) => healed_after_back_ms);
  return {
    failures: sights.length,
    part_back_ms_p50: middle(of(({ part_back_ms }) => part_back_ms)),
    writes_stopped_ms_p50: middle(stopped),
    writes_stopped_ms_max: stopped.at(-1) ?? 0,
    bookings_stopped_ms_p50: middle(booking),
    bookings_stopped_ms_max: booking.at(-1) ?? 0,
    healed_after_back_ms_p50: middle(healed),
    healed_after_back_ms_max: healed.at(-1) ?? 0,
  };
}

/** Longest time from the creation of a booking to its acceptance by a message, s. */
function slowestAcceptance({ bookings }: CrashEvidence): number {
  const asynchronous = bookings.filter(({ state, confirm_mode: mode }) => state === 'accepted' && mode === 2);
  return Math.max(0, ...asynchronous.map((one) => ((one.accepted_at ?? one.created_at) - one.created_at) / 1000));
}

function repeated(calls: readonly PlatformExchange[]): number {
  return calls.length - new Set(calls.map(({ subject }) => subject)).size;
}

function verifyFailure(
  calls: readonly PlatformExchange[],
  { hotelBookings, messages }: CrashEvidence,
  todo: Readonly<Record<string, number>>,
): Check[] {
  const flagged = hotelBookings.filter(({ attention }) => attention.length > 0);
  const failed = messages.filter(({ state }) => state === 'failed');
  const expected: Readonly<Record<string, number>> = {
    attention_bookings: flagged.length,
    failed_messages: failed.length,
  };
  const wrong = Object.entries(todo).filter(([name, count]) => count !== (expected[name] ?? 0));
  return [
    check(
      '没有一次因故障被答成拒单（只有 100 或无应答）',
      'no failure was answered as a refusal (100 or nothing)',
      calls.filter(({ code }) => code === PARTNER.other).map(({ interface: name, subject }) => `${name} ${subject}`),
    ),
    check(
      '待办统计恰好是需要人看的事',
      'the to-do list is exactly what a person must know',
      wrong.map(([name, count]) => `${name} ${count} ≠ ${expected[name] ?? 0}`),
    ),
  ];
}
