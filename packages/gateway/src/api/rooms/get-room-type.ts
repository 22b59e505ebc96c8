import { ownId } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { readRoomType } from './read-room-type.ts';
import { roomTypeView } from './room-type.ts';

export default apiRoute({
  operation: 'getRoomType',
  method: 'GET',
  path: '/room-types/{room_type_id}',
  group: 'rooms',
  title: { zh: '查询房型', en: 'Read a room type' },
  params: { room_type_id: ownId('the hotel’s own id') },
  reply: roomTypeView,
  errors: ['NOT_FOUND'],
  handle: ({ db }, { caller, params }) => readRoomType(db, caller.accountId, params.room_type_id),
});
