import type { Calendar, QuotaNight, RateNight, RoomNight } from '../api/calendar.ts';
import type { RefusedNight } from '../api/pushes.ts';

/** What of a refused push matters here. */
type Refusal = Pick<RefusedNight, 'rate_plan_id' | 'night' | 'message'>;

/** How a night stands: nothing was ever set, sale stopped, sold out, or to be had. */
export type NightState = 'none' | 'closed' | 'full' | 'open';

/** One night of a row. */
export interface Cell {
  readonly night: string;
  readonly state: NightState;
  /** The platform has not been told yet. */
  readonly pending: boolean;
  /** The platform's words, when it refused to take this night. */
  readonly refused: string | undefined;
}

/** A night of a room type. */
export interface RoomCell extends Cell {
  readonly stock: number;
  readonly sold: number;
  /** Rooms that may be sold beyond the stock. */
  readonly overbooking: number;
  /** Rooms still to be sold. */
  readonly sellable: number;
}

/** A night of a rate plan, amounts in fen. */
export interface RateCell extends Cell {
  readonly price: number | null;
  readonly rackPrice: number | null;
  /** Outside the mainland. */
  readonly beforeTax: number | null;
  /** What the rate plan may sell of its room type, and what of that is sold; null: no limit of its own. */
  readonly quota: { readonly quota: number; readonly sold: number } | null;
}

/** A row of the page: a room type, or one of its rate plans below it. */
export type Row =
  | { readonly kind: 'room'; readonly id: string; readonly name: string; readonly cells: readonly RoomCell[] }
  | { readonly kind: 'rate'; readonly id: string; readonly name: string; readonly cells: readonly RateCell[] };

/** Folds a calendar into rows of cells, one cell per day, whether anything is known of the day or not. */
export function foldCalendar(calendar: Calendar, days: readonly string[], refusals: readonly Refusal[]): Row[] {
  return calendar.room_types.flatMap((room): Row[] => [
    { kind: 'room', id: room.room_type_id, name: room.name, cells: fill(days, room.nights, roomCell) },
    ...room.rate_plans.map((plan): Row => {
      const words = new Map(
        refusals.filter((one) => one.rate_plan_id === plan.rate_plan_id).map((one) => [one.night, one.message]),
      );
      const quotas = new Map(plan.quotas.map((one) => [one.night, one]));
      return {
        kind: 'rate',
        id: plan.rate_plan_id,
        name: plan.name,
        cells: fill(days, plan.nights, (night, known) => rateCell(night, known, quotas.get(night), words.get(night))),
      };
    }),
  ]);
}

function fill<Night extends { readonly night: string }, Made>(
  days: readonly string[],
  nights: readonly Night[],
  make: (night: string, known: Night | undefined) => Made,
): Made[] {
  const known = new Map(nights.map((night) => [night.night, night]));
  return days.map((day) => make(day, known.get(day)));
}

function roomCell(night: string, known: RoomNight | undefined): RoomCell {
  const { stock = 0, sold = 0, overbooking = 0, sellable = 0, pending = false } = known ?? {};
  const state = known === undefined ? 'none' : !known.open ? 'closed' : sellable <= 0 ? 'full' : 'open';
  return { night, state, stock, sold, overbooking, sellable, pending, refused: undefined };
}

function rateCell(
  night: string,
  known: RateNight | undefined,
  limit: QuotaNight | undefined,
  refused: string | undefined,
): RateCell {
  const used = limit !== undefined && limit.sold >= limit.quota;
  const state = known === undefined ? 'none' : !known.open ? 'closed' : used ? 'full' : 'open';
  const quota = limit === undefined ? null : { quota: limit.quota, sold: limit.sold };
  const {
    price = null,
    rack_price: rackPrice = null,
    price_before_tax: beforeTax = null,
    pending = false,
  } = known ?? {};
  return { night, state, price, rackPrice, beforeTax, quota, pending, refused };
}
