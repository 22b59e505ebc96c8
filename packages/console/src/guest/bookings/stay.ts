import { addDays, daysFrom, monthWeeks, nightsBetween } from '../../shared/nights.ts';
import type { OfferedNight } from '../api/vouchers.ts';

/** What the guest chose so far. */
export interface Selection {
  readonly checkIn: string | undefined;
  readonly nights: number;
  readonly rooms: number;
}

/** One day of the calendar; null in a week stands for a day of another month. */
export interface StayDay {
  readonly day: string;
  /** Undefined: nothing is known of the day (past, too far ahead). */
  readonly offer: OfferedNight | undefined;
  readonly free: boolean;
  readonly chosen: 'first' | 'middle' | undefined;
}

/** The month's weeks with offers and the chosen nights in them. */
export function stayMonth(month: string, offers: readonly OfferedNight[], selection: Selection): (StayDay | null)[][] {
  const known = new Map(offers.map((offer) => [offer.night, offer]));
  const { checkIn, nights, rooms } = selection;
  return monthWeeks(month).map((week) =>
    week.map((day) => {
      if (day === null) return null;
      const offer = known.get(day);
      const at = checkIn === undefined ? -1 : nightsBetween(checkIn, day);
      const chosen = at === 0 ? 'first' : at > 0 && at < nights ? 'middle' : undefined;
      return { day, offer, free: isFree(offer, rooms), chosen };
    }),
  );
}

/** What a chosen stay comes to, as far as the calendar tells. */
export interface StaySum {
  readonly checkIn: string;
  readonly checkOut: string;
  /** Fen, all nights and rooms. */
  readonly surcharge: number;
  /** First night that can not be had, or undefined. */
  readonly blocked: OfferedNight | { readonly night: string } | undefined;
}

/** Adds a chosen stay up; undefined while no arrival is chosen. */
export function sumStay(offers: readonly OfferedNight[], { checkIn, nights, rooms }: Selection): StaySum | undefined {
  if (checkIn === undefined) return undefined;
  const known = new Map(offers.map((offer) => [offer.night, offer]));
  const checkOut = addDays(checkIn, nights);
  const days = daysFrom(checkIn, checkOut);
  const blocked = days.find((day) => !isFree(known.get(day), rooms));
  return {
    checkIn,
    checkOut,
    surcharge: days.reduce((sum, day) => sum + (known.get(day)?.surcharge ?? 0), 0) * rooms,
    blocked: blocked === undefined ? undefined : (known.get(blocked) ?? { night: blocked }),
  };
}

function isFree(offer: OfferedNight | undefined, rooms: number): boolean {
  return offer?.bookable === true && offer.inventory >= rooms;
}

/** Steps a stay may take with a voucher: a voucher that is used whole wants multiples of its nights, both want its rooms. */
export function staySteps(voucher: {
  readonly nights_per_voucher: number;
  readonly rooms_per_voucher: number;
  readonly separable: boolean;
}): { readonly nights: number; readonly rooms: number } {
  return { nights: voucher.separable ? 1 : voucher.nights_per_voucher, rooms: voucher.rooms_per_voucher };
}
