import { notFound } from '../../errors.ts';
import { findHotel } from '../../hotels/store.ts';
import { ownId } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { hotelView, toHotel } from './hotel.ts';

export default apiRoute({
  operation: 'getHotel',
  method: 'GET',
  path: '/hotels/{hotel_id}',
  group: 'hotels',
  title: { zh: '查询酒店', en: 'Read a hotel' },
  params: { hotel_id: ownId('the hotel’s own id') },
  reply: hotelView,
  errors: ['NOT_FOUND'],
  handle: async ({ db }, { caller, params }) => {
    const hotel = await findHotel(db, caller.accountId, params.hotel_id);
    if (hotel === undefined) throw notFound('hotel', params.hotel_id);
    return toHotel(hotel);
  },
});
