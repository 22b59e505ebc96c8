import { interfaces } from '@yuzhu/contract';
import type { Session } from '@yuzhu/runtime';
import { currencyOf } from '../accounts/currency.ts';
import { isTestShop } from '../accounts/provision.ts';
import type { GatewayContext } from '../context.ts';
import { GATEWAY_ERRORS, NOUNS, notFound } from '../errors.ts';
import { NEXT_STEPS, type NextStep } from '../platform/next-steps.ts';
import { describeFailure } from '../platform/outcome.ts';
import { patienceFor } from '../publications/patience.ts';
import {
  failPublication,
  type Publication,
  postponePublication,
  queuePublications,
  settlePublication,
  waitingPublications,
} from '../publications/store.ts';
import { decideSave } from './decide-save.ts';
import { presaleInfo, voucherFacts } from './document.ts';
import type { VoucherDocument } from './document-shape.ts';
import {
  adoptPlatformId,
  findPublished,
  lockPublished,
  type PublishedVoucher,
  platformPlanIds,
  setSaved,
  setUnanswered,
  setVoucherState,
  statusOf,
  type VoucherStatus,
} from './publish-store.ts';
import { beginningProblems } from './rules/sale.ts';
import { queueShelfCheck } from './shelf-queue.ts';

type Ctx = Pick<GatewayContext, 'db' | 'clock' | 'random' | 'platform' | 'wake'>;

/**
 * Queues a voucher to be saved at the platform; in the transaction that edits its document, `wake.publications()`
 * afterwards. Every save goes to audit again; the former version stays on sale meanwhile (inferred).
 */
export async function queueVoucher(session: Session, accountId: string, voucherId: string, now: number): Promise<void> {
  await setVoucherState(session, accountId, voucherId, 'saving', undefined);
  await queuePublications(session, accountId, 'voucher', [voucherId], now);
}

/**
 * Saves a voucher at the platform, where it goes to audit. Tries at once; what has to wait goes on by itself.
 * @throws AppError NOT_FOUND, VOUCHER_MADE_BY_HAND, NOT_PUBLISHABLE (goods that are not published yet, a sale that should have begun)
 */
export async function publishVoucher(ctx: Ctx, accountId: string, voucherId: string): Promise<VoucherStatus> {
  await ctx.db.tx(async (session) => {
    const voucher = await lockPublished(session, accountId, voucherId);
    if (voucher === undefined) throw notFound('voucher', voucherId);
    const document = documentOf(voucher);
    const missing = await unpublishedGoods(session, accountId, document);
    if (missing.length > 0) throw NEXT_STEPS.error('NOT_PUBLISHABLE', reasonOf(missing));
    const late = whyTooLate(voucher, ctx.clock.now());
    if (late !== undefined) throw NEXT_STEPS.error('NOT_PUBLISHABLE', late);
    await queueVoucher(session, accountId, voucherId, ctx.clock.now());
  });
  await saveVoucher(ctx, accountId, voucherId, true);
  return statusNow(ctx, accountId, voucherId);
}

/**
 * A person found the voucher at the platform after a create whose answer was lost: keeps its id and saves again, now as
 * an update.
 * @throws AppError NOT_FOUND, PLATFORM_ID_FIXED (it has another id), PLATFORM_ID_TAKEN
 */
export async function adoptVoucherId(
  ctx: Ctx,
  accountId: string,
  voucherId: string,
  platformVoucherId: string,
): Promise<VoucherStatus> {
  await ctx.db.tx(async (session) => {
    const voucher = await lockPublished(session, accountId, voucherId);
    if (voucher === undefined) throw notFound('voucher', voucherId);
    documentOf(voucher);
    const known = voucher.platformVoucherId;
    if (known !== undefined && known !== platformVoucherId) {
      const { zh, en } = NOUNS.voucher;
      throw GATEWAY_ERRORS.error('PLATFORM_ID_FIXED', { what_zh: zh, what_en: en, id: voucherId, platform_id: known });
    }
    if (!(await adoptPlatformId(session, accountId, voucherId, platformVoucherId))) {
      throw GATEWAY_ERRORS.error('PLATFORM_ID_TAKEN', { platform_id: platformVoucherId });
    }
    await queueVoucher(session, accountId, voucherId, ctx.clock.now());
  });
  await saveVoucher(ctx, accountId, voucherId, true);
  return statusNow(ctx, accountId, voucherId);
}

/** How far a voucher is now. @throws AppError NOT_FOUND */
export async function statusNow(
  ctx: Pick<GatewayContext, 'db'>,
  accountId: string,
  voucherId: string,
): Promise<VoucherStatus> {
  const voucher = await findPublished(ctx.db, accountId, voucherId);
  if (voucher === undefined) throw notFound('voucher', voucherId);
  return statusOf(voucher);
}

/**
 * Tells the platform about a queued voucher, as it is at this moment. `patient`: a person waits for it.
 * @returns false when another process is at it
 */
export async function saveVoucher(ctx: Ctx, accountId: string, voucherId: string, patient: boolean): Promise<boolean> {
  const work = async (): Promise<true> => {
    // The queue is read before the voucher: a change in between is told now and stays queued, never the other way round.
    const [queued] = await waitingPublications(ctx.db, accountId, 'voucher', [voucherId]);
    const voucher = await findPublished(ctx.db, accountId, voucherId);
    if (queued !== undefined && voucher !== undefined) await save(ctx, accountId, voucher, queued, patient);
    return true;
  };
  const done = await ctx.platform.exclusive.run(`voucher/${accountId}/${voucherId}`, patient, work);
  ctx.wake.publications();
  return done ?? false;
}

