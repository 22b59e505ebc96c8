import type { Session } from '@yuzhu/runtime';
import type { Static } from 'typebox';
import { findBooking } from '../../bookings/read.ts';
import { notFound } from '../../errors.ts';
import { type bookingView, toBooking } from './booking.ts';

/** A booking as it stands. @throws AppError NOT_FOUND */
export async function readBooking(
  db: Session,
  accountId: string,
  orderId: string,
): Promise<Static<typeof bookingView>> {
  const row = await findBooking(db, accountId, orderId);
  if (row === undefined) throw notFound('booking', orderId);
  return toBooking(row);
}
