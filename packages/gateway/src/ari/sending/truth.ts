import { type Session, statement } from '@yuzhu/runtime';

/** What the platform is told about a night's price. */
export interface PriceTruth {
  /** Fen; -1 clears the price, and a night without one can not be booked (documented). */
  readonly price: number;
  /** Fen; the price itself when the hotel gives no rack price, so that an older one does not stay. Absent when cleared. */
  readonly rackPrice: number | undefined;
  /** Fen; outside the mainland only. */
  readonly beforeTax?: number | undefined;
  /** Outside the mainland only, also of a night that is cleared. */
  readonly currency?: string | undefined;
}

/** What the platform is told about a night's stock. */
export interface StockTruth {
  /** Rooms left of the room type, or of the rate plan's quota where that is less. */
  readonly inventory: number;
  /** Room type open, rate plan open and on sale, price present. */
  readonly available: boolean;
}

/** A mark as it was when its truth was read. */
export interface ReadMark {
  readonly subjectId: string;
  readonly night: string;
  readonly seq: number;
  /** Rooms of the night that were sold; null for a price, and where no counter is. */
  readonly sold: number | null;
}

/** The truth of one night of one published rate plan, and the mark it answers. */
export interface TruthRow<Value> {
  readonly mark: ReadMark;
  readonly ratePlanId: string;
  readonly platformRatePlanId: string;
  readonly platformRoomId: string | undefined;
  readonly value: Value;
}

/** Marks of a hotel with the truth of that very instant. A mark may have no truth row: nothing of it is published. */
export interface Reading<Value> {
  readonly marks: readonly ReadMark[];
  readonly rows: readonly TruthRow<Value>[];
}

/**
 * Which marks are read: one hotel, one kind, nights `from`..`to` both included, at most `limit` marks, subject by subject,
 * because the nights of a subject fold together. `first` is the subject to begin with, `except` are those left out.
 */
export interface ReadRange {
  readonly accountId: string;
  readonly hotelId: string;
  readonly from: string;
  readonly to: string;
  readonly limit: number;
  readonly first: string;
  readonly except: readonly string[];
}

interface CommonRow {
  readonly subject_id: string;
  readonly night: string;
  readonly seq: number;
  readonly sold: number | null;
  readonly rate_plan_id: string | null;
  readonly platform_rate_plan_id: string | null;
  readonly platform_room_id: string | null;
}

interface StockRow extends CommonRow {
  readonly inventory: number;
  readonly available: boolean;
}

interface PriceRow extends CommonRow {
  readonly price: number | null;
  readonly rack_price: number | null;
  readonly price_before_tax: number | null;
  readonly currency: string | null;
}

/** What of a night can still be sold: `rn` is its room-night, `q` the quota of its rate plan, each may be missing. */
export const sellable = 'greatest(least(coalesce(rn.stock + rn.overbooking - rn.sold, 0), q.quota - q.sold), 0)';

// Marks and truth come from one statement, hence from one snapshot: a mark is never newer than the truth read for it.
const READ_STOCK = statement(
  'ari_read_stock',
  `WITH marks AS (
     SELECT d.subject_id, d.night, d.seq, rt.platform_room_id
     FROM gateway.ari_dirty d
     JOIN gateway.room_types rt ON rt.account_id = d.account_id AND rt.room_type_id = d.subject_id
     WHERE d.account_id = $1 AND d.kind = 'stock' AND rt.hotel_id = $2 AND d.night BETWEEN $3 AND $4
       AND d.subject_id <> ALL ($7::text[])
     ORDER BY d.subject_id <> $6, d.subject_id, d.night LIMIT $5)
   SELECT m.subject_id, m.night, m.seq, rn.sold, m.platform_room_id, rp.rate_plan_id,
          rp.platform_rate_plan_id,
          ${sellable} AS inventory,
          coalesce(rn.open, false) AND coalesce(pn.open, false) AND coalesce(rp.active, false) AS available
   FROM marks m
   LEFT JOIN gateway.rate_plans rp
     ON rp.account_id = $1 AND rp.room_type_id = m.subject_id AND rp.platform_rate_plan_id IS NOT NULL
   LEFT JOIN gateway.room_nights rn ON rn.account_id = $1 AND rn.room_type_id = m.subject_id AND rn.night = m.night
   LEFT JOIN gateway.rate_nights pn ON pn.account_id = $1 AND pn.rate_plan_id = rp.rate_plan_id AND pn.night = m.night
   LEFT JOIN gateway.plan_nights q ON q.account_id = $1 AND q.rate_plan_id = rp.rate_plan_id AND q.night = m.night
   ORDER BY m.night, m.subject_id, rp.rate_plan_id`,
);

