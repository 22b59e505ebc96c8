import type { Tone } from '../../shared/mark.tsx';
import type { BookingState } from '../api/bookings.ts';

/** How a booking's state is to be felt. */
export const STATE_TONE: Readonly<Record<BookingState, Tone>> = {
  wait_accept: 'wait',
  wait_pay: 'plain',
  accepted: 'good',
  checked_in: 'busy',
  checked_out: 'plain',
  no_show: 'bad',
  rejected: 'plain',
  cancelled: 'plain',
  refused: 'plain',
};
