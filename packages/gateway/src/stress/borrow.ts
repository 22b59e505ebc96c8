import { type Session, statement } from '@yuzhu/runtime';
import { realAccountOf } from './shadow.ts';

const BORROW = statement(
  'stress_borrow',
  `INSERT INTO gateway.voucher_orders (
     account_id, order_id, order_out_id, voucher_id, platform_voucher_id, state, vouchers, units_total, units_used, unit,
     rooms_per_voucher, nights_per_voucher, total_amount, pay_amount, paid_at, guest, request, created_at,
     promotion_id, promotion_type, promotion_discount)
   SELECT $1, order_id, order_out_id, voucher_id, platform_voucher_id, state, vouchers, units_total, units_used, unit,
     rooms_per_voucher, nights_per_voucher, total_amount, pay_amount, paid_at, guest, request, created_at,
     promotion_id, promotion_type, promotion_discount
   FROM gateway.voucher_orders WHERE account_id = $2 AND order_id = $3
   ON CONFLICT DO NOTHING`,
);

/**
 * A booking of a load test may name a voucher order that was really bought: the shadow gets a copy of it, with units of
 * its own.
 * @returns whether there was one to copy
 */
export async function borrowVoucherOrder(session: Session, shadow: string, orderId: string): Promise<boolean> {
  return (await session.execute(BORROW, [shadow, realAccountOf(shadow), orderId])) === 1;
}
