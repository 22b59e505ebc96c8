import { interfaces } from '@yuzhu/contract';
import type { Session } from '@yuzhu/runtime';
import { isTestShop } from '../accounts/provision.ts';
import { mendPlans } from '../broken-matches/store.ts';
import type { GatewayContext } from '../context.ts';
import { notFound } from '../errors.ts';
import type { PlatformFailure } from '../platform/outcome.ts';
import { afterFailure, noVerdict } from '../publications/after-failure.ts';
import { patienceFor } from '../publications/patience.ts';
import {
  failPublication,
  type Publication,
  postponePublication,
  queuePublications,
  settlePublication,
  waitingPublications,
} from '../publications/store.ts';
import { type Good, type GoodVerdict, goodsCalls, goodsRequest, goodVerdict, whyNotPublishable } from './decide.ts';
import {
  type GoodsResult,
  markGoodNights,
  publishResults,
  readGoods,
  setPublished,
  setPublishState,
} from './publish-store.ts';

type Ctx = Pick<GatewayContext, 'db' | 'clock' | 'random' | 'platform' | 'wake'>;

/**
 * Queues rate plans to be told to the platform; in the transaction that edits them, `wake.publications()` afterwards.
 * Returns how many of them exist.
 */
export async function queueGoods(
  session: Session,
  accountId: string,
  ratePlanIds: readonly string[],
  now: number,
): Promise<number> {
  const known = await setPublishState(session, accountId, ratePlanIds, 'queued');
  await queuePublications(session, accountId, 'goods', ratePlanIds, now);
  return known;
}

/**
 * Publishes rate plans as bookable goods: created without, updated with the platform's id; the partner's id makes a
 * repetition harmless (inferred). Tries at once; what has to wait stays `queued` and goes on by itself. A published
 * good's nights are marked, so that stock and prices follow.
 * @throws AppError NOT_FOUND for an id the account does not have; nothing is queued then
 */
export async function publishGoods(
  ctx: Ctx,
  accountId: string,
  ratePlanIds: readonly string[],
): Promise<GoodsResult[]> {
  const ids = [...new Set(ratePlanIds)];
  const goods = await ctx.db.tx(async (session) => {
    const found = await readGoods(session, accountId, ids);
    const missing = ids.find((id) => !found.some((good) => good.ratePlanId === id));
    if (missing !== undefined) throw notFound('rate_plan', missing);
    await queueGoods(session, accountId, ids, ctx.clock.now());
    return found;
  });
  for (const [hotelId, ofHotel] of Map.groupBy(goods, (good) => good.hotelId)) {
    await publishHotelGoods(
      ctx,
      accountId,
      hotelId,
      ofHotel.map((good) => good.ratePlanId),
      true,
    );
  }
  return publishResults(ctx.db, accountId, ids);
}

/**
 * Tells the platform about queued goods of one hotel, as they are at this moment. `patient`: a person waits for it.
 * @returns false when another process is at it
 */
export async function publishHotelGoods(
  ctx: Ctx,
  accountId: string,
  hotelId: string,
  ratePlanIds: readonly string[],
  patient: boolean,
): Promise<boolean> {
  const work = async (): Promise<true> => {
    // The queue is read before the goods: a change in between is told now and stays queued, never the other way round.
    const queue = await waitingPublications(ctx.db, accountId, 'goods', ratePlanIds);
    const goods = await readGoods(
      ctx.db,
      accountId,
      queue.map((one) => one.subjectId),
    );
    const sending: Sending = { ctx, accountId, queue, patienceMs: patienceFor(patient) };
    const ready: Good[] = [];
    for (const good of goods) {
      const why = whyNotPublishable(good);
      if (why === undefined) ready.push(good);
      else await fail(sending, good, `${why.zh} (${why.en})`, 'NOT_PUBLISHABLE');
    }
    for (const call of goodsCalls(ready)) await send(sending, call);
    return true;
  };
  const done = await ctx.platform.exclusive.run(`goods/${accountId}/${hotelId}`, patient, work);
  ctx.wake.ari();
  return done ?? false;
}

interface Sending {
  readonly ctx: Ctx;
  readonly accountId: string;
  readonly queue: readonly Publication[];
  readonly patienceMs: number;
}

async function send(sending: Sending, goods: readonly Good[]): Promise<void> {
  const { ctx, accountId, patienceMs } = sending;
  const request = goodsRequest(accountId, goods);
  const testData = await isTestShop(ctx.db, accountId);
  const outcome = await ctx.platform.call(interfaces.goodsSave, request, { accountId, patienceMs, testData });
  if (outcome.ok) {
    for (const good of goods) await settle(sending, good, goodVerdict(outcome.data, good.ratePlanId), outcome.logid);
  } else if (outcome.next === 'fix' && goods.length > 1) {
    // The answer does not tell which good is wrong: each one alone, so that one does not hold up the others.
    for (const good of goods) await send(sending, [good]);
  } else {
    for (const good of goods) await retry(sending, good, outcome);
  }
}

async function settle(sending: Sending, good: Good, verdict: GoodVerdict, logid: string | undefined): Promise<void> {
  const { ctx, accountId } = sending;
  if (verdict.state === 'refused')
    return fail(sending, good, `${verdict.message} (logid ${logid ?? '-'})`, 'ITEM_REFUSED');
  if (verdict.state === 'no verdict') {
    return retry(sending, good, noVerdict(logid));
  }
  const { platformRatePlanId } = verdict;
  const kept = await ctx.db.tx(async (session) => {
    if (!(await setPublished(session, accountId, good, platformRatePlanId))) return false;
    // Edited meanwhile: it stays queued, and the newer text is told next.
    const settled = await settlePublication(session, publicationOf(sending, good));
    if (!settled) await setPublishState(session, accountId, [good.ratePlanId], 'queued');
    await markGoodNights(session, accountId, good, ctx.clock.now());
    await mendPlans(session, accountId, [good.ratePlanId], ctx.clock.now(), 'rate_plan');
    return true;
  });
  if (!kept)
    await fail(
      sending,
      good,
      `the platform answered id ${platformRatePlanId}, which another rate plan has`,
      'ITEM_REFUSED',
    );
}

async function retry(sending: Sending, good: Good, failure: PlatformFailure): Promise<void> {
  const { ctx, accountId } = sending;
  const one = publicationOf(sending, good);
  const next = afterFailure(one, failure, ctx.clock.now(), ctx.random.next());
  if (next.state === 'failed') return fail(sending, good, next.error, next.nextStep);
  await ctx.db.tx(async (session) => {
    await setPublishState(session, accountId, [good.ratePlanId], 'queued', next.error);
    await postponePublication(session, one, next.tries, next.nextAt, next.error, next.nextStep);
  });
}

async function fail(
  sending: Sending,
  good: Good,
  error: string,
  nextStep: Parameters<typeof failPublication>[3],
): Promise<void> {
  const { ctx, accountId } = sending;
  await ctx.db.tx(async (session) => {
    // Changed meanwhile: what failed is not what has to be told now.
    if (!(await failPublication(session, publicationOf(sending, good), error, nextStep))) return;
    await setPublishState(session, accountId, [good.ratePlanId], 'failed', error);
  });
}

function publicationOf(sending: Sending, good: Good): Publication {
  return sending.queue.find((one) => one.subjectId === good.ratePlanId) as Publication;
}
