import type { interfaces, ReplyOf } from '@yuzhu/contract';
import type { Session } from '@yuzhu/runtime';

type WireRoom = NonNullable<ReplyOf<typeof interfaces.roomQuery>['room_lists']>[string][number];

/** What the platform shows of a room type beside its name and numbers, in wire form. */
export type RoomDetails = Pick<
  WireRoom,
  'area' | 'floor' | 'bed_groups' | 'window' | 'smoking' | 'internets' | 'images' | 'descriptions'
>;

/** A physical room type of a hotel. */
export interface RoomType {
  readonly roomId: string;
  readonly hotelId: string;
  readonly cnName: string;
  readonly enName: string;
  /** Match state; 6 = usable, 7 = switched off. */
  readonly status: number;
  /** Rooms of this type. */
  readonly rooms: number;
  readonly maxOccupancy: number;
  readonly details: RoomDetails;
}

/** The match state of a room type that may be sold. */
export const ROOM_USABLE = 6;

const COLUMNS = `room_id AS "roomId", hotel_id AS "hotelId", cn_name AS "cnName", en_name AS "enName", status, rooms,
  max_occupancy AS "maxOccupancy", details`;

/** The room types of some hotels of a merchant, in order of hotel and id. */
export function roomTypesOf(session: Session, accountId: string, hotelIds: readonly string[]): Promise<RoomType[]> {
  return session.query<RoomType>(
    `SELECT ${COLUMNS} FROM sandbox.room_types WHERE account_id = $1 AND hotel_id = ANY($2) ORDER BY hotel_id, room_id`,
    [accountId, hotelIds],
  );
}

/** Some room types of a merchant by id; foreign and unknown ids are left out. */
export function roomTypesByIds(session: Session, accountId: string, roomIds: readonly string[]): Promise<RoomType[]> {
  return session.query<RoomType>(
    `SELECT ${COLUMNS} FROM sandbox.room_types WHERE account_id = $1 AND room_id = ANY($2) ORDER BY room_id`,
    [accountId, roomIds],
  );
}

/** Adds a room type; one that exists stays as it is. */
export async function addRoomType(session: Session, accountId: string, room: RoomType, now: number): Promise<void> {
  await session.execute(
    `INSERT INTO sandbox.room_types (account_id, room_id, hotel_id, cn_name, en_name, status, rooms, max_occupancy,
       details, created_ms)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`,
    [
      accountId,
      room.roomId,
      room.hotelId,
      room.cnName,
      room.enName,
      room.status,
      room.rooms,
      room.maxOccupancy,
      JSON.stringify(room.details),
      now,
    ],
  );
}
