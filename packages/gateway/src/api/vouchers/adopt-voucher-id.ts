import { adoptVoucherId } from '../../vouchers/publish.ts';
import { input, ownId, platformId } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { readVoucher, voucherWithDocument } from './read-voucher.ts';

export default apiRoute({
  operation: 'adoptVoucherId',
  method: 'PUT',
  path: '/vouchers/{voucher_id}/platform-id',
  group: 'vouchers',
  title: { zh: '登记预售券的平台编号', en: 'Enter a voucher’s platform id' },
  about: {
    zh: '首次保存的应答丢失、平台又称编号已被占用时，在抖音来客中找到该券并登记其平台编号；之后按更新再次保存。',
    en: 'When the answer to the first save was lost and the platform says the id is taken: look the voucher up in Laike and enter its id here; it is then saved again as an update.',
  },
  params: { voucher_id: ownId('the hotel’s own id (out_id)') },
  body: input({ platform_voucher_id: platformId('the platform’s id of the voucher') }),
  reply: voucherWithDocument,
  errors: ['NOT_FOUND', 'VOUCHER_MADE_BY_HAND', 'PLATFORM_ID_FIXED', 'PLATFORM_ID_TAKEN'],
  handle: async (ctx, { caller, params, body }) => {
    await adoptVoucherId(ctx, caller.accountId, params.voucher_id, body.platform_voucher_id);
    return readVoucher(ctx.db, caller.accountId, params.voucher_id);
  },
});
