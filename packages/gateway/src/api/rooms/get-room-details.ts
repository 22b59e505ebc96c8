import Type from 'typebox';
import { notFound } from '../../errors.ts';
import { readRooms } from '../../rooms/publish-store.ts';
import { nullable, ownId } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { readRoomType } from './read-room-type.ts';
import { roomDetails } from './room-details.ts';
import { roomTypeView } from './room-type.ts';

export default apiRoute({
  operation: 'getRoomDetails',
  method: 'GET',
  path: '/room-types/{room_type_id}/details',
  group: 'rooms',
  title: { zh: '查询房型的静态信息', en: 'Read the details of a room type' },
  params: { room_type_id: ownId('the hotel’s own id') },
  reply: Type.Object({ room_type: roomTypeView, details: nullable(roomDetails) }),
  errors: ['NOT_FOUND'],
  handle: async ({ db }, { caller, params }) => {
    const { room_type_id: id } = params;
    const [room] = await readRooms(db, caller.accountId, [id]);
    if (room === undefined) throw notFound('room_type', id);
    return { room_type: await readRoomType(db, caller.accountId, id), details: room.details ?? null };
  },
});
