import { stretch } from './hotel-time.ts';
import { fill, type Spoken } from './language.ts';
import { weekday } from './nights.ts';
import type { COMMON } from './texts.ts';

type CommonTexts = Spoken<typeof COMMON>;

/** A stretch of time in words, in its two largest units. */
export function timeWords(texts: CommonTexts, ms: number): string {
  const parts = stretch(ms);
  const values = { ...parts };
  if (parts.days > 0) return fill(texts.days, values);
  if (parts.hours > 0) return fill(texts.hours, values);
  return fill(parts.minutes > 0 ? texts.minutes : texts.seconds, values);
}

/** `1 night`, `2 nights`, `2 晚`. */
export function nightWords(texts: CommonTexts, nights: number): string {
  return nights === 1 ? texts.oneNight : fill(texts.nights, { n: nights });
}

/** `1 room`, `2 rooms`, `2 间`. */
export function roomWords(texts: CommonTexts, rooms: number): string {
  return rooms === 1 ? texts.oneRoom : fill(texts.rooms, { n: rooms });
}

/** Short names of the days of the week, Monday first: `一` … `日`, `Mo` … `Su`. */
export function weekdayNames(texts: CommonTexts): string[] {
  return texts.weekdays.includes(' ') ? texts.weekdays.split(' ') : [...texts.weekdays];
}

/** Short name of a day's day of the week. */
export function weekdayWord(texts: CommonTexts, day: string): string {
  return weekdayNames(texts)[weekday(day)] ?? '';
}

/** `2026 年 9 月`, `September 2026`. */
export function monthWords(texts: CommonTexts, day: string): string {
  const month = texts.months.split(' ')[Number(day.slice(5, 7)) - 1];
  return fill(texts.month, { year: day.slice(0, 4), month });
}
