import { ARI_HORIZON_NIGHTS, addDays, hotelDate } from '@yuzhu/contract';
import { matchOfNotice } from '../../broken-matches/decide.ts';
import { type Attempt, doubtsOf } from '../../broken-matches/doubts.ts';
import { bringBack, lockBreaking, settlePlanMatches } from '../../broken-matches/settle-plans.ts';
import type { GatewayContext } from '../../context.ts';
import { counter } from '../../platform/meter.ts';
import type { AriKind } from '../sending/calls.ts';
import { restAfter } from '../sending/rest.ts';
import { clearMarks, pauseHotel, refuse, resumeHotel, strikesOf } from '../sending/store.ts';
import { type ChangedPlan, foldNotices } from './fold-notices.ts';
import { type NoticeEnd, sendNotice } from './send-notice.ts';
import { settledStock } from './settle.ts';
import {
  accountsToNotice,
  type ClaimedMark,
  claimMarks,
  forgive,
  type KnownPlan,
  knownPlans,
  nextNoticeAt,
  releaseMarks,
} from './store.ts';

type Ctx = Pick<GatewayContext, 'db' | 'clock' | 'random' | 'log' | 'metrics' | 'platform'>;

/** Accounts that send notices at the same time: one with a slow answer does not hold up the others. */
const ACCOUNTS_AT_ONCE = 8;
const LOOK_AGAIN_MS = 1000;

/**
 * Sends change notices for accounts that tell the platform this way. A notice carries no values and writes nothing: a
 * night counts as told once a pull was answered for it (settle.ts). One round sends what is due; it returns when more is,
 * as the work loop wants it.
 */
export async function sendNotices(ctx: Ctx, signal: AbortSignal): Promise<number | undefined> {
  const today = hotelDate(ctx.clock.now());
  const horizon = { from: today, to: addDays(today, ARI_HORIZON_NIGHTS) };
  let waitAt: number | undefined;
  while (!signal.aborted) {
    const accounts = await accountsToNotice(ctx.db, ctx.clock.now(), horizon.from, horizon.to);
    const ends = await Promise.all(
      accounts
        .slice(0, ACCOUNTS_AT_ONCE)
        .map((accountId) =>
          ctx.platform.exclusive.run(`notice/${accountId}`, false, () => noticeAccount(ctx, accountId, horizon)),
        ),
    );
    const waits = ends.flatMap((end) => (end?.waitAt === undefined ? [] : [end.waitAt]));
    if (waits.length > 0) waitAt = Math.max(waitAt ?? 0, ...waits);
    // Nobody could send: another process is at it, or it is not their turn.
    if (!ends.some((end) => end?.went === true)) break;
  }
  const next = await nextNoticeAt(ctx.db, horizon.from, horizon.to);
  // What is due and could not go now is looked at again in a while: another process is at it, or the limit's turn comes.
  const soonest = Math.max(waitAt ?? 0, ctx.clock.now() + LOOK_AGAIN_MS);
  return next === undefined || next > ctx.clock.now() ? next : soonest;
}

interface Horizon {
  readonly from: string;
  readonly to: string;
}

/** Sends the notices of one account about what is marked now. */
async function noticeAccount(
  ctx: Ctx,
  accountId: string,
  { from, to }: Horizon,
): Promise<{ went: boolean; waitAt: number | undefined }> {
  const { db, clock } = ctx;
  const claimedAt = clock.now();
  const marks = await db.tx((session) => claimMarks(session, accountId, claimedAt, from, to));
  const plans = await knownPlans(db, accountId);
  const changed = changedPlans(marks, plans);
  const notices = foldNotices(changed.plans);
  let open: readonly ChangedPlan[] = notices.flatMap((notice) => notice.plans);
  let waitAt: number | undefined;
  try {
    if (changed.untold.length > 0) await db.tx((session) => clear(session, accountId, changed.untold, clock.now()));
    for (const notice of notices) {
      const end = await sendNotice(ctx, accountId, notice);
      await keepEnd(ctx, { accountId, toldOf: 'notice', at: claimedAt }, end, changed);
      const ended = new Set([...end.passed, ...end.refused.map(({ plan }) => plan)]);
      open = open.filter((plan) => !ended.has(plan));
      waitAt = end.waitAt;
      if (end.failed !== undefined || end.waitAt !== undefined) break;
    }
  } finally {
    const left = new Set(open.flatMap(({ ratePlanId }) => changed.marksOf(ratePlanId)));
    await db.tx((session) => releaseMarks(session, accountId, claimedAt, [...left]));
  }
  return { went: marks.length > 0 && waitAt === undefined, waitAt };
}

