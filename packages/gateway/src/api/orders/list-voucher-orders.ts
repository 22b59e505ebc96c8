import { listVoucherOrders } from '../../orders/read.ts';
import { flag, oneOf, optional, ownId } from '../fields.ts';
import { PER_PAGE, page, pageQuery, readCursor, toPage } from '../paging.ts';
import { apiRoute } from '../route.ts';
import { ORDER_STATES, toVoucherOrder, voucherOrderView } from './voucher-order.ts';

export default apiRoute({
  operation: 'listVoucherOrders',
  method: 'GET',
  path: '/voucher-orders',
  group: 'orders',
  stress: true,
  title: { zh: '预售订单列表', en: 'List voucher orders' },
  query: {
    state: optional(oneOf(ORDER_STATES, 'only in this state')),
    voucher_id: optional(ownId('only of this voucher')),
    attention: optional(flag('true: only with oddities (an unknown voucher alone is none); false: only without')),
    promotion: optional(flag('true: only bought under marketing (秒杀、涡轮、货补); false: only without')),
    ...pageQuery,
  },
  reply: page(voucherOrderView, 'voucher orders, newest first'),
  handle: async ({ db }, { caller, query }) => {
    const limit = query.limit ?? PER_PAGE;
    const before = readCursor(query.cursor, ['']);
    const rows = await listVoucherOrders(db, caller.accountId, {
      state: query.state,
      voucherId: query.voucher_id,
      attention: query.attention,
      promotion: query.promotion,
      before: before?.[0],
      limit: limit + 1,
    });
    return toPage(rows, limit, (row) => [row.order_out_id], toVoucherOrder);
  },
});
