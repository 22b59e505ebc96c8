import type { Session } from '@yuzhu/runtime';
import type { Static } from 'typebox';
import { notFound } from '../../errors.ts';
import { findHotel } from '../../hotels/store.ts';
import { type hotelView, toHotel } from './hotel.ts';

/** A hotel as it stands. @throws AppError NOT_FOUND */
export async function readHotel(
  session: Session,
  accountId: string,
  hotelId: string,
): Promise<Static<typeof hotelView>> {
  const row = await findHotel(session, accountId, hotelId);
  if (row === undefined) throw notFound('hotel', hotelId);
  return toHotel(row);
}
