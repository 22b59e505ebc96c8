import type { Tone } from '../shared/mark.tsx';
import type { BookingState } from './api/bookings.ts';
import type { Coupon, Order } from './api/orders.ts';

/** How an order's state is to be felt. */
export const ORDER_TONE: Readonly<Record<Order['state'], Tone>> = {
  'waiting-payment': 'wait',
  creating: 'busy',
  unpaid: 'wait',
  paid: 'good',
  closed: 'plain',
};

/** How a bought voucher's state is to be felt. */
export const COUPON_TONE: Readonly<Record<Coupon['status'], Tone>> = {
  pending: 'wait',
  unused: 'good',
  'in-use': 'busy',
  settled: 'plain',
  void: 'plain',
};

/** How a booking's state is to be felt. */
export const BOOKING_TONE: Readonly<Record<BookingState, Tone>> = {
  'waiting-payment': 'wait',
  creating: 'busy',
  'waiting-accept': 'wait',
  accepted: 'good',
  'checked-in': 'busy',
  'no-show': 'bad',
  'checked-out': 'good',
  verified: 'good',
  settled: 'good',
  rejected: 'bad',
  cancelled: 'plain',
};
