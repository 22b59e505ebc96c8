import Type, { type Static } from 'typebox';
import { HOTEL_STATES } from '../../hotels/decide-publish.ts';
import type { HotelRow } from '../../hotels/store.ts';
import { momentText, nullable, oneOf, output, toMoment } from '../fields.ts';

/** A hotel in answers. */
export const hotelView = output('Hotel', {
  hotel_id: Type.String({ description: 'the hotel’s own id' }),
  name: Type.String(),
  platform_hotel_id: nullable(Type.String({ description: 'the platform’s id; null until matched' })),
  publish_state: oneOf(
    HOTEL_STATES,
    'draft: never sent from here; saving: on its way; matching, auditing: at the platform; claim_pending: to be claimed by the merchant; matched; rejected, failed: see publish_reason; offline',
  ),
  publish_reason: nullable(Type.String({ description: 'the platform’s words when something keeps it' })),
  created_at: momentText('when it was made here'),
});

/** Row to answer. */
export function toHotel(row: HotelRow): Static<typeof hotelView> {
  return { ...row, created_at: toMoment(row.created_at) };
}
