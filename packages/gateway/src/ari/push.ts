import { ARI_CALL_SPAN_NIGHTS, addDays, type RequestOf } from '@yuzhu/contract';
import type { Session } from '@yuzhu/runtime';
import type { GatewayContext } from '../context.ts';
import { counter } from '../platform/meter.ts';
import { describeFailure } from '../platform/outcome.ts';
import { pauseAfter } from '../platform/pace.ts';
import {
  type AriKind,
  groupsOf,
  type PlanGroup,
  priceRequest,
  sameTruth,
  stockRequest,
  type TruthOf,
} from './calls.ts';
import { packCalls } from './pack.ts';
import {
  acknowledge,
  clearMarks,
  type DueHotel,
  firstMarkedNight,
  type PauseReason,
  pauseHotel,
  platformHotelOf,
  refuse,
  resumeHotel,
  strikesOf,
} from './store.ts';
import { type Reading, type ReadMark, readPrice, readStock } from './truth.ts';
import { type PlanVerdict, PUSH, readVerdicts } from './verdict.ts';

type Ctx = Pick<GatewayContext, 'db' | 'clock' | 'random' | 'log' | 'metrics' | 'platform'>;
type Hotel = Omit<DueHotel, 'pausedUntil'>;

/** The nights that may be told now, both included. */
export interface Horizon {
  readonly today: string;
  readonly last: string;
}

/** What came of one push of a hotel. */
export type PushResult =
  /** Something was settled; there may be more. */
  | { readonly state: 'more' }
  /** Nothing is marked. */
  | { readonly state: 'done' }
  /** Another process is at it. */
  | { readonly state: 'busy' }
  /** No turn under the rate limits before this moment (Unix ms). */
  | { readonly state: 'wait'; readonly at: number }
  /** Failed; rests until this moment (Unix ms). */
  | { readonly state: 'paused'; readonly until: number };

/** Marks read for one push: what fits a handful of calls, so that the truth is fresh when it leaves. */
const MARKS_A_PUSH = 400;
/** A rate plan whose verdict is missing or "try again" this often in a row is put before a person. */
const AGAIN_LIMIT = 3;
const PAUSE = { firstMs: 2000, mostMs: 300_000 };
/** For what a person must settle first: asked again now and then, in case somebody did. */
const LONG_PAUSE = { firstMs: 60_000, mostMs: 3600_000 };

/**
 * Tells the platform the truth about the longest waiting marked nights of a hotel, reads every verdict, and forgets the
 * marks that nobody has renewed meanwhile. The only sender of this hotel and kind over all processes; whatever is not
 * settled stays marked.
 */
export function pushOnce(ctx: Ctx, hotel: Hotel, horizon: Horizon): Promise<PushResult> {
  return hotel.kind === 'stock'
    ? push(ctx, hotel, 'stock', horizon, readStock)
    : push(ctx, hotel, 'price', horizon, readPrice);
}

async function push<Kind extends AriKind>(
  ctx: Ctx,
  hotel: Hotel,
  kind: Kind,
  horizon: Horizon,
  read: (session: Session, range: Parameters<typeof readStock>[1]) => Promise<Reading<TruthOf[Kind]>>,
): Promise<PushResult> {
  const { accountId, hotelId } = hotel;
  const { db } = ctx;
  const work = async (): Promise<PushResult> => {
    const strikes = await strikesOf(db, hotel);
    const from = await firstMarkedNight(db, kind, { accountId, hotelId, from: horizon.today, to: horizon.last });
    if (from === undefined) return { state: 'done' };
    const window = addDays(from, ARI_CALL_SPAN_NIGHTS - 1);
    const to = window < horizon.last ? window : horizon.last;
    const reading = await read(db, { accountId, hotelId, from, to, limit: MARKS_A_PUSH });
    const platformHotelId = await platformHotelOf(db, accountId, hotelId);
    const rows = platformHotelId === undefined ? [] : reading.rows;
    const sending = new Sending<Kind>(ctx, accountId, platformHotelId ?? '', kind);
    const same = sameTruth[kind] as (a: TruthOf[Kind], b: TruthOf[Kind]) => boolean;
    const halt = await sending.all(packCalls(groupsOf(rows, same)));

    const giveUp = strikes + 1 >= AGAIN_LIMIT;
    const refused = giveUp ? [...sending.refused, ...sending.again] : sending.refused;
    const done = settledMarks(reading, [...sending.accepted, ...refused.map(({ group }) => group)], rows);
    const reason = halt?.reason ?? (giveUp ? undefined : sending.again[0]?.why);
    const now = ctx.clock.now();
    let until: number | undefined;
    if (reason !== undefined) {
      const slow = reason.nextStep === 'PLATFORM_UNAUTHORISED' || reason.nextStep === 'PLATFORM_STOPPED';
      const pause = pauseAfter(strikes + 1, slow ? LONG_PAUSE : PAUSE, ctx.random.next());
      until = Math.max(now + pause, halt?.at ?? 0);
    }
    await db.tx(async (session) => {
      await acknowledge(session, accountId, kind, sending.accepted, now);
      for (const { group, why } of refused) await refuse(session, accountId, kind, group, why, now);
      if (reason !== undefined && until !== undefined)
        await pauseHotel(session, hotel, until, strikes + 1, reason, now);
      else if (strikes > 0 && halt === undefined) await resumeHotel(session, hotel);
      // Last, because these are the rows that bookings want too.
      await clearMarks(session, accountId, kind, done, now);
    });
    const nights = counter(ctx.metrics, 'ari_nights_total', 'Nights told to the platform by what came of them', [
      'kind',
      'result',
    ]);
    nights.inc({ kind, result: 'accepted' }, countNights(sending.accepted));
    nights.inc({ kind, result: 'refused' }, countNights(refused.map(({ group }) => group)));
    if (until !== undefined) return { state: 'paused', until };
    if (halt !== undefined) return { state: 'wait', at: halt.at };
    return done.length > 0 ? { state: 'more' } : { state: 'done' };
  };
  // Last write wins at the platform (documented): two senders of one hotel could leave the older truth behind.
  return (await ctx.platform.exclusive.run(`${kind}/${accountId}/${hotelId}`, false, work)) ?? { state: 'busy' };
}

