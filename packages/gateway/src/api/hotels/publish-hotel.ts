import { publishHotel } from '../../hotels/publish.ts';
import { ownId } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { hotelView } from './hotel.ts';
import { readHotel } from './read-hotel.ts';

export default apiRoute({
  operation: 'publishHotel',
  method: 'POST',
  path: '/hotels/{hotel_id}/publish',
  group: 'hotels',
  title: { zh: '再次发送酒店', en: 'Send a hotel again' },
  about: {
    zh: '把已保存的静态信息再次送到平台：处理了待办中的原因之后使用。',
    en: 'Sends the details that are kept to the platform again, once the reason on the to-do list is settled.',
  },
  params: { hotel_id: ownId('the hotel’s own id') },
  reply: hotelView,
  errors: ['NOT_FOUND', 'NOT_PUBLISHABLE'],
  handle: async (ctx, { caller, params }) => {
    await publishHotel(ctx, caller.accountId, params.hotel_id);
    return readHotel(ctx.db, caller.accountId, params.hotel_id);
  },
});