async function save(
  ctx: Ctx,
  accountId: string,
  voucher: PublishedVoucher,
  queued: Publication,
  patient: boolean,
): Promise<void> {
  const { db, clock } = ctx;
  const document = documentOf(voucher);
  const missing = await unpublishedGoods(db, accountId, document);
  if (missing.length > 0) {
    const { reason_zh, reason_en } = reasonOf(missing);
    return fail(ctx, accountId, voucher, queued, `${reason_zh} (${reason_en})`, 'NOT_PUBLISHABLE', voucher.unanswered);
  }
  const ids = await platformPlanIds(db, accountId, voucherFacts(document).ratePlanIds);
  const creating = voucher.platformVoucherId === undefined;
  if (creating) await setUnanswered(db, accountId, voucher.voucherId, true, clock.now());
  const request = {
    account_id: accountId,
    presale_info: presaleInfo(
      document,
      voucher.voucherId,
      voucher.platformVoucherId,
      ids,
      await currencyOf(db, accountId),
    ),
  };
  const patienceMs = patienceFor(patient);
  const testData = document.pre_sale_coupon_info.is_test_data === true || (await isTestShop(db, accountId));
  const outcome = await ctx.platform.call(interfaces.voucherSave, request, { accountId, patienceMs, testData });
  const now = clock.now();
  const unsent = !outcome.ok && outcome.delivery === 'not_sent' && outcome.next === 'backoff';
  const tries = queued.attempts + (unsent ? 0 : 1);
  const error = outcome.ok ? '' : describeFailure(outcome);
  const { platformVoucherId } = voucher;
  const attempt = { platformVoucherId, unansweredBefore: voucher.unanswered, tries, since: queued.since };
  const verdict = decideSave(attempt, outcome, error, now, ctx.random.next());
  switch (verdict.state) {
    case 'saved':
      return saved(ctx, accountId, voucher, queued, verdict.platformVoucherId);
    case 'failed':
      return fail(ctx, accountId, voucher, queued, verdict.error, verdict.nextStep, verdict.unanswered);
    case 'again':
      return db.tx(async (session) => {
        await setUnanswered(session, accountId, voucher.voucherId, verdict.unanswered, now);
        await setVoucherState(session, accountId, voucher.voucherId, 'saving', verdict.error);
        await postponePublication(session, queued, tries, verdict.nextAt, verdict.error, verdict.nextStep);
      });
  }
}

async function saved(
  ctx: Ctx,
  accountId: string,
  voucher: PublishedVoucher,
  queued: Publication,
  platformVoucherId: string | undefined,
): Promise<void> {
  const now = ctx.clock.now();
  const kept = await ctx.db.tx(async (session) => {
    if (!(await setSaved(session, accountId, voucher, platformVoucherId, now))) return false;
    // Edited meanwhile: it stays queued, and the newer text is told next.
    if (!(await settlePublication(session, queued))) {
      await setVoucherState(session, accountId, voucher.voucherId, 'saving', undefined);
    }
    await queueShelfCheck(session, accountId, voucher.voucherId, now);
    return true;
  });
  if (kept) return;
  const error = `the platform answered id ${platformVoucherId}, which another voucher has`;
  await fail(ctx, accountId, voucher, queued, error, 'ITEM_REFUSED', false);
}

async function fail(
  ctx: Ctx,
  accountId: string,
  voucher: PublishedVoucher,
  queued: Publication,
  error: string,
  nextStep: NextStep,
  unanswered: boolean,
): Promise<void> {
  const now = ctx.clock.now();
  await ctx.db.tx(async (session) => {
    const current = await lockPublished(session, accountId, voucher.voucherId);
    // An audit notice that came meanwhile knows better: the platform has the voucher.
    if (current === undefined || current.audits !== voucher.audits) return;
    await setUnanswered(session, accountId, voucher.voucherId, unanswered, now);
    if (!(await failPublication(session, queued, error, nextStep))) return;
    await setVoucherState(session, accountId, voucher.voucherId, 'failed', error);
  });
}

/** What is to be sent. @throws AppError VOUCHER_MADE_BY_HAND */
function documentOf({ document, voucherId }: PublishedVoucher): VoucherDocument {
  if (document === null) throw GATEWAY_ERRORS.error('VOUCHER_MADE_BY_HAND', { id: voucherId });
  return document;
}

/** Goods of the voucher that the platform does not know yet. */
async function unpublishedGoods(session: Session, accountId: string, document: VoucherDocument): Promise<string[]> {
  const { ratePlanIds } = voucherFacts(document);
  const known = await platformPlanIds(session, accountId, ratePlanIds);
  return ratePlanIds.filter((id) => !known.has(id));
}

/**
 * Why the platform would refuse a first save at this moment. One that was sent before and not answered goes out again:
 * its answer tells whether the platform has the voucher.
 */
function whyTooLate(voucher: PublishedVoucher, now: number): { reason_zh: string; reason_en: string } | undefined {
  if (voucher.platformVoucherId !== undefined || voucher.unanswered) return undefined;
  const [problem] = beginningProblems(documentOf(voucher), now);
  return problem && { reason_zh: `${problem.path}：${problem.zh}`, reason_en: `${problem.path}: ${problem.en}` };
}

function reasonOf(missing: readonly string[]): { reason_zh: string; reason_en: string } {
  const list = missing.join(', ');
  return { reason_zh: `预定商品尚未发布：${list}`, reason_en: `rate plans are not published: ${list}` };
}
