import { ARI_PIECE_NIGHTS, addDays } from '@yuzhu/contract';
import { DOUBT_REST_MS, matchOfPush } from '../../broken-matches/decide.ts';
import { type Attempt, doubtsOf } from '../../broken-matches/doubts.ts';
import { bringBack, lockBreaking, settlePlanMatches } from '../../broken-matches/settle-plans.ts';
import type { GatewayContext } from '../../context.ts';
import { counter } from '../../platform/meter.ts';
import { type AriKind, groupsOf, type PlanGroup, sameTruth, type TruthOf } from './calls.ts';
import type { HotelMemory } from './memory.ts';
import { packCalls } from './pack.ts';
import { needsPerson, restAfter } from './rest.ts';
import { type CallEnd, sendGroups, type Unsettled } from './send-groups.ts';
import {
  acknowledge,
  clearMarks,
  type DueHotel,
  firstMark,
  type PauseReason,
  pauseHotel,
  platformHotelOf,
  refuse,
  resumeHotel,
  strikesOf,
} from './store.ts';
import { MarkTally } from './tally.ts';
import { type Reading, readPrice, readStock } from './truth.ts';

type Ctx = Pick<GatewayContext, 'db' | 'clock' | 'random' | 'log' | 'metrics' | 'platform'>;
type Hotel = Omit<DueHotel, 'pausedUntil'>;

/** The nights that may be told now, both included. */
export interface Horizon {
  readonly today: string;
  readonly last: string;
}

/** What came of one push of a hotel. */
export type PushResult =
  /** Something was settled or is to be repeated at once; there may be more. */
  | { readonly state: 'more' }
  /**
   * Nothing that could be told now; at this moment (Unix ms) a resting rate plan may be told again. `besideOthers`: what
   * was on its way when it looked was left out, so there may be more by now.
   */
  | { readonly state: 'done'; readonly at: number | undefined; readonly besideOthers: boolean }
  /** No turn under the rate limits before this moment (Unix ms). */
  | { readonly state: 'wait'; readonly at: number }
  /** Failed; rests until this moment (Unix ms). */
  | { readonly state: 'paused'; readonly until: number };

/** How a push tells its lane where it is. */
export interface PushSteps {
  /** The truth is read and so many calls wait for their turn: the next push may read. */
  prepared(calls: number): void;
  /** One of the calls left, or will not leave in this push. */
  left(): void;
}

/** A window of whole pieces, within the nights a call may span: cut elsewhere, each window would cost a piece more. */
const WINDOW_NIGHTS = 4 * ARI_PIECE_NIGHTS;
/** Marks read for one push. A stock mark is a night of every rate plan of the room type. */
const MARKS_A_PUSH = { stock: 140, price: 400 };
/** Calls of one push: few, so that the truth is fresh when the last of them leaves. */
const CALLS_A_PUSH = 4;
/** A rate plan whose verdict is missing or "try again" this often in a row is put before a person. */
const AGAIN_LIMIT = 5;
/** Clock ms a call waits for its turn: longer than the usual window, so that a turn does not pass while truth is read. */
const PATIENCE_MS = 2500;
/** Clock ms that room types and rate plans of a call without an answer are left alone. */
const SILENCE_MS = 1500;

/**
 * Tells the platform the truth about the longest waiting marked nights of a hotel that are not on their way already,
 * reads every verdict, and forgets the marks that nobody has renewed meanwhile. Its calls leave side by side: no two of
 * them tell the same night, and what is on its way is told by nobody else until its end. Whatever is not settled stays
 * marked. The caller is the only one over all processes who pushes this hotel.
 */
export function pushOnce(
  ctx: Ctx,
  hotel: Hotel,
  horizon: Horizon,
  memory: HotelMemory,
  steps: PushSteps,
): Promise<PushResult> {
  return hotel.kind === 'stock'
    ? new Push(ctx, hotel, 'stock', memory, steps).run(horizon, readStock)
    : new Push(ctx, hotel, 'price', memory, steps).run(horizon, readPrice);
}

class Push<Kind extends AriKind> {
  readonly #ctx: Ctx;
  readonly #hotel: Hotel;
  readonly #kind: Kind;
  readonly #memory: HotelMemory;
  readonly #steps: PushSteps;
  #strikes = 0;
  #beganAt = 0;
  #waitAt: number | undefined;
  #pausedUntil: number | undefined;

