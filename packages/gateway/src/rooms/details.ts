import { describeProblem, interfaces, object, type RequestOf, readMessage } from '@yuzhu/contract';
import Type, { type Static } from 'typebox';
import type { DocumentProblem } from '../vouchers/rules/rule.ts';

type RoomInfo = RequestOf<typeof interfaces.roomSave>['room_info'];

const INFO = interfaces.roomSave.request.properties.room_info;
const { properties: told } = Type.Omit(INFO, [
  'out_room_id',
  'room_id',
  'cn_name',
  'max_occupancy',
  'category_id',
  'active',
]);

/**
 * What a hotel tells of a room type beside its name and its guests: the platform's room_info without the ids. Whether
 * it is on sale is told by the shelf, so `active` is not part of it; without a `category_id` it is the hotel's.
 */
export const ROOM_DETAILS = object({ ...told, category_id: Type.Optional(INFO.properties.category_id) });

/** What a hotel tells of a room type. */
export type RoomDetails = Static<typeof ROOM_DETAILS>;

/** Checks details before they are kept: the contract's shape, then what the platform is known to refuse. Empty: all is well. */
export function checkRoomDetails(details: unknown): DocumentProblem[] {
  const reading = readMessage(ROOM_DETAILS, details, 'strict');
  if (reading.value === undefined) {
    return reading.faults.map((fault) => ({
      path: fault.path,
      zh: `${fault.path || '内容'} 缺失或不符合要求（应为：${fault.expected}）`,
      en: describeProblem(fault),
    }));
  }
  const { images, room_num: rooms } = reading.value;
  return [
    ...(images.length > 0 ? [] : [{ path: 'images', zh: '至少需要一张图片', en: 'at least one picture is needed' }]),
    ...pictureProblems(images, 'images'),
    ...(rooms === undefined || rooms > 0
      ? []
      : [{ path: 'room_num', zh: '房间数至少为 1', en: 'there must be at least one room' }]),
  ];
}

/** Pictures without a public https address. */
export function pictureProblems(images: readonly { readonly image_url?: string }[], path: string): DocumentProblem[] {
  return images.flatMap(({ image_url: address = '' }, at) =>
    URL.canParse(address) && new URL(address).protocol === 'https:'
      ? []
      : [{ path: `${path}[${at}].image_url`, zh: '图片地址应为 https 地址', en: 'a picture needs an https address' }],
  );
}

/** The structure for the wire; `room` undefined in the platform's id: a new one. */
export function roomInfo(
  room: {
    readonly roomTypeId: string;
    readonly name: string;
    readonly maxGuests: number;
    readonly platformRoomId: string | undefined;
  },
  details: RoomDetails,
  categoryId: number,
): RoomInfo {
  return {
    ...details,
    out_room_id: room.roomTypeId,
    ...(room.platformRoomId === undefined ? {} : { room_id: room.platformRoomId }),
    cn_name: room.name,
    max_occupancy: room.maxGuests,
    category_id: categoryId,
  };
}
