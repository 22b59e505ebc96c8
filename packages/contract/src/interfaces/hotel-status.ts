import { id, int, list, object, optional, text } from '../field.ts';
import { openApi } from '../interface.ts';
import { merchant } from './room-shapes.ts';

/** How far hotels got that were sent by hotel-save. The reply's `data` is an array. */
export const hotelStatus = openApi({
  name: 'hotel-status',
  title: { zh: '酒店静态信息处理状态查询', en: 'State of hotels' },
  group: 'hotels',
  method: 'POST',
  path: '/goodlife/v1/trip/hotel/status/query/',
  scope: 'life.capacity.trip_hotel_push',
  envelope: 'list',
  accountHeader: 'optional',
  limits: [],
  about: 'At least one of both lists; with both, their union (inferred). Hotels that were never sent are left out.',
  request: object({
    account_id: merchant,
    hotel_id_list: optional(list(id('platform’s hotel id', 'sdk'), 'hotels', 'sdk')),
    out_hotel_id_list: optional(list(id('partner’s hotel id', 'sdk'), 'hotels', 'sdk')),
  }),
  reply: list(
    object({
      out_hotel_id: text('partner’s hotel id', 'sdk'),
      hotel_id: optional(text('platform’s hotel id', 'sdk')),
      status: int('match state', 'sdk'),
      message: text('reason', 'sdk'),
      category_id: optional(int('category', 'sdk')),
    }),
    'one entry a hotel',
    'sdk',
  ),
});
