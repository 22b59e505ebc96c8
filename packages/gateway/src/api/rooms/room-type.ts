import Type, { type Static } from 'typebox';
import type { RoomTypeRow } from '../../rooms/store.ts';
import { momentText, nullable, output, toMoment } from '../fields.ts';

/** A room type in answers. */
export const roomTypeView = output('RoomType', {
  room_type_id: Type.String({ description: 'the hotel’s own id' }),
  hotel_id: Type.String(),
  name: Type.String(),
  max_guests: Type.Integer({ description: 'guests a room' }),
  platform_room_id: nullable(Type.String({ description: 'the platform’s id; null until matched' })),
  created_at: momentText('when it was made here'),
});

/** Row to answer. */
export function toRoomType(row: RoomTypeRow): Static<typeof roomTypeView> {
  return { ...row, created_at: toMoment(row.created_at) };
}
