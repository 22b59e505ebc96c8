import { flag, id, int, list, object, optional, text } from '../field.ts';
import { openApi } from '../interface.ts';
import { merchant, roomImage, roomLook } from './room-shapes.ts';

/** Creates or updates one physical room type of a hotel; an audit follows. */
export const roomSave = openApi({
  name: 'room-save',
  title: { zh: '物理房型静态信息接口', en: 'Save a room type' },
  group: 'hotels',
  method: 'POST',
  path: '/goodlife/v1/trip/physical_room/save/',
  scope: 'life.capacity.trip_physical_room_push',
  envelope: 'standard',
  accountHeader: 'optional',
  limits: [],
  about:
    'One room type a call, audited afterwards. The partner’s id within hotel and account makes a repetition harmless (inferred). Three layers can say “failed”: both codes and `ok`.',
  request: object({
    account_id: merchant,
    poi_id: id('hotel', 'sdk'),
    by_fileds: optional(
      list(text('member of room_info', 'sdk'), 'members to update; absent or empty = all of them', 'inferred'),
    ),
    room_info: object(
      {
        out_room_id: id('partner’s room type id', 'sdk'),
        room_id: optional(id('physical room type id; present = update', 'inferred')),
        cn_name: text('Chinese name', 'sdk', { minLength: 1 }),
        en_name: optional(text('English name', 'sdk')),
        category_id: int('category of the hotel; some integrations send its digits as text (observed)', 'sdk'),
        max_occupancy: int('guests at most', 'sdk'),
        images: list(roomImage, 'pictures, at least one', 'sdk'),
        room_num: optional(int('rooms of this type', 'sdk')),
        active: optional(flag('true on sale, false off; used to switch a room type (observed)', 'observed')),
        ...roomLook,
        descriptions: optional(list(text('text', 'sdk'), 'descriptions', 'sdk')),
        is_test_data: optional(flag('a test room', 'sdk')),
      },
      'room type',
      'sdk',
    ),
  }),
  reply: object({
    ok: flag('the save was taken over', 'sdk'),
    room_id: text('physical room type id, new or known; may be empty with a duplicate', 'observed'),
    duplicate_room_id: optional(text('a room type that this one duplicates', 'sdk')),
    message: text('text', 'sdk'),
  }),
});
