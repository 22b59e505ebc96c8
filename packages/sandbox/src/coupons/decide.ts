import type { PromotedPrice } from '../promotions/decide.ts';

/**
 * A bought voucher piece. It is worth `total` nights for the voucher's rooms; the counts say where they are and always
 * add up to `total`.
 */
export interface Coupon {
  readonly couponId: string;
  /** `pending`: its order is not paid; `void`: its order was closed. */
  readonly state: 'pending' | 'usable' | 'void';
  readonly total: number;
  readonly free: number;
  /** In a booking that is not accepted yet. */
  readonly held: number;
  readonly booked: number;
  readonly verified: number;
  readonly settled: number;
}

/** Nights of one coupon that a booking uses. */
export interface CouponUse {
  readonly couponId: string;
  readonly nights: number;
}

/** Where nights can be moved, from and to which count. */
const MOVES = {
  /** A booking is submitted. */
  hold: ['free', 'held'],
  /** The hotel accepted. */
  book: ['held', 'booked'],
  /** A booking that was not accepted ended. */
  release: ['held', 'free'],
  /** T+1. */
  verify: ['booked', 'verified'],
  settle: ['verified', 'settled'],
} as const satisfies Record<string, readonly [from: keyof Coupon, to: keyof Coupon]>;

/** What can happen to nights of a coupon. */
export type CouponMove = keyof typeof MOVES;

/**
 * Moves nights of a coupon; undefined when that is not possible (coupon not usable, too few nights there). Only what
 * was held before can go on after a coupon became void.
 */
export function moveNights(coupon: Coupon, move: CouponMove, nights: number): Coupon | undefined {
  const [from, to] = MOVES[move];
  if (!Number.isInteger(nights) || nights < 1 || coupon[from] < nights) return undefined;
  if (move === 'hold' && coupon.state !== 'usable') return undefined;
  return { ...coupon, [from]: coupon[from] - nights, [to]: coupon[to] + nights };
}

/** The payment's word on a coupon. */
export function activate(coupon: Coupon): Coupon | undefined {
  return coupon.state === 'pending' ? { ...coupon, state: 'usable' } : undefined;
}

/** Takes a coupon out of use, when none of its nights is anywhere but free. */
export function voidCoupon(coupon: Coupon): Coupon | undefined {
  return coupon.state !== 'void' && coupon.free === coupon.total ? { ...coupon, state: 'void' } : undefined;
}

/**
 * Chooses the coupons of an order for a booking that needs so many coupon nights: begun ones first, then in order. A
 * voucher that must not be split is taken whole.
 * @returns undefined when too few are free.
 */
export function chooseCoupons(
  coupons: readonly Coupon[],
  nights: number,
  separable: boolean,
): readonly CouponUse[] | undefined {
  const usable = coupons.filter(
    ({ state, free, total }) => state === 'usable' && (separable ? free > 0 : free === total),
  );
  const begunFirst = [...usable].sort((a, b) => Number(a.free === a.total) - Number(b.free === b.total));
  const uses: CouponUse[] = [];
  let wanted = nights;
  for (const { couponId, free } of begunFirst) {
    if (wanted === 0) break;
    const taken = Math.min(free, wanted);
    uses.push({ couponId, nights: taken });
    wanted -= taken;
  }
  return wanted === 0 && nights > 0 ? uses : undefined;
}

/** The word for people: where most of a coupon's life stands. */
export function couponStatus(coupon: Coupon): 'pending' | 'unused' | 'in-use' | 'settled' | 'void' {
  if (coupon.state === 'void') return 'void';
  if (coupon.state === 'pending') return 'pending';
  if (coupon.free === coupon.total) return 'unused';
  return coupon.settled === coupon.total ? 'settled' : 'in-use';
}

/** Shares of a coupon's three amounts for some of its nights; see `shareOf`. */
export function sharesOf(
  coupon: {
    readonly payAmount: number;
    readonly platformPart: number;
    readonly merchantPart: number;
    readonly total: number;
  },
  before: number,
  nights: number,
): PromotedPrice {
  const share = (amount: number) => shareOf(amount, coupon.total, before, nights);
  return {
    pay: share(coupon.payAmount),
    platformPart: share(coupon.platformPart),
    merchantPart: share(coupon.merchantPart),
  };
}

/**
 * What `nights` nights of a coupon are worth, in fen, when `before` of its nights were verified already: cumulative, so
 * that all shares add up to the price to the fen.
 */
export function shareOf(payAmount: number, total: number, before: number, nights: number): number {
  const upTo = (count: number) => Math.floor((payAmount * count) / total);
  return upTo(before + nights) - upTo(before);
}
