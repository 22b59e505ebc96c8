import { listHotels } from '../../hotels/store.ts';
import { PER_PAGE, page, pageQuery, readCursor, toPage } from '../paging.ts';
import { apiRoute } from '../route.ts';
import { hotelView, toHotel } from './hotel.ts';

export default apiRoute({
  operation: 'listHotels',
  method: 'GET',
  path: '/hotels',
  group: 'hotels',
  title: { zh: '酒店列表', en: 'List hotels' },
  query: pageQuery,
  reply: page(hotelView, 'hotels in order of id'),
  handle: async ({ db }, { caller, query }) => {
    const limit = query.limit ?? PER_PAGE;
    const after = readCursor(query.cursor, ['']);
    const rows = await listHotels(db, caller.accountId, after?.[0] ?? '', limit + 1);
    return toPage(rows, limit, (row) => [row.hotel_id], toHotel);
  },
});
