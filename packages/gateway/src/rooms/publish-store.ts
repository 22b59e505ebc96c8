import { type Session, statement } from '@yuzhu/runtime';
import type { PublishedRoom, RoomShelf, RoomState } from './decide-publish.ts';
import type { RoomDetails } from './details.ts';

/** Saves, checks and shelf wishes of one hotel's room types come one after another: the name of that turn. */
export function roomsOf(accountId: string, hotelId: string): string {
  return `rooms/${accountId}/${hotelId}`;
}

interface Row {
  readonly room_type_id: string;
  readonly hotel_id: string;
  readonly name: string;
  readonly max_guests: number;
  readonly details: RoomDetails | null;
  readonly category_id: number | null;
  readonly platform_room_id: string | null;
  readonly platform_hotel_id: string | null;
  readonly publish_state: RoomState;
  readonly wanted_shelf: RoomShelf | null;
}

const READ = `SELECT r.room_type_id, r.hotel_id, r.name, r.max_guests, r.details, h.category_id, r.platform_room_id,
    h.platform_hotel_id, r.publish_state, r.wanted_shelf
  FROM gateway.room_types r JOIN gateway.hotels h USING (account_id, hotel_id)
  WHERE r.account_id = $1 AND r.room_type_id = ANY ($2::text[]) ORDER BY r.hotel_id, r.room_type_id`;
const FIND = statement('room_publish_find', READ);
const LOCK = statement('room_publish_lock', `${READ} FOR NO KEY UPDATE OF r`);

/** Room types as they have to be told; unknown ids are left out. */
export async function readRooms(session: Session, accountId: string, ids: readonly string[]): Promise<PublishedRoom[]> {
  return (await session.query<Row>(FIND, [accountId, ids])).map(toRoom);
}

/** The same, kept as they are until the transaction ends. */
export async function lockRooms(session: Session, accountId: string, ids: readonly string[]): Promise<PublishedRoom[]> {
  return (await session.query<Row>(LOCK, [accountId, ids])).map(toRoom);
}

const DETAILS = statement(
  'room_set_details',
  'UPDATE gateway.room_types SET details = $3::jsonb WHERE account_id = $1 AND room_type_id = $2',
);

/** Keeps what the hotel tells of a room type. False when there is none. */
export async function setRoomDetails(
  session: Session,
  accountId: string,
  roomTypeId: string,
  details: RoomDetails,
): Promise<boolean> {
  return (await session.execute(DETAILS, [accountId, roomTypeId, JSON.stringify(details)])) === 1;
}

const STATE = statement(
  'room_set_state',
  'UPDATE gateway.room_types SET publish_state = $3, publish_reason = $4 WHERE account_id = $1 AND room_type_id = $2',
);

/** Keeps how far a room type got. */
export async function setRoomState(
  session: Session,
  accountId: string,
  roomTypeId: string,
  state: RoomState,
  reason: string | undefined,
): Promise<void> {
  await session.execute(STATE, [accountId, roomTypeId, state, reason ?? null]);
}

const SAVED = statement(
  'room_saved',
  `UPDATE gateway.room_types r SET platform_room_id = $3, publish_state = 'auditing', publish_reason = NULL
   WHERE r.account_id = $1 AND r.room_type_id = $2
     AND NOT EXISTS (SELECT 1 FROM gateway.room_types o WHERE o.platform_room_id = $3
                     AND NOT (o.account_id = $1 AND o.room_type_id = $2))`,
);

/** The platform took a save, which is in audit now. False when another room type has the id already. */
export async function setRoomSaved(
  session: Session,
  accountId: string,
  roomTypeId: string,
  platformRoomId: string,
): Promise<boolean> {
  return (await session.execute(SAVED, [accountId, roomTypeId, platformRoomId])) === 1;
}

const SHELF = statement(
  'room_want_shelf',
  'UPDATE gateway.room_types SET wanted_shelf = $3 WHERE account_id = $1 AND room_type_id = ANY ($2::text[])',
);

/** Keeps what the hotel wants of the shelf. */
export async function setRoomsWanted(
  session: Session,
  accountId: string,
  roomTypeIds: readonly string[],
  wanted: RoomShelf,
): Promise<void> {
  await session.execute(SHELF, [accountId, roomTypeIds, wanted]);
}

const GONE = statement(
  'room_gone',
  `UPDATE gateway.room_types SET platform_room_id = NULL, publish_state = 'deleted', publish_reason = NULL,
     wanted_shelf = NULL WHERE account_id = $1 AND room_type_id = $2`,
);

/** The platform has deleted a room type: its id there is worth nothing any more. */
export async function setRoomDeleted(session: Session, accountId: string, roomTypeId: string): Promise<void> {
  await session.execute(GONE, [accountId, roomTypeId]);
}

const NAMED = statement(
  'room_of_notice',
  `SELECT r.account_id, r.room_type_id FROM gateway.room_types r JOIN gateway.accounts a USING (account_id)
   LEFT JOIN gateway.hotels h USING (account_id, hotel_id)
   WHERE a.client_key = $1 AND a.stress_of IS NULL AND (r.platform_room_id = $2
     OR (r.platform_room_id IS NULL AND r.room_type_id = $3 AND ($4::text IS NULL OR h.platform_hotel_id = $4)))`,
);

/** The room types a notice can be about, by the platform's id or, while that is unknown, by ours. */
export function roomsOfNotice(
  session: Session,
  clientKey: string,
  notice: { readonly roomId: string; readonly outRoomId: string | undefined; readonly hotelId: string | undefined },
): Promise<{ readonly account_id: string; readonly room_type_id: string }[]> {
  return session.query(NAMED, [clientKey, notice.roomId, notice.outRoomId ?? null, notice.hotelId ?? null]);
}

function toRoom(row: Row): PublishedRoom {
  return {
    roomTypeId: row.room_type_id,
    hotelId: row.hotel_id,
    name: row.name,
    maxGuests: row.max_guests,
    details: row.details ?? undefined,
    hotelCategoryId: row.category_id ?? undefined,
    platformRoomId: row.platform_room_id ?? undefined,
    platformHotelId: row.platform_hotel_id ?? undefined,
    state: row.publish_state,
    wantedShelf: row.wanted_shelf ?? undefined,
  };
}
