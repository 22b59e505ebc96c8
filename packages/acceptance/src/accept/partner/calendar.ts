import { daysBetween, daysIn, interfaces, isDate, weekday } from '@yuzhu/contract';
import { select } from '../conditions/json-path.ts';
import { type Recorded, rootOf } from '../exchanges/recorded.ts';

/** A night as the partner's pull states it; price in fen. */
export interface PulledNight {
  readonly night: string;
  readonly price: number;
  readonly left: number;
  readonly open: boolean;
  /** Fen; outside the mainland. */
  readonly beforeTax?: number;
}

/** A longer piece is no calendar: the platform never asks for more than a year. */
const MOST_NIGHTS = 800;

/** The nights of a good in a pull's answer, by day; what is not stated is not there. */
export function pulledNights(one: Recorded, ratePlanId: string): ReadonlyMap<string, PulledNight> {
  const nights = new Map<string, PulledNight>();
  const found = select(rootOf(one), `$.resp.data.room_rates[?(@.rate_plan_id=='${ratePlanId}')].rate_avail_infos`)[0];
  const pieces: readonly unknown[] = Array.isArray(found?.value) ? found.value : [];
  for (const piece of pieces) for (const night of nightsOfPiece(piece)) nights.set(night.night, night);
  return nights;
}

function nightsOfPiece(piece: unknown): PulledNight[] {
  const { timerange, original_amount, amount_before_tax, available, inventory, days_of_week } = (piece ?? {}) as Record<
    string,
    unknown
  >;
  const { start, end } = (timerange ?? {}) as Record<string, unknown>;
  if (typeof start !== 'string' || typeof end !== 'string' || !isDate(start) || !isDate(end)) return [];
  const nights = daysBetween(start, end) + 1;
  if (nights < 1 || nights > MOST_NIGHTS) return [];
  const days = Array.isArray(days_of_week) && days_of_week.length > 0 ? days_of_week : undefined;
  return daysIn(start, end)
    .filter((night) => days === undefined || days.includes(weekday(night)))
    .map((night) => ({
      night,
      price: Number(original_amount),
      left: Number(inventory),
      open: available === true,
      ...(typeof amount_before_tax === 'number' ? { beforeTax: amount_before_tax } : {}),
    }));
}

/** The contract's interface for pulls, where everything about it stands. */
export const PULL = interfaces.ariPull;
