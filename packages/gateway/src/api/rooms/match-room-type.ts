import { confirmRoom } from '../../hotels/match.ts';
import { input, ownId, platformId } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { roomTypeView, toRoomType } from './room-type.ts';

export default apiRoute({
  operation: 'matchRoomType',
  method: 'POST',
  path: '/room-types/{room_type_id}/match',
  group: 'rooms',
  title: { zh: '匹配房型', en: 'Match a room type' },
  about: {
    zh: '登记平台编号之前，先向平台确认已匹配的酒店确有这个物理房型。',
    en: 'Enters the platform’s id after asking the platform whether the matched hotel has that room type.',
  },
  params: { room_type_id: ownId('the hotel’s own id') },
  body: input({ platform_room_id: platformId('the platform’s id of the room type') }),
  reply: roomTypeView,
  errors: [
    'NOT_FOUND',
    'NOT_MATCHED',
    'NOT_LISTED',
    'PLATFORM_ID_FIXED',
    'PLATFORM_ID_TAKEN',
    'PLATFORM_REFUSED',
    'PLATFORM_SILENT',
    'PLATFORM_BUSY',
    'PLATFORM_UNAUTHORISED',
  ],
  handle: async (ctx, { caller, params, body }) =>
    toRoomType(await confirmRoom(ctx, caller.accountId, params.room_type_id, body.platform_room_id)),
});
