import type { Session } from '@yuzhu/runtime';
import { applicationsOf } from '../applications/store.ts';
import type { SandboxContext } from '../context.ts';
import { insertCoupons } from '../coupons/store.ts';
import { SANDBOX_ERRORS } from '../errors.ts';
import { newId, newIds } from '../ids.ts';
import {
  type OrderPromotion,
  type Promotion,
  type PromotionRefusal,
  promotedPrice,
  promotionRefusal,
  unnamedPromotion,
} from '../promotions/decide.ts';
import { boughtUnder, countPromoted, findPromotion, promotionsOf } from '../promotions/store.ts';
import type { Person } from '../spi/contact.ts';
import { readTerms, type Terms } from '../terms/terms.ts';
import { voucherForSale } from '../vouchers/for-sale.ts';
import { missingData } from '../vouchers/guest-data.ts';
import {
  type Channel,
  type PurchaseFacts,
  type PurchaseRefusal,
  purchaseRefusal,
  type VoucherRules,
} from '../vouchers/rules.ts';
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
  /** The promotion the guest came through; a flash sale has to be named. */
  readonly promotionId?: string | undefined;
  /** Where the guest buys; the shop when absent. */
  readonly channel?: Channel | undefined;
  /** Load-test traffic. */
  readonly stress: boolean;
}

/**
 * Writes a new order with its coupons, when sale, stock and limits allow it. The count of sold vouchers is locked from
 * the look at it to the commit, so stock and limits hold however many guests buy at once.
 * @throws AppError VOUCHER_UNKNOWN, VOUCHER_NOT_ON_SALE, VOUCHER_LIVE_ONLY, GUEST_DATA,
 *   VOUCHER_SOLD_OUT, PURCHASE_LIMIT, PROMOTION_NOT_RUNNING, PROMOTION_SOLD_OUT, PROMOTION_LIMIT
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
  const terms = await readTerms(session, accountId, voucherId);
  const [application] = await applicationsOf(session, accountId);
  if (application === undefined && terms.docking === 'direct')
    throw notOnSale(voucherId, 'no application is authorised by the merchant');
  await turnCrowdAway(session, purchase, now);
  const missing = missingData(rules.guestData.buying, purchase.contact, []);
  if (missing.length > 0) throw SANDBOX_ERRORS.error('GUEST_DATA', { path: 'contact', items: missing.join(', ') });
  const channel = purchase.channel ?? 'shop';
  const facts: PurchaseFacts = { count, channel, ...(await lockSales(session, accountId, voucherId, userId)) };
  const refusal = purchaseRefusal(rules, facts, now);
  if (refusal !== null) throw refused(voucherId, refusal, rules, facts);
  const promotion = await promotionFor(session, purchase, accountId, rules.price, now);

  const price = promotion ?? { pay: rules.price, merchantPart: 0, platformPart: 0 };
  const { state, effects } = newOrder(terms.creationMode);
  const orderId = await newId(session, ctx.random, 'order');
  await insertOrder(session, {
    accountId,
    orderId,
    clientKey: application?.clientKey ?? '',
    userId,
    voucherId,
    voucherVersion: version,
    terms: withFee(terms, promotion?.feeBp ?? 0),
    contact: purchase.contact,
    remark: purchase.remark,
    stress: purchase.stress,
    state,
    count,
    unitAmount: rules.price,
    payAmount: price.pay * count,
    promotion: promotion ?? null,
    createdAt: now,
  });
  const ids = await newIds(session, ctx.random, 'coupon', count);
  const codes = ids.map(() => couponCode(ctx));
  await insertCoupons(session, accountId, orderId, rules.nightsPerVoucher, price, ids, codes);
  await addSales(session, accountId, voucherId, count);
  if (promotion !== undefined) await countPromoted(session, accountId, promotion.promotionId, count);
  return { orderId, effects };
}

/** The fee of a boosted place comes on top of the service fee. */
function withFee(terms: Terms, feeBp: number): Terms {
  return { ...terms, serviceFeeBp: Math.min(10_000, terms.serviceFeeBp + feeBp) };
}

/**
 * A flash sale that is sold out needs no lock to be seen so: what is refused here would be refused under the lock too,
 * and a crowd of thousands does not queue for it.
 */
async function turnCrowdAway(session: Session, { promotionId, count }: Purchase, now: number): Promise<void> {
  const promotion = promotionId === undefined ? undefined : await findPromotion(session, promotionId);
  if (promotion !== undefined && promotionRefusal(promotion, count, 0, now) === 'sold-out')
    throw promotionRefused(promotion, 'sold-out', count);
}

/** The promotion a purchase goes under, with its price; read under the lock of the voucher's sales. */
async function promotionFor(
  session: Session,
  { userId, voucherId, count, promotionId }: Purchase,
  accountId: string,
  price: number,
  now: number,
): Promise<OrderPromotion | undefined> {
  const promotions = await promotionsOf(session, accountId, voucherId);
  if (promotions.length === 0 && promotionId === undefined) return undefined;
  const before = await boughtUnder(
    session,
    accountId,
    promotions.map((one) => one.promotionId),
    userId,
  );
  const named = promotions.find((one) => one.promotionId === promotionId);
  if (promotionId !== undefined && named === undefined)
    throw SANDBOX_ERRORS.error('PROMOTION_NOT_RUNNING', { path: 'promotion_id', value: promotionId });
  const refusal = named && promotionRefusal(named, count, before.get(named.promotionId) ?? 0, now);
  if (named !== undefined && refusal) throw promotionRefused(named, refusal, count);
  const chosen = named ?? unnamedPromotion(promotions, price, count, before, now);
  if (chosen === undefined) return undefined;
  const { promotionId: id, kind, name, feeBp } = chosen;
  return { promotionId: id, kind, name, feeBp, ...promotedPrice(price, chosen) };
}

function promotionRefused(promotion: Promotion, refusal: PromotionRefusal, count: number) {
  const value = promotion.promotionId;
  switch (refusal) {
    case 'not-running':
      return SANDBOX_ERRORS.error('PROMOTION_NOT_RUNNING', { path: 'promotion_id', value });
    case 'over-person-limit':
      return SANDBOX_ERRORS.error('PROMOTION_LIMIT', { path: 'count', limit: promotion.perPerson, value });
    case 'sold-out': {
      const left = Math.max(0, (promotion.stock ?? 0) - promotion.sold);
      return SANDBOX_ERRORS.error('PROMOTION_SOLD_OUT', { path: 'count', value: count, left });
    }
  }
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
    case 'live-only':
      return SANDBOX_ERRORS.error('VOUCHER_LIVE_ONLY', { path: 'channel', value: voucherId });
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
