import type { Session } from '@yuzhu/runtime';

/** A room-night for people and hotel systems. */
export interface RoomNightRow {
  readonly room_type_id: string;
  readonly night: string;
  readonly stock: number;
  readonly sold: number;
  /** Rooms that may be sold beyond the stock. */
  readonly overbooking: number;
  readonly open: boolean;
  /** The platform has not been told yet. */
  readonly pending: boolean;
}

/** A rate plan's night. */
export interface RateNightRow {
  readonly rate_plan_id: string;
  readonly night: string;
  readonly price: number;
  readonly rack_price: number | null;
  readonly price_before_tax: number | null;
  readonly open: boolean;
  readonly pending: boolean;
}

/** A rate plan's night with a quota. */
export interface QuotaNightRow {
  readonly rate_plan_id: string;
  readonly night: string;
  readonly quota: number;
  readonly sold: number;
}

/** Nights of room types from `from` to `to`, both included, in order. */
export function readRoomNights(
  session: Session,
  accountId: string,
  roomTypeIds: readonly string[],
  from: string,
  to: string,
): Promise<RoomNightRow[]> {
  return session.query(
    `SELECT n.room_type_id, n.night, n.stock, n.sold, n.overbooking, n.open, d.night IS NOT NULL AS pending
     FROM gateway.room_nights n
     LEFT JOIN gateway.ari_dirty d
       ON d.account_id = n.account_id AND d.kind = 'stock' AND d.subject_id = n.room_type_id AND d.night = n.night
     WHERE n.account_id = $1 AND n.room_type_id = ANY ($2::text[]) AND n.night BETWEEN $3::date AND $4::date
     ORDER BY n.room_type_id, n.night`,
    [accountId, roomTypeIds, from, to],
  );
}

/** Nights of rate plans from `from` to `to`, both included, in order. */
export function readRateNights(
  session: Session,
  accountId: string,
  ratePlanIds: readonly string[],
  from: string,
  to: string,
): Promise<RateNightRow[]> {
  return session.query(
    `SELECT n.rate_plan_id, n.night, n.price, n.rack_price, n.price_before_tax, n.open, d.night IS NOT NULL AS pending
     FROM gateway.rate_nights n
     LEFT JOIN gateway.ari_dirty d
       ON d.account_id = n.account_id AND d.kind = 'price' AND d.subject_id = n.rate_plan_id AND d.night = n.night
     WHERE n.account_id = $1 AND n.rate_plan_id = ANY ($2::text[]) AND n.night BETWEEN $3::date AND $4::date
     ORDER BY n.rate_plan_id, n.night`,
    [accountId, ratePlanIds, from, to],
  );
}

/** Nights of rate plans that have a quota, from `from` to `to`, both included, in order. */
export function readQuotas(
  session: Session,
  accountId: string,
  ratePlanIds: readonly string[],
  from: string,
  to: string,
): Promise<QuotaNightRow[]> {
  return session.query(
    `SELECT rate_plan_id, night, quota, sold FROM gateway.plan_nights
     WHERE account_id = $1 AND rate_plan_id = ANY ($2::text[]) AND night BETWEEN $3::date AND $4::date
       AND quota IS NOT NULL
     ORDER BY rate_plan_id, night`,
    [accountId, ratePlanIds, from, to],
  );
}
