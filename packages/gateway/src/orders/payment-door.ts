import { type interfaces, MAX_FEN, PARTNER } from '@yuzhu/contract';
import { applyCommand } from '../bookings/apply.ts';
import { BIZ_BOOKING, paymentTime } from '../bookings/prepare.ts';
import type { GatewayContext } from '../context.ts';
import { type Door, type SpiAnswer, success } from '../spi/door.ts';
import { BIZ_VOUCHER } from './prepare.ts';
import { flagOrder, type KnownOrder, knownOrder, markPaid } from './store.ts';

/**
 * Takes payment notices (two-step products): of vouchers, and of a booking's surcharge. An unknown order is answered 100,
 * so that the notice comes again after the create. Only successful payments are notified (documented), so a closed order
 * is no reason to refuse: it is flagged, the money goes back by a refund.
 */
export function paymentDoor(ctx: Pick<GatewayContext, 'db' | 'clock' | 'wake'>): Door<typeof interfaces.payment> {
  return async (call, message) => {
    const { order_id: orderId, order_out_id: orderOutId = '', biz_type: biz, pay_amount: amount } = message;
    if (biz !== BIZ_VOUCHER && biz !== BIZ_BOOKING) {
      return { code: PARTNER.other, description: `biz_type must be ${BIZ_VOUCHER} or ${BIZ_BOOKING}` };
    }
    if (amount !== undefined && (amount < 0 || amount > MAX_FEN)) {
      return { code: PARTNER.other, description: 'pay_amount is not possible' };
    }
    const kind = biz === BIZ_BOOKING ? 'booking' : 'voucher_order';
    const order = await knownOrder(ctx.db, kind, orderId, call.application.clientKey, call.stress);
    if (order === undefined) return { code: PARTNER.retry, description: 'order_id is not known yet' };
    const { accountId } = order;
    if (orderOutId !== '' && orderOutId !== order.orderOutId) {
      return { code: PARTNER.orderUnknown, description: 'order_id and order_out_id are different orders', accountId };
    }
    const paidAt = paymentTime(message.pay_time_unix, call.at);
    return kind === 'booking'
      ? payBooking(ctx, order, orderId, paidAt)
      : payVouchers(ctx, order, orderId, paidAt, amount);
  };
}

async function payVouchers(
  { db }: Pick<GatewayContext, 'db'>,
  order: KnownOrder,
  orderId: string,
  paidAt: number,
  amount: number | undefined,
): Promise<SpiAnswer> {
  const paid = await markPaid(db, order.accountId, orderId, paidAt, amount);
  if (!paid && (order.state === 'closed' || order.state === 'refunded')) {
    await flagOrder(db, order.accountId, orderId, 'paid_after_close');
  }
  return success({}, order.accountId);
}

async function payBooking(
  ctx: Pick<GatewayContext, 'db' | 'clock' | 'wake'>,
  order: KnownOrder,
  orderId: string,
  paidAt: number,
): Promise<SpiAnswer> {
  const { accountId } = order;
  const { outcome } = await applyCommand(ctx, accountId, orderId, { kind: 'pay', paidAt });
  if (outcome === 'refused') {
    return { code: PARTNER.orderUnknown, description: 'the booking was refused when it was created', accountId };
  }
  return success({}, accountId);
}
