/** Hotel time is Asia/Shanghai: UTC+8 all year, no daylight saving. Moments are Unix milliseconds. */
const OFFSET_MS = 8 * 3_600_000;

/** `2026-09-11 14:05` */
export function hotelMinute(ms: number): string {
  return hotelSecond(ms).slice(0, 16);
}

/** `2026-09-11 14:05:09` */
export function hotelSecond(ms: number): string {
  return new Date(ms + OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** The hotel's day at a moment, `2026-09-11`. */
export function hotelDay(ms: number): string {
  return hotelSecond(ms).slice(0, 10);
}

/**
 * The moment of a hotel time as a person writes it: `2026-09-11 14:05`, seconds optional. Undefined for anything else.
 */
export function parseHotelTime(text: string): number | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(:\d{2})?$/.exec(text.trim());
  if (match === null) return undefined;
  const ms = Date.parse(`${match[1]}T${match[2]}${match[3] ?? ':00'}Z`) - OFFSET_MS;
  return Number.isNaN(ms) || hotelMinute(ms) !== `${match[1]} ${match[2]}` ? undefined : ms;
}

/** A stretch of time in its two largest units, ready for a text: `{ days: 0, hours: 0, minutes: 12, seconds: 30 }`. */
export interface Stretch {
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
}

/** Splits milliseconds; a negative stretch counts as none. */
export function stretch(ms: number): Stretch {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return {
    days: Math.floor(seconds / 86_400),
    hours: Math.floor(seconds / 3600) % 24,
    minutes: Math.floor(seconds / 60) % 60,
    seconds: seconds % 60,
  };
}
