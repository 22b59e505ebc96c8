import { interfaces, type RequestOf } from '@yuzhu/contract';
import type { RoomType } from './store.ts';

/** A room type as a partner describes it. */
export type RoomInfo = RequestOf<typeof interfaces.roomSave>['room_info'];

/** What a save is decided against. */
export interface RoomSaveFacts {
  /** The hotel, when the merchant has it. */
  readonly hotel: { readonly hotelId: string; readonly categoryId: number } | undefined;
  /** The room type the request names by the platform's id, if it exists in that hotel. */
  readonly byId: RoomType | undefined;
  /** The room type of that hotel with the partner's id. */
  readonly byPartnerId: RoomType | undefined;
  /** Another room type of that hotel with the same Chinese name. */
  readonly namesake: RoomType | undefined;
  /** What the room type said last; undefined when it is new. */
  readonly former: RoomInfo | undefined;
}

/** What becomes of a save (all of it inferred). */
export type RoomSaveDecision =
  /** Code 2100005; the text names the member. */
  | { readonly do: 'refuse'; readonly detail: string }
  | { readonly do: 'duplicate'; readonly roomId: string }
  /** `room` undefined: a new one. */
  | { readonly do: 'save'; readonly room: RoomType | undefined; readonly document: RoomInfo };

const IDS = new Set(['out_room_id', 'room_id']);
/** Names `by_fileds` may hold. */
const MEMBERS = Object.keys(interfaces.roomSave.request.properties.room_info.properties).filter((key) => !IDS.has(key));

const MOST = { name: 100, rooms: 10_000, guests: 50, images: 50 } as const;

/** Decides a save. Pure. */
export function decideRoomSave(
  info: RoomInfo,
  fields: readonly string[],
  { hotel, byId, byPartnerId, namesake, former }: RoomSaveFacts,
): RoomSaveDecision {
  const refuse = (detail: string): RoomSaveDecision => ({ do: 'refuse', detail });
  if (hotel === undefined) return refuse('poi_id: not a hotel of this merchant');
  if (info.room_id !== undefined) {
    if (byId === undefined) return refuse('room_info.room_id: not a room type of this hotel');
    if (byId.outRoomId !== null && byId.outRoomId !== info.out_room_id)
      return refuse('room_info.out_room_id must not be changed');
    if (byPartnerId !== undefined && byPartnerId.roomId !== byId.roomId)
      return refuse('room_info.out_room_id is bound to another room type');
  }
  const unknown = fields.find((field) => !MEMBERS.includes(field));
  if (unknown !== undefined) return refuse(`by_fileds: ${unknown} is not a member of room_info`);
  const problem = problemOf(info, hotel.categoryId);
  if (problem !== undefined) return refuse(`room_info.${problem}`);
  if (namesake !== undefined) return { do: 'duplicate', roomId: namesake.roomId };
  const room = byId ?? byPartnerId;
  if (room === undefined && fields.length > 0) return refuse('by_fileds: there is no room type to update yet');
  return { do: 'save', room, document: merged(info, fields, former) };
}

function problemOf(info: RoomInfo, categoryId: number): string | undefined {
  if (info.cn_name.trim() === '' || info.cn_name.length > MOST.name)
    return `cn_name needs 1 to ${MOST.name} characters`;
  if (info.category_id !== categoryId) return 'category_id must be that of the hotel';
  if (info.max_occupancy < 1 || info.max_occupancy > MOST.guests) return `max_occupancy is 1 to ${MOST.guests}`;
  if (info.room_num !== undefined && (info.room_num < 1 || info.room_num > MOST.rooms))
    return `room_num is 1 to ${MOST.rooms}`;
  if (info.images.length === 0 || info.images.length > MOST.images) return `images needs 1 to ${MOST.images} pictures`;
  const at = info.images.findIndex(({ image_url: url }) => !(URL.canParse(url) && new URL(url).protocol === 'https:'));
  if (at >= 0) return `images[${at}].image_url must be an https address`;
  return numbersOf(info).some((number) => number < 0) ? 'numbers must not be negative' : undefined;
}

/** Every enum value and measure: unknown ones are taken, negative ones are not. */
function numbersOf(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersOf) : [];
}

/** A full update replaces everything; one of named members leaves the others as they were. */
function merged(info: RoomInfo, fields: readonly string[], former: RoomInfo | undefined): RoomInfo {
  if (fields.length === 0 || former === undefined) return info;
  const named = Object.entries(info).filter(([key]) => IDS.has(key) || fields.includes(key));
  const kept = Object.entries(former).filter(([key]) => !IDS.has(key) && !fields.includes(key));
  return Object.fromEntries([...kept, ...named]) as RoomInfo;
}
