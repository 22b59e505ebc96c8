import { undoHotel } from '../../hotels/match.ts';
import { ownId } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { hotelView, toHotel } from './hotel.ts';

export default apiRoute({
  operation: 'unmatchHotel',
  method: 'DELETE',
  path: '/hotels/{hotel_id}/match',
  group: 'hotels',
  title: { zh: '撤销酒店匹配', en: 'Take a hotel’s match back' },
  about: {
    zh: '平台上还没有挂在它下面的商品时可以撤销；之后这家酒店的商品不会发布，直到重新匹配。',
    en: 'Possible while no goods at the platform hang on it; nothing of the hotel is published until it is matched again.',
  },
  params: { hotel_id: ownId('the hotel’s own id') },
  reply: hotelView,
  errors: ['NOT_FOUND', 'PLATFORM_ID_FIXED'],
  handle: async (ctx, { caller, params }) => toHotel(await undoHotel(ctx, caller.accountId, params.hotel_id)),
});
