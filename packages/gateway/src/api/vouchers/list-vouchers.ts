import { listVouchers } from '../../vouchers/store.ts';
import { PER_PAGE, page, pageQuery, readCursor, toPage } from '../paging.ts';
import { apiRoute } from '../route.ts';
import { toVoucher, voucherView } from './voucher.ts';

export default apiRoute({
  operation: 'listVouchers',
  method: 'GET',
  path: '/vouchers',
  group: 'vouchers',
  title: { zh: '预售券列表', en: 'List vouchers' },
  query: pageQuery,
  reply: page(voucherView, 'vouchers in order of id, without their documents'),
  handle: async ({ db }, { caller, query }) => {
    const limit = query.limit ?? PER_PAGE;
    const after = readCursor(query.cursor, ['']);
    const rows = await listVouchers(db, caller.accountId, after?.[0] ?? '', limit + 1);
    return toPage(rows, limit, (row) => [row.voucher_id], toVoucher);
  },
});