  constructor(ctx: Ctx, hotel: Hotel, kind: Kind, memory: HotelMemory, steps: PushSteps) {
    this.#ctx = ctx;
    this.#hotel = hotel;
    this.#kind = kind;
    this.#memory = memory;
    this.#steps = steps;
  }

  async run(
    horizon: Horizon,
    read: (session: Ctx['db'], range: Parameters<typeof readStock>[1]) => Promise<Reading<TruthOf[Kind]>>,
  ): Promise<PushResult> {
    const { db, clock } = this.#ctx;
    const { accountId, hotelId } = this.#hotel;
    const kind = this.#kind;
    const memory = this.#memory;
    this.#beganAt = clock.now();
    const besideOthers = memory.busy;
    const except = memory.except(clock.now());
    const first = await firstMark(db, kind, { accountId, hotelId, from: horizon.today, to: horizon.last, except });
    if (first === undefined) return { state: 'done', at: memory.nextAt(clock.now()), besideOthers };
    const window = addDays(first.night, WINDOW_NIGHTS - 1);
    const to = window < horizon.last ? window : horizon.last;
    const limit = MARKS_A_PUSH[kind];
    const [reading, platformHotelId, strikes] = await Promise.all([
      read(db, { accountId, hotelId, from: first.night, to, limit, first: first.subjectId, except }),
      platformHotelOf(db, accountId, hotelId),
      strikesOf(db, this.#hotel),
    ]);
    this.#strikes = strikes;
    const tally = new MarkTally(reading.marks, platformHotelId === undefined ? [] : reading.rows);
    const same = sameTruth[kind] as (a: TruthOf[Kind], b: TruthOf[Kind]) => boolean;
    const calls = chooseCalls(packCalls(groupsOf(tally.rows, same)), tally, reading.marks.length === limit);
    const subjects = new Set(calls.flat().map((group) => tally.subjectOf(group)));
    memory.take(subjects);
    this.#steps.prepared(calls.length);
    try {
      const untold = tally.untold();
      if (untold.length > 0) {
        await db.tx((session) => clearMarks(session, accountId, { [kind]: untold }, clock.now()));
      }
      // All of them are waited for, whatever becomes of one: what is on its way must not be told a second time.
      const ended = await Promise.allSettled(calls.map((groups) => this.#tell(groups, platformHotelId ?? '', tally)));
      const failed = ended.find((one) => one.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    } finally {
      memory.give(subjects);
    }
    if (this.#pausedUntil !== undefined) return { state: 'paused', until: this.#pausedUntil };
    return this.#waitAt === undefined ? { state: 'more' } : { state: 'wait', at: this.#waitAt };
  }

  async #tell(groups: readonly PlanGroup<TruthOf[Kind]>[], platformHotelId: string, tally: MarkTally<TruthOf[Kind]>) {
    let waiting = true;
    let departure = this.#memory.departs();
    const leaving = () => {
      departure = this.#memory.departs();
      if (waiting) this.#steps.left();
      waiting = false;
    };
    const { accountId } = this.#hotel;
    const where = { accountId, platformHotelId, kind: this.#kind };
    const end = await sendGroups(this.#ctx, where, groups, { accountId, patienceMs: PATIENCE_MS, leaving });
    if (waiting) this.#steps.left();
    if (end.failed?.reason.nextStep === 'PLATFORM_SILENT') {
      // It may still be on its way: what is told again at once could be overtaken by it, and the older truth would stay.
      const until = this.#ctx.clock.now() + SILENCE_MS;
      for (const group of groups) this.#memory.rest(tally.subjectOf(group), until);
    }
    await this.#settle(end, tally, departure);
  }

  async #settle(end: CallEnd<TruthOf[Kind]>, tally: MarkTally<TruthOf[Kind]>, departure: number): Promise<void> {
    const { db, clock, random } = this.#ctx;
    const { accountId } = this.#hotel;
    const kind = this.#kind;
    const now = clock.now();
    const attempt: Attempt = { accountId, toldOf: kind, at: this.#beganAt };
    const doubts = doubtsOf(this.#ctx);
    const weighed = doubts.weigh(attempt, end.refused, now, ({ group: { ratePlanId }, why }) => ({
      ratePlanId,
      said: matchOfPush(why.code, why.message),
      why,
    }));
    const taken = [...new Set(end.accepted.map(({ ratePlanId }) => ratePlanId))];
    doubts.taken(attempt, taken);
    const refused = [...weighed.settled];
    for (const { group } of weighed.doubted) this.#memory.rest(tally.subjectOf(group), now + DOUBT_REST_MS);
    for (const group of [...end.accepted, ...end.refused.map((one) => one.group)]) {
      this.#memory.settled(group.ratePlanId);
    }
    // Once for each rate plan, however many groups of it the call had.
    for (const [ratePlanId, some] of Map.groupBy(end.again, ({ group }) => group.ratePlanId)) {
      const subject = tally.subjectOf((some[0] as Unsettled<TruthOf[Kind]>).group);
      if (this.#memory.again(ratePlanId, subject, now, random.next()) < AGAIN_LIMIT) continue;
      refused.push(...some);
      this.#memory.settled(ratePlanId);
    }
    const done = tally.settle([...end.accepted, ...refused.map(({ group }) => group)]);
    const wentThrough = end.accepted.length + end.refused.length > 0;
    if (wentThrough) this.#memory.wentThrough();
    const pause = end.failed === undefined ? undefined : this.#pauseFor(end.failed.reason, departure, now);
    if (end.waitAt !== undefined) this.#waitAt = Math.max(this.#waitAt ?? 0, end.waitAt);
    if (pause !== undefined) this.#pausedUntil = Math.max(pause, end.failed?.notBefore ?? 0);
    if (end.accepted.length + refused.length > 0 || pause !== undefined || (wentThrough && this.#strikes > 0)) {
      const takenAgain = await db.tx(async (session) => {
        await lockBreaking(session, accountId, weighed.broken);
        await acknowledge(session, accountId, kind, end.accepted, now);
        for (const { group, why } of refused) await refuse(session, accountId, kind, group, why, now);
        if (pause !== undefined && end.failed !== undefined) {
          const { reason } = end.failed;
          await pauseHotel(session, this.#hotel, this.#pausedUntil ?? pause, this.#strikes, reason, now);
        } else if (wentThrough && this.#strikes > 0 && this.#pausedUntil === undefined) {
          await resumeHotel(session, this.#hotel);
        }
        // Last, because these are the rows that bookings want too.
        await clearMarks(session, accountId, { [kind]: done }, now);
        return settlePlanMatches(session, accountId, { taken, broken: weighed.broken }, now);
      });
      await bringBack(db, accountId, takenAgain, now);
      if (wentThrough && pause === undefined) this.#strikes = 0;
    }
    this.#count(end.accepted, refused);
  }

  /** The moment until which the hotel rests after a failed call; undefined when it does not have to. */
  #pauseFor(reason: PauseReason, departure: number, now: number): number | undefined {
    if (this.#memory.failed(departure) !== 'rest' && !needsPerson(reason.nextStep)) return undefined;
    this.#strikes += 1;
    return now + restAfter(this.#strikes, reason.nextStep, this.#ctx.random.next());
  }

  #count(accepted: readonly PlanGroup<unknown>[], refused: readonly Unsettled<unknown>[]): void {
    const nights = counter(this.#ctx.metrics, 'ari_nights_total', 'Nights told to the platform by what came of them', [
      'kind',
      'result',
    ]);
    nights.inc({ kind: this.#kind, result: 'accepted' }, countNights(accepted));
    nights.inc({ kind: this.#kind, result: 'refused' }, countNights(refused.map(({ group }) => group)));
  }
}

/**
 * The calls of a push: the first few; one that is not full waits for more when there is more. Enough of them in any case
 * to settle one mark, for a room type may have more rate plans than a few calls hold.
 */
function chooseCalls<Value>(
  calls: readonly PlanGroup<Value>[][],
  tally: MarkTally<Value>,
  more: boolean,
): readonly PlanGroup<Value>[][] {
  const lastIsPart = more && calls.length > 1 && (calls.at(-1)?.length ?? 0) < (calls[0]?.length ?? 0);
  let count = Math.min(CALLS_A_PUSH, lastIsPart ? calls.length - 1 : calls.length);
  while (count < calls.length && !tally.wouldSettle(calls.slice(0, count).flat())) count += 1;
  return calls.slice(0, count);
}

function countNights(groups: readonly PlanGroup<unknown>[]): number {
  return groups.reduce((sum, group) => sum + group.nights.length, 0);
}
