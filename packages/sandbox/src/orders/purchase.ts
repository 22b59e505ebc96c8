import type { Session } from '@yuzhu/runtime';
import { applicationsOf } from '../applications/store.ts';
import type { SandboxContext } from '../context.ts';
import { insertCoupons } from '../coupons/store.ts';
import { SANDBOX_ERRORS } from '../errors.ts';
import { newId, newIds } from '../ids.ts';
import type { Person } from '../spi/contact.ts';
import { readTerms } from '../terms/terms.ts';
import { voucherForSale } from '../vouchers/for-sale.ts';
import { type PurchaseFacts, type PurchaseRefusal, purchaseRefusal, type VoucherRules } from '../vouchers/rules.ts';
import { newOrder, type OrderEffect } from './decide.ts';
import { addSales, insertOrder, lockSales } from './store.ts';

/** What a guest wants to buy. */
export interface Purchase {
  readonly userId: string;
  readonly voucherId: string;
  readonly count: number;
  /** Whom the hotel may call. */
  readonly contact: Person;
  readonly remark?: string | undefined;
  /** Load-test traffic. */
  readonly stress: boolean;
}

/**
 * Writes a new order with its coupons, when sale, stock and limits allow it. The count of sold vouchers is locked from
 * the look at it to the commit, so stock and limits hold however many guests buy at once.
 * @throws AppError VOUCHER_UNKNOWN, VOUCHER_NOT_ON_SALE, VOUCHER_SOLD_OUT, PURCHASE_LIMIT
 */
export async function insertPurchase(
  ctx: SandboxContext,
  session: Session,
  purchase: Purchase,
): Promise<{ orderId: string; effects: readonly OrderEffect[] }> {
  const { userId, voucherId, count } = purchase;
  const now = ctx.clock.now();
  const voucher = await voucherForSale(session, voucherId);
  if (voucher === undefined) throw SANDBOX_ERRORS.error('VOUCHER_UNKNOWN', { path: 'voucher_id', value: voucherId });
  const { accountId, version, rules } = voucher;
  const [application] = await applicationsOf(session, accountId);
  if (application === undefined) throw notOnSale(voucherId, 'no application is authorised by the merchant');
  const facts: PurchaseFacts = { count, ...(await lockSales(session, accountId, voucherId, userId)) };
  const refusal = purchaseRefusal(rules, facts, now);
  if (refusal !== null) throw refused(voucherId, refusal, rules, facts);

  const terms = await readTerms(session, accountId, voucherId);
  const { state, effects } = newOrder(terms.creationMode);
  const orderId = await newId(session, ctx.random, 'order');
  await insertOrder(session, {
    accountId,
    orderId,
    clientKey: application.clientKey,
    userId,
    voucherId,
    voucherVersion: version,
    terms,
    contact: purchase.contact,
    remark: purchase.remark,
    stress: purchase.stress,
    state,
    count,
    unitAmount: rules.price,
    createdAt: now,
  });
  const ids = await newIds(session, ctx.random, 'coupon', count);
  const codes = ids.map(() => couponCode(ctx));
  await insertCoupons(session, accountId, orderId, rules.nightsPerVoucher, rules.price, ids, codes);
  await addSales(session, accountId, voucherId, count);
  return { orderId, effects };
}

/** Fifteen digits, as coupon codes look to guests (inferred). */
function couponCode(ctx: SandboxContext): string {
  return `1${String(ctx.random.int(10_000_000)).padStart(7, '0')}${String(ctx.random.int(10_000_000)).padStart(7, '0')}`;
}

function notOnSale(voucherId: string, reason: string) {
  return SANDBOX_ERRORS.error('VOUCHER_NOT_ON_SALE', { path: 'voucher_id', value: voucherId, reason });
}

function refused(voucherId: string, refusal: PurchaseRefusal, rules: VoucherRules, facts: PurchaseFacts) {
  switch (refusal) {
    case 'sale-not-begun':
    case 'sale-ended':
      return notOnSale(voucherId, refusal);
    case 'over-order-limit':
      return SANDBOX_ERRORS.error('PURCHASE_LIMIT', { path: 'count', rule: 'per order', limit: rules.limits.perOrder });
    case 'over-person-limit': {
      const bought = facts.boughtBefore;
      const limit = rules.limits.perPerson;
      return SANDBOX_ERRORS.error('PURCHASE_LIMIT', { path: 'count', rule: 'per person', limit, bought });
    }
    case 'sold-out': {
      const left = Math.max(0, (rules.stock ?? 0) - facts.sold);
      return SANDBOX_ERRORS.error('VOUCHER_SOLD_OUT', { path: 'count', value: facts.count, left });
    }
  }
}
