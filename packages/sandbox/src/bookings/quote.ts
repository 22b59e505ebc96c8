import { nightsOf } from '@yuzhu/contract';
import type { Session } from '@yuzhu/runtime';
import { type CalendarNight, calendarNights } from '../calendar/nights.ts';
import { type CouponUse, chooseCoupons } from '../coupons/decide.ts';
import { couponsOf, type KeptCoupon } from '../coupons/store.ts';
import { type Good, goodsByIds } from '../goods/store.ts';
import { brokenGoods } from '../matches/store.ts';
import type { VoucherOrder } from '../orders/store.ts';
import { isOnline } from '../rooms/store.ts';
import type { Person } from '../spi/contact.ts';
import { rulesOf } from '../vouchers/document.ts';
import { differingData, missingData } from '../vouchers/guest-data.ts';
import { type StayRefusal, stayRefusal, surchargeOf, type VoucherRules } from '../vouchers/rules.ts';
import { decideHours, type HoursRefusal, type StayHours } from './hours.ts';
import type { BookedNight } from './store.ts';

/** What a guest asks for. */
export interface StayRequest {
  readonly ratePlanId: string;
  readonly checkIn: string;
  readonly checkOut: string;
  readonly units: number;
  readonly guests: number;
  /** Hourly rooms: when the guest comes, `HH:mm`. */
  readonly startTime?: string | undefined;
}

/** Why the platform itself says no, before it asks the hotel. */
export type QuoteRefusal =
  | StayRefusal
  | HoursRefusal
  | 'voucher-not-usable'
  | 'guest-data-missing'
  | 'guest-data-differs'
  | 'good-off-shelf'
  | 'not-enough-coupons'
  | 'closed'
  | 'sold-out'
  | 'no-price';

/** A stay that the platform's own copy allows, with its prices. */
export interface Quote {
  readonly kind: 'possible';
  readonly good: Good;
  readonly nights: readonly BookedNight[];
  /** Of an hourly room. */
  readonly hours: StayHours | undefined;
  readonly coupons: readonly KeptCoupon[];
  readonly uses: readonly CouponUse[];
}

/** A stay the platform refuses. */
export interface NoQuote {
  readonly kind: 'refused';
  readonly reason: QuoteRefusal;
  readonly night?: string | undefined;
}

/** Texts of the refusals, for guests. */
export const REFUSAL_TEXTS: Readonly<Record<QuoteRefusal, { readonly zh: string; readonly en: string }>> = {
  'voucher-not-usable': { zh: '预售券尚不可用。', en: 'the voucher can not be used yet.' },
  'guest-data-missing': { zh: '入住人信息不完整。', en: 'data the voucher asks of the guests is missing.' },
  'guest-data-differs': {
    zh: '预约信息须与购买人一致。',
    en: 'the guests must be the buyer: data differs from the purchase.',
  },
  'good-not-bound': { zh: '该房型不适用于此预售券。', en: 'the voucher does not cover this room type.' },
  'good-off-shelf': { zh: '该房型已下架。', en: 'the room type is off the shelf.' },
  'no-nights': { zh: '离店日期须晚于入住日期。', en: 'check-out must be after check-in.' },
  'nights-do-not-fit': {
    zh: '晚数须为每张券晚数的整数倍。',
    en: 'the nights must be a multiple of the nights of a voucher.',
  },
  'rooms-do-not-fit': {
    zh: '间数须为每张券间数的整数倍。',
    en: 'the rooms must be a multiple of the rooms of a voucher.',
  },
  'over-booking-limit': { zh: '超过单次预约可用券数。', en: 'more vouchers than one booking may use.' },
  'same-day': { zh: '预售券不支持当日预约。', en: 'a voucher can not be booked for the same day.' },
  'outside-book-range': { zh: '日期不在可预约范围内。', en: 'outside the bookable dates.' },
  'outside-validity': { zh: '日期不在券有效期内。', en: 'outside the validity of the voucher.' },
  excluded: { zh: '该日期不可用。', en: 'this day is excluded.' },
  'too-early': { zh: '还未到可预约时间。', en: 'too far ahead.' },
  'too-late': { zh: '已超过提前预约时限。', en: 'too late: it must be booked longer ahead.' },
  'hourly-one-day': { zh: '钟点房只能预约一天。', en: 'an hourly room is booked for one day.' },
  'hour-missing': { zh: '请选择钟点房的入住时间。', en: 'choose when to come: the room is sold by the hour.' },
  'hour-outside': { zh: '入住时间不在可用时段内。', en: 'the time is outside the hours of the room.' },
  'hour-not-asked': { zh: '全日房无需选择入住时间。', en: 'this room is not sold by the hour.' },
  'not-enough-coupons': { zh: '可用券数量不足。', en: 'not enough free vouchers.' },
  closed: { zh: '房态关闭。', en: 'the room is closed on that day.' },
  'sold-out': { zh: '房量不足。', en: 'not enough rooms.' },
  'no-price': { zh: '该日期没有价格。', en: 'no price for that day.' },
};

