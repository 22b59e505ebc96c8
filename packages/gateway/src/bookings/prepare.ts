import { type interfaces, MAX_FEN, PARTNER, type RequestOf } from '@yuzhu/contract';
import type { RatePlanEntry } from '../accounts/directory.ts';
import type { Attention } from '../attention.ts';
import { readRates } from '../calendar/daily-rates.ts';
import type { HoursDecision } from '../calendar/hours.ts';
import { readStay, type Stay } from '../calendar/stay.ts';
import { readGuests } from '../guests/guests.ts';
import { type OrRefusal, ok, refused } from '../spi/refusal.ts';
import type { BookingItem, StayNight } from './book.ts';

/** The message of a booking. */
export type BookingMessage = RequestOf<typeof interfaces.booking>;

/** `biz_type` of a booking made with a voucher (documented). */
export const BIZ_BOOKING = 2012;

/** A booking read from its message, before its rate plan is known. */
export interface ReadBooking {
  readonly orderId: string;
  readonly sourceOrderId: string;
  readonly platformRatePlanId: string;
  readonly stay: Stay;
  readonly nights: readonly StayNight[];
  readonly surcharge: number;
  readonly currency: string | undefined;
  readonly beforeTax: number | undefined;
  readonly paidAt: number | null;
  readonly attention: ReadonlySet<Attention>;
}

/**
 * Reads a booking's message: everything that can be said without the database. Pure; `now` in Unix ms. Codes: 13 for what
 * is missing or impossible, naming it; 5, 3 and 18 for the stay.
 */
export function readBooking(message: BookingMessage, now: number): OrRefusal<ReadBooking> {
  if (message.biz_type !== BIZ_BOOKING) return refused(PARTNER.other, `biz_type must be ${BIZ_BOOKING}`);
  const { source_order_id: sourceOrderId = '' } = message;
  if (sourceOrderId === '') return refused(PARTNER.other, 'source_order_id is missing');
  const stay = readStay(message, now);
  if (!stay.ok) return stay;
  const rates = readRates(message.daily_rates, stay.value);
  if (!rates.ok) return rates;
  const { prices, total } = rates.value;
  const attention = new Set(rates.value.attention);
  if (stay.value.guests === 0) attention.add('guests_odd');
  const cleared = prices.includes(0);
  const { total_amount: sentTotal, pay_info: pay } = message;
  if (sentTotal !== undefined) {
    if (sentTotal > MAX_FEN || (sentTotal < 0 && !cleared))
      return refused(PARTNER.other, 'total_amount is not possible');
    if (total !== undefined && total !== sentTotal) attention.add('total_differs');
  }
  let { surcharge } = rates.value;
  const paidAdd = pay?.add_amount;
  if (paidAdd !== undefined && paidAdd !== surcharge) {
    if (paidAdd < 0 || paidAdd > MAX_FEN) return refused(PARTNER.other, 'pay_info.add_amount is not possible');
    attention.add('surcharge_differs');
    // Without nightly amounts the sum that was paid is all there is.
    if (surcharge === 0) surcharge = paidAdd;
  }
  return ok({
    orderId: message.order_id,
    sourceOrderId,
    platformRatePlanId: message.rate_plan_id,
    stay: stay.value,
    nights: stay.value.nights.map((night, at) => ({ night, price: prices[at] ?? 0 })),
    surcharge,
    ...taxOf(message, stay.value),
    paidAt: pay === undefined ? null : paymentTime(pay.pay_time_unix, now),
    attention,
  });
}

/** Currency and amount before tax: as they came, else of the nights. What is not possible is left out (lenient). */
function taxOf(message: BookingMessage, stay: Stay): Pick<ReadBooking, 'currency' | 'beforeTax'> {
  const currency = message.currency ?? message.daily_rates[0]?.currency;
  const ofNights = message.daily_rates.map((rate) => rate.amount_before_tax);
  const complete = ofNights.length > 0 && !ofNights.includes(undefined);
  const sum = ofNights.reduce<number>((total, amount = 0) => total + amount, 0) * stay.rooms;
  const beforeTax = message.amount_before_tax ?? (complete ? sum : undefined);
  const possible = beforeTax !== undefined && beforeTax >= 0 && beforeTax <= MAX_FEN;
  return {
    currency: currency !== undefined && /^[A-Z]{3}$/.test(currency) ? currency : undefined,
    beforeTax: possible ? beforeTax : undefined,
  };
}

/** A payment's time in Unix ms; now when it was not told or can not be. */
export function paymentTime(seconds: number | undefined, now: number): number {
  return seconds !== undefined && seconds > 0 && seconds < 100_000_000_000 ? seconds * 1000 : now;
}

/** What a booking needs besides its message. */
export interface BookingParts {
  readonly plan: RatePlanEntry;
  /** Of an hourly rate plan. */
  readonly hours: HoursDecision | undefined;
  /** Secret of the calling application, for the guests' encrypted fields. */
  readonly secret: string;
  readonly stress: boolean;
  /** Flags of the reading itself. */
  readonly attention: ReadonlySet<Attention>;
  /** Seals for the database. */
  readonly seal: (plain: string) => Uint8Array;
  /** The sealed raw body. */
  readonly request: Uint8Array;
}

/** Puts everything together for the decision. */
export function toItem(booking: ReadBooking, message: BookingMessage, parts: BookingParts): BookingItem {
  const { plan, hours, secret, stress, seal, request } = parts;
  const { guests, attention: ofGuests } = readGuests(secret, message);
  const attention = new Set([...booking.attention, ...ofGuests, ...(hours?.attention ?? []), ...parts.attention]);
  if (differs(message.hotel_id, plan.platformHotelId) || differs(message.room_id, plan.platformRoomId)) {
    attention.add('ids_differ');
  }
  return {
    orderId: booking.orderId,
    sourceOrderId: booking.sourceOrderId,
    ratePlanId: plan.ratePlanId,
    roomTypeId: plan.roomTypeId,
    hotelId: plan.hotelId,
    checkIn: booking.stay.checkIn,
    checkOut: booking.stay.checkOut,
    rooms: booking.stay.rooms,
    guests: booking.stay.guests,
    stay: booking.nights,
    surcharge: booking.surcharge,
    currency: booking.currency,
    beforeTax: booking.beforeTax,
    paidAt: booking.paidAt,
    guest: seal(JSON.stringify(guests)),
    request,
    attention: [...attention],
    hours: hours?.hours,
    refusal: hours?.refusal,
    stress,
  };
}

function differs(sent: string | undefined, ours: string | null): boolean {
  return sent !== undefined && sent !== '' && ours !== null && sent !== ours;
}
