import type { Session } from '@yuzhu/runtime';
import type { HotelState } from './decide-publish.ts';

/** A hotel as it is kept. */
export interface HotelRow {
  readonly hotel_id: string;
  readonly name: string;
  readonly platform_hotel_id: string | null;
  readonly publish_state: HotelState;
  readonly publish_reason: string | null;
  /** Unix ms. */
  readonly created_at: number;
}

const COLUMNS = 'hotel_id, name, platform_hotel_id, publish_state, publish_reason, created_at';

/** One hotel of the account. */
export function findHotel(session: Session, accountId: string, hotelId: string): Promise<HotelRow | undefined> {
  return session.first(`SELECT ${COLUMNS} FROM gateway.hotels WHERE account_id = $1 AND hotel_id = $2`, [
    accountId,
    hotelId,
  ]);
}

/** The account's hotels behind an id, in order of id, at most `limit`. */
export function listHotels(session: Session, accountId: string, after: string, limit: number): Promise<HotelRow[]> {
  return session.query(
    `SELECT ${COLUMNS} FROM gateway.hotels WHERE account_id = $1 AND hotel_id > $2 ORDER BY hotel_id LIMIT $3`,
    [accountId, after, limit],
  );
}

/** Locks a hotel for a change; undefined when there is none yet. */
export function lockHotel(session: Session, accountId: string, hotelId: string): Promise<HotelRow | undefined> {
  return session.first(
    `SELECT ${COLUMNS} FROM gateway.hotels WHERE account_id = $1 AND hotel_id = $2 FOR NO KEY UPDATE`,
    [accountId, hotelId],
  );
}

/** Writes a hotel, new or not. @throws a database error 23505 when another hotel has the platform id */
export function saveHotel(
  session: Session,
  accountId: string,
  hotel: Pick<HotelRow, 'hotel_id' | 'name' | 'platform_hotel_id'>,
  now: number,
): Promise<HotelRow> {
  return session.one(
    `INSERT INTO gateway.hotels (account_id, hotel_id, name, platform_hotel_id, created_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (account_id, hotel_id)
     DO UPDATE SET name = excluded.name, platform_hotel_id = excluded.platform_hotel_id
     RETURNING ${COLUMNS}`,
    [accountId, hotel.hotel_id, hotel.name, hotel.platform_hotel_id, new Date(now)],
  );
}

/** Keeps the platform's category of a hotel, which its room types have to name. */
export async function setCategory(
  session: Session,
  accountId: string,
  hotelId: string,
  categoryId: number,
): Promise<void> {
  await session.execute('UPDATE gateway.hotels SET category_id = $3 WHERE account_id = $1 AND hotel_id = $2', [
    accountId,
    hotelId,
    categoryId,
  ]);
}

/** Whether goods of the hotel are known to the platform: its platform id is then part of orders and fixed. */
export async function hotelInUse(session: Session, accountId: string, hotelId: string): Promise<boolean> {
  const row = await session.first(
    `SELECT 1 FROM gateway.room_types t JOIN gateway.rate_plans p USING (account_id, room_type_id)
     WHERE t.account_id = $1 AND t.hotel_id = $2 AND p.platform_rate_plan_id IS NOT NULL LIMIT 1`,
    [accountId, hotelId],
  );
  return row !== undefined;
}
