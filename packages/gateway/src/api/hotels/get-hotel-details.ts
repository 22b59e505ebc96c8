import Type from 'typebox';
import { readHotels } from '../../hotels/publish-store.ts';
import { nullable, ownId } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { hotelView } from './hotel.ts';
import { hotelDetails } from './hotel-details.ts';
import { readHotel } from './read-hotel.ts';

export default apiRoute({
  operation: 'getHotelDetails',
  method: 'GET',
  path: '/hotels/{hotel_id}/details',
  group: 'hotels',
  title: { zh: '查询酒店的静态信息', en: 'Read the details of a hotel' },
  params: { hotel_id: ownId('the hotel’s own id') },
  reply: Type.Object({ hotel: hotelView, details: nullable(hotelDetails) }),
  errors: ['NOT_FOUND'],
  handle: async ({ db }, { caller, params }) => {
    const hotel = await readHotel(db, caller.accountId, params.hotel_id);
    const [kept] = await readHotels(db, caller.accountId, [params.hotel_id]);
    return { hotel, details: kept?.details ?? null };
  },
});
