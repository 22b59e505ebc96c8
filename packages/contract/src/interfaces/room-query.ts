import { id, int, list, map, object, optional, text } from '../field.ts';
import { openApi } from '../interface.ts';
import { roomImage, roomLook } from './room-shapes.ts';

/** Self-service search of the room types of given hotels. */
export const roomQuery = openApi({
  name: 'room-query',
  title: { zh: '自助匹配物理房型信息查询', en: 'Self-service room type query' },
  group: 'hotels',
  method: 'POST',
  path: '/goodlife/v1/trip/physical_room/search/',
  scope: 'life.capacity.trip_physical_room_pull',
  envelope: 'standard',
  accountHeader: 'optional',
  limits: [],
  about:
    'The whole list per hotel in one answer, keyed by hotel id (observed). The partner’s own room id can not be read back here.',
  request: object({
    account_id: id('merchant account', 'sdk'),
    poi_ids: optional(list(id('hotel id', 'sdk'), 'hotels; always send them', 'inferred')),
  }),
  reply: object({
    room_lists: optional(
      map(
        list(
          object({
            room_id: optional(text('physical room type id', 'sdk')),
            cn_name: optional(text('Chinese name', 'sdk')),
            en_name: optional(text('English name', 'sdk')),
            status: optional(int('match state; 6 = usable', 'inferred')),
            category_id: optional(int('category', 'sdk')),
            max_occupancy: optional(int('guests at most', 'sdk')),
            room_num: optional(int('rooms of this type', 'sdk')),
            ...roomLook,
            images: optional(list(roomImage, 'pictures', 'sdk')),
            descriptions: optional(list(text('text', 'sdk'), 'descriptions', 'sdk')),
          }),
          'room types of the hotel',
          'sdk',
        ),
        'hotel id -> room types',
        'observed',
      ),
    ),
  }),
});
