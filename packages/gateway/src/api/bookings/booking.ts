import { daysBetween } from '@yuzhu/contract';
import Type, { type Static } from 'typebox';
import { allowedCommands, BOOKING_STATES } from '../../bookings/decide.ts';
import type { BookingRow } from '../../bookings/read.ts';
import { fenSum, flag, list, momentText, nullable, oneOf, output, toMoment, toMomentOrNull } from '../fields.ts';

/** What staff may do with a booking; payment is the platform's to tell. */
const ACTIONS = ['accept', 'reject', 'check_in', 'check_out', 'no_show'] as const;

/** A booking in answers. */
export const bookingView = output('Booking', {
  order_id: Type.String({ description: 'the platform’s id of the booking (预约单)' }),
  booking_number: Type.String({ description: 'our number (order_out_id), the hotel’s confirmation number' }),
  stress: flag('made by load-test traffic (X-Stress-Tag)'),
  state: oneOf(
    BOOKING_STATES,
    'refused: answered with a code when created; wait_pay: the guest has yet to pay the surcharge; wait_accept: a person has to accept',
  ),
  allowed: list(oneOf(ACTIONS, 'action'), 'what can be done now'),
  code: Type.Integer({ description: 'answer to the create: 0, or why it was refused (partner codes)' }),
  reason: nullable(Type.String({ description: 'why it was refused when created' })),
  confirm_mode: nullable(Type.Integer({ description: '1 accepted in the answer, 2 by an order confirm' })),
  voucher_order_id: nullable(Type.String({ description: 'voucher order it is paid with' })),
  units_taken: Type.Integer({ description: 'uses taken from the voucher order' }),
  hotel_id: Type.String({ description: 'empty when refused for a rate plan and a hotel that were not known here' }),
  room_type_id: Type.String({ description: 'empty when refused for a rate plan that was not known here' }),
  rate_plan_id: Type.String({ description: 'empty when refused for a rate plan that was not known here' }),
  check_in: Type.String({ description: 'first night' }),
  check_out: Type.String({ description: 'day of departure' }),
  starts_at: nullable(momentText('hourly rooms: begin of the stay; null when the platform named none')),
  ends_at: nullable(momentText('hourly rooms: end of the stay')),
  nights: Type.Integer(),
  rooms: Type.Integer(),
  guests: Type.Integer({ description: 'number of guests' }),
  room_amount: fenSum('nightly prices over all rooms; outside the mainland after tax'),
  currency: nullable(Type.String({ description: 'as the platform named it; null: not named' })),
  room_amount_before_tax: nullable(fenSum('the same before tax, as the platform named it; outside the mainland')),
  surcharge: fenSum('surcharges over all rooms and nights'),
  paid_at: nullable(momentText('payment of the surcharge')),
  decided_at: nullable(momentText('acceptance or rejection')),
  reject_code: nullable(Type.Integer()),
  reject_reason: nullable(Type.String()),
  attention: list(Type.String(), 'oddities a person should look at'),
  created_at: momentText('when it came'),
  updated_at: momentText('last change'),
});

/** Row to answer. */
export function toBooking(row: BookingRow): Static<typeof bookingView> {
  const { order_out_id, source_order_id, created_at, updated_at, attention, ...rest } = row;
  return {
    ...rest,
    booking_number: order_out_id,
    voucher_order_id: source_order_id,
    allowed: allowedCommands(row.state).filter((command) => command !== 'pay'),
    nights: daysBetween(row.check_in, row.check_out),
    attention: [...attention],
    starts_at: toMomentOrNull(row.starts_at),
    ends_at: toMomentOrNull(row.ends_at),
    paid_at: toMomentOrNull(row.paid_at),
    decided_at: toMomentOrNull(row.decided_at),
    created_at: toMoment(created_at),
    updated_at: toMoment(updated_at),
  };
}
