import { notFound } from '../../errors.ts';
import { findRoomType } from '../../rooms/store.ts';
import { ownId } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { roomTypeView, toRoomType } from './room-type.ts';

export default apiRoute({
  operation: 'getRoomType',
  method: 'GET',
  path: '/room-types/{room_type_id}',
  group: 'rooms',
  title: { zh: '查询房型', en: 'Read a room type' },
  params: { room_type_id: ownId('the hotel’s own id') },
  reply: roomTypeView,
  errors: ['NOT_FOUND'],
  handle: async ({ db }, { caller, params }) => {
    const roomType = await findRoomType(db, caller.accountId, params.room_type_id);
    if (roomType === undefined) throw notFound('room_type', params.room_type_id);
    return toRoomType(roomType);
  },
});
