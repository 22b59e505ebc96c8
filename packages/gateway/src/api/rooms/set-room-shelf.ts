import Type from 'typebox';
import { setRoomShelf } from '../../rooms/shelf.ts';
import { input, list, oneOf, ownId } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { readRoomType } from './read-room-type.ts';
import { roomTypeView } from './room-type.ts';

export default apiRoute({
  operation: 'setRoomShelf',
  method: 'POST',
  path: '/room-types/shelf',
  group: 'rooms',
  title: { zh: '房型上架、下架或从平台删除', en: 'Put room types online, take them offline, delete them there' },
  about: {
    zh: '能立即执行就立即执行（每批五个）；尚未通过审核时记下愿望，通过后自动执行。删除只在平台上生效，本系统保留房型；有预定商品的房型不能删除。',
    en: 'Carried out at once where the platform allows it, in lots of five; before the approval the wish is kept and carried out then. Deleting concerns the platform only: the room type stays here. One with goods there can not be deleted.',
  },
  body: input({
    room_type_ids: list(ownId('room type'), 'room types, at most 200', {
      minItems: 1,
      maxItems: 200,
      uniqueItems: true,
    }),
    wanted: oneOf(['on', 'off', 'deleted'], 'on: on sale; off: not on sale; deleted: gone from the platform'),
  }),
  reply: Type.Object({ items: list(roomTypeView, 'the room types as they stand then') }),
  errors: ['NOT_FOUND', 'ROOM_IN_USE'],
  handle: async (ctx, { caller, body }) => {
    await setRoomShelf(ctx, caller.accountId, body.room_type_ids, body.wanted);
    const items = [];
    for (const id of body.room_type_ids) items.push(await readRoomType(ctx.db, caller.accountId, id));
    return { items };
  },
});
