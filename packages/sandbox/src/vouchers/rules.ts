import { addDays, daysBetween, hotelDate, hotelMoment, nightsOf, weekday } from '@yuzhu/contract';
import type { GuestData } from './guest-data.ts';
import { onHoliday } from './holidays.ts';

/** Days named in one way: a range, weekdays, holidays, or single days. */
export type DayCondition =
  | { readonly kind: 'range'; readonly from: string; readonly to: string }
  | { readonly kind: 'weekdays'; readonly weekdays: readonly number[] }
  /** `year` null = every year. */
  | {
      readonly kind: 'holidays';
      readonly holidays: readonly { readonly number: number; readonly year: string | null }[];
    }
  | { readonly kind: 'days'; readonly days: readonly string[] };

/** A surcharge (加价) in fen per room and night. */
export interface Markup {
  readonly amount: number;
  /** It applies on days that meet one of them. */
  readonly days: readonly DayCondition[];
  /** Goods it applies to; null = all. */
  readonly ratePlanIds: readonly string[] | null;
}

/** A group of a package: what is in it, and how much of it the guest may choose. */
export interface Package {
  readonly name: string;
  /** Things the guest may choose; null = all of them. */
  readonly choose: number | null;
  readonly items: readonly { readonly name: string; readonly count: number; readonly unit: string }[];
}

/** Cancellation of a booking, in our words. */
export interface CancelRule {
  readonly kind: 'until' | 'never' | 'stepped';
  /** Milliseconds before 24:00 of the check-in day (or before the acceptance), with what is kept from then on. */
  readonly base: 'check-in' | 'acceptance';
  readonly steps: readonly {
    readonly beforeMs: number;
    readonly cut: 'percent' | 'first-night-percent' | 'fixed';
    readonly value: number;
  }[];
}

/** A voucher's rules in plain JSON: what the wire's `presale_info` says, in clean names. Money in fen, days in hotel time. */
export interface VoucherRules {
  readonly outId: string;
  readonly name: string;
  readonly categoryId: string;
  readonly currency: string;
  readonly cover: string;
  readonly pictures: readonly string[];
  /** Struck-through price. */
  readonly originalAmount: number;
  /** What the guest pays for one voucher. */
  readonly price: number;
  readonly kind: 'full-day' | 'hourly';
  /** Hours of use, hourly vouchers. */
  readonly usageHours: number | null;
  readonly roomsPerVoucher: number;
  readonly nightsPerVoucher: number;
  /** The nights of one voucher may be used in several bookings. */
  readonly separable: boolean;
  /** Bookable goods the guest may choose. */
  readonly ratePlanIds: readonly string[];
  readonly markups: readonly Markup[];
  /** Time on sale, Unix milliseconds, both ends included. */
  readonly sale: { readonly fromMs: number; readonly toMs: number; readonly autoExtends: boolean };
  /** Nights that may be booked. */
  readonly book: { readonly from: string; readonly to: string };
  /** Only shown in live rooms. */
  readonly liveOnly: boolean;
  /** Vouchers that may be sold in all; null = without limit. */
  readonly stock: number | null;
  /** Nights a bought voucher can be used for. */
  readonly validity:
    | { readonly kind: 'range'; readonly from: string; readonly to: string }
    | { readonly kind: 'days'; readonly days: number };
  /** Nights excluded. */
  readonly excluded: readonly DayCondition[];
  readonly limits: {
    readonly perOrder: number;
    readonly perPerson: number | null;
    /** Vouchers usable in one booking. */
    readonly perBooking: number | null;
  };
  readonly lead: {
    /** Check-in at most so many days ahead. */
    readonly earliestDays: number | null;
    /** Booked at least so long before: days by the calendar, hours and minutes before the check-in day begins (inferred). */
    readonly atLeast: { readonly amount: number; readonly unit: 'day' | 'hour' | 'minute' } | null;
  };
  readonly cancel: CancelRule;
  readonly meals: readonly { readonly type: number; readonly count: number }[];
  /** Check-in from, check-out until, `HH:mm`. */
  readonly checkTimes: { readonly from: string | null; readonly to: string | null } | null;
  readonly foreignGuests: boolean;
  readonly notes: readonly string[];
  /** Data to collect from buyer and guests (留资). */
  readonly guestData: GuestData;
  /** Contents beside the room (套餐). */
  readonly packages: readonly Package[];
  /** Who issues the invoice: 1 the merchant (observed). */
  readonly invoiceProvider: number;
  readonly testData: boolean;
}