/** What became of a notice, in one commit. What is in doubt stays marked: its notice is repeated as if no pull had come. */
async function keepEnd(ctx: Ctx, attempt: Attempt, end: NoticeEnd, changed: Changed): Promise<void> {
  const { accountId } = attempt;
  const { db, clock, random } = ctx;
  const now = clock.now();
  const place = { accountId, hotelId: '', kind: 'notice' } as const;
  const doubts = doubtsOf(ctx);
  const weighed = doubts.weigh(attempt, end.refused, now, ({ plan: { ratePlanId }, ...why }) => ({
    ratePlanId,
    said: matchOfNotice(why.code, why.message),
    why,
  }));
  const taken = end.passed.map(({ ratePlanId }) => ratePlanId);
  doubts.taken(attempt, taken);
  const went = end.passed.length + end.refused.length > 0;
  const takenAgain = await db.tx(async (session) => {
    await lockBreaking(session, accountId, weighed.broken);
    const strikes = await strikesOf(session, place);
    if (end.failed !== undefined) {
      const { reason, notBefore = 0 } = end.failed;
      const until = Math.max(now + restAfter(strikes + 1, reason.nextStep, random.next()), notBefore);
      await pauseHotel(session, place, until, strikes + 1, reason, now);
    } else if (went && strikes > 0) await resumeHotel(session, place);
    await forgive(session, accountId, end.passed);
    const refusedMarks: ClaimedMark[] = [];
    for (const { plan, ...why } of weighed.settled) {
      const { ratePlanId } = plan;
      const ofPlan = changed.marksOf(ratePlanId);
      refusedMarks.push(...ofPlan);
      for (const [kind, some] of Map.groupBy(ofPlan, (mark) => mark.kind)) {
        await refuse(session, accountId, kind, { ratePlanId, nights: some.map(({ night }) => night) }, why, now);
      }
    }
    const stock = refusedMarks.filter(({ kind }) => kind === 'stock');
    const settled = stock.length === 0 ? [] : await settledStock(session, accountId, stock);
    const done = [...refusedMarks.filter(({ kind }) => kind === 'price'), ...settled.map(withKind('stock'))];
    await clear(session, accountId, done, now);
    return settlePlanMatches(session, accountId, { taken, broken: weighed.broken }, now);
  });
  await bringBack(db, accountId, takenAgain, now);
  const notices = counter(ctx.metrics, 'ari_notices_total', 'Rate plans named in change notices by what came of it', [
    'result',
  ]);
  notices.inc({ result: 'accepted' }, end.passed.length);
  notices.inc({ result: 'refused' }, end.refused.length);
}

function withKind(kind: AriKind): (mark: Omit<ClaimedMark, 'kind'>) => ClaimedMark {
  return (mark) => ({ ...mark, kind });
}

function clear(
  session: Parameters<typeof clearMarks>[0],
  accountId: string,
  marks: readonly ClaimedMark[],
  now: number,
): Promise<void> {
  const price = marks.filter(({ kind }) => kind === 'price');
  const stock = marks.filter(({ kind }) => kind === 'stock');
  return clearMarks(session, accountId, { price, stock }, now);
}

interface Changed {
  readonly plans: readonly ChangedPlan[];
  /** Marks of which nothing is published. */
  readonly untold: readonly ClaimedMark[];
  marksOf(ratePlanId: string): readonly ClaimedMark[];
}

/** The rate plans that marks are about: a stock mark is about every one of its room type. */
function changedPlans(marks: readonly ClaimedMark[], plans: readonly KnownPlan[]): Changed {
  const bySubject = Map.groupBy(marks, ({ kind, subjectId }) => `${kind} ${subjectId}`);
  const byPlan = new Map<string, readonly ClaimedMark[]>();
  const told = new Set<string>();
  const changed: ChangedPlan[] = [];
  for (const { ratePlanId, roomTypeId, platformRatePlanId } of plans) {
    const subjects = [`price ${ratePlanId}`, `stock ${roomTypeId}`];
    const own = subjects.flatMap((subject) => bySubject.get(subject) ?? []);
    for (const subject of subjects) told.add(subject);
    if (own.length === 0) continue;
    byPlan.set(ratePlanId, own);
    const nights = own.map(({ night }) => night);
    changed.push({
      ratePlanId,
      platformRatePlanId,
      start: nights.reduce((a, b) => (a < b ? a : b)),
      end: nights.reduce((a, b) => (a > b ? a : b)),
      kinds: new Set(own.map(({ kind }) => kind)),
    });
  }
  return {
    plans: changed,
    untold: [...bySubject].flatMap(([subject, some]) => (told.has(subject) ? [] : some)),
    marksOf: (ratePlanId) => byPlan.get(ratePlanId) ?? [],
  };
}
