/** Hotel time is Asia/Shanghai: UTC+8 all year since 1992. */
export const HOTEL_OFFSET_MS = 8 * 3600_000;
export const DAY_MS = 86_400_000;

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Whether the text is a day that exists, as `yyyy-MM-dd`, between the years 1900 and 9999. */
export function isDate(value: string): boolean {
  const match = DATE.exec(value);
  if (match === null) return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value) && Number(match[1]) >= 1900;
}

function dayNumber(date: string): number {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / DAY_MS);
}

/** The day `days` after (or, negative, before) a day. */
export function addDays(date: string, days: number): string {
  return new Date((dayNumber(date) + days) * DAY_MS).toISOString().slice(0, 10);
}

/** Days from one day to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}

/** The nights of a stay `[checkIn, checkOut)`; empty when check-out is not after check-in. */
export function nightsOf(checkIn: string, checkOut: string): string[] {
  const count = Math.max(0, daysBetween(checkIn, checkOut));
  return Array.from({ length: count }, (_, index) => addDays(checkIn, index));
}

/** The days from `first` to `last`, both included. */
export function daysIn(first: string, last: string): string[] {
  return nightsOf(first, addDays(last, 1));
}

/** 1 Monday to 7 Sunday, as everywhere in the contract. */
export function weekday(date: string): number {
  return ((dayNumber(date) + 3) % 7) + 1;
}

/** The hotel's calendar day at a moment in Unix milliseconds. */
export function hotelDate(now: number): string {
  return new Date(now + HOTEL_OFFSET_MS).toISOString().slice(0, 10);
}

/** The hotel's wall clock `yyyy-MM-dd HH:mm:ss` at a moment in Unix milliseconds. */
export function hotelClock(now: number): string {
  return new Date(now + HOTEL_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** Unix milliseconds of a hotel day and time of day (`HH:mm` or `HH:mm:ss`). */
export function hotelMoment(date: string, time = '00:00'): number {
  return Date.parse(`${date}T${time.length === 5 ? `${time}:00` : time}Z`) - HOTEL_OFFSET_MS;
}

/** Unix milliseconds of `yyyy-MM-dd HH:mm[:ss]` in hotel time; `undefined` if it is no such text. */
export function parseHotelClock(value: string): number | undefined {
  const match = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}(?::\d{2})?)$/.exec(value);
  if (match?.[1] === undefined || match[2] === undefined || !isDate(match[1])) return undefined;
  const moment = hotelMoment(match[1], match[2]);
  return Number.isNaN(moment) ? undefined : moment;
}
