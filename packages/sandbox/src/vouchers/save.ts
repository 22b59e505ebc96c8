import { interfaces } from '@yuzhu/contract';
import type { Session } from '@yuzhu/runtime';
import { findAccount } from '../accounts/store.ts';
import type { SandboxContext } from '../context.ts';
import { goodsByIds } from '../goods/store.ts';
import { hotelsByIds } from '../hotels/store.ts';
import { newId } from '../ids.ts';
import { type OpenApiHandler, refuse, registerOpenApi } from '../openapi/handler.ts';
import { AUDIT_TIMER } from './audit.ts';
import { checkVoucher } from './check-voucher.ts';
import type { PresaleInfo } from './document.ts';
import { VOUCHER_PROBLEMS, type VoucherProblem } from './problems.ts';
import { addVersion, insertVoucher, lockVoucher } from './store.ts';
import type { BoundGood } from './voucher-facts.ts';

/** Problems named in one answer. */
const NAMED = 5;

/** A voucher to be saved, by a partner or by the merchant's own hand. */
export interface VoucherSave {
  readonly accountId: string;
  readonly info: PresaleInfo;
  /** Application that saves it and its request; empty when a person does. */
  readonly clientKey: string;
  readonly logid: string;
}

/**
 * Checks a voucher and puts it into audit. What is wrong with it comes back in place of its id; nothing was written
 * then, except that the caller's transaction must not be kept when the problem is `out-id-bound`.
 */
export async function storeVoucher(
  ctx: Pick<SandboxContext, 'random' | 'timers'>,
  session: Session,
  { accountId, info, clientKey, logid }: VoucherSave,
  now: number,
): Promise<{ readonly voucherId: string; readonly version: number } | { readonly problems: VoucherProblem[] }> {
  const former = info.pre_sale_coupon_id;
  if (former !== undefined) {
    const problems = await formerProblems(session, accountId, former, info.out_id);
    if (problems.length > 0) return { problems };
  }
  const goods = await boundGoods(session, accountId, info);
  const account = await findAccount(session, accountId);
  const problems = checkVoucher(info, {
    goods,
    update: former !== undefined,
    currency: account?.currency ?? null,
    now,
  });
  if (problems.length > 0) return { problems };
  const voucherId = former ?? (await newId(session, ctx.random, 'voucher'));
  if (former === undefined && !(await insertVoucher(session, { accountId, voucherId, outId: info.out_id }, now)))
    return { problems: [{ rule: 'out-id-bound', path: 'out_id' }] };
  const version = await addVersion(session, { accountId, voucherId, document: info, clientKey, logid }, now);
  await ctx.timers.add(session, {
    dueAt: now + (account?.auditDelayMs ?? 0),
    kind: AUDIT_TIMER,
    subject: voucherId,
    payload: { accountId, voucherId, version },
  });
  return { voucherId, version };
}

const saveVoucher: OpenApiHandler<typeof interfaces.voucherSave> = async (ctx, call) => {
  const { accountId, now, session, clientKey, logid } = call;
  const info = call.request.presale_info;
  const saved = await storeVoucher(ctx, session, { accountId, info, clientKey, logid }, now);
  if ('problems' in saved) return refuseProblems(saved.problems);
  return { out_id: info.out_id, pre_sale_coupon_id: saved.voucherId };
};

async function formerProblems(
  session: Session,
  accountId: string,
  voucherId: string,
  outId: string,
): Promise<VoucherProblem[]> {
  const voucher = await lockVoucher(session, accountId, voucherId);
  if (voucher === undefined) return [{ rule: 'voucher-unknown', path: 'pre_sale_coupon_id' }];
  return voucher.outId === outId ? [] : [{ rule: 'out-id-changed', path: 'out_id' }];
}

/** The goods a voucher names, with the kind and the hotel category the checks look at. */
async function boundGoods(session: Session, accountId: string, info: PresaleInfo): Promise<Map<string, BoundGood>> {
  const goods = await goodsByIds(session, accountId, info.pre_sale_coupon_info.bind_rate_plans);
  const hotels = await hotelsByIds(session, accountId, [...new Set(goods.map((good) => good.hotelId))]);
  const categories = new Map(hotels.map((hotel) => [hotel.hotelId, String(hotel.categoryId)]));
  return new Map(
    goods.map((good) => [
      good.ratePlanId,
      {
        salesType: good.salesType,
        usageHours: good.hourly?.usage_duration ?? null,
        category: categories.get(good.hotelId) ?? '',
      },
    ]),
  );
}

function refuseProblems(problems: readonly VoucherProblem[]): never {
  const [first] = problems;
  if (first === undefined) throw new Error('nothing is wrong');
  const { code, zh } = VOUCHER_PROBLEMS[first.rule];
  const named = problems.slice(0, NAMED).map(({ rule, path }) => `presale_info.${path}: ${VOUCHER_PROBLEMS[rule].en}`);
  return refuse(code, zh, named.join('; '));
}

/** Creates or updates a voucher: checked at once, then audited. */
export const voucherSaveApi = registerOpenApi(interfaces.voucherSave, saveVoucher);
