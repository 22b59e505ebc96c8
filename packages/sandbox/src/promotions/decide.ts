/**
 * What the platform's marketing can do to a voucher.
 * - `flash-sale` (秒杀): its own price, stock and limit per person, for a while; the merchant bears it
 * - `boost` (涡轮): shown before others, for a fee on top of the service fee, with or without a discount of the merchant
 * - `subsidy` (货补): the platform pays part of the price; the merchant is settled as if the guest had paid all of it
 */
export type PromotionKind = 'flash-sale' | 'boost' | 'subsidy';

/** A promotion of a voucher. Money in fen per voucher. */
export interface Promotion {
  readonly promotionId: string;
  readonly kind: PromotionKind;
  readonly name: string;
  readonly state: 'on' | 'ended';
  /** Unix ms, both ends included. */
  readonly from: number;
  readonly to: number;
  readonly discount: number;
  /** Price of a flash sale. */
  readonly flashPrice: number | null;
  /** Vouchers of its own; null = as many as the voucher has. */
  readonly stock: number | null;
  readonly perPerson: number | null;
  readonly sold: number;
  readonly feeBp: number;
}

/** What a guest pays for one voucher, and who gives the rest of its price. The three add up to the price. */
export interface PromotedPrice {
  readonly pay: number;
  readonly merchantPart: number;
  readonly platformPart: number;
}

/** A promotion as an order keeps it. */
export interface OrderPromotion extends PromotedPrice {
  readonly promotionId: string;
  readonly kind: PromotionKind;
  readonly name: string;
  readonly feeBp: number;
}

/** Kinds on the wire. The values are not published: ours, in the order of the solution's overview (inferred). */
export const PROMOTION_TYPE: Readonly<Record<PromotionKind, string>> = { 'flash-sale': '1', boost: '2', subsidy: '3' };

/** Whether a promotion runs at a moment. */
export function runs(promotion: Promotion, now: number): boolean {
  return promotion.state === 'on' && promotion.from <= now && now <= promotion.to;
}

/** The price of one voucher under a promotion; nobody buys for nothing, so at least a fen is paid. */
export function promotedPrice(price: number, promotion: Promotion | undefined): PromotedPrice {
  if (promotion === undefined) return { pay: price, merchantPart: 0, platformPart: 0 };
  const wanted = promotion.flashPrice ?? price - promotion.discount;
  const pay = Math.min(price, Math.max(1, wanted));
  const given = price - pay;
  return promotion.kind === 'subsidy'
    ? { pay, merchantPart: 0, platformPart: given }
    : { pay, merchantPart: given, platformPart: 0 };
}

/** Why a promotion does not take so many vouchers more. */
export type PromotionRefusal = 'not-running' | 'sold-out' | 'over-person-limit';

/** Whether `count` vouchers can be bought under a promotion by somebody who bought `boughtBefore` under it. */
export function promotionRefusal(
  promotion: Promotion,
  count: number,
  boughtBefore: number,
  now: number,
): PromotionRefusal | null {
  if (!runs(promotion, now)) return 'not-running';
  if (promotion.perPerson !== null && boughtBefore + count > promotion.perPerson) return 'over-person-limit';
  if (promotion.stock !== null && promotion.sold + count > promotion.stock) return 'sold-out';
  return null;
}

/**
 * The promotion of a purchase for which the guest named none: the one with the lowest price among those that take it.
 * A flash sale is entered by its own door only, so that a crowd that comes too late does not buy at the full price
 * unawares (choice). One order has one promotion: the wire has room for no second (documented shape).
 */
export function unnamedPromotion(
  promotions: readonly Promotion[],
  price: number,
  count: number,
  boughtBefore: ReadonlyMap<string, number>,
  now: number,
): Promotion | undefined {
  return promotions
    .filter((one) => one.kind !== 'flash-sale')
    .filter((one) => promotionRefusal(one, count, boughtBefore.get(one.promotionId) ?? 0, now) === null)
    .sort(
      (a, b) => promotedPrice(price, a).pay - promotedPrice(price, b).pay || (a.promotionId < b.promotionId ? -1 : 1),
    )[0];
}

/** Why a promotion can not be set up. */
export type SetUpProblem =
  | 'over'
  | 'reversed'
  | 'flash-price-missing'
  | 'flash-price-not-lower'
  | 'flash-stock-missing'
  | 'flash-stock-above-voucher'
  | 'no-discount'
  | 'discount-too-high'
  | 'fee-not-boost'
  | 'foreign-currency'
  | 'overlaps';

/** What a set-up is decided against. */
export interface SetUpFacts {
  /** Price of the voucher as it is on sale. */
  readonly price: number;
  readonly currency: string;
  readonly voucherStock: number | null;
  /** Other promotions of the voucher. */
  readonly others: readonly Promotion[];
  readonly now: number;
}

/** The first thing wrong with a new promotion; null = it can run. All of it is a choice. */
export function setUpProblem(
  one: Omit<Promotion, 'promotionId' | 'state' | 'sold'>,
  facts: SetUpFacts,
): SetUpProblem | null {
  // Foreign-currency orders have no marketing (documented).
  if (facts.currency !== 'CNY') return 'foreign-currency';
  if (one.to <= one.from) return 'reversed';
  if (one.to <= facts.now) return 'over';
  if (one.kind !== 'boost' && one.feeBp > 0) return 'fee-not-boost';
  if (one.kind === 'flash-sale') {
    if (one.flashPrice === null) return 'flash-price-missing';
    if (one.flashPrice >= facts.price) return 'flash-price-not-lower';
    if (one.stock === null) return 'flash-stock-missing';
    if (facts.voucherStock !== null && one.stock > facts.voucherStock) return 'flash-stock-above-voucher';
  } else {
    if (one.kind === 'subsidy' && one.discount < 1) return 'no-discount';
    if (one.discount >= facts.price) return 'discount-too-high';
  }
  const meets = (other: Promotion) =>
    other.state === 'on' && other.kind === one.kind && other.from <= one.to && one.from <= other.to;
  return facts.others.some(meets) ? 'overlaps' : null;
}
