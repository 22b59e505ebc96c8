import { undoRoom } from '../../hotels/match.ts';
import { ownId } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { roomTypeView, toRoomType } from './room-type.ts';

export default apiRoute({
  operation: 'unmatchRoomType',
  method: 'DELETE',
  path: '/room-types/{room_type_id}/match',
  group: 'rooms',
  title: { zh: '撤销房型匹配', en: 'Take a room type’s match back' },
  about: {
    zh: '平台上还没有它的商品时可以撤销；之后它的商品不会发布，直到重新匹配。',
    en: 'Possible while the platform has no goods of it; none is published until it is matched again.',
  },
  params: { room_type_id: ownId('the hotel’s own id') },
  reply: roomTypeView,
  errors: ['NOT_FOUND', 'PLATFORM_ID_FIXED'],
  handle: async (ctx, { caller, params }) => toRoomType(await undoRoom(ctx, caller.accountId, params.room_type_id)),
});
