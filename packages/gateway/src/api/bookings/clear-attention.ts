import { clearAttention } from '../../bookings/read.ts';
import { notFound } from '../../errors.ts';
import { platformId } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { bookingView } from './booking.ts';
import { readBooking } from './read-booking.ts';

export default apiRoute({
  operation: 'clearAttention',
  method: 'DELETE',
  path: '/bookings/{order_id}/attention',
  group: 'bookings',
  stress: true,
  title: { zh: '清除提醒', en: 'Clear the oddities of a booking' },
  about: {
    zh: '人工看过之后清除提醒；原始报文仍然保存。',
    en: 'Once a person has looked at them; the raw message is kept.',
  },
  params: { order_id: platformId('the platform’s id of the booking') },
  reply: bookingView,
  errors: ['NOT_FOUND'],
  handle: async ({ db }, { caller, params }) => {
    const found = await clearAttention(db, caller.accountId, params.order_id);
    if (!found) throw notFound('booking', params.order_id);
    return readBooking(db, caller.accountId, params.order_id);
  },
});
