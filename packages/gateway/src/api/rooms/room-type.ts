import Type, { type Static } from 'typebox';
import type { RoomTypeRow } from '../../rooms/store.ts';
import { momentText, nullable, oneOf, output, toMoment } from '../fields.ts';

/** A room type in answers. */
export const roomTypeView = output('RoomType', {
  room_type_id: Type.String({ description: 'the hotel’s own id' }),
  hotel_id: Type.String(),
  name: Type.String(),
  max_guests: Type.Integer({ description: 'guests a room' }),
  platform_room_id: nullable(Type.String({ description: 'the platform’s id; null until matched' })),
  publish_state: oneOf(
    ['draft', 'saving', 'auditing', 'usable', 'rejected', 'offline', 'failed', 'deleted'],
    'draft: never published from here; saving: on its way; auditing, usable, rejected: the platform’s audit; offline; failed: see publish_reason; deleted: gone from the platform',
  ),
  publish_reason: nullable(Type.String({ description: 'the platform’s words when something keeps it' })),
  wanted_shelf: nullable(
    oneOf(['on', 'off', 'deleted'], 'what was asked for; carried out once the platform allows it'),
  ),
  created_at: momentText('when it was made here'),
});

/** Row to answer. */
export function toRoomType(row: RoomTypeRow): Static<typeof roomTypeView> {
  return { ...row, created_at: toMoment(row.created_at) };
}
