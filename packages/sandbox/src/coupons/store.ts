import type { Session } from '@yuzhu/runtime';
import type { PromotedPrice } from '../promotions/decide.ts';
import { activate, type Coupon, type CouponMove, type CouponUse, moveNights, voidCoupon } from './decide.ts';

/** A coupon as it is kept. */
export interface KeptCoupon extends Coupon {
  readonly orderId: string;
  readonly number: number;
  readonly code: string;
  /** What was paid for it, fen. */
  readonly payAmount: number;
  /** What the platform adds to it, and what the merchant gave up, fen. */
  readonly platformPart: number;
  readonly merchantPart: number;
}

/** Nights of a coupon in a booking, as they are kept. */
export interface KeptUse extends CouponUse {
  readonly state: 'held' | 'booked' | 'released' | 'verified' | 'settled';
  /** Share of what the guest paid, fen; known once verified, as are the two parts beside it. */
  readonly amount: number | null;
  readonly platformPart: number;
  readonly merchantPart: number;
  readonly verifyId: string | null;
}

const COLUMNS = `coupon_id AS "couponId", order_id AS "orderId", number, code, state, pay_amount AS "payAmount",
  platform_part AS "platformPart", merchant_part AS "merchantPart", total,
  free, held, booked, verified, settled`;

/** The state a use is in after a move. */
const USE_STATE = {
  hold: 'held',
  book: 'booked',
  release: 'released',
  verify: 'verified',
  settle: 'settled',
} as const satisfies Record<CouponMove, KeptUse['state']>;

/** The coupons of an order in their order. Lock the order first when they are to be changed. */
export function couponsOf(session: Session, accountId: string, orderId: string): Promise<KeptCoupon[]> {
  return session.query<KeptCoupon>(
    `SELECT ${COLUMNS} FROM sandbox.coupons WHERE account_id = $1 AND order_id = $2 ORDER BY number`,
    [accountId, orderId],
  );
}

/** Makes the coupons of a new order, not usable yet. */
export async function insertCoupons(
  session: Session,
  accountId: string,
  orderId: string,
  nightsEach: number,
  each: PromotedPrice,
  ids: readonly string[],
  codes: readonly string[],
): Promise<void> {
  await session.execute(
    `INSERT INTO sandbox.coupons (account_id, coupon_id, order_id, number, code, state, pay_amount, total, free,
       platform_part, merchant_part)
     SELECT $1, id, $2, number, code, 'pending', $3, $4, $4, $7, $8
     FROM unnest($5::text[], $6::text[]) WITH ORDINALITY AS made (id, code, number)`,
    [accountId, orderId, each.pay, nightsEach, ids, codes, each.platformPart, each.merchantPart],
  );
}

/** Makes all coupons of an order usable, or takes them out of use. */
export async function setCoupons(
  session: Session,
  accountId: string,
  orderId: string,
  what: 'activate' | 'void',
): Promise<void> {
  for (const coupon of await couponsOf(session, accountId, orderId)) {
    const next = what === 'activate' ? activate(coupon) : voidCoupon(coupon);
    if (next === undefined) throw new Error(`coupon ${coupon.couponId} can not be ${what}d from ${coupon.state}`);
    await writeCoupon(session, accountId, next);
  }
}

/** Puts nights into a new booking. @throws Error when they are not free: the caller chose them under the order's lock. */
export async function holdCoupons(
  session: Session,
  accountId: string,
  bookingId: string,
  coupons: readonly KeptCoupon[],
  uses: readonly CouponUse[],
): Promise<void> {
  for (const { couponId, nights } of uses) {
    await moveOne(session, accountId, coupons, couponId, 'hold', nights);
    await session.execute(
      `INSERT INTO sandbox.coupon_uses (account_id, booking_id, coupon_id, nights, state) VALUES ($1, $2, $3, $4, 'held')`,
      [accountId, bookingId, couponId, nights],
    );
  }
}

/** Moves all nights of a booking on. @returns the uses as they were, in the order of their coupons. */
export async function moveUses(
  session: Session,
  accountId: string,
  orderId: string,
  bookingId: string,
  move: Exclude<CouponMove, 'hold'>,
): Promise<readonly { readonly use: KeptUse; readonly coupon: KeptCoupon }[]> {
  const coupons = await couponsOf(session, accountId, orderId);
  const uses = await usesOf(session, accountId, bookingId);
  const moved: { use: KeptUse; coupon: KeptCoupon }[] = [];
  for (const use of uses) {
    const coupon = await moveOne(session, accountId, coupons, use.couponId, move, use.nights);
    await session.execute(
      'UPDATE sandbox.coupon_uses SET state = $4 WHERE account_id = $1 AND booking_id = $2 AND coupon_id = $3',
      [accountId, bookingId, use.couponId, USE_STATE[move]],
    );
    moved.push({ use, coupon });
  }
  return moved;
}

/** Which coupons a booking uses, in the coupons' order. */
export function usesOf(session: Session, accountId: string, bookingId: string): Promise<KeptUse[]> {
  return session.query<KeptUse>(
    `SELECT u.coupon_id AS "couponId", u.nights, u.state, u.amount,
       u.platform_part AS "platformPart", u.merchant_part AS "merchantPart", u.verify_id AS "verifyId"
     FROM sandbox.coupon_uses u JOIN sandbox.coupons c USING (account_id, coupon_id)
     WHERE u.account_id = $1 AND u.booking_id = $2 ORDER BY c.number`,
    [accountId, bookingId],
  );
}

/** Notes what the verified nights are worth. */
export async function noteVerified(
  session: Session,
  accountId: string,
  bookingId: string,
  couponId: string,
  share: PromotedPrice,
  verifyId: string,
): Promise<void> {
  await session.execute(
    `UPDATE sandbox.coupon_uses SET amount = $4, verify_id = $5, platform_part = $6, merchant_part = $7
     WHERE account_id = $1 AND booking_id = $2 AND coupon_id = $3`,
    [accountId, bookingId, couponId, share.pay, verifyId, share.platformPart, share.merchantPart],
  );
}

async function moveOne(
  session: Session,
  accountId: string,
  coupons: readonly KeptCoupon[],
  couponId: string,
  move: CouponMove,
  nights: number,
): Promise<KeptCoupon> {
  const coupon = coupons.find((one) => one.couponId === couponId);
  const next = coupon === undefined ? undefined : moveNights(coupon, move, nights);
  if (coupon === undefined || next === undefined)
    throw new Error(`coupon ${couponId}: ${nights} nights can not ${move}`);
  await writeCoupon(session, accountId, next);
  return coupon;
}

async function writeCoupon(session: Session, accountId: string, coupon: Coupon): Promise<void> {
  await session.execute(
    `UPDATE sandbox.coupons SET state = $3, free = $4, held = $5, booked = $6, verified = $7, settled = $8
     WHERE account_id = $1 AND coupon_id = $2`,
    [
      accountId,
      coupon.couponId,
      coupon.state,
      coupon.free,
      coupon.held,
      coupon.booked,
      coupon.verified,
      coupon.settled,
    ],
  );
}