function countNights(groups: readonly PlanGroup<unknown>[]): number {
  return groups.reduce((sum, group) => sum + group.nights.length, 0);
}

/** The marks of which every published rate plan's night is settled; one nothing is published of is settled as it is. */
function settledMarks<Value>(
  reading: Reading<Value>,
  settled: readonly PlanGroup<Value>[],
  rows: Reading<Value>['rows'],
): ReadMark[] {
  const nights = new Set(settled.flatMap((group) => group.nights.map((night) => `${night} ${group.ratePlanId}`)));
  const open = new Set(
    rows
      .filter((row) => !nights.has(`${row.mark.night} ${row.ratePlanId}`))
      .map(({ mark }) => `${mark.night} ${mark.subjectId}`),
  );
  return reading.marks.filter((mark) => !open.has(`${mark.night} ${mark.subjectId}`));
}

/** A failure of everything, or no turn before `at`. */
interface Halt {
  readonly at: number;
  readonly reason: PauseReason | undefined;
}

interface Unsettled<Value> {
  readonly group: PlanGroup<Value>;
  readonly why: PauseReason;
}

/** The calls of one push and what became of their groups. */
class Sending<Kind extends AriKind> {
  readonly accepted: PlanGroup<TruthOf[Kind]>[] = [];
  readonly refused: Unsettled<TruthOf[Kind]>[] = [];
  readonly again: Unsettled<TruthOf[Kind]>[] = [];
  readonly #ctx: Ctx;
  readonly #accountId: string;
  readonly #platformHotelId: string;
  readonly #kind: Kind;

  constructor(ctx: Ctx, accountId: string, platformHotelId: string, kind: Kind) {
    this.#ctx = ctx;
    this.#accountId = accountId;
    this.#platformHotelId = platformHotelId;
    this.#kind = kind;
  }

  /** One call after the other: the platform takes the later one of two for the truth. */
  async all(calls: readonly PlanGroup<TruthOf[Kind]>[][]): Promise<Halt | undefined> {
    for (const groups of calls) {
      const halt = await this.#send(groups);
      if (halt !== undefined) return halt;
    }
    return undefined;
  }

  async #send(groups: readonly PlanGroup<TruthOf[Kind]>[]): Promise<Halt | undefined> {
    const { platform, clock } = this.#ctx;
    const outcome = await platform.call(PUSH[this.#kind], this.#request(groups), { accountId: this.#accountId });
    const verdict = readVerdicts(outcome, groups, clock.now());
    switch (verdict.kind) {
      case 'items':
        for (const group of groups) this.#sort(group, verdict.plans.get(group.platformRatePlanId), verdict.logid);
        return undefined;
      case 'split': {
        const ids = [...new Set(groups.map((group) => group.platformRatePlanId))];
        const firstHalf = new Set(ids.slice(0, Math.ceil(ids.length / 2)));
        return (
          (await this.#send(groups.filter((group) => firstHalf.has(group.platformRatePlanId)))) ??
          (await this.#send(groups.filter((group) => !firstHalf.has(group.platformRatePlanId))))
        );
      }
      case 'wait':
        return { at: verdict.at, reason: undefined };
      case 'failed': {
        const { failure, nextStep } = verdict;
        const { code, logid } = failure;
        return { at: failure.notBefore ?? 0, reason: { code, message: describeFailure(failure), nextStep, logid } };
      }
    }
  }

  #request(groups: readonly PlanGroup<TruthOf[Kind]>[]): RequestOf<(typeof PUSH)[Kind]> {
    const request =
      this.#kind === 'stock'
        ? stockRequest(this.#accountId, this.#platformHotelId, groups as readonly PlanGroup<TruthOf['stock']>[])
        : priceRequest(this.#accountId, this.#platformHotelId, groups as readonly PlanGroup<TruthOf['price']>[]);
    return request as RequestOf<(typeof PUSH)[Kind]>;
  }

  #sort(group: PlanGroup<TruthOf[Kind]>, verdict: PlanVerdict | undefined, logid: string | undefined): void {
    if (verdict?.state === 'accepted') this.accepted.push(group);
    else if (verdict?.state === 'refused') {
      const { code, message } = verdict;
      this.refused.push({ group, why: { code, message, nextStep: 'ITEM_REFUSED', logid } });
      this.#ctx.log.warn(
        { account_id: this.#accountId, rate_plan_id: group.ratePlanId, kind: this.#kind, code, message, logid },
        'the platform refused nights of a rate plan',
      );
    } else {
      const { code, message, nextStep } = verdict ?? { code: undefined, message: 'no verdict', nextStep: 'NO_VERDICT' };
      this.again.push({ group, why: { code, message, nextStep, logid } });
    }
  }
}
