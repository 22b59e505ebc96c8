import { interfaces } from '@yuzhu/contract';
import type { GatewayContext } from '../context.ts';
import { notFound } from '../errors.ts';
import type { NextStep } from '../platform/next-steps.ts';
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
import { decideShelf, nextShelfTry, shelfVerdict } from './decide-shelf.ts';
import { statusNow } from './publish.ts';
import {
  findPublished,
  lockPublished,
  type PublishedVoucher,
  setVoucherState,
  setWantedShelf,
  type VoucherStatus,
} from './publish-store.ts';
import { queueShelfCheck } from './shelf-queue.ts';

type Ctx = Pick<GatewayContext, 'db' | 'clock' | 'random' | 'platform' | 'wake'>;

/**
 * Says whether a voucher should be on sale. Carried out at once when the platform allows it, else as soon as the audit
 * approves; a wish for a voucher that was not saved yet is kept.
 * @throws AppError NOT_FOUND
 */
export async function setShelf(
  ctx: Ctx,
  accountId: string,
  voucherId: string,
  wanted: 'on' | 'off',
): Promise<VoucherStatus> {
  const now = ctx.clock.now();
  const atOnce = await ctx.db.tx(async (session) => {
    const voucher = await lockPublished(session, accountId, voucherId);
    if (voucher === undefined) throw notFound('voucher', voucherId);
    await setWantedShelf(session, accountId, voucherId, wanted);
    if (decideShelf(voucher.state, wanted, voucher.platformVoucherId).do === 'nothing') return false;
    if (wanted === 'on' && (voucher.state === 'auditing' || voucher.state === 'saving')) {
      await queueShelfCheck(session, accountId, voucherId, now);
      return false;
    }
    await queuePublications(session, accountId, 'shelf', [voucherId], now);
    return true;
  });
  if (atOnce) await operateShelf(ctx, accountId, voucherId, true);
  return statusNow(ctx, accountId, voucherId);
}

/**
 * Carries out a queued shelf wish, as it is at this moment. `patient`: a person waits for it.
 * @returns false when another process is at it
 */
export async function operateShelf(ctx: Ctx, accountId: string, voucherId: string, patient: boolean): Promise<boolean> {
  const work = async (): Promise<true> => {
    const [queued] = await waitingPublications(ctx.db, accountId, 'shelf', [voucherId]);
    const voucher = await findPublished(ctx.db, accountId, voucherId);
    if (queued !== undefined && voucher !== undefined) await operate(ctx, accountId, voucher, queued, patient);
    return true;
  };
  return (await ctx.platform.exclusive.run(`voucher/${accountId}/${voucherId}`, patient, work)) ?? false;
}

async function operate(
  ctx: Ctx,
  accountId: string,
  voucher: PublishedVoucher,
  queued: Publication,
  patient: boolean,
): Promise<void> {
  const { db, clock } = ctx;
  const { platformVoucherId: productId, wantedShelf } = voucher;
  const step = decideShelf(voucher.state, wantedShelf, productId);
  if (step.do === 'nothing' || productId === undefined) {
    await settlePublication(db, queued);
    return;
  }
  const request = { account_id: accountId, op_type: step.opType, product_id_list: [productId] };
  const patienceMs = patienceFor(patient);
  const outcome = await ctx.platform.call(interfaces.productOperate, request, { accountId, patienceMs });
  if (!outcome.ok) return retry(ctx, accountId, voucher, queued, outcome);
  const verdict = shelfVerdict(outcome.data, productId);
  const { logid } = outcome;
  switch (verdict.state) {
    case 'done': {
      const state = step.opType === 1 ? 'on_shelf' : 'off_shelf';
      return db.tx(async (session) => {
        const current = await lockPublished(session, accountId, voucher.voucherId);
        await settlePublication(session, queued);
        // A save that began meanwhile says more about the voucher than its shelf.
        if (current?.state !== voucher.state) return;
        await setVoucherState(session, accountId, voucher.voucherId, state, undefined);
      });
    }
    case 'refused': {
      const error = `${verdict.message} (logid ${logid ?? '-'})`;
      const inAudit = voucher.state === 'auditing' || voucher.state === 'saving';
      if (!inAudit) return fail(ctx, accountId, voucher, queued, error, 'ITEM_REFUSED');
      const tries = queued.attempts + 1;
      return postponePublication(db, queued, tries, nextShelfTry(tries, clock.now()), error, 'ITEM_REFUSED');
    }
    case 'no verdict':
      return retry(ctx, accountId, voucher, queued, noVerdict(logid));
  }
}

async function retry(
  ctx: Ctx,
  accountId: string,
  voucher: PublishedVoucher,
  queued: Publication,
  failure: PlatformFailure,
): Promise<void> {
  const next = afterFailure(queued, failure, ctx.clock.now(), ctx.random.next());
  if (next.state === 'failed') return fail(ctx, accountId, voucher, queued, next.error, next.nextStep);
  return postponePublication(ctx.db, queued, next.tries, next.nextAt, next.error, next.nextStep);
}

async function fail(
  ctx: Ctx,
  accountId: string,
  voucher: PublishedVoucher,
  queued: Publication,
  error: string,
  nextStep: NextStep,
): Promise<void> {
  await ctx.db.tx(async (session) => {
    const current = await lockPublished(session, accountId, voucher.voucherId);
    if (!(await failPublication(session, queued, error, nextStep))) return;
    // The voucher itself is well: only the words are kept with its state.
    if (current !== undefined) await setVoucherState(session, accountId, voucher.voucherId, current.state, error);
  });
}
