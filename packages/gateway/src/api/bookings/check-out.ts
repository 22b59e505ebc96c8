import { platformId } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { act } from './act.ts';
import { bookingView } from './booking.ts';

export default apiRoute({
  operation: 'checkOut',
  method: 'POST',
  path: '/bookings/{order_id}/check-out',
  group: 'bookings',
  stress: true,
  title: { zh: '离店', en: 'Report a check-out' },
  about: {
    zh: '离店次日平台自动核销。',
    en: 'The platform verifies the voucher on the day after departure.',
  },
  params: { order_id: platformId('the platform’s id of the booking') },
  reply: bookingView,
  errors: ['NOT_FOUND', 'BOOKING_ACTION_REFUSED'],
  handle: (ctx, { caller, params }) => act(ctx, caller.accountId, params.order_id, { kind: 'check_out' }),
});