/** Whether a day meets a condition. */
export function meets(day: string, condition: DayCondition): boolean {
  switch (condition.kind) {
    case 'range':
      return condition.from <= day && day <= condition.to;
    case 'weekdays':
      return condition.weekdays.includes(weekday(day));
    case 'holidays':
      return condition.holidays.some(({ number, year }) => onHoliday(day, number, year));
    case 'days':
      return condition.days.includes(day);
  }
}

/**
 * Surcharge of one night for one room of a good, in fen. When several rules cover the night the highest one counts
 * (inferred: the platform's forms do not allow overlaps).
 */
export function surchargeOf(rules: VoucherRules, ratePlanId: string, night: string): number {
  return rules.markups
    .filter((rule) => rule.ratePlanIds === null || rule.ratePlanIds.includes(ratePlanId))
    .filter((rule) => rule.days.some((condition) => meets(night, condition)))
    .reduce((highest, rule) => Math.max(highest, rule.amount), 0);
}

/** Why a voucher can not be bought now. */
export type PurchaseRefusal =
  | 'live-only'
  | 'sale-not-begun'
  | 'sale-ended'
  | 'over-order-limit'
  | 'over-person-limit'
  | 'sold-out';

/** Where a guest buys: in the shop, on pages and in search, or in a live room (直播间). */
export type Channel = 'shop' | 'live';

/** What a purchase depends on beside the rules. */
export interface PurchaseFacts {
  readonly channel: Channel;
  readonly count: number;
  /** Vouchers of this product the person bought before and still holds or used. */
  readonly boughtBefore: number;
  /** Vouchers of this product sold to anybody. */
  readonly sold: number;
}

/** Why so many vouchers can not be bought, or null when they can. */
export function purchaseRefusal(rules: VoucherRules, facts: PurchaseFacts, now: number): PurchaseRefusal | null {
  if (rules.liveOnly && facts.channel !== 'live') return 'live-only';
  if (now < rules.sale.fromMs) return 'sale-not-begun';
  if (now > saleEnd(rules)) return 'sale-ended';
  if (facts.count > rules.limits.perOrder) return 'over-order-limit';
  if (rules.limits.perPerson !== null && facts.boughtBefore + facts.count > rules.limits.perPerson)
    return 'over-person-limit';
  if (rules.stock !== null && facts.sold + facts.count > rules.stock) return 'sold-out';
  return null;
}

/** Last moment of the sale. With automatic extension it goes on until the day before the last bookable night (inferred). */
export function saleEnd(rules: VoucherRules): number {
  return rules.sale.autoExtends ? Math.max(rules.sale.toMs, hotelMoment(rules.book.to) - 1) : rules.sale.toMs;
}

/** First and last night a voucher bought at a moment can be used for. `N days` counts the day of purchase (inferred). */
export function validityOf(rules: VoucherRules, boughtMs: number): { readonly from: string; readonly to: string } {
  if (rules.validity.kind === 'range') return { from: rules.validity.from, to: rules.validity.to };
  const from = hotelDate(boughtMs);
  return { from, to: addDays(from, rules.validity.days - 1) };
}

/** Why a night can not be booked. */
export type NightRefusal = 'same-day' | 'outside-book-range' | 'outside-validity' | 'excluded';

/** Why a bought voucher can not be used for a night, or null when it can. Says nothing about rooms and prices. */
export function nightRefusal(rules: VoucherRules, night: string, boughtMs: number, now: number): NightRefusal | null {
  if (night <= hotelDate(now)) return 'same-day';
  if (night < rules.book.from || night > rules.book.to) return 'outside-book-range';
  const validity = validityOf(rules, boughtMs);
  if (night < validity.from || night > validity.to) return 'outside-validity';
  return rules.excluded.some((condition) => meets(night, condition)) ? 'excluded' : null;
}

