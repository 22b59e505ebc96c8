import Type from 'typebox';
import { listUnknownVouchers } from '../../vouchers/hand-made.ts';
import { list, MOST_PER_PAGE, momentText, output, toMoment } from '../fields.ts';
import { apiRoute } from '../route.ts';

const unknownVoucher = output('UnknownVoucher', {
  platform_voucher_id: Type.String(),
  orders: Type.Integer({ description: 'orders of it' }),
  vouchers: Type.Integer({ description: 'vouchers in them' }),
  first_order_at: momentText('its first order'),
  last_order_at: momentText('its latest order'),
});

export default apiRoute({
  operation: 'listUnknownVouchers',
  method: 'GET',
  path: '/unknown-vouchers',
  group: 'vouchers',
  title: { zh: '已售出但未登记的预售券', en: 'List vouchers that were sold and are not known here' },
  about: {
    zh: '商家在来客手工创建的券，从第一笔订单起出现在这里，直到用 /hand-made 登记。',
    en: 'A voucher made by hand at the platform appears here with its first order, until it is entered by /hand-made.',
  },
  reply: Type.Object({ items: list(unknownVoucher, `latest order first, at most ${MOST_PER_PAGE}`) }),
  handle: async ({ db }, { caller }) => ({
    items: (await listUnknownVouchers(db, caller.accountId, MOST_PER_PAGE)).map((row) => ({
      ...row,
      first_order_at: toMoment(row.first_order_at),
      last_order_at: toMoment(row.last_order_at),
    })),
  }),
});