const READ_PRICE = statement(
  'ari_read_price',
  `WITH marks AS (
     SELECT d.subject_id, d.night, d.seq, rt.platform_room_id, rp.platform_rate_plan_id
     FROM gateway.ari_dirty d
     JOIN gateway.rate_plans rp ON rp.account_id = d.account_id AND rp.rate_plan_id = d.subject_id
     JOIN gateway.room_types rt ON rt.account_id = d.account_id AND rt.room_type_id = rp.room_type_id
     WHERE d.account_id = $1 AND d.kind = 'price' AND rt.hotel_id = $2 AND d.night BETWEEN $3 AND $4
       AND d.subject_id <> ALL ($7::text[])
     ORDER BY d.subject_id <> $6, d.subject_id, d.night LIMIT $5)
   SELECT m.subject_id, m.night, m.seq, NULL::int AS sold, m.platform_room_id, m.subject_id AS rate_plan_id,
          m.platform_rate_plan_id, pn.price, pn.rack_price, pn.price_before_tax, ac.currency
   FROM marks m
   LEFT JOIN gateway.rate_nights pn ON pn.account_id = $1 AND pn.rate_plan_id = m.subject_id AND pn.night = m.night
   LEFT JOIN gateway.accounts ac ON ac.account_id = $1
   ORDER BY m.night, m.subject_id`,
);

/** Reads stock marks with their truth: one row per published rate plan of the marked room type. */
export async function readStock(session: Session, range: ReadRange): Promise<Reading<StockTruth>> {
  const rows = await session.query<StockRow>(READ_STOCK, params(range));
  return toReading(rows, ({ inventory, available }) => ({ inventory, available }));
}

/** Reads price marks with their truth. */
export async function readPrice(session: Session, range: ReadRange): Promise<Reading<PriceTruth>> {
  const rows = await session.query<PriceRow>(READ_PRICE, params(range));
  return toReading(rows, ({ price, rack_price, price_before_tax, currency }) => {
    const money = currency === null ? {} : { currency };
    if (price === null) return { price: -1, rackPrice: undefined, ...money };
    const tax = price_before_tax === null ? {} : { beforeTax: price_before_tax };
    return { price, rackPrice: rack_price ?? price, ...tax, ...money };
  });
}

function params({ accountId, hotelId, from, to, limit, first, except }: ReadRange): unknown[] {
  return [accountId, hotelId, from, to, limit, first, except];
}

function toReading<Row extends CommonRow, Value>(rows: readonly Row[], value: (row: Row) => Value): Reading<Value> {
  const marks = new Map<string, ReadMark>();
  const truth: TruthRow<Value>[] = [];
  for (const row of rows) {
    const key = `${row.night} ${row.subject_id}`;
    const { subject_id: subjectId, night, seq, sold } = row;
    const mark = marks.get(key) ?? { subjectId, night, seq, sold };
    marks.set(key, mark);
    if (row.rate_plan_id === null || row.platform_rate_plan_id === null) continue;
    truth.push({
      mark,
      ratePlanId: row.rate_plan_id,
      platformRatePlanId: row.platform_rate_plan_id,
      platformRoomId: row.platform_room_id ?? undefined,
      value: value(row),
    });
  }
  return { marks: [...marks.values()], rows: truth };
}
