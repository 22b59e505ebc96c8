import { flag, id, int, list, object, optional } from '../field.ts';
import { openApi } from '../interface.ts';
import { listedHotel } from './hotel-shapes.ts';

/** Self-service list of the merchant's hotels on the platform, page by page. */
export const hotelQuery = openApi({
  name: 'hotel-query',
  title: { zh: '自助匹配酒店信息查询', en: 'Self-service hotel query' },
  group: 'hotels',
  method: 'POST',
  path: '/goodlife/v1/trip/hotel/poi/query/',
  scope: 'life.capacity.trip_hotel_pull',
  envelope: 'standard',
  accountHeader: 'optional',
  limits: [],
  about: 'Merchants and their providers only; agents use the scrolling list. Pages count from 1 (observed).',
  request: object({
    account_id: id('merchant account', 'sdk'),
    page_index: int('page, from 1', 'observed'),
    page_size: int('entries a page; 20 and 50 are in use', 'observed'),
  }),
  reply: object({
    hotel_list: optional(list(listedHotel, 'hotels', 'sdk')),
    pagination: optional(
      object(
        {
          page_index: int('page', 'sdk'),
          page_size: int('entries a page', 'sdk'),
          total_count: int('hotels in all', 'sdk'),
          page_count: optional(int('pages in all', 'sdk')),
          has_more: optional(flag('go on while true', 'sdk')),
        },
        'paging',
        'sdk',
      ),
    ),
  }),
});
