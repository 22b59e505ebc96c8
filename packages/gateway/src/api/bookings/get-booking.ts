import Type from 'typebox';
import { listMessages } from '../../outbox/list.ts';
import { list, platformId } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { messageView, toMessage } from '../traffic/message.ts';
import { bookingView } from './booking.ts';
import { readBooking } from './read-booking.ts';

export default apiRoute({
  operation: 'getBooking',
  method: 'GET',
  path: '/bookings/{order_id}',
  group: 'bookings',
  stress: true,
  title: { zh: '查询预约单', en: 'Read a booking' },
  about: {
    zh: '含发往平台的消息及其送达情况。住客信息另行查询。',
    en: 'With its messages to the platform and whether they arrived. Guests are read separately.',
  },
  params: { order_id: platformId('the platform’s id of the booking') },
  reply: Type.Object({ booking: bookingView, messages: list(messageView, 'messages about it, newest first') }),
  errors: ['NOT_FOUND'],
  handle: async (ctx, { caller, params }) => {
    const booking = await readBooking(ctx.db, caller.accountId, params.order_id);
    const messages = await listMessages(ctx, caller.accountId, { subjectId: params.order_id, limit: 100 });
    return { booking, messages: messages.map(toMessage) };
  },
});
