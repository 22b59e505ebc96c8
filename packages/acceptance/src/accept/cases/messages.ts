import { addDays, encryptField, hotelClock, type interfaces, type RequestOf } from '@yuzhu/contract';
import type { PulledNight } from '../partner/calendar.ts';
import type { Play } from '../run/play.ts';

/** The message that creates a voucher order. */
export type VoucherOrder = RequestOf<typeof interfaces.voucherOrder>;
/** The message that creates a booking. */
export type Booking = RequestOf<typeof interfaces.booking>;
/** The message of a bookable check. */
export type Check = RequestOf<typeof interfaces.bookableCheck>;
/** A payment notice. */
export type Payment = RequestOf<typeof interfaces.payment>;

/** A guest that does not exist. */
const GUEST = { name: '验收测试', phone: '13800138000' } as const;

const unix = (play: Play) => Math.floor(play.world.now() / 1000);

/** Name plain, phone encrypted: the usual form (observed). */
export function contactOf(play: Play): { name: string; phone: string } {
  return { name: GUEST.name, phone: encryptField(play.world.partner.clientSecret, GUEST.phone) };
}

/** A voucher order as the platform writes it; `pay_info` exactly when the product creates after payment. */
export function voucherOrder(play: Play, count: number, mode: 'one-step' | 'two-step' = play.mode): VoucherOrder {
  const { voucherId, voucherPrice } = play.products;
  return {
    order_id: play.newId(),
    pre_sale_coupon_id: voucherId,
    biz_type: 2011,
    create_order_time_unix: unix(play),
    total_amount: voucherPrice * count,
    total_coupon_count: count,
    each_coupon_amount: voucherPrice,
    total_coupon_discount: 0,
    total_coupon_actual_count: voucherPrice * count,
    contact_info: contactOf(play),
    ...(mode === 'one-step' ? { pay_info: { pay_time_unix: unix(play) } } : {}),
    remark_from_guest: '',
  };
}

/** The notice that a voucher order was paid. */
export function paymentOf(play: Play, order: VoucherOrder, outId: string | undefined): Payment {
  return {
    order_id: order.order_id,
    ...(outId === undefined ? {} : { order_out_id: outId }),
    biz_type: 2011,
    pay_time_unix: unix(play),
    currency: currencyOf(play),
    origin_amount: order.total_amount,
    pay_amount: order.total_amount,
  };
}

const currencyOf = (play: Play) => play.products.currency ?? 'CNY';

/** Prices of nights as checks and bookings carry them: after tax, with the amounts before it where there are any. */
function ratesOf(play: Play, nights: readonly PulledNight[]): Booking['daily_rates'] {
  return nights.map(({ night, price, beforeTax }) => ({
    original_amount: price,
    ...(beforeTax === undefined ? {} : { amount_before_tax: beforeTax }),
    currency: currencyOf(play),
    period_start_date: night,
    period_end_date: addDays(night, 1),
  }));
}

const firstOf = (nights: readonly PulledNight[]) => nights[0]?.night ?? '';
const afterLast = (nights: readonly PulledNight[]) => addDays(nights.at(-1)?.night ?? '', 1);
const sumOf = (nights: readonly PulledNight[]) => nights.reduce((sum, { price }) => sum + price, 0);

/** A bookable check of neighbouring nights at their prices. */
export function checkOf(play: Play, nights: readonly PulledNight[], rooms = 1): Check {
  return {
    rate_plan_id: play.products.ratePlanId,
    biz_type: 2012,
    check_in_date: firstOf(nights),
    check_out_date: afterLast(nights),
    daily_rates: ratesOf(play, nights),
    number_of_units: rooms,
    number_of_guests: rooms,
    total_amount: sumOf(nights) * rooms,
    currency: currencyOf(play),
  };
}

/** A booking of neighbouring nights with a voucher order. */
export function bookingOf(play: Play, sourceOrderId: string, nights: readonly PulledNight[], rooms = 1): Booking {
  const { hotelId, roomId, ratePlanId } = play.products;
  const contact = contactOf(play);
  return {
    order_id: play.newId(),
    source_order_id: sourceOrderId,
    rate_plan_id: ratePlanId,
    biz_type: 2012,
    check_in_date: firstOf(nights),
    check_out_date: afterLast(nights),
    early_arrival_time: '14:00',
    last_arrival_time: '20:00',
    number_of_units: rooms,
    number_of_guests: rooms,
    daily_rates: ratesOf(play, nights),
    hotel_id: hotelId,
    ...(roomId === undefined ? {} : { room_id: roomId }),
    total_amount: sumOf(nights) * rooms,
    currency: currencyOf(play),
    occupancies: [contact],
    contact_info: contact,
    create_order_time_unix: unix(play),
    remark_from_guest: '高楼层，安静',
  };
}

/** A check or a booking of a room by the hour, with the hours as the platform writes them. @param begin Unix ms */
export function withHours<M extends Check | Booking>(message: M, begin: number, duration: number): M {
  return {
    ...message,
    daily_rates: (message.daily_rates ?? []).map((rate) => ({
      ...rate,
      period_start_time: hotelClock(begin),
      period_end_time: hotelClock(begin + duration * 3_600_000),
      usage_duration: duration,
    })),
  };
}
