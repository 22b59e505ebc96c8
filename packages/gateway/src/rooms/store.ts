import type { Session } from '@yuzhu/runtime';
import type { RoomShelf, RoomState } from './decide-publish.ts';

/** A physical room type as it is kept. */
export interface RoomTypeRow {
  readonly room_type_id: string;
  readonly hotel_id: string;
  readonly name: string;
  /** Guests a room. */
  readonly max_guests: number;
  readonly platform_room_id: string | null;
  readonly publish_state: RoomState;
  readonly publish_reason: string | null;
  readonly wanted_shelf: RoomShelf | null;
  /** Unix ms. */
  readonly created_at: number;
}

/** The part of a room type that the hotel itself writes. */
type OwnRoomType = Pick<RoomTypeRow, 'room_type_id' | 'hotel_id' | 'name' | 'max_guests' | 'platform_room_id'>;

const COLUMNS =
  'room_type_id, hotel_id, name, max_guests, platform_room_id, publish_state, publish_reason, wanted_shelf, created_at';

/** One room type of the account; `lock` keeps it as it is until the transaction ends. */
export function findRoomType(
  session: Session,
  accountId: string,
  roomTypeId: string,
  lock = false,
): Promise<RoomTypeRow | undefined> {
  return session.first(
    `SELECT ${COLUMNS} FROM gateway.room_types WHERE account_id = $1 AND room_type_id = $2
     ${lock ? 'FOR NO KEY UPDATE' : ''}`,
    [accountId, roomTypeId],
  );
}

/** Room types behind an id, in order of id, at most `limit`; of one hotel when given. */
export function listRoomTypes(
  session: Session,
  accountId: string,
  hotelId: string | undefined,
  after: string,
  limit: number,
): Promise<RoomTypeRow[]> {
  return session.query(
    `SELECT ${COLUMNS} FROM gateway.room_types
     WHERE account_id = $1 AND ($2::text IS NULL OR hotel_id = $2) AND room_type_id > $3
     ORDER BY room_type_id LIMIT $4`,
    [accountId, hotelId ?? null, after, limit],
  );
}

/** Writes a room type, new or not; its hotel never changes. @throws a database error 23505 for a platform id in use */
export function saveRoomType(
  session: Session,
  accountId: string,
  roomType: OwnRoomType,
  now: number,
): Promise<RoomTypeRow> {
  return session.one(
    `INSERT INTO gateway.room_types (account_id, room_type_id, hotel_id, name, max_guests, platform_room_id, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (account_id, room_type_id)
     DO UPDATE SET name = excluded.name, max_guests = excluded.max_guests, platform_room_id = excluded.platform_room_id
     RETURNING ${COLUMNS}`,
    [
      accountId,
      roomType.room_type_id,
      roomType.hotel_id,
      roomType.name,
      roomType.max_guests,
      roomType.platform_room_id,
      new Date(now),
    ],
  );
}

/** Whether goods of the room type are known to the platform: its platform id is then fixed. */
export async function roomTypeInUse(session: Session, accountId: string, roomTypeId: string): Promise<boolean> {
  const row = await session.first(
    `SELECT 1 FROM gateway.rate_plans
     WHERE account_id = $1 AND room_type_id = $2 AND platform_rate_plan_id IS NOT NULL LIMIT 1`,
    [accountId, roomTypeId],
  );
  return row !== undefined;
}
