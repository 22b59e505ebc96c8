import { findBookingGuest } from '../../bookings/read.ts';
import { notFound } from '../../errors.ts';
import { openGuests } from '../../guests/guests.ts';
import { recordPersonalRead } from '../../guests/personal-reads.ts';
import { platformId } from '../fields.ts';
import { guestsView, toGuests } from '../guest-view.ts';
import { apiRoute } from '../route.ts';

export default apiRoute({
  operation: 'getBookingGuests',
  method: 'GET',
  path: '/bookings/{order_id}/guests',
  group: 'bookings',
  stress: true,
  title: { zh: '查询住客信息', en: 'Read the guests of a booking' },
  about: {
    zh: '姓名、电话、证件等个人信息，只在需要时读取；每次读取都有记录。',
    en: 'Names, phones and documents: read them only when needed; every reading is recorded.',
  },
  params: { order_id: platformId('the platform’s id of the booking') },
  reply: guestsView,
  errors: ['NOT_FOUND'],
  handle: ({ db, keys, clock }, { caller, params, requestId }) =>
    db.tx(async (session) => {
      const { accountId, keyId } = caller;
      const found = await findBookingGuest(session, accountId, params.order_id);
      if (found === undefined) throw notFound('booking', params.order_id);
      const read = { keyId, subject: 'booking' as const, subjectId: params.order_id, requestId };
      await recordPersonalRead(session, accountId, read, clock.now());
      return toGuests(openGuests(keys, found.guest));
    }),
});
