import { HOTEL } from './hotel.ts';

/** The code of hours that can not be had; 0 = they can. Without a beginning the guest has not chosen yet. */
export function wrongHours(nights: readonly string[], rates: unknown): number {
  if (nights.length !== 1) return 3;
  const [rate] = Array.isArray(rates) ? (rates as { period_start_time?: unknown; usage_duration?: unknown }[]) : [];
  const { from, to, duration } = HOTEL.hourly.hours;
  if (rate?.usage_duration !== undefined && rate.usage_duration !== duration) return 13;
  const begin = rate?.period_start_time;
  if (typeof begin !== 'string') return 0;
  const [day = '', time = ''] = begin.split(' ');
  const at = minutes(time);
  const fits = day === nights[0] && at >= minutes(from) && at <= minutes(to) - duration * 60;
  return fits ? 0 : 18;
}

function minutes(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}
