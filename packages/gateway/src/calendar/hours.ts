import { hotelMoment, PARTNER, parseHotelClock } from '@yuzhu/contract';
import { statement } from '@yuzhu/runtime';
import type { Attention } from '../attention.ts';
import type { GatewayContext } from '../context.ts';
import type { HourlyDetail } from '../goods/store.ts';
import type { Refusal } from '../spi/refusal.ts';
import { realAccountOf } from '../stress/shadow.ts';
import type { WireRate } from './daily-rates.ts';
import type { Stay } from './stay.ts';

/** When an hourly stay begins and ends, Unix ms. */
export interface Hours {
  readonly startsAt: number;
  readonly endsAt: number;
}

/** What came of the hours a message names. */
export interface HoursDecision {
  /** Undefined: the message names no usable beginning. */
  readonly hours: Hours | undefined;
  readonly refusal: Refusal | undefined;
  readonly attention: ReadonlySet<Attention>;
}

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
const HOURS = statement(
  'rate_plan_hours',
  'SELECT hourly FROM gateway.rate_plans WHERE account_id = $1 AND rate_plan_id = $2',
);

/** The hours of an hourly rate plan as they are now: unlike its kind they may change. */
export async function hoursOf(
  { db }: Pick<GatewayContext, 'db'>,
  accountId: string,
  ratePlanId: string,
): Promise<HourlyDetail> {
  // The shadow of a load test has no hours of its own.
  const { hourly } = await db.one<{ hourly: HourlyDetail }>(HOURS, [realAccountOf(accountId), ratePlanId]);
  return hourly;
}

/**
 * Decides the hours of a stay of an hourly rate plan. The first check names no beginning, the second and the booking do
 * (documented for calendar rooms). Codes, all inferred: 3 for more than one day, 13 for other hours of use than the rate
 * plan's, 18 for a beginning outside its hours. A beginning that can not be read is none. A plan that ends before it begins
 * reaches into the next morning.
 */
export function decideHours(detail: HourlyDetail, stay: Stay, rates: readonly WireRate[] | undefined): HoursDecision {
  const attention = new Set<Attention>();
  const refuse = (code: number, reason: string) => ({ hours: undefined, refusal: { code, reason }, attention });
  if (stay.nights.length !== 1) return refuse(PARTNER.nightsNotMet, 'an hourly room is booked for one day');
  const [rate] = rates ?? [];
  const { usage_duration: duration } = detail;
  const sent = rate?.usage_duration;
  if (sent !== undefined && sent !== duration) {
    return refuse(PARTNER.other, `usage_duration of this rate plan is ${duration}`);
  }
  const startsAt = parseHotelClock(rate?.period_start_time ?? '');
  if (startsAt === undefined) {
    attention.add('hours_missing');
    return { hours: undefined, refusal: undefined, attention };
  }
  const first = minutes(detail.earliest_check_in);
  const end = minutes(detail.latest_check_out);
  const last = (end <= first ? end + DAY_MINUTES : end) - duration * 60;
  const begin = (startsAt - hotelMoment(stay.checkIn)) / MINUTE_MS;
  if (begin < first || begin > last) {
    const { earliest_check_in: from, latest_check_out: to } = detail;
    return refuse(PARTNER.closed, `${duration} hours between ${from} and ${to} of the day`);
  }
  const endsAt = startsAt + duration * 60 * MINUTE_MS;
  const sentEnd = rate?.period_end_time;
  if (sentEnd !== undefined && parseHotelClock(sentEnd) !== endsAt) attention.add('hours_odd');
  return { hours: { startsAt, endsAt }, refusal: undefined, attention };
}

function minutes(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}
