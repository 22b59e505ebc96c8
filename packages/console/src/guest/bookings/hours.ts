import type { Hourly } from '../api/vouchers.ts';

const STEP = 30;
const DAY = 24 * 60;

/** The times a guest may come to a room that is sold by the hour, every half hour, `HH:mm`. */
export function startTimes({ earliest_check_in: from, latest_check_out: to, usage_duration: hours }: Hourly): string[] {
  const first = minutes(from);
  const close = minutes(to);
  // A room that closes before it opens is used into the next morning.
  const last = (close <= first ? close + DAY : close) - hours * 60;
  const times: string[] = [];
  for (let at = first; at <= last; at += STEP) times.push(text(at % DAY));
  return times;
}

function minutes(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}

function text(at: number): string {
  return [Math.floor(at / 60), at % 60].map((part) => String(part).padStart(2, '0')).join(':');
}
