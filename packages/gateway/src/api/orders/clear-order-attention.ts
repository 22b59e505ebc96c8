import { notFound } from '../../errors.ts';
import { clearOrderAttention, findVoucherOrder } from '../../orders/read.ts';
import { platformId } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { toVoucherOrder, voucherOrderView } from './voucher-order.ts';

export default apiRoute({
  operation: 'clearOrderAttention',
  method: 'DELETE',
  path: '/voucher-orders/{order_id}/attention',
  group: 'orders',
  stress: true,
  title: { zh: '清除预售订单的提醒', en: 'Clear the oddities of a voucher order' },
  about: {
    zh: '人工看过之后清除提醒；原始报文仍然保存。',
    en: 'Once a person has looked at them; the raw message is kept.',
  },
  params: { order_id: platformId('the platform’s id of the voucher order') },
  reply: voucherOrderView,
  errors: ['NOT_FOUND'],
  handle: async ({ db }, { caller, params }) => {
    await clearOrderAttention(db, caller.accountId, params.order_id);
    const order = await findVoucherOrder(db, caller.accountId, params.order_id);
    if (order === undefined) throw notFound('voucher_order', params.order_id);
    return toVoucherOrder(order);
  },
});
