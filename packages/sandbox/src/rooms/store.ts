import type { interfaces, ReplyOf, RequestOf } from '@yuzhu/contract';
import { type Session, statement } from '@yuzhu/runtime';

type RoomInfo = RequestOf<typeof interfaces.roomSave>['room_info'];
type WireRoom = NonNullable<ReplyOf<typeof interfaces.roomQuery>['room_lists']>[string][number];

/** What the platform shows of a room type beside its name and numbers, in wire form. */
export type RoomDetails = Pick<
  WireRoom,
  'area' | 'floor' | 'bed_groups' | 'window' | 'smoking' | 'internets' | 'facility_map' | 'images' | 'descriptions'
>;

/** A physical room type of a hotel. */
export interface RoomType {
  readonly roomId: string;
  readonly hotelId: string;
  /** The partner's id; null for one the platform made and nobody has bound. */
  readonly outRoomId: string | null;
  readonly cnName: string;
  readonly enName: string;
  /** Match state; 6 = usable, 7 = switched off. */
  readonly status: number;
  /** Rooms of this type. */
  readonly rooms: number;
  readonly maxOccupancy: number;
  readonly details: RoomDetails;
  /** A version was approved once. */
  readonly approved: boolean;
  /** On sale, as the partner said last. */
  readonly active: boolean;
}

/** Goods may hang on it: approved once, and online. A newer version in audit changes nothing (inferred). */
export function isUsable(room: Pick<RoomType, 'approved' | 'active'>): boolean {
  return room.approved && room.active;
}

/** The looks of a room type out of what a partner saved. */
export function detailsOf(info: RoomInfo): RoomDetails {
  const { area, floor, bed_groups, window, smoking, internets, facility_map, images, descriptions } = info;
  const all = { area, floor, bed_groups, window, smoking, internets, facility_map, images, descriptions };
  return Object.fromEntries(Object.entries(all).filter(([, member]) => member !== undefined));
}

const COLUMNS = `out_room_id AS "outRoomId", approved, active, room_id AS "roomId", hotel_id AS "hotelId", cn_name AS "cnName", en_name AS "enName", status, rooms,
  max_occupancy AS "maxOccupancy", details`;

/** The room types of some hotels of a merchant, in order of hotel and id. */
export function roomTypesOf(session: Session, accountId: string, hotelIds: readonly string[]): Promise<RoomType[]> {
  return session.query<RoomType>(
    `SELECT ${COLUMNS} FROM sandbox.room_types WHERE account_id = $1 AND hotel_id = ANY($2) AND NOT deleted ORDER BY hotel_id, room_id`,
    [accountId, hotelIds],
  );
}

/** Some room types of a merchant by id; foreign and unknown ids are left out. */
export function roomTypesByIds(session: Session, accountId: string, roomIds: readonly string[]): Promise<RoomType[]> {
  return session.query<RoomType>(
    `SELECT ${COLUMNS} FROM sandbox.room_types WHERE account_id = $1 AND room_id = ANY($2) AND NOT deleted ORDER BY room_id`,
    [accountId, roomIds],
  );
}

/** The room types of a hotel, locked until the transaction ends. */
export function lockRooms(session: Session, accountId: string, hotelId: string): Promise<RoomType[]> {
  return session.query<RoomType>(
    `SELECT ${COLUMNS} FROM sandbox.room_types WHERE account_id = $1 AND hotel_id = $2 AND NOT deleted
     ORDER BY room_id FOR UPDATE`,
    [accountId, hotelId],
  );
}

/** One room type, locked until the transaction ends; deleted ones are gone. */
export function lockRoom(session: Session, accountId: string, roomId: string): Promise<RoomType | undefined> {
  return session.first<RoomType>(
    `SELECT ${COLUMNS} FROM sandbox.room_types WHERE account_id = $1 AND room_id = $2 AND NOT deleted FOR UPDATE`,
    [accountId, roomId],
  );
}

const ONLINE = statement(
  'sandbox.rooms.online',
  'SELECT 1 FROM sandbox.room_types WHERE account_id = $1 AND room_id = $2 AND active AND NOT deleted',
);

/** Whether goods of a room type can be booked now: it is neither offline nor deleted. */
export async function isOnline(session: Session, accountId: string, roomId: string): Promise<boolean> {
  return (await session.first(ONLINE, [accountId, roomId])) !== undefined;
}

/** Shows another state of a room type. */
export async function setRoomStatus(
  session: Session,
  accountId: string,
  roomId: string,
  status: number,
): Promise<void> {
  await session.execute('UPDATE sandbox.room_types SET status = $3 WHERE account_id = $1 AND room_id = $2', [
    accountId,
    roomId,
    status,
  ]);
}

/** Binds a room type to the partner's id. */
export async function bindRoom(session: Session, accountId: string, roomId: string, outRoomId: string): Promise<void> {
  await session.execute('UPDATE sandbox.room_types SET out_room_id = $3 WHERE account_id = $1 AND room_id = $2', [
    accountId,
    roomId,
    outRoomId,
  ]);
}

/** Puts a room type online or takes it offline. */
export async function setRoomActive(
  session: Session,
  accountId: string,
  roomId: string,
  active: boolean,
  status: number,
): Promise<void> {
  await session.execute(
    'UPDATE sandbox.room_types SET active = $3, status = $4 WHERE account_id = $1 AND room_id = $2',
    [accountId, roomId, active, status],
  );
}

/** Takes a room type out of every interface; its partner's id may be used again (inferred). */
export async function deleteRoom(session: Session, accountId: string, roomId: string): Promise<void> {
  await session.execute('UPDATE sandbox.room_types SET deleted = true WHERE account_id = $1 AND room_id = $2', [
    accountId,
    roomId,
  ]);
}

/** Takes over what an approved version says. */
export async function applyRoom(
  session: Session,
  accountId: string,
  roomId: string,
  info: RoomInfo,
  active: boolean,
  status: number,
): Promise<void> {
  await session.execute(
    `UPDATE sandbox.room_types SET cn_name = $3, en_name = $4, rooms = coalesce($5, rooms), max_occupancy = $6,
       details = $7, active = $8, status = $9, approved = true
     WHERE account_id = $1 AND room_id = $2`,
    [
      accountId,
      roomId,
      info.cn_name,
      info.en_name ?? '',
      info.room_num ?? null,
      info.max_occupancy,
      JSON.stringify(detailsOf(info)),
      active,
      status,
    ],
  );
}

/** Adds a room type. False when the hotel has one with this id, or with the partner's. */
export async function insertRoom(session: Session, accountId: string, room: RoomType, now: number): Promise<boolean> {
  const added = await session.execute(
    `INSERT INTO sandbox.room_types (account_id, room_id, hotel_id, cn_name, en_name, status, rooms, max_occupancy,
       details, created_ms, out_room_id, approved, active)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING`,
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
      room.outRoomId,
      room.approved,
      room.active,
    ],
  );
  return added === 1;
}
