import { count, input, nameText, optional, platformId } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { act } from './act.ts';
import { bookingView } from './booking.ts';

export default apiRoute({
  operation: 'rejectBooking',
  method: 'POST',
  path: '/bookings/{order_id}/reject',
  group: 'bookings',
  stress: true,
  title: { zh: '拒单', en: 'Reject a booking' },
  about: {
    zh: '只有待接单（wait_accept）的预约单可以拒单；房量与券的使用次数随即退还。重复拒单结果相同，原因以第一次为准。',
    en: 'Only a booking that waits for acceptance; its rooms and voucher uses are given back at once. Rejecting again changes nothing, the first reason stays.',
  },
  params: { order_id: platformId('the platform’s id of the booking') },
  body: input({
    reason: nameText('why, as the guest may read it'),
    code: optional(
      count('1 fully booked (default), 2 a surcharge is needed, 3 the guest’s wish can not be met', 1, 100),
    ),
  }),
  reply: bookingView,
  errors: ['NOT_FOUND', 'BOOKING_ACTION_REFUSED'],
  handle: (ctx, { caller, params, body }) =>
    act(ctx, caller.accountId, params.order_id, { kind: 'reject', code: body.code ?? 1, reason: body.reason }),
});
