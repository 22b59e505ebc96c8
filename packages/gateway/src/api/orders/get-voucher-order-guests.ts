import { notFound } from '../../errors.ts';
import { openGuests } from '../../guests/guests.ts';
import { recordPersonalRead } from '../../guests/personal-reads.ts';
import { findVoucherOrderGuest } from '../../orders/read.ts';
import { platformId } from '../fields.ts';
import { guestsView, toGuests } from '../guest-view.ts';
import { apiRoute } from '../route.ts';

export default apiRoute({
  operation: 'getVoucherOrderGuests',
  method: 'GET',
  path: '/voucher-orders/{order_id}/guests',
  group: 'orders',
  stress: true,
  title: { zh: '查询购券人信息', en: 'Read the buyer of a voucher order' },
  about: {
    zh: '姓名、电话等个人信息，只在需要时读取；每次读取都有记录。',
    en: 'Names and phones: read them only when needed; every reading is recorded.',
  },
  params: { order_id: platformId('the platform’s id of the voucher order') },
  reply: guestsView,
  errors: ['NOT_FOUND'],
  handle: ({ db, keys, clock }, { caller, params, requestId }) =>
    db.tx(async (session) => {
      const { accountId, keyId } = caller;
      const found = await findVoucherOrderGuest(session, accountId, params.order_id);
      if (found === undefined) throw notFound('voucher_order', params.order_id);
      const read = { keyId, subject: 'voucher_order' as const, subjectId: params.order_id, requestId };
      await recordPersonalRead(session, accountId, read, clock.now());
      return toGuests(openGuests(keys, found.guest));
    }),
});
