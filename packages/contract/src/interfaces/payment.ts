import { fen, id, int, object, optional, seconds, text } from '../field.ts';
import { spi } from '../interface.ts';
import { confirmInfo } from './trade-shapes.ts';

/** The guest has paid (two-step products only): the vouchers, or the surcharge of a booking. */
export const payment = spi({
  name: 'payment',
  title: { zh: '支付结果通知', en: 'Payment notice' },
  group: 'orders',
  action: 'hotel_spot.order.pay_notify',
  actionSource: 'documented',
  path: '/spi/payment',
  scope: 'life.capacity.trip_trade_order',
  scopeSource: 'inferred',
  limits: [],
  codes: [0, 9, 13, 100],
  repeats: 'no answer or 100',
  repeatsSource: 'documented',
  timeoutMs: 8000,
  timeoutSource: 'twin',
  idempotentOn: 'order_id',
  about:
    'Only successful payments are notified. An unknown order is answered 100, so that the notice comes again after the create.',
  request: object({
    order_id: id('voucher order or booking', 'observed'),
    order_out_id: optional(text('partner’s number from the create answer; always there in practice', 'observed')),
    biz_type: int('2011, or 2012 for a surcharge', 'observed'),
    pay_time_unix: optional(seconds('payment', 'observed')),
    currency: optional(text('default CNY', 'observed')),
    origin_amount: optional(fen('original amount', 'observed')),
    add_amount: optional(fen('surcharge part', 'observed')),
    pay_amount: optional(fen('paid by the guest', 'observed')),
    merchant_receivable_amount: optional(fen('what the merchant is to receive', 'observed')),
  }),
  reply: object({ confirm_info: optional(confirmInfo('twin')) }),
});
