import { flag, id, int, list, object, optional, text } from '../field.ts';
import { openApi } from '../interface.ts';
import { hotelBaseInfo, hotelPolicy } from './hotel-shapes.ts';

/** Matches, creates or updates a hotel by its static information; the answer comes later. */
export const hotelSave = openApi({
  name: 'hotel-save',
  title: { zh: '酒店静态信息接口', en: 'Match, create or update a hotel' },
  group: 'hotels',
  method: 'POST',
  path: '/goodlife/v1/trip/hotel/info/match/',
  scope: 'life.capacity.trip_hotel_push',
  envelope: 'standard',
  accountHeader: 'optional',
  limits: [],
  about:
    'One hotel a call, known by the partner’s id (inferred). For the first match `hotel_id` is left out; with it, the static information of a matched hotel is updated. Matching and audit take their time: follow with hotel-status or the notice.',
  request: object({
    account_id: id('merchant account'),
    out_hotel_id: id('partner’s hotel id'),
    hotel_id: optional(id('platform’s hotel id; only for updates')),
    active: optional(flag('state at the partner; send it always, unset arrives as false from the SDK', 'inferred')),
    hotel_base_info: optional(hotelBaseInfo),
    hotel_facilities: optional(
      list(
        object({
          facility_category: optional(int('category; numbers not found')),
          facility_id: optional(int('facility in the category; numbers not found')),
        }),
        'facilities',
      ),
    ),
    hotel_images: optional(
      list(
        object({
          image_url: optional(text('public address', 'sdk')),
          image_type: optional(int('kind; numbers not found', 'sdk')),
        }),
        'pictures',
      ),
    ),
    hotel_policy: optional(hotelPolicy),
  }),
  reply: object({
    out_hotel_id: text('the partner’s id again', 'sdk'),
    status: int('match state', 'sdk'),
    message: text('reason of a failure', 'sdk'),
    hotel_id: optional(text('platform’s hotel id once known', 'sdk')),
    category_id: optional(int('category of the matched hotel; room-save wants it', 'inferred')),
  }),
});
