import { confirmHotel } from '../../hotels/match.ts';
import { input, ownId, platformId } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { hotelView, toHotel } from './hotel.ts';

export default apiRoute({
  operation: 'matchHotel',
  method: 'POST',
  path: '/hotels/{hotel_id}/match',
  group: 'hotels',
  title: { zh: '匹配酒店', en: 'Match a hotel' },
  about: {
    zh: '登记平台编号之前，先向平台确认本商家确有这家酒店。',
    en: 'Enters the platform’s id after asking the platform whether the merchant has that hotel.',
  },
  params: { hotel_id: ownId('the hotel’s own id') },
  body: input({ platform_hotel_id: platformId('the platform’s id of the hotel (POI)') }),
  reply: hotelView,
  errors: [
    'NOT_FOUND',
    'NOT_LISTED',
    'PLATFORM_ID_FIXED',
    'PLATFORM_ID_TAKEN',
    'PLATFORM_REFUSED',
    'PLATFORM_SILENT',
    'PLATFORM_BUSY',
    'PLATFORM_UNAUTHORISED',
  ],
  handle: async (ctx, { caller, params, body }) =>
    toHotel(await confirmHotel(ctx, caller.accountId, params.hotel_id, body.platform_hotel_id)),
});
