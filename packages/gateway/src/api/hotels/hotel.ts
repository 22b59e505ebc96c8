import Type, { type Static } from 'typebox';
import type { HotelRow } from '../../hotels/store.ts';
import { momentText, nullable, output, toMoment } from '../fields.ts';

/** A hotel in answers. */
export const hotelView = output('Hotel', {
  hotel_id: Type.String({ description: 'the hotel’s own id' }),
  name: Type.String(),
  platform_hotel_id: nullable(Type.String({ description: 'the platform’s id; null until matched' })),
  created_at: momentText('when it was made here'),
});

/** Row to answer. */
export function toHotel(row: HotelRow): Static<typeof hotelView> {
  return { ...row, created_at: toMoment(row.created_at) };
}
