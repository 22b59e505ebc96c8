import { interfaces, type RequestOf } from '@yuzhu/contract';
import type { Session } from '@yuzhu/runtime';
import { split } from '../ledger/postings.ts';
import { PROMOTION_TYPE } from '../promotions/decide.ts';
import { wirePeople } from '../spi/contact.ts';
import type { VoucherOrder } from './store.ts';

/** Kinds of orders on the wire (documented). */
export const BIZ_TYPE = { voucherOrder: 2011, booking: 2012 } as const;

/** Unix seconds of a moment in milliseconds. */
export function unixSeconds(ms: number): number {
  return Math.floor(ms / 1000);
}

/** The create call of a voucher order; `pay_info` exactly when it was paid before (documented). */
export async function createOrderRequest(
  session: Session,
  order: VoucherOrder,
  paidAt: number | null,
): Promise<RequestOf<typeof interfaces.voucherOrder>> {
  const [contact] = await wirePeople(session, order.clientKey, [
    { name: order.contact.name, phone: order.contact.phone },
  ]);
  return {
    order_id: order.orderId,
    pre_sale_coupon_id: order.voucherId,
    biz_type: BIZ_TYPE.voucherOrder,
    create_order_time_unix: unixSeconds(order.createdAt),
    total_amount: order.unitAmount * order.count,
    total_coupon_count: order.count,
    each_coupon_amount: order.unitAmount,
    ...moneyOf(order),
    ...(contact === undefined ? {} : { contact_info: contact }),
    ...(paidAt === null ? {} : { pay_info: { pay_time_unix: unixSeconds(paidAt) } }),
    ...(order.remark === null ? {} : { remark_from_guest: order.remark }),
  };
}

/** Outside the mainland the currency is told, and there is neither marketing nor an amount after it (documented). */
function moneyOf(order: VoucherOrder) {
  const currency = orderCurrency(order);
  return currency === 'CNY' ? { ...discountOf(order), total_coupon_actual_count: order.payAmount } : { currency };
}

/** The currency an order is paid in: its voucher's. */
export function orderCurrency({ document }: VoucherOrder): string {
  return document.currency === undefined || document.currency === '' ? 'CNY' : document.currency;
}

/** Marketing on the wire, where there is any. */
function discountOf({ promotion, unitAmount, count, payAmount }: VoucherOrder) {
  if (promotion === null) return {};
  const discount = unitAmount * count - payAmount;
  return {
    total_coupon_discount: discount,
    promotion_info: {
      coupon_promotion_id: promotion.promotionId,
      coupon_promotion_type: PROMOTION_TYPE[promotion.kind],
      coupon_promotion_discount: discount,
    },
  };
}

/** What the merchant's share is taken of: what the guest paid and the platform's subsidy. */
function settledAmount({ payAmount, promotion, count }: VoucherOrder): number {
  return payAmount + (promotion?.platformPart ?? 0) * count;
}

/** The payment notice of a two-step voucher order. */
export function paymentRequest(order: VoucherOrder, paidAt: number): RequestOf<typeof interfaces.payment> {
  return {
    order_id: order.orderId,
    ...(order.orderOutId === null ? {} : { order_out_id: order.orderOutId }),
    biz_type: BIZ_TYPE.voucherOrder,
    pay_time_unix: unixSeconds(paidAt),
    currency: orderCurrency(order),
    origin_amount: order.unitAmount * order.count,
    pay_amount: order.payAmount,
    merchant_receivable_amount: split(settledAmount(order), order.terms).merchant,
  };
}

/** The interfaces of voucher orders. */
export const CREATE = interfaces.voucherOrder;
export const PAYMENT = interfaces.payment;