/**
 * Looks at a stay with the voucher's rules, the coupons and the platform's own copy of the calendar. Take the order's
 * lock first when the coupons are to be used. `submitted`: the guest must have chosen an hour where one is needed.
 */
export async function quoteStay(
  session: Session,
  order: VoucherOrder,
  stay: StayRequest,
  now: number,
  submitted = false,
): Promise<Quote | NoQuote> {
  if (order.state !== 'paid') return { kind: 'refused', reason: 'voucher-not-usable' };
  const rules = rulesOf(order.document);
  const refusal = stayRefusal(rules, { ...stay, rooms: stay.units }, order.createdAt, now);
  if (refusal !== null) return { kind: 'refused', ...refusal };
  const coupons = await couponsOf(session, order.accountId, order.orderId);
  const dates = nightsOf(stay.checkIn, stay.checkOut);
  const uses = chooseCoupons(coupons, (dates.length * stay.units) / rules.roomsPerVoucher, rules.separable);
  if (uses === undefined) return { kind: 'refused', reason: 'not-enough-coupons' };
  if (rules.limits.perBooking !== null && uses.length > rules.limits.perBooking)
    return { kind: 'refused', reason: 'over-booking-limit' };
  const [good] = await goodsByIds(session, order.accountId, [stay.ratePlanId]);
  if (good === undefined || good.shelf !== 'on') return { kind: 'refused', reason: 'good-off-shelf' };
  if (!(await isOnline(session, order.accountId, good.roomId))) return { kind: 'refused', reason: 'good-off-shelf' };
  if ((await brokenGoods(session, order.accountId, [stay.ratePlanId])).size > 0)
    return { kind: 'refused', reason: 'good-off-shelf' };
  const asked = { checkIn: stay.checkIn, nights: dates.length, startTime: stay.startTime };
  const decided = decideHours(good, asked, submitted);
  if ('refusal' in decided) return { kind: 'refused', reason: decided.refusal };
  const calendar = await calendarNights(session, order.accountId, stay.ratePlanId, dates);
  for (const night of calendar) {
    const reason = nightProblem(night, stay.units);
    if (reason !== undefined) return { kind: 'refused', reason, night: night.night };
  }
  const nights = bookedNights(rules, stay.ratePlanId, calendar);
  return { kind: 'possible', good, nights, hours: decided.hours, coupons, uses };
}

/** Whether those who stay gave what the voucher asks of them, and are whom it asks for. */
export function guestDataRefusal(
  order: VoucherOrder,
  contact: Person,
  guests: readonly Person[],
): { readonly reason: 'guest-data-missing' | 'guest-data-differs'; readonly items: readonly string[] } | undefined {
  const { booking } = rulesOf(order.document).guestData;
  const missing = missingData(booking, contact, guests);
  if (missing.length > 0) return { reason: 'guest-data-missing', items: missing };
  const differing = differingData(booking, order.contact, contact, guests);
  return differing.length > 0 ? { reason: 'guest-data-differs', items: differing } : undefined;
}

/** The nights with price and surcharge; a night without a price counts as 0 and is never booked. */
function bookedNights(rules: VoucherRules, ratePlanId: string, calendar: readonly CalendarNight[]): BookedNight[] {
  return calendar.map(({ night, originalAmount, beforeTax }) => ({
    night,
    ...(beforeTax === null ? {} : { beforeTax }),
    price: originalAmount ?? 0,
    add: surchargeOf(rules, ratePlanId, night),
  }));
}

/** Why a night of the copy can not be offered for so many rooms. */
export function nightProblem(night: CalendarNight, rooms: number): 'closed' | 'sold-out' | 'no-price' | undefined {
  if (!night.available) return 'closed';
  if (night.originalAmount === null) return 'no-price';
  return night.inventory < rooms ? 'sold-out' : undefined;
}
