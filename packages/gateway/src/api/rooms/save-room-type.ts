import { GATEWAY_ERRORS, NOUNS, notFound } from '../../errors.ts';
import { findHotel } from '../../hotels/store.ts';
import { queueRoom } from '../../rooms/publish.ts';
import { findRoomType, roomTypeInUse, saveRoomType } from '../../rooms/store.ts';
import { count, input, nameText, nullable, optional, ownId, platformId } from '../fields.ts';
import { guardPlatformId, keepPlatformId } from '../platform-ids.ts';
import { apiRoute } from '../route.ts';
import { roomTypeView, toRoomType } from './room-type.ts';

export default apiRoute({
  operation: 'saveRoomType',
  method: 'PUT',
  path: '/room-types/{room_type_id}',
  group: 'rooms',
  title: { zh: '创建或更新房型', en: 'Create or update a room type' },
  about: {
    zh: '房型属于一家酒店，之后不能移动。platform_room_id 不传则保持不变；已有商品发布后不能更换。已从这里发布过的房型，名称或人数变更后自动再次送审。',
    en: 'A room type belongs to one hotel for good. platform_room_id stays when it is absent, and is fixed once goods were published. A room type that was published from here goes to audit again when its name or guests change.',
  },
  params: { room_type_id: ownId('the hotel’s own id') },
  body: input({
    hotel_id: ownId('hotel it belongs to'),
    name: nameText('name of the room type'),
    max_guests: optional(count('guests a room, default 2', 1, 50)),
    platform_room_id: optional(nullable(platformId('the platform’s id of the room type; null takes it away'))),
  }),
  reply: roomTypeView,
  errors: ['NOT_FOUND', 'PARENT_FIXED', 'PLATFORM_ID_TAKEN', 'PLATFORM_ID_FIXED'],
  handle: async ({ db, clock, wake }, { caller, params, body }) => {
    const { accountId } = caller;
    const { room_type_id } = params;
    const saved = await guardPlatformId(body.platform_room_id, () =>
      db.tx(async (session) => {
        const hotel = await findHotel(session, accountId, body.hotel_id);
        if (hotel === undefined) throw notFound('hotel', body.hotel_id, 'body.hotel_id');
        const before = await findRoomType(session, accountId, room_type_id, true);
        if (before !== undefined && before.hotel_id !== body.hotel_id) {
          throw GATEWAY_ERRORS.error('PARENT_FIXED', {
            path: 'body.hotel_id',
            what_zh: NOUNS.room_type.zh,
            what_en: NOUNS.room_type.en,
            id: room_type_id,
            parent: before.hotel_id,
          });
        }
        const platform_room_id = await keepPlatformId({
          noun: 'room_type',
          id: room_type_id,
          before: before?.platform_room_id ?? null,
          wanted: body.platform_room_id,
          inUse: () => roomTypeInUse(session, accountId, room_type_id),
        });
        const { hotel_id, name } = body;
        const max_guests = body.max_guests ?? before?.max_guests ?? 2;
        const now = clock.now();
        const roomType = { room_type_id, hotel_id, name, max_guests, platform_room_id };
        const written = await saveRoomType(session, accountId, roomType, now);
        const told = before !== undefined && !['draft', 'deleted'].includes(before.publish_state);
        const changed = before?.name !== name || before.max_guests !== max_guests;
        // What the platform was told from here is told again when it changes.
        if (!told || !changed) return written;
        await queueRoom(session, accountId, room_type_id, now);
        return { ...written, publish_state: 'saving' as const, publish_reason: null };
      }),
    );
    wake.publications();
    return toRoomType(saved);
  },
});