/** Why a check-in day can not be booked at this moment. */
export type LeadRefusal = 'too-early' | 'too-late';

/** Whether a check-in day keeps the rule about how long before it must, and may, be booked. */
export function leadRefusal(rules: VoucherRules, checkIn: string, now: number): LeadRefusal | null {
  const { earliestDays, atLeast } = rules.lead;
  const daysAhead = daysBetween(hotelDate(now), checkIn);
  if (earliestDays !== null && daysAhead > earliestDays) return 'too-early';
  if (atLeast === null) return null;
  if (atLeast.unit === 'day') return daysAhead < atLeast.amount ? 'too-late' : null;
  const ms = atLeast.amount * (atLeast.unit === 'hour' ? 3_600_000 : 60_000);
  return now + ms > hotelMoment(checkIn) ? 'too-late' : null;
}

/** What a stay costs in vouchers. */
export interface Entitlement {
  /** Whole vouchers touched by it. */
  readonly vouchers: number;
  /** Room-nights taken: less than the vouchers hold only when the voucher may be split. */
  readonly roomNights: number;
}

/** Why a stay does not fit the voucher. */
export type EntitlementRefusal = 'no-nights' | 'nights-do-not-fit' | 'rooms-do-not-fit' | 'over-booking-limit';

/**
 * Vouchers a stay of `nights` x `rooms` takes. A voucher that must not be split is used up whole, so nights must be a
 * multiple of its nights; rooms must be a multiple of its rooms in either case (inferred).
 */
export function entitlement(
  rules: VoucherRules,
  nights: number,
  rooms: number,
): Entitlement | { readonly refused: EntitlementRefusal } {
  if (nights < 1 || rooms < 1) return { refused: 'no-nights' };
  if (rooms % rules.roomsPerVoucher !== 0) return { refused: 'rooms-do-not-fit' };
  if (!rules.separable && nights % rules.nightsPerVoucher !== 0) return { refused: 'nights-do-not-fit' };
  const roomNights = nights * rooms;
  const vouchers = Math.ceil(roomNights / (rules.roomsPerVoucher * rules.nightsPerVoucher));
  if (rules.limits.perBooking !== null && vouchers > rules.limits.perBooking) return { refused: 'over-booking-limit' };
  return { vouchers, roomNights };
}

/** The calendar reaches 365 days ahead: no longer stay can be inside it. */
const LONGEST_STAY_NIGHTS = 366;

/** Nights and rooms a guest asks for. */
export interface Stay {
  readonly ratePlanId: string;
  readonly checkIn: string;
  readonly checkOut: string;
  readonly rooms: number;
}

/** Why the voucher's rules do not allow a stay. */
export type StayRefusal = 'good-not-bound' | LeadRefusal | NightRefusal | EntitlementRefusal;

/** The first rule of the voucher that forbids a stay, with the night where one is to blame; null = allowed. */
export function stayRefusal(
  rules: VoucherRules,
  stay: Stay,
  boughtMs: number,
  now: number,
): { readonly reason: StayRefusal; readonly night?: string } | null {
  if (!rules.ratePlanIds.includes(stay.ratePlanId)) return { reason: 'good-not-bound' };
  const count = daysBetween(stay.checkIn, stay.checkOut);
  const taken = entitlement(rules, count, stay.rooms);
  if ('refused' in taken) return { reason: taken.refused };
  if (count > LONGEST_STAY_NIGHTS) return { reason: 'outside-book-range' };
  for (const night of nightsOf(stay.checkIn, stay.checkOut)) {
    const reason = nightRefusal(rules, night, boughtMs, now);
    if (reason !== null) return { reason, night };
  }
  const lead = leadRefusal(rules, stay.checkIn, now);
  return lead === null ? null : { reason: lead, night: stay.checkIn };
}
