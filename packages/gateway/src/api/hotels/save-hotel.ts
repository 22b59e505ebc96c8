import { queueWaitingRooms } from '../../hotels/settle-match.ts';
import { hotelInUse, lockHotel, saveHotel } from '../../hotels/store.ts';
import { input, nameText, nullable, optional, ownId, platformId } from '../fields.ts';
import { guardPlatformId, keepPlatformId } from '../platform-ids.ts';
import { apiRoute } from '../route.ts';
import { hotelView, toHotel } from './hotel.ts';

export default apiRoute({
  operation: 'saveHotel',
  method: 'PUT',
  path: '/hotels/{hotel_id}',
  group: 'hotels',
  title: { zh: '创建或更新酒店', en: 'Create or update a hotel' },
  about: {
    zh: '编号由酒店自定，重复发送结果相同。platform_hotel_id 不传则保持不变；已有商品发布后不能更换。',
    en: 'The id is the hotel’s own; sending it again gives the same result. platform_hotel_id stays when it is absent, and is fixed once goods were published.',
  },
  params: { hotel_id: ownId('the hotel’s own id') },
  body: input({
    name: nameText('name of the hotel'),
    platform_hotel_id: optional(nullable(platformId('the platform’s id of the hotel (POI); null takes it away'))),
  }),
  reply: hotelView,
  errors: ['PLATFORM_ID_TAKEN', 'PLATFORM_ID_FIXED'],
  handle: async ({ db, clock, wake }, { caller, params, body }) => {
    const { accountId } = caller;
    const { hotel_id } = params;
    const hotel = await guardPlatformId(body.platform_hotel_id, () =>
      db.tx(async (session) => {
        const before = await lockHotel(session, accountId, hotel_id);
        const platform_hotel_id = await keepPlatformId({
          noun: 'hotel',
          id: hotel_id,
          before: before?.platform_hotel_id ?? null,
          wanted: body.platform_hotel_id,
          inUse: () => hotelInUse(session, accountId, hotel_id),
        });
        const now = clock.now();
        const saved = await saveHotel(session, accountId, { hotel_id, name: body.name, platform_hotel_id }, now);
        if (before?.platform_hotel_id === null && platform_hotel_id !== null) {
          await queueWaitingRooms(session, accountId, hotel_id, now);
        }
        return saved;
      }),
    );
    wake.publications();
    return toHotel(hotel);
  },
});
