import { platformId } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { act } from './act.ts';
import { bookingView } from './booking.ts';

export default apiRoute({
  operation: 'noShow',
  method: 'POST',
  path: '/bookings/{order_id}/no-show',
  group: 'bookings',
  stress: true,
  title: { zh: '未入住', en: 'Report a no-show' },
  about: {
    zh: '客人没有到店；已接单且尚未入住时可用。',
    en: 'The guest did not come; possible while accepted and not checked in.',
  },
  params: { order_id: platformId('the platform’s id of the booking') },
  reply: bookingView,
  errors: ['NOT_FOUND', 'BOOKING_ACTION_REFUSED'],
  handle: (ctx, { caller, params }) => act(ctx, caller.accountId, params.order_id, { kind: 'no_show' }),
});
