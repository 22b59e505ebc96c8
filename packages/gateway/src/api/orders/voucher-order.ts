import Type, { type Static } from 'typebox';
import type { VoucherOrderRow } from '../../orders/read.ts';
import { fenSum, flag, list, momentText, nullable, oneOf, output, toMoment, toMomentOrNull } from '../fields.ts';

/** States of a voucher order. */
export const ORDER_STATES = ['unpaid', 'paid', 'closed', 'refunded'] as const;

/** A voucher order in answers. */
export const voucherOrderView = output('VoucherOrder', {
  order_id: Type.String({ description: 'the platform’s id of the voucher order (预售订单)' }),
  order_number: Type.String({ description: 'our number (order_out_id)' }),
  stress: flag('made by load-test traffic (X-Stress-Tag)'),
  voucher_id: nullable(Type.String({ description: 'null: a voucher made by hand at the platform, unknown here' })),
  platform_voucher_id: Type.String(),
  state: oneOf(ORDER_STATES, 'state'),
  vouchers: Type.Integer({ description: 'how many were bought' }),
  unit: oneOf(['voucher', 'room_night'], 'what a use is counted in'),
  units_total: Type.Integer({ description: 'uses bought' }),
  units_used: Type.Integer({ description: 'uses taken by bookings' }),
  total_amount: fenSum('before promotions'),
  pay_amount: fenSum('paid by the guest'),
  paid_at: nullable(momentText('payment')),
  promotion: nullable(
    Type.Object(
      {
        promotion_id: nullable(Type.String()),
        promotion_type: nullable(Type.String({ description: 'kind, as the platform names it; not published' })),
        discount: nullable(fenSum('off the whole order')),
      },
      { description: 'marketing (秒杀、货补 ...); null without' },
    ),
  ),
  attention: list(Type.String(), 'oddities a person should look at'),
  created_at: momentText('when it came'),
});

/** Row to answer. */
export function toVoucherOrder(row: VoucherOrderRow): Static<typeof voucherOrderView> {
  const { order_out_id, attention, paid_at, created_at, promotion_id, promotion_type, promotion_discount, ...rest } =
    row;
  const told = promotion_id !== null || promotion_type !== null || promotion_discount !== null;
  return {
    ...rest,
    order_number: order_out_id,
    promotion: told ? { promotion_id, promotion_type, discount: promotion_discount } : null,
    attention: [...attention],
    paid_at: toMomentOrNull(paid_at),
    created_at: toMoment(created_at),
  };
}
