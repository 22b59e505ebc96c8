import {
  ARI_HORIZON_NIGHTS,
  addDays,
  daysBetween,
  type interfaces,
  isDate,
  NOTIFY_SPAN_DAYS,
  type RequestOf,
} from '@yuzhu/contract';

type Notice = RequestOf<typeof interfaces.ariNotify>;

/** A pull that follows a change notice: exactly the named goods or hotels on the named nights. */
export interface NamedPull {
  readonly hotelIds: readonly string[];
  /** Empty = all goods of the hotels. */
  readonly ratePlanIds: readonly string[];
  readonly from: string;
  /** Last night, included. */
  readonly to: string;
}

/**
 * What is wrong with a notice as a whole, or null. Span and earliest day are observed; that it names something, and that
 * it ends within the calendar, is inferred.
 */
export function noticeProblem(notice: Notice, today: string): string | null {
  const { start, end } = notice.date_range;
  if (!isDate(start)) return 'date_range.start is no day of the calendar';
  if (!isDate(end)) return 'date_range.end is no day of the calendar';
  if (end < start) return 'date_range.end is before date_range.start';
  if (start < addDays(today, -1)) return 'date_range.start is before yesterday';
  if (end < today) return 'date_range.end is over';
  if (daysBetween(start, end) + 1 > NOTIFY_SPAN_DAYS) return `date_range has more than ${NOTIFY_SPAN_DAYS} days`;
  if (daysBetween(today, end) > ARI_HORIZON_NIGHTS)
    return `date_range.end is more than ${ARI_HORIZON_NIGHTS} days ahead`;
  const named = (notice.rate_plan_ids?.length ?? 0) + (notice.hotel_ids?.length ?? 0);
  return named === 0 ? 'neither rate_plan_ids nor hotel_ids names anything' : null;
}

/**
 * The pulls a notice causes: one for the hotels it names as a whole, one for the goods it names beside them. Nights that
 * are over are left out.
 */
export function pullsOf(
  notice: Notice,
  goods: readonly { readonly ratePlanId: string; readonly hotelId: string }[],
  today: string,
): NamedPull[] {
  const { start, end } = notice.date_range;
  const range = { from: start < today ? today : start, to: end };
  const whole = [...new Set(notice.hotel_ids ?? [])];
  const rest = goods.filter(({ hotelId }) => !whole.includes(hotelId));
  const ofHotels = { ...range, hotelIds: whole, ratePlanIds: [] };
  const ofGoods = {
    ...range,
    hotelIds: [...new Set(rest.map(({ hotelId }) => hotelId))],
    ratePlanIds: rest.map(({ ratePlanId }) => ratePlanId),
  };
  return [ofHotels, ofGoods].filter(({ hotelIds }) => hotelIds.length > 0);
}
