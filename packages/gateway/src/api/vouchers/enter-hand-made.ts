import Type from 'typebox';
import { enterHandMade } from '../../vouchers/hand-made.ts';
import { count, flag, input, nameText, optional, ownId, platformId } from '../fields.ts';
import { apiRoute } from '../route.ts';
import { readVoucher, voucherWithDocument } from './read-voucher.ts';

export default apiRoute({
  operation: 'enterHandMadeVoucher',
  method: 'PUT',
  path: '/vouchers/{voucher_id}/hand-made',
  group: 'vouchers',
  title: { zh: '登记商家在来客手工创建的预售券', en: 'Enter a voucher made by hand at the platform' },
  about: {
    zh: '商家在抖音来客中用已同步的预定商品手工创建的券，本系统只知道其订单。登记后，订单按其间数、晚数和可拆分规则计算使用；此前未使用的订单一并改按该规则。一个应用下有多个账户时，登记后平台的订单才能找到账户，请在开售前登记。',
    en: 'Of a voucher the merchant made by hand out of synced goods only its orders are known here. Once entered, its orders are counted by its rooms, nights and splitting; unused orders that came before are taken over. With several accounts under one application its orders find their account only after this: enter it before the sale begins.',
  },
  params: { voucher_id: ownId('an id of the hotel’s own') },
  body: input({
    platform_voucher_id: platformId('the platform’s id of the voucher (pre_sale_coupon_id)'),
    name: nameText('its title'),
    rooms_per_voucher: optional(count('rooms of one voucher, default 1', 1, 100)),
    nights_per_voucher: optional(count('nights of one voucher, default 1', 1, 365)),
    separable: optional(flag('its nights may be used in several stays; default false')),
  }),
  reply: Type.Object({
    ...voucherWithDocument.properties,
    orders_taken_over: Type.Integer({ description: 'unused orders now counted by the voucher’s rules' }),
    orders_left: Type.Integer({ description: 'orders used already: they keep one use per booking' }),
  }),
  errors: ['VOUCHER_MADE_HERE', 'PLATFORM_ID_TAKEN'],
  handle: async (ctx, { caller, params, body }) => {
    const { takenOver, left } = await enterHandMade(ctx, caller.accountId, params.voucher_id, {
      name: body.name,
      platformVoucherId: body.platform_voucher_id,
      roomsPerVoucher: body.rooms_per_voucher ?? 1,
      nightsPerVoucher: body.nights_per_voucher ?? 1,
      separable: body.separable ?? false,
    });
    const voucher = await readVoucher(ctx.db, caller.accountId, params.voucher_id);
    return { ...voucher, orders_taken_over: takenOver, orders_left: left };
  },
});
