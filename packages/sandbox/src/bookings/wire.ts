import { addDays, interfaces, type RequestOf } from '@yuzhu/contract';
import type { Session } from '@yuzhu/runtime';
import { split } from '../ledger/postings.ts';
import type { VoucherOrder } from '../orders/store.ts';
import { BIZ_TYPE, unixSeconds } from '../orders/wire.ts';
import { wirePeople } from '../spi/contact.ts';
import { cancelRules } from '../vouchers/document.ts';
import type { StayHours } from './hours.ts';
import type { BookedNight, Booking } from './store.ts';

export const CHECK = interfaces.bookableCheck;
export const CREATE = interfaces.booking;
export const PAYMENT = interfaces.payment;

/** What is asked in a bookable check. */
export interface CheckSubject {
  readonly ratePlanId: string;
  readonly checkIn: string;
  readonly checkOut: string;
  readonly units: number;
  readonly guests: number;
  readonly nights: readonly BookedNight[];
  readonly hours?: StayHours | null | undefined;
  /** Of the good. */
  readonly currency: string;
}

/** Sum of the nights' prices for all rooms: has nothing to do with what the voucher cost (observed). */
export function roomAmount(nights: readonly BookedNight[], units: number): number {
  return nights.reduce((sum, { price }) => sum + price, 0) * units;
}

/** Sum of the nights' surcharges for all rooms. */
export function surchargeAmount(nights: readonly BookedNight[], units: number): number {
  return nights.reduce((sum, { add }) => sum + add, 0) * units;
}

/** Hourly rooms: the length always, the times once the guest has chosen (documented for calendar rooms). */
function hoursMembers(hours: StayHours | null | undefined) {
  if (hours === null || hours === undefined) return {};
  const { start, end, duration } = hours;
  const times = start === undefined || end === undefined ? {} : { period_start_time: start, period_end_time: end };
  return { ...times, usage_duration: duration };
}

/** Prices before tax over all nights and rooms, where every night has one. */
function beforeTaxMembers(nights: readonly BookedNight[], units: number) {
  const amounts = nights.flatMap(({ beforeTax }) => beforeTax ?? []);
  if (amounts.length === 0 || amounts.length < nights.length) return {};
  return { amount_before_tax: amounts.reduce((sum, amount) => sum + amount, 0) * units };
}

function dailyRates(nights: readonly BookedNight[], hours: StayHours | null | undefined, currency: string) {
  const surcharged = nights.some(({ add }) => add > 0);
  return nights.map(({ night, price, add, beforeTax }) => ({
    original_amount: price,
    ...(beforeTax === undefined ? {} : { amount_before_tax: beforeTax }),
    currency,
    period_start_date: night,
    period_end_date: addDays(night, 1),
    ...hoursMembers(hours),
    ...(surcharged ? { daily_add_amount: add } : {}),
  }));
}

/** The meals of the voucher; of a meal only its kind is known on the wire (inferred). */
function mealsOf(order: VoucherOrder) {
  const meals = order.document.meals ?? [];
  return meals.length === 0 ? {} : { meals: meals.map(({ type }) => ({ meal_type: type })) };
}

/** The bookable check of a stay. */
export function checkRequest(order: VoucherOrder, stay: CheckSubject): RequestOf<typeof CHECK> {
  return {
    rate_plan_id: stay.ratePlanId,
    biz_type: BIZ_TYPE.booking,
    check_in_date: stay.checkIn,
    check_out_date: stay.checkOut,
    daily_rates: dailyRates(stay.nights, stay.hours, stay.currency),
    ...mealsOf(order),
    number_of_units: stay.units,
    number_of_guests: stay.guests,
    total_amount: roomAmount(stay.nights, stay.units),
    currency: stay.currency,
  };
}

/** The create call of a booking; `pay_info` when a surcharge was paid before (observed). */
export async function createRequest(
  session: Session,
  booking: Booking,
  order: VoucherOrder,
): Promise<RequestOf<typeof CREATE>> {
  const people = await wirePeople(session, booking.clientKey, [
    { name: booking.contact.name, phone: booking.contact.phone },
    ...booking.occupancies,
  ]);
  const [contact, ...occupancies] = people;
  const { surcharge, paidAt, arrival } = booking;
  const rules = cancelRules(order.document.trade_info);
  return {
    order_id: booking.bookingId,
    source_order_id: booking.orderId,
    rate_plan_id: booking.ratePlanId,
    biz_type: BIZ_TYPE.booking,
    check_in_date: booking.checkIn,
    check_out_date: booking.checkOut,
    ...(arrival.earliest === undefined ? {} : { early_arrival_time: arrival.earliest }),
    ...(arrival.latest === undefined ? {} : { last_arrival_time: arrival.latest }),
    number_of_units: booking.units,
    number_of_guests: booking.guests,
    daily_rates: dailyRates(booking.nights, booking.hours, booking.currency),
    ...(rules.length === 0 ? {} : { cancel_rule: rules }),
    ...mealsOf(order),
    hotel_id: booking.hotelId,
    room_id: booking.roomId,
    total_amount: booking.roomAmount,
    ...beforeTaxMembers(booking.nights, booking.units),
    currency: booking.currency,
    occupancies,
    ...(contact === undefined ? {} : { contact_info: contact }),
    ...(surcharge === 0 || paidAt === null
      ? {}
      : {
          pay_info: {
            origin_amount: surcharge,
            add_amount: surcharge,
            pay_amount: surcharge,
            pay_time_unix: unixSeconds(paidAt),
          },
        }),
    create_order_time_unix: unixSeconds(booking.createdAt),
    ...(booking.remark === null ? {} : { remark_from_guest: booking.remark }),
  };
}

/** The payment notice of a surcharge (two-step). */
export function surchargeNotice(booking: Booking, order: VoucherOrder, paidAt: number): RequestOf<typeof PAYMENT> {
  const { surcharge } = booking;
  return {
    order_id: booking.bookingId,
    ...(booking.orderOutId === null ? {} : { order_out_id: booking.orderOutId }),
    biz_type: BIZ_TYPE.booking,
    pay_time_unix: unixSeconds(paidAt),
    currency: booking.currency,
    origin_amount: surcharge,
    add_amount: surcharge,
    pay_amount: surcharge,
    merchant_receivable_amount: split(surcharge, order.terms).merchant,
  };
}
