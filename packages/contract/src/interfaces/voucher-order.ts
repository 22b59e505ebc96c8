import { date, fen, id, int, object, optional, seconds, text } from '../field.ts';
import { spi } from '../interface.ts';
import { contact } from './trade-shapes.ts';

/** A guest bought vouchers. Holds no room. */
export const voucherOrder = spi({
  name: 'voucher-order',
  title: { zh: '创建预售订单', en: 'Create a voucher order' },
  group: 'orders',
  action: 'hotel_spot.order.create_presale_order',
  actionSource: 'documented',
  path: '/spi/voucher-order',
  scope: 'life.capacity.trip_trade_order',
  limits: [],
  codes: [0, 1, 6, 8, 11, 12, 13, 14, 100],
  repeats: 'no answer or 100',
  repeatsSource: 'documented',
  timeoutMs: 8000,
  timeoutSource: 'twin',
  idempotentOn: 'order_id',
  about:
    'pay_info is there exactly when the product creates after payment (one-step); otherwise a payment notice follows.',
  request: object({
    order_id: id('voucher order'),
    pre_sale_coupon_id: id('voucher'),
    biz_type: int('2011'),
    create_order_time_unix: optional(seconds('creation')),
    currency: optional(text('Hong Kong and Macao merchants only')),
    total_amount: fen('original total'),
    total_coupon_count: int('vouchers', 'documented', { minimum: 1 }),
    each_coupon_amount: fen('original price of one voucher'),
    total_coupon_discount: optional(fen('total discount')),
    total_coupon_actual_count: optional(fen('total amount after promotion: money, in spite of its name')),
    promotion_info: optional(
      object(
        {
          coupon_promotion_id: optional(text('promotion')),
          coupon_promotion_type: optional(text('kind')),
          coupon_promotion_discount: optional(fen('discount')),
        },
        'marketing',
      ),
    ),
    contact_info: optional(contact),
    pay_info: optional(object({ pay_time_unix: optional(seconds('payment')) }, 'one-step only')),
    remark_from_douyin: optional(text('platform’s remark')),
    remark_from_guest: optional(text('guest’s remark')),
    rate_plan_id: optional(text('buy and book at once; tolerated, never seen filled', 'observed')),
    check_in_date: optional(date('buy and book at once', 'observed')),
    check_out_date: optional(date('buy and book at once', 'observed')),
  }),
  reply: object({
    order_id: text('echo', 'observed'),
    order_out_id: optional(text('partner’s order number, on success', 'observed')),
  }),
});
