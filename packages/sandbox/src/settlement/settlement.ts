import { addDays, hotelMoment } from '@yuzhu/contract';
import type { Random, Session } from '@yuzhu/runtime';
import type { Booking } from '../bookings/store.ts';
import { sharesOf } from '../coupons/decide.ts';
import { moveUses, noteVerified } from '../coupons/store.ts';
import { newId } from '../ids.ts';
import { type SplitTerms, settlement, split } from '../ledger/postings.ts';
import { post } from '../ledger/store.ts';
import type { PromotedPrice } from '../promotions/decide.ts';

/** Time of day of verification and settlement on the day after departure, hotel time. A choice: only the day is documented. */
const VERIFICATION_TIME = '03:00';

/** When a stay that ends on a day is verified: T+1 (documented). */
export function verificationTime(departure: string): number {
  return hotelMoment(addDays(departure, 1), VERIFICATION_TIME);
}

/** Verifies the coupons of a booking: each use gets its share of the coupon's price and a verification id. */
export async function verifyBooking(session: Session, random: Random, booking: Booking): Promise<void> {
  const { accountId, bookingId, orderId } = booking;
  for (const { use, coupon } of await moveUses(session, accountId, orderId, bookingId, 'verify')) {
    const share = sharesOf(coupon, coupon.verified + coupon.settled, use.nights);
    const verifyId = await newId(session, random, 'verification');
    await noteVerified(session, accountId, bookingId, use.couponId, share, verifyId);
  }
}

/** Settles a verified booking: one posting and one bill line for each coupon use, and one for a paid surcharge. */
export async function settleBooking(
  session: Session,
  random: Random,
  booking: Booking,
  terms: SplitTerms,
  now: number,
): Promise<void> {
  const { accountId, bookingId, orderId } = booking;
  const line = async (
    kind: 'coupon' | 'surcharge',
    share: PromotedPrice,
    number: number,
    verifyId: string,
    couponId?: string,
  ) => {
    const { pay, platformPart, merchantPart } = share;
    const posting = settlement(bookingId, accountId, terms, split(pay + platformPart, terms), platformPart);
    const postingId = await post(session, random, accountId, posting, now);
    await session.execute(
      `INSERT INTO sandbox.bill_lines (account_id, ledger_id, bill_date, kind, booking_id, order_id, coupon_id, verify_id,
         verify_number, posting_id, settled_ms, merchant_part)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        accountId,
        await newId(session, random, 'bill'),
        booking.verifiedOn,
        kind,
        bookingId,
        orderId,
        couponId ?? null,
        verifyId,
        number,
        postingId,
        now,
        merchantPart,
      ],
    );
  };
  let number = 0;
  for (const { use } of await moveUses(session, accountId, orderId, bookingId, 'settle')) {
    number += 1;
    const { amount, platformPart, merchantPart } = use;
    await line('coupon', { pay: amount ?? 0, platformPart, merchantPart }, number, use.verifyId ?? '', use.couponId);
  }
  if (booking.surchargeState === 'paid') {
    const share = { pay: booking.surcharge, platformPart: 0, merchantPart: 0 };
    await line('surcharge', share, number + 1, await newId(session, random, 'verification'));
  }
}
