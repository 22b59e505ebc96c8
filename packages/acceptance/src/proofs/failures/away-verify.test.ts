import { describe, expect, it } from 'vitest';
import type { GuestBooking } from '../../actors/guest.ts';
import type { HotelBooking, OutboxMessage } from '../../actors/hotel-views.ts';
import type { PlatformExchange } from '../../actors/operator.ts';
import { type AwayEvidence, verifyAway } from './away-verify.ts';

const guest = (booking_id: string, state: GuestBooking['state'], accepted_at = 1): GuestBooking =>
  ({ booking_id, state, accepted_at, accept_deadline: 10 }) as GuestBooking;
const own = (order_id: string): HotelBooking =>
  ({
    order_id,
    state: 'accepted',
    attention: [],
    check_in: '2026-09-11',
    check_out: '2026-09-12',
    rooms: 1,
    room_type_id: 'KING',
  }) as unknown as HotelBooking;
const message = (order_id: string, state: OutboxMessage['state']): OutboxMessage =>
  ({ order_id, state, attempts: 3, next_step: state === 'failed' ? 'MESSAGE_REFUSED' : null }) as OutboxMessage;
const arrived = (order_id: string, stay?: number, code = 0): PlatformExchange =>
  ({
    code,
    logid: 'L',
    request: JSON.stringify({ order_id, ...(stay === undefined ? {} : { accommodation_status: stay }) }),
  }) as PlatformExchange;

/** P was accepted in time, H too late, S came and left. */
const GOOD: AwayEvidence = {
  patient: [guest('P', 'accepted')],
  hasty: [guest('H', 'rejected')],
  staying: [guest('S', 'checked-out')],
  tried: ['NOT_BOOKABLE', 'PARTNER_SILENT'],
  truncated: false,
  arrived: [arrived('P'), arrived('H', undefined, 3_000_001), arrived('S', 1), arrived('S', 3)],
  hotelBookings: [own('P'), own('H'), own('S')],
  messages: [message('P', 'done'), message('H', 'failed'), message('S', 'done')],
  calendar: {
    room_types: [
      {
        room_type_id: 'KING',
        nights: [{ night: '2026-09-11', stock: 5, sold: 3, remaining: 2, open: true }],
        rate_plans: [],
      },
    ],
  },
  differing: [],
  pendingNights: 0,
  todo: { failed_messages: 1 },
  failedProbes: [],
};

const failing = (change: Partial<AwayEvidence>) =>
  verifyAway({ ...GOOD, ...change })
    .filter(({ ok }) => !ok)
    .map(({ what }) => what.en);

describe('the checks after the platform’s return', () => {
  it('find nothing where nothing is wrong', () => {
    expect(failing({})).toEqual([]);
  });

  it.each<[string, Partial<AwayEvidence>, string]>([
    ['records are missing', { truncated: true }, 'the records are complete'],
    ['a write failed', { failedProbes: ['503 X'] }, 'the hotel API went on writing'],
    ['a guest booked', { tried: ['accepted'] }, 'nobody booked while the platform could not reach the hotel'],
    [
      'one came too late',
      { patient: [guest('P', 'accepted', 10)] },
      'with time enough every booking was accepted before its deadline',
    ],
    [
      'one was never accepted',
      { patient: [guest('P', 'waiting-accept')] },
      'with time enough every booking was accepted before its deadline',
    ],
    [
      'the platform still waits',
      { hasty: [guest('H', 'waiting-accept')] },
      'past its deadline the platform decided by itself',
    ],
    [
      'a lost one is not listed',
      { messages: [message('P', 'done')], todo: { failed_messages: 0 } },
      'each of these is listed as a failed message with what to do',
    ],
    [
      'another one failed',
      { messages: [message('P', 'failed'), message('H', 'failed')], todo: { failed_messages: 2 } },
      'nothing else is listed as failed',
    ],
    ['the list miscounts', { todo: { failed_messages: 0 } }, 'the to-do list counts them'],
    ['a departure is unknown', { staying: [guest('S', 'checked-in')] }, 'arrivals and departures were told'],
    [
      'the order is turned',
      { arrived: [arrived('S', 3), arrived('S', 1)] },
      'messages of a booking arrived in their order',
    ],
    ['one counts twice', { arrived: [arrived('P'), arrived('P')] }, 'each message succeeded exactly once'],
    ['one waits', { messages: [...GOOD.messages, message('S', 'waiting')] }, 'no message is waiting'],
    ['a night differs', { differing: ['KING 2026-09-11'] }, 'the platform has the hotel’s stock and prices'],
    ['a night waits', { pendingNights: 1 }, 'no night waits to be pushed'],
    [
      'the hotel knows one alone',
      { staying: [], hotelBookings: [own('P'), own('H'), own('X')] },
      'the hotel has no booking the platform does not know',
    ],
    ['a limit was passed', { arrived: [arrived('P', undefined, 2_119_003)] }, 'the platform never said too frequent'],
    [
      'a counter is wrong',
      { hotelBookings: [own('P'), own('H')] },
      'room-night counters equal the sum of the bookings',
    ],
  ])('notice that %s', (_, change, what) => {
    expect(failing(change)).toContain(what);
  });
});
