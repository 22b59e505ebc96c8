import { addDays, hotelDate, hotelMoment } from '@yuzhu/contract';

/** How the last fetch of a day went. Times are Unix ms. */
export interface DayFetch {
  readonly fetchedAt: number | undefined;
  /** After a failure: when to try again. */
  readonly nextAt: number | undefined;
}

/** Time of day at which the bill is fetched (our choice: verification and split happen in the night before). */
const BILL_TIME = '06:00';
/** Days fetched again and again, because lines may come late (inferred: D-1, then D-2 to D-7). */
const DAYS_BACK = 7;

/** Which days to fetch now, newest first, and when to look again. Pure. */
export function dueDays(
  fetched: ReadonlyMap<string, DayFetch>,
  now: number,
): { readonly days: readonly string[]; readonly nextAt: number } {
  const today = hotelDate(now);
  const todaysRun = hotelMoment(today, BILL_TIME);
  if (now < todaysRun) return { days: [], nextAt: todaysRun };
  const days: string[] = [];
  let nextAt = hotelMoment(addDays(today, 1), BILL_TIME);
  for (let back = 1; back <= DAYS_BACK; back++) {
    const day = addDays(today, -back);
    const last = fetched.get(day);
    if (last?.fetchedAt !== undefined && last.fetchedAt >= todaysRun) continue;
    if (last?.nextAt !== undefined && last.nextAt > now) nextAt = Math.min(nextAt, last.nextAt);
    else days.push(day);
  }
  return { days, nextAt };
}
