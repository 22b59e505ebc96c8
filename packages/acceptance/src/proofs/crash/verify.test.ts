import { describe, expect, it } from 'vitest';
import type { GuestBooking, GuestOrder } from '../../actors/guest.ts';
import type { HotelBooking, HotelVoucherOrder, OutboxMessage } from '../../actors/hotel-views.ts';
import type { PlatformExchange } from '../../actors/operator.ts';
import { type CrashEvidence, verifyCrash } from './verify.ts';

const call = (subject: string, data: object, change: Partial<PlatformExchange> = {}): PlatformExchange => ({
  direction: 'out',
  interface: 'booking',
  subject,
  logid: `L${subject}`,
  at: 0,
  url: '',
  headers: {},
  attempt: 1,
  copy: 0,
  status: 200,
  code: 0,
  verdict: 'answered',
  reason: null,
  duration_ms: null,
  request: '{}',
  reply: JSON.stringify({ data: { error_code: 0, ...data } }),
  ...change,
});

const booking = (id: string, change: Partial<GuestBooking> = {}): GuestBooking => ({
  booking_id: id,
  order_id: 'V1',
  state: 'accepted',
  rate_plan_id: 'P',
  check_in: '2026-09-11',
  check_out: '2026-09-12',
  rooms: 1,
  room_amount: 1,
  surcharge: 0,
  surcharge_state: 'none',
  hotel_booking_id: `BK${id}`,
  confirm_mode: 2,
  confirm_number: null,
  decided_by: 'partner',
  reject: null,
  end_reason: null,
  failure: null,
  created_at: 0,
  pay_deadline: null,
  accept_deadline: 1000,
  accepted_at: 500,
  verified_on: null,
  settled_at: null,
  ...change,
});

const own = (id: string, change: Partial<HotelBooking> = {}): HotelBooking => ({
  order_id: id,
  booking_number: `BK${id}`,
  state: 'accepted',
  allowed: [],
  code: 0,
  confirm_mode: 2,
  voucher_order_id: 'V1',
  units_taken: 1,
  room_type_id: 'KING',
  rate_plan_id: 'P',
  check_in: '2026-09-11',
  check_out: '2026-09-12',
  rooms: 1,
  room_amount: 1,
  currency: null,
  surcharge: 0,
  attention: [],
  ...change,
});

const confirm = (id: string, result: number, change: Partial<PlatformExchange> = {}) =>
  call(
    '',
    {},
    {
      direction: 'in',
      interface: 'order-confirm',
      logid: `C${id}${result}`,
      request: JSON.stringify({ order_id: id, confirm_result: { confirm_result: result } }),
      ...change,
    },
  );

const message = (id: string, change: Partial<OutboxMessage> = {}): OutboxMessage => ({
  message_id: 1,
  kind: 'order-confirm',
  order_id: id,
  state: 'done',
  attempts: 1,
  last_error: null,
  next_step: null,
  ...change,
});

const order: GuestOrder = {
  order_id: 'V1',
  voucher_id: 'W',
  voucher: '',
  state: 'paid',
  count: 10,
  pay_amount: 1,
  hotel_order_id: 'PV1',
  notice: 'none',
  pay_deadline: null,
  failure: null,
  coupons: [],
};
const ownOrder: HotelVoucherOrder = {
  order_id: 'V1',
  order_number: 'PV1',
  state: 'paid',
  vouchers: 10,
  units_total: 10,
  units_used: 2,
  pay_amount: 1,
  promotion: null,
  attention: [],
};

/** One synchronous and one asynchronous booking, both as they should be, the latter's answer lost once and repeated. */
const GOOD: CrashEvidence = {
  bookings: [booking('A', { confirm_mode: 1, accept_deadline: null }), booking('B')],
  orders: [order],
  createCalls: [
    call('A', { order_out_id: 'BKA' }),
    call('B', {}, { code: null, verdict: 'connection', reply: null, logid: 'LB0' }),
    call('B', { order_out_id: 'BKB' }),
  ],
  voucherCalls: [call('V1', { order_out_id: 'PV1' })],
  confirms: [confirm('B', 1), confirm('B', 1, { logid: 'again' })],
  gaps: 0,
  hotelBookings: [own('A', { confirm_mode: 1 }), own('B')],
  hotelOrders: [ownOrder],
  messages: [message('B')],
  calendar: {
    room_types: [
      {
        room_type_id: 'KING',
        nights: [{ night: '2026-09-11', stock: 5, sold: 2, remaining: 3, open: true }],
        rate_plans: [],
      },
    ],
  },
};

const failing = (change: Partial<CrashEvidence>) =>
  verifyCrash({ ...GOOD, ...change })
    .filter(({ ok }) => !ok)
    .map(({ what }) => what.en);

