import type { PriceWish, StockWish, Wishes } from './changes.ts';

/** A room-night as it stands. */
export interface RoomNight {
  readonly subject: string;
  readonly night: string;
  readonly stock: number;
  readonly sold: number;
  /** Rooms that may be sold beyond the stock. */
  readonly overbooking: number;
  readonly open: boolean;
}

/** A rate plan's night as it stands; nights without a price have no row. */
export interface RateNight {
  readonly subject: string;
  readonly night: string;
  readonly price: number;
  readonly rack_price: number | null;
  /** Outside the mainland only. */
  readonly price_before_tax: number | null;
  readonly open: boolean;
}

/** A night that can not become what was asked for. */
export interface NightFault {
  readonly subject: string;
  readonly night: string;
}

/** A night whose stock (with overbooking) or quota was to fall below what is sold. */
export interface BelowSold extends NightFault {
  readonly sold: number;
  readonly stock: number;
  readonly overbooking?: number;
}

/** What is to be written. Empty lists: nothing changes. */
export interface StockDecision {
  readonly writes: readonly Omit<RoomNight, 'sold'>[];
  readonly belowSold: readonly BelowSold[];
  /** Nights among `writes` whose overbooking changes. */
  readonly overbooked: readonly Omit<RoomNight, 'sold'>[];
}

/** What is to be written, and what the platform must be told again. */
export interface PriceDecision {
  readonly writes: readonly RateNight[];
  readonly clears: readonly NightFault[];
  /** Nights whose price or rack price changes. */
  readonly priceChanged: readonly NightFault[];
  /** Nights whose room status for guests changes: opened, closed, priced for the first time, price taken away. */
  readonly statusChanged: readonly NightFault[];
  /** Nights without a price that were to get a rack price or a room status. */
  readonly priceMissing: readonly NightFault[];
  /** Nights whose rack price would be lower than the price. */
  readonly rackBelow: readonly NightFault[];
  /** Outside the mainland: nights without an amount before tax, or with one above the price. */
  readonly beforeTaxWrong: readonly NightFault[];
  /** On the mainland: nights that were to get one. */
  readonly beforeTaxNeedless: readonly NightFault[];
}

/** Decides stock and room status. A night nobody stocked before counts as stock 0, no overbooking, sold 0, open. */
export function decideStock(standing: readonly RoomNight[], wishes: Wishes<StockWish>): StockDecision {
  const now = byNight(standing);
  const writes: Omit<RoomNight, 'sold'>[] = [];
  const belowSold: BelowSold[] = [];
  const overbooked: Omit<RoomNight, 'sold'>[] = [];
  for (const [subject, night, wish] of each(wishes)) {
    const before = now.get(subject)?.get(night);
    const sold = before?.sold ?? 0;
    const stock = wish.stock ?? (wish.remaining === undefined ? (before?.stock ?? 0) : sold + wish.remaining);
    const overbooking = wish.overbooking ?? before?.overbooking ?? 0;
    const open = wish.open ?? before?.open ?? true;
    const after = { subject, night, stock, overbooking, open };
    if (stock + overbooking < sold) {
      belowSold.push({ subject, night, sold, stock, ...(overbooking === 0 ? {} : { overbooking }) });
      continue;
    }
    const beyond = overbooking !== (before?.overbooking ?? 0);
    if (before === undefined || before.stock !== stock || before.open !== open || beyond) writes.push(after);
    if (beyond) overbooked.push(after);
  }
  return { writes, belowSold, overbooked };
}

/** Decides prices and the room status of rate plans. `abroad`: of a merchant outside the mainland. */
export function decidePrices(standing: readonly RateNight[], wishes: Wishes<PriceWish>, abroad = false): PriceDecision {
  const now = byNight(standing);
  const decision = {
    writes: [] as RateNight[],
    clears: [] as NightFault[],
    priceChanged: [] as NightFault[],
    statusChanged: [] as NightFault[],
    priceMissing: [] as NightFault[],
    rackBelow: [] as NightFault[],
    beforeTaxWrong: [] as NightFault[],
    beforeTaxNeedless: [] as NightFault[],
  };
  for (const [subject, night, wish] of each(wishes)) {
    const before = now.get(subject)?.get(night);
    const at = { subject, night };
    if (wish.price === null) {
      if (wish.open !== undefined || (wish.rack_price ?? null) !== null) decision.priceMissing.push(at);
      else if (before !== undefined) {
        decision.clears.push(at);
        decision.priceChanged.push(at);
        decision.statusChanged.push(at);
      }
      continue;
    }
    const price = wish.price ?? before?.price;
    if (price === undefined) {
      decision.priceMissing.push(at);
      continue;
    }
    const rack_price = wish.rack_price === undefined ? (before?.rack_price ?? null) : wish.rack_price;
    const open = wish.open ?? before?.open ?? true;
    if (rack_price !== null && rack_price < price) {
      decision.rackBelow.push(at);
      continue;
    }
    const told = wish.price_before_tax;
    const price_before_tax = told === undefined ? (before?.price_before_tax ?? null) : told;
    if (abroad && (price_before_tax === null || price_before_tax > price)) {
      decision.beforeTaxWrong.push(at);
      continue;
    }
    if (!abroad && (told ?? null) !== null) {
      decision.beforeTaxNeedless.push(at);
      continue;
    }
    const repriced =
      before === undefined ||
      before.price !== price ||
      before.rack_price !== rack_price ||
      before.price_before_tax !== price_before_tax;
    const restated = before === undefined || before.open !== open;
    if (repriced) decision.priceChanged.push(at);
    if (restated) decision.statusChanged.push(at);
    if (repriced || restated) decision.writes.push({ ...at, price, rack_price, price_before_tax, open });
  }
  return decision;
}

function byNight<Row extends NightFault>(rows: readonly Row[]): Map<string, Map<string, Row>> {
  const found = new Map<string, Map<string, Row>>();
  for (const row of rows) {
    const nights = found.get(row.subject) ?? new Map<string, Row>();
    found.set(row.subject, nights);
    nights.set(row.night, row);
  }
  return found;
}

function* each<Wish>(wishes: Wishes<Wish>): Generator<readonly [subject: string, night: string, wish: Wish]> {
  for (const [subject, nights] of wishes) for (const [night, wish] of nights) yield [subject, night, wish];
}
