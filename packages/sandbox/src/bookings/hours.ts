import { hotelClock, hotelMoment } from '@yuzhu/contract';
import type { Good } from '../goods/store.ts';

/** The hours of a stay, in wire form: `yyyy-MM-dd HH:mm:ss` in hotel time; without them the guest has not chosen yet. */
export interface StayHours {
  readonly start?: string | undefined;
  readonly end?: string | undefined;
  /** Hours of use. */
  readonly duration: number;
}

/** Why hours can not be had. */
export type HoursRefusal = 'hourly-one-day' | 'hour-missing' | 'hour-outside' | 'hour-not-asked';

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
const DAY_MINUTES = 24 * HOUR_MINUTES;

/**
 * Decides the hours of a stay: an hourly room is booked for one day (inferred) and begins within the hours of its good; a
 * good that ends before it begins reaches into the next morning (inferred). The order form opens without an hour; when it
 * is submitted there must be one (documented for calendar rooms).
 * @param startTime `HH:mm`
 */
export function decideHours(
  good: Pick<Good, 'salesType' | 'hourly'>,
  stay: { readonly checkIn: string; readonly nights: number; readonly startTime?: string | undefined },
  submitted: boolean,
): { readonly hours: StayHours | undefined } | { readonly refusal: HoursRefusal } {
  const { hourly } = good;
  const { startTime } = stay;
  if (good.salesType !== 2 || hourly === null) {
    return startTime === undefined ? { hours: undefined } : { refusal: 'hour-not-asked' };
  }
  if (stay.nights !== 1) return { refusal: 'hourly-one-day' };
  const { usage_duration: duration } = hourly;
  if (startTime === undefined) return submitted ? { refusal: 'hour-missing' } : { hours: { duration } };
  const first = minutes(hourly.earliest_check_in);
  const close = minutes(hourly.latest_check_out);
  const overnight = close <= first;
  const last = (overnight ? close + DAY_MINUTES : close) - duration * HOUR_MINUTES;
  const chosen = minutes(startTime);
  // After midnight belongs to the evening before.
  const begin = overnight && chosen < first ? chosen + DAY_MINUTES : chosen;
  if (begin < first || begin > last) return { refusal: 'hour-outside' };
  const start = hotelMoment(stay.checkIn) + begin * MINUTE_MS;
  return {
    hours: { start: hotelClock(start), end: hotelClock(start + duration * HOUR_MINUTES * MINUTE_MS), duration },
  };
}

function minutes(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * HOUR_MINUTES + minute;
}
