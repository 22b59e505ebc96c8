import { platformId } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { act } from './act.ts';
import { bookingView } from './booking.ts';

export default apiRoute({
  operation: 'checkIn',
  method: 'POST',
  path: '/bookings/{order_id}/check-in',
  group: 'bookings',
  stress: true,
  title: { zh: '入住', en: 'Report a check-in' },
  about: {
    zh: '可早于或晚于计划日期。平台没有应答时，入住照常成立，消息由系统重发。',
    en: 'Before or after the planned day. It stands even if the platform does not answer: the message is sent again.',
  },
  params: { order_id: platformId('the platform’s id of the booking') },
  reply: bookingView,
  errors: ['NOT_FOUND', 'BOOKING_ACTION_REFUSED'],
  handle: (ctx, { caller, params }) => act(ctx, caller.accountId, params.order_id, { kind: 'check_in' }),
});
