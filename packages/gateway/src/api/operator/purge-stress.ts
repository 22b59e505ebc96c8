import Type from 'typebox';
import { purgeStress } from '../../stress/purge.ts';
import { output } from '../fields.ts';
import { adminRoute } from '../route.ts';

export default adminRoute({
  operation: 'purgeStress',
  method: 'DELETE',
  path: '/stress',
  group: 'operator',
  title: { zh: '清除压测数据', en: 'Remove what load tests left' },
  about: {
    zh: '清除全部商家总户的压测订单、消息与交互记录，压测房量恢复为真实房量；真实数据不受影响。压测停止一段时间（YUZHU_STRESS_KEPT）后会自动清除。',
    en: 'Orders, messages and exchanges of load tests, of all accounts; their counters get the real numbers again. Real data are not touched. It happens by itself once load tests have been quiet for YUZHU_STRESS_KEPT.',
  },
  reply: output('PurgedStress', {
    bookings: Type.Integer(),
    voucher_orders: Type.Integer(),
    messages: Type.Integer(),
    exchanges: Type.Integer(),
  }),
  handle: async (ctx) => {
    const { bookings, voucherOrders, messages, exchanges } = await purgeStress(ctx);
    return { bookings, voucher_orders: voucherOrders, messages, exchanges };
  },
});
