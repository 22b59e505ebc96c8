import { setTimeout as delay } from 'node:timers/promises';
import { seededRandom } from '@yuzhu/runtime';
import type { Guest } from '../../actors/guest.ts';
import { type Commands, openStand, type Stand } from '../../programs/stand.ts';
import type { Provisioned } from '../../provision/provision.ts';
import type { Check } from '../../report/events.ts';
import type { LoadResult } from './load.ts';
import {
  bookingAgain,
  collectCalls,
  counted,
  gather,
  guestsOf,
  openHotel,
  proofEnv,
  startGuests,
} from './under-load.ts';
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
    env: proofEnv(options.seed),
    ...(onOutput === undefined ? {} : { onOutput }),
  });
  try {
    const world = await openHotel(stand);
    const guests = await guestsOf(stand);
    const collector = collectCalls(stand);
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

async function killUnderLoad(
  stand: Stand,
  world: Provisioned,
  guests: readonly Guest[],
  options: CrashOptions,
): Promise<{ readonly result: LoadResult; readonly restarts: readonly number[] }> {
  const random = seededRandom(options.seed);
  const instants = random.fork('instants');
  const ending = new AbortController();
  const load = await startGuests(stand, world, guests, { workers: options.guests, random, signal: ending.signal });
  const restarts: number[] = [];
  try {
    for (let kill = 1; kill <= options.kills; kill++) {
      options.signal?.throwIfAborted();
      // Under load means under load.
      await bookingAgain(load);
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
