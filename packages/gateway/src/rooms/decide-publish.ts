import { type interfaces, MATCH_STATE, type ReplyOf } from '@yuzhu/contract';
import type { RoomDetails } from './details.ts';

/** How far a room type got at the platform. */
export type RoomState = 'draft' | 'saving' | 'auditing' | 'usable' | 'rejected' | 'offline' | 'failed' | 'deleted';

/** What the hotel wants of a room type's shelf. */
export type RoomShelf = 'on' | 'off' | 'deleted';

/** A room type with what its sender needs. */
export interface PublishedRoom {
  readonly roomTypeId: string;
  readonly hotelId: string;
  readonly name: string;
  readonly maxGuests: number;
  readonly details: RoomDetails | undefined;
  /** The category of its hotel at the platform. */
  readonly hotelCategoryId: number | undefined;
  readonly platformRoomId: string | undefined;
  readonly platformHotelId: string | undefined;
  readonly state: RoomState;
  readonly wantedShelf: RoomShelf | undefined;
}

/** Audit notices may be lost (documented): this long after a save the platform is asked without one (our choice). */
export const CHECK_MS = 15 * 60_000;

/** Why a room type can not be published yet, in both languages; undefined when it can. */
export function whyNotPublishable(room: PublishedRoom): { readonly zh: string; readonly en: string } | undefined {
  if (room.details === undefined) {
    return { zh: `房型 ${room.roomTypeId} 还没有静态信息`, en: `room type ${room.roomTypeId} has no details yet` };
  }
  if (room.platformHotelId === undefined) {
    return { zh: `酒店 ${room.hotelId} 还没有平台编号`, en: `hotel ${room.hotelId} has no platform id yet` };
  }
  if (room.details.category_id === undefined && room.hotelCategoryId === undefined) {
    return {
      zh: `酒店 ${room.hotelId} 的平台类目未知：匹配酒店，或在静态信息中填写 category_id`,
      en: `the category of hotel ${room.hotelId} at the platform is unknown: match the hotel or give category_id in the details`,
    };
  }
  return undefined;
}

/** What the platform said to a save. */
export type RoomSaveVerdict =
  | { readonly state: 'saved'; readonly platformRoomId: string }
  /** The hotel has a room type of that name already: a person has to say whether it is the same. */
  | { readonly state: 'duplicate'; readonly platformRoomId: string; readonly message: string }
  | { readonly state: 'refused'; readonly message: string };

/** Reads the verdict: `ok` is the third layer that can say "failed" (sdk). */
export function roomSaveVerdict(reply: ReplyOf<typeof interfaces.roomSave>): RoomSaveVerdict {
  const { ok, room_id: id, duplicate_room_id: duplicate = '', message } = reply;
  if (ok && id !== '') return { state: 'saved', platformRoomId: id };
  if (duplicate !== '') return { state: 'duplicate', platformRoomId: duplicate, message };
  return { state: 'refused', message: ok ? `no room_id in the answer: ${message}` : message };
}

/** What a state at the platform makes of a room type. */
export interface RoomCheckEffect {
  readonly state: RoomState;
  readonly reason: string | undefined;
  /** Not final: ask again later. */
  readonly waits: boolean;
}

/** Reads a state of the platform (numbers inferred). Unknown numbers are shown as they came. */
export function readRoomStatus(status: number, message: string): RoomCheckEffect {
  switch (status) {
    case MATCH_STATE.usable:
      return { state: 'usable', reason: undefined, waits: false };
    case MATCH_STATE.disabled:
      return { state: 'offline', reason: message || undefined, waits: false };
    case MATCH_STATE.rejected:
      return { state: 'rejected', reason: message || 'no reason given', waits: false };
    case MATCH_STATE.matchFailed:
    case MATCH_STATE.abnormal:
      return { state: 'failed', reason: `${status} ${message}`.trim(), waits: false };
    case MATCH_STATE.matching:
    case MATCH_STATE.creating:
    case MATCH_STATE.auditing:
    case MATCH_STATE.claimPending:
      return { state: 'auditing', reason: undefined, waits: true };
    default:
      return { state: 'auditing', reason: `platform state ${status} ${message}`.trim(), waits: true };
  }
}

/** What a verdict on a shelf wish makes of a room type: an audit under way says more than the shelf. */
export function stateAfterShelf(state: RoomState, wanted: RoomShelf): RoomState {
  if (wanted === 'deleted') return 'deleted';
  if (state === 'saving' || state === 'auditing' || state === 'rejected') return state;
  return wanted === 'on' ? 'usable' : 'offline';
}
