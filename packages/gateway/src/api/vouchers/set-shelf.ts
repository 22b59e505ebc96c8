import { setShelf } from '../../vouchers/shelf.ts';
import { input, oneOf, ownId } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { readVoucher, voucherWithDocument } from './read-voucher.ts';

export default apiRoute({
  operation: 'setShelf',
  method: 'PUT',
  path: '/vouchers/{voucher_id}/shelf',
  group: 'vouchers',
  title: { zh: '上架或下架预售券', en: 'Put a voucher on or off the shelf' },
  about: {
    zh: '能立即执行就立即执行；尚在审核时记下愿望，审核通过后自动执行。',
    en: 'Carried out at once when the platform allows it; while the audit runs the wish is kept and carried out on approval.',
  },
  params: { voucher_id: ownId('the hotel’s own id (out_id)') },
  body: input({ wanted: oneOf(['on', 'off'], 'on: on sale; off: not on sale') }),
  reply: voucherWithDocument,
  errors: ['NOT_FOUND'],
  handle: async (ctx, { caller, params, body }) => {
    await setShelf(ctx, caller.accountId, params.voucher_id, body.wanted);
    return readVoucher(ctx.db, caller.accountId, params.voucher_id);
  },
});
