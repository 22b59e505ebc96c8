import { publishRoom } from '../../rooms/publish.ts';
import { ownId } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { readRoomType } from './read-room-type.ts';
import { roomTypeView } from './room-type.ts';

export default apiRoute({
  operation: 'publishRoomType',
  method: 'POST',
  path: '/room-types/{room_type_id}/publish',
  group: 'rooms',
  title: { zh: '再次发布房型', en: 'Publish a room type again' },
  about: {
    zh: '把已保存的静态信息再次送审：处理了待办中的原因之后使用。',
    en: 'Sends the details that are kept to the audit again, once the reason on the to-do list is settled.',
  },
  params: { room_type_id: ownId('the hotel’s own id') },
  reply: roomTypeView,
  errors: [
    'NOT_FOUND',
    'NOT_PUBLISHABLE',
    'PLATFORM_REFUSED',
    'PLATFORM_SILENT',
    'PLATFORM_BUSY',
    'PLATFORM_UNAUTHORISED',
  ],
  handle: async (ctx, { caller, params }) => {
    await publishRoom(ctx, caller.accountId, params.room_type_id);
    return readRoomType(ctx.db, caller.accountId, params.room_type_id);
  },
});