describe('the examination after the crashes', () => {
  it('takes a decision that was there before its deadline began for one in time', () => {
    expect(failing({ bookings: [booking('A', { confirm_mode: 1 }), booking('B', { accept_deadline: null })] })).toEqual(
      [],
    );
    const late = booking('B', { accept_deadline: null, accepted_at: 3_600_000 });
    expect(failing({ bookings: [booking('A', { confirm_mode: 1 }), late] })).toEqual([
      'every asynchronous booking was accepted before its deadline',
    ]);
  });

  it('finds nothing where all is well', () => {
    expect(failing({})).toEqual([]);
  });

  it('takes "too many calls" for no refusal, but for a fault of its own', () => {
    expect(failing({ confirms: [confirm('B', 1, { code: 2_119_003 }), confirm('B', 1)] })).toEqual([
      'the platform never said too frequent',
    ]);
  });

  it.each<[string, Partial<CrashEvidence>, string]>([
    ['records were missed', { gaps: 1 }, 'the records are complete'],
    [
      'only one way of accepting was seen',
      { bookings: [booking('B')] },
      'bookings of both ways of accepting were made',
    ],
    [
      'an order answered 0 is lost',
      { hotelBookings: [own('A', { confirm_mode: 1 })] },
      'each booking answered 0 exists exactly once',
    ],
    [
      'an order exists twice',
      { hotelBookings: [...GOOD.hotelBookings, own('B')] },
      'each booking answered 0 exists exactly once',
    ],
    [
      'it has another number than was answered',
      { hotelBookings: [own('A', { confirm_mode: 1 }), own('B', { booking_number: 'BK9' })] },
      'each booking answered 0 exists exactly once',
    ],
    [
      'a repeat was answered differently',
      { createCalls: [...GOOD.createCalls, call('B', { order_out_id: 'BK9' }, { logid: 'x' })] },
      'each booking gets the same answer every time',
    ],
    [
      'a number is used twice',
      { hotelBookings: [own('A', { confirm_mode: 1 }), own('B'), own('C', { booking_number: 'BKB' })] },
      'no booking number is used twice',
    ],
    ['a voucher order is lost', { hotelOrders: [] }, 'each voucher order answered 0 exists exactly once'],
    [
      'one is undecided',
      { bookings: [...GOOD.bookings, booking('D', { state: 'creating' })] },
      'no booking is left undecided',
    ],
    [
      'the hotel never accepted what the platform thinks it did',
      { hotelBookings: [own('A', { confirm_mode: 1 }), own('B', { state: 'wait_accept' })] },
      'accepted at the platform means accepted at the hotel',
    ],
    [
      'the hotel holds a room for nobody',
      { bookings: [booking('A', { confirm_mode: 1 }), booking('B', { state: 'cancelled' })] },
      'what holds a room at the hotel is accepted at the platform',
    ],
    [
      'the hotel knows a booking alone',
      { hotelBookings: [...GOOD.hotelBookings, own('X', { state: 'refused' })] },
      'the hotel has no booking the platform does not know',
    ],
    [
      'a paid order is not paid there',
      { hotelOrders: [{ ...ownOrder, state: 'unpaid' }] },
      'paid voucher orders are paid at the hotel',
    ],
    [
      'a crash cost an order',
      {
        bookings: [...GOOD.bookings, booking('E', { state: 'cancelled', failure: { code: null, text: 'no answer' } })],
      },
      'no order failed because of a crash',
    ],
    ['a counter is wrong', { calendar: sold(1) }, 'room-night counters equal the sum of the bookings'],
    [
      'a night is missing in the counters',
      { calendar: { room_types: [] } },
      'room-night counters equal the sum of the bookings',
    ],
    ['more was sold than there was', { calendar: sold(2, 1) }, 'nothing is oversold'],
    [
      'a voucher counter is wrong',
      { hotelOrders: [{ ...ownOrder, units_used: 3 }] },
      'voucher counters equal the sum of the bookings',
    ],
    [
      'a voucher is overused',
      { hotelOrders: [{ ...ownOrder, units_total: 1 }] },
      'no voucher is used beyond what was bought',
    ],
    [
      'an acceptance came too late',
      { bookings: [booking('A', { confirm_mode: 1 }), booking('B', { accepted_at: 1000 })] },
      'every asynchronous booking was accepted before its deadline',
    ],
    [
      'two decisions were sent',
      { confirms: [...GOOD.confirms, confirm('B', 2)] },
      'nothing was sent as two different decisions',
    ],
    [
      'a decision was refused',
      { confirms: [confirm('B', 1, { code: 3_000_001 })] },
      'the platform refused no decision',
    ],
    [
      'there are two decision messages',
      { messages: [message('B'), message('B')] },
      'one decision message for each booking',
    ],
    ['a message is left', { messages: [message('B', { state: 'waiting' })] }, 'the outbox is empty'],
  ])('notices that %s', (_, change, what) => {
    expect(failing(change)).toContain(what);
  });
});

function sold(count: number, stock = 5): CrashEvidence['calendar'] {
  const night = { night: '2026-09-11', stock, sold: count, remaining: stock - count, open: true };
  return { room_types: [{ room_type_id: 'KING', nights: [night], rate_plans: [] }] };
}
