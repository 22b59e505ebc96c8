import { flag, id, int, list, object, optional, text } from '../field.ts';
import { openApi } from '../interface.ts';
import { merchant } from './room-shapes.ts';

/** State of room types by their ids and, on demand, the goods under them. */
export const roomStatus = openApi({
  name: 'room-status',
  title: { zh: '物理房型静态信息查询', en: 'State of room types' },
  group: 'hotels',
  method: 'POST',
  path: '/goodlife/v1/trip/physical_room/query/',
  // The push scope, not the pull scope (documented).
  scope: 'life.capacity.trip_physical_room_push',
  envelope: 'standard',
  accountHeader: 'optional',
  limits: [],
  about: 'Despite its title it gives state and goods, not attributes; those come from room-query.',
  request: object({
    account_id: merchant,
    room_ids: optional(list(id('physical room type id', 'sdk'), 'room types; always send them', 'inferred')),
    need_rate_plan: optional(flag('give the goods of each too', 'sdk')),
  }),
  reply: object({
    room_list: optional(
      list(
        object({
          room_id: text('physical room type id', 'sdk'),
          cn_name: text('Chinese name', 'sdk'),
          status: int('match state; one integration reads 1 as usable and 0 as not (observed)', 'inferred'),
          audit_message: optional(text('reason of a rejection', 'sdk')),
          rate_plan_list: optional(
            list(
              object({
                rate_plan_id: text('good', 'sdk'),
                rate_plan_name: text('name', 'sdk'),
                rate_plan_type: int('kind; numbers not found', 'sdk'),
                status: int('state; numbers not found', 'sdk'),
              }),
              'goods',
              'sdk',
            ),
          ),
        }),
        'room types',
        'sdk',
      ),
    ),
  }),
});
