import { interfaces } from '@yuzhu/contract';
import type { Session } from '@yuzhu/runtime';
import { findAccount } from '../accounts/store.ts';
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

const saveVoucher: OpenApiHandler<typeof interfaces.voucherSave> = async (ctx, call) => {
  const { accountId, now, session, clientKey, logid } = call;
  const info = call.request.presale_info;
  const former = info.pre_sale_coupon_id;
  if (former !== undefined) await requireFormer(session, accountId, former, info.out_id);
  const goods = await boundGoods(session, accountId, info);
  refuseProblems(checkVoucher(info, { goods, update: former !== undefined, now }));
  const voucherId = former ?? (await newId(session, ctx.random, 'voucher'));
  if (former === undefined && !(await insertVoucher(session, { accountId, voucherId, outId: info.out_id }, now)))
    refuseProblems([{ rule: 'out-id-bound', path: 'out_id' }]);
  const version = await addVersion(session, { accountId, voucherId, document: info, clientKey, logid }, now);
  const account = await findAccount(session, accountId);
  await ctx.timers.add(session, {
    dueAt: now + (account?.auditDelayMs ?? 0),
    kind: AUDIT_TIMER,
    subject: voucherId,
    payload: { accountId, voucherId, version },
  });
  return { out_id: info.out_id, pre_sale_coupon_id: voucherId };
};

async function requireFormer(session: Session, accountId: string, voucherId: string, outId: string): Promise<void> {
  const voucher = await lockVoucher(session, accountId, voucherId);
  if (voucher === undefined) refuseProblems([{ rule: 'voucher-unknown', path: 'pre_sale_coupon_id' }]);
  else if (voucher.outId !== outId) refuseProblems([{ rule: 'out-id-changed', path: 'out_id' }]);
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

function refuseProblems(problems: readonly VoucherProblem[]): void {
  const first = problems[0];
  if (first === undefined) return;
  const { code, zh } = VOUCHER_PROBLEMS[first.rule];
  const named = problems.slice(0, NAMED).map(({ rule, path }) => `presale_info.${path}: ${VOUCHER_PROBLEMS[rule].en}`);
  refuse(code, zh, named.join('; '));
}

/** Creates or updates a voucher: checked at once, then audited. */
export const voucherSaveApi = registerOpenApi(interfaces.voucherSave, saveVoucher);
