import { ownId } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { hotelView } from './hotel.ts';
import { readHotel } from './read-hotel.ts';

export default apiRoute({
  operation: 'getHotel',
  method: 'GET',
  path: '/hotels/{hotel_id}',
  group: 'hotels',
  title: { zh: '查询酒店', en: 'Read a hotel' },
  params: { hotel_id: ownId('the hotel’s own id') },
  reply: hotelView,
  errors: ['NOT_FOUND'],
  handle: ({ db }, { caller, params }) => readHotel(db, caller.accountId, params.hotel_id),
});
