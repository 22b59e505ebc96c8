import type { Static } from 'typebox';
import type { Look } from '../bookings/bookings.ts';
import type { HotelWord } from '../bookings/check.ts';
import { REFUSAL_TEXTS } from '../bookings/quote.ts';
import type { BookedNight, Booking } from '../bookings/store.ts';
import { roomAmount, surchargeAmount } from '../bookings/wire.ts';
import { couponStatus } from '../coupons/decide.ts';
import type { KeptCoupon } from '../coupons/store.ts';
import type { VoucherOrder } from '../orders/store.ts';
import { orderCurrency } from '../orders/wire.ts';
import { rulesOf } from '../vouchers/document.ts';
import type { bookingShape, lookReply, orderShape } from './shapes.ts';

/** A voucher order as its guest sees it. */
export function orderView(order: VoucherOrder, coupons: readonly KeptCoupon[]): Static<typeof orderShape> {
  return {
    order_id: order.orderId,
    voucher_id: order.voucherId,
    voucher: order.document.pre_sale_coupon_info.coupon_name,
    state: order.state,
    creation_mode: order.terms.creationMode,
    count: order.count,
    currency: orderCurrency(order),
    unit_amount: order.unitAmount,
    pay_amount: order.payAmount,
    promotion: promotionView(order),
    created_at: order.createdAt,
    pay_deadline: order.payDeadline,
    paid_at: order.paidAt,
    closed_at: order.closedAt,
    close_reason: order.closeReason,
    failure: failureOf(order),
    hotel_order_id: order.orderOutId,
    notice: order.notice,
    actions: orderActions(order, coupons),
    coupons: coupons.map((coupon) => ({
      coupon_id: coupon.couponId,
      code: coupon.code,
      status: couponStatus(coupon),
      nights: coupon.total,
      free: coupon.free,
      held: coupon.held,
      booked: coupon.booked,
      verified: coupon.verified,
      settled: coupon.settled,
    })),
  };
}

/** A booking as its guest sees it. */
export function bookingView(booking: Booking): Static<typeof bookingShape> {
  const rejected = booking.state === 'rejected' && booking.decidedBy === 'partner';
  return {
    booking_id: booking.bookingId,
    order_id: booking.orderId,
    state: booking.state,
    hotel_id: booking.hotelId,
    room_id: booking.roomId,
    rate_plan_id: booking.ratePlanId,
    check_in: booking.checkIn,
    check_out: booking.checkOut,
    rooms: booking.units,
    guests: booking.guests,
    nights: booking.nights.map(nightView),
    hours: hoursView(booking),
    currency: booking.currency,
    room_amount: booking.roomAmount,
    surcharge: booking.surcharge,
    surcharge_state: booking.surchargeState,
    hotel_booking_id: booking.orderOutId,
    confirm_mode: booking.confirmMode,
    confirm_number: booking.confirmNumber,
    decided_by: booking.decidedBy,
    reject: rejected ? { code: booking.rejectCode, reason: booking.rejectReason } : null,
    end_reason: booking.endReason,
    failure: failureOf(booking),
    created_at: booking.createdAt,
    pay_deadline: booking.payDeadline,
    paid_at: booking.paidAt,
    accept_deadline: booking.acceptDeadline,
    accepted_at: booking.acceptedAt,
    ended_at: booking.endedAt,
    checked_in_at: booking.checkedInAt,
    no_show_at: booking.noShowAt,
    checked_out_at: booking.checkedOutAt,
    verified_on: booking.verifiedOn,
    settled_at: booking.settledAt,
    notice: booking.notice,
    actions: booking.state === 'waiting-payment' ? ['pay'] : [],
  };
}

/** What a look at a stay shows. */
export function lookView({ order, quote, word }: Look, rooms: number): Static<typeof lookReply> {
  const nights = quote.kind === 'possible' ? quote.nights : [];
  return {
    bookable: quote.kind === 'possible' && word?.kind === 'bookable',
    by: word === undefined ? 'platform' : word.kind === 'silent' ? 'hotel-silent' : 'hotel',
    reason: word === undefined ? platformReason(quote) : hotelReason(word),
    nights: nights.map(nightView),
    currency: orderCurrency(order),
    room_amount: roomAmount(nights, rooms),
    surcharge: surchargeAmount(nights, rooms),
    coupons:
      quote.kind === 'possible'
        ? quote.uses.map(({ couponId, nights: n }) => ({ coupon_id: couponId, nights: n }))
        : [],
    asks: [...new Set(rulesOf(order.document).guestData.booking.flatMap(({ items }) => items))],
    logid: word?.logid ?? null,
  };
}

function promotionView({ promotion, unitAmount, count, payAmount }: VoucherOrder) {
  if (promotion === null) return null;
  const { promotionId, kind, name } = promotion;
  return { promotion_id: promotionId, kind, name, discount: unitAmount * count - payAmount };
}

function orderActions(order: VoucherOrder, coupons: readonly KeptCoupon[]): string[] {
  if (order.state === 'waiting-payment' || order.state === 'unpaid') return ['pay'];
  return order.state === 'paid' && coupons.some(({ free }) => free > 0) ? ['book'] : [];
}

type Reason = Static<typeof lookReply>['reason'];

function platformReason(quote: Look['quote']): Reason {
  if (quote.kind === 'possible') return null;
  const { reason, night } = quote;
  return { code: reason, ...REFUSAL_TEXTS[reason], ...(night === undefined ? {} : { night }) };
}

function hotelReason(word: HotelWord): Reason {
  switch (word.kind) {
    case 'bookable':
      return null;
    case 'silent':
      return { code: 'hotel-silent', zh: `酒店未应答：${word.reason}`, en: `the hotel gave no answer: ${word.reason}` };
    case 'refused':
      return { code: String(word.code), zh: word.text, en: `the hotel refused with code ${word.code}: ${word.text}` };
  }
}

function hoursView({ hours }: Booking) {
  return hours?.start === undefined || hours.end === undefined ? null : { start: hours.start, end: hours.end };
}

function nightView({ night, price, add }: BookedNight) {
  return { night, price, surcharge: add };
}

function failureOf(one: { readonly failureCode: number | null; readonly failureText: string | null }) {
  return one.failureText === null ? null : { code: one.failureCode, text: one.failureText };
}
