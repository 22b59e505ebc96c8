import { ownId } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { readVoucher, voucherWithDocument } from './read-voucher.ts';

export default apiRoute({
  operation: 'getVoucher',
  method: 'GET',
  path: '/vouchers/{voucher_id}',
  group: 'vouchers',
  title: { zh: '查询预售券', en: 'Read a voucher' },
  params: { voucher_id: ownId('the hotel’s own id (out_id)') },
  reply: voucherWithDocument,
  errors: ['NOT_FOUND'],
  handle: ({ db }, { caller, params }) => readVoucher(db, caller.accountId, params.voucher_id),
});
