import { publishVoucher } from '../../vouchers/publish.ts';
import { ownId } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { readVoucher, voucherWithDocument } from './read-voucher.ts';

export default apiRoute({
  operation: 'publishVoucher',
  method: 'POST',
  path: '/vouchers/{voucher_id}/publish',
  group: 'vouchers',
  title: { zh: '发布预售券', en: 'Publish a voucher' },
  about: {
    zh: '立即保存到平台并送审；平台繁忙时停在 saving，由系统继续。券内的预定商品须先发布。审核结果由平台通知，之后反映在 state 中。',
    en: 'Saves it at the platform at once, where it goes to audit; when the platform is busy it stays `saving` and goes on by itself. Its rate plans must be published first. The audit’s result comes by notice and shows in `state`.',
  },
  params: { voucher_id: ownId('the hotel’s own id (out_id)') },
  reply: voucherWithDocument,
  errors: ['NOT_FOUND', 'VOUCHER_MADE_BY_HAND', 'NOT_PUBLISHABLE'],
  handle: async (ctx, { caller, params }) => {
    await publishVoucher(ctx, caller.accountId, params.voucher_id);
    return readVoucher(ctx.db, caller.accountId, params.voucher_id);
  },
});
