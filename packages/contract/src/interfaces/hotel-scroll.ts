import { int, list, object, optional, text } from '../field.ts';
import { openApi } from '../interface.ts';
import { listedHotel } from './hotel-shapes.ts';
import { merchant } from './room-shapes.ts';

/** The list of hotels for agents (代理商), who may not use hotel-query: one page after another by a cursor. */
export const hotelScroll = openApi({
  name: 'hotel-scroll',
  title: { zh: '自助匹配抖音酒店信息（仅限代理商）', en: 'Scrolling hotel list for agents' },
  group: 'hotels',
  method: 'POST',
  path: '/goodlife/v1/trip/hotel/poi/scroll/',
  scope: 'life.capacity.trip_hotel_scroll',
  scopeSource: 'twin',
  envelope: 'standard',
  accountHeader: 'optional',
  limits: [],
  about:
    'Documented for the calendar-room solution only. The SDK has `data` as text and gives no members: it is read as an object or as JSON text; the members are those of hotel-query. An empty list ends it (inferred).',
  request: object({
    account_id: merchant,
    page_size: int('entries a page', 'sdk'),
    scroll_id: optional(text('cursor of the former answer; absent on the first call', 'sdk')),
  }),
  reply: object({
    hotel_list: optional(list(listedHotel, 'hotels', 'inferred')),
    scroll_id: optional(text('cursor for the next page', 'inferred')),
  }),
});
