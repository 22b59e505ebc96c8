import { daysIn, weekday } from '@yuzhu/contract';

/** Nights of a range, both ends included; only the given weekdays (1 Monday to 7 Sunday) when there are any. */
export interface NightRange {
  /** First night. */
  readonly from: string;
  /** Last night, included. */
  readonly to: string;
  readonly weekdays?: readonly number[];
}

/** A change of a room type's stock and room status. */
export interface StockChange extends NightRange {
  readonly room_type_id: string;
  /** Rooms open to this channel in all, sold ones included. Excludes `remaining`. */
  readonly stock?: number;
  /** Rooms of the stock that are still free: stock becomes what is sold plus this. */
  readonly remaining?: number;
  /** Rooms that may be sold beyond the stock. */
  readonly overbooking?: number;
  /** Room status of the whole room type. */
  readonly open?: boolean;
}

/** A change of a rate plan's price and room status. */
export interface PriceChange extends NightRange {
  readonly rate_plan_id: string;
  /** Fen a room a night; null takes the price away, and the night can not be booked. */
  readonly price?: number | null;
  /** Rack price in fen; null takes it away. */
  readonly rack_price?: number | null;
  /** Outside the mainland: the price before tax in fen, not above the price. */
  readonly price_before_tax?: number | null;
  readonly open?: boolean;
}

/** A change of what a rate plan may sell of its room type. */
export interface QuotaChange extends NightRange {
  readonly rate_plan_id: string;
  /** Rooms in all, sold ones included; null: as many as the room type has. */
  readonly quota: number | null;
}

/** What one night is to become. Members that are absent stay as they are. */
export type StockWish = Pick<StockChange, 'stock' | 'remaining' | 'overbooking' | 'open'>;
export type PriceWish = Pick<PriceChange, 'price' | 'rack_price' | 'price_before_tax' | 'open'>;
export type QuotaWish = Pick<QuotaChange, 'quota'>;

/** Wishes by subject (room type or rate plan) and night. */
export type Wishes<Wish> = ReadonlyMap<string, ReadonlyMap<string, Wish>>;

/** The nights of a range, in order. */
export function nightsOfRange(range: NightRange): string[] {
  const days = daysIn(range.from, range.to);
  return range.weekdays === undefined ? days : days.filter((day) => range.weekdays?.includes(weekday(day)));
}

/**
 * Lays changes over each other, in the order given: a later one wins night by night and member by member, so that
 * "every night 520, Fridays and Saturdays 680" are two changes of one request.
 */
function layChanges<Change extends NightRange, Wish extends object>(
  changes: readonly Change[],
  subjectOf: (change: Change) => string,
  wishOf: (change: Change) => Wish,
  merge: (before: Wish, after: Wish) => Wish,
): Map<string, Map<string, Wish>> {
  const wishes = new Map<string, Map<string, Wish>>();
  for (const change of changes) {
    const subject = subjectOf(change);
    const nights = wishes.get(subject) ?? new Map<string, Wish>();
    wishes.set(subject, nights);
    const wish = wishOf(change);
    for (const night of nightsOfRange(change)) {
      const before = nights.get(night);
      nights.set(night, before === undefined ? wish : merge(before, wish));
    }
  }
  return wishes;
}

/** Stock changes by room type and night. A later `stock` replaces an earlier `remaining` and the other way round. */
export function layStock(changes: readonly StockChange[]): Map<string, Map<string, StockWish>> {
  return layChanges(
    changes,
    ({ room_type_id }) => room_type_id,
    ({ stock, remaining, overbooking, open }) => present({ stock, remaining, overbooking, open }),
    (before, after) => {
      const counted = after.stock !== undefined || after.remaining !== undefined;
      return counted
        ? { ...present({ overbooking: before.overbooking, open: before.open }), ...after }
        : { ...before, ...after };
    },
  );
}

/** Price changes by rate plan and night. A later `price: null` also takes earlier members of the night away. */
export function layPrices(changes: readonly PriceChange[]): Map<string, Map<string, PriceWish>> {
  return layChanges(
    changes,
    ({ rate_plan_id }) => rate_plan_id,
    ({ price, rack_price, price_before_tax, open }) => present({ price, rack_price, price_before_tax, open }),
    (before, after) => (after.price === null ? after : { ...before, ...after }),
  );
}

/** Quotas by rate plan and night. */
export function layQuotas(changes: readonly QuotaChange[]): Map<string, Map<string, QuotaWish>> {
  return layChanges(
    changes,
    ({ rate_plan_id }) => rate_plan_id,
    ({ quota }) => ({ quota }),
    (_, after) => after,
  );
}

type Present<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

/** The members that are there. */
function present<T extends object>(members: T): Present<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Present<T>;
}
