import { platformId } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { act } from './act.ts';
import { bookingView } from './booking.ts';

export default apiRoute({
  operation: 'acceptBooking',
  method: 'POST',
  path: '/bookings/{order_id}/accept',
  group: 'bookings',
  stress: true,
  title: { zh: '接单', en: 'Accept a booking' },
  about: {
    zh: '只有待接单（wait_accept）的预约单可以接单；接单后不能再拒单。重复接单结果相同。',
    en: 'Only a booking that waits for acceptance; it can not be rejected afterwards. Accepting again changes nothing.',
  },
  params: { order_id: platformId('the platform’s id of the booking') },
  reply: bookingView,
  errors: ['NOT_FOUND', 'BOOKING_ACTION_REFUSED'],
  handle: (ctx, { caller, params }) => act(ctx, caller.accountId, params.order_id, { kind: 'accept' }),
});
