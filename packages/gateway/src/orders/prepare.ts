import { type interfaces, MAX_FEN, PARTNER, type RequestOf } from '@yuzhu/contract';
import type { Attention } from '../attention.ts';
import { paymentTime } from '../bookings/prepare.ts';
import { type OrRefusal, ok, refused } from '../spi/refusal.ts';
import { storableText } from '../storable-text.ts';

/** The message of a voucher order. */
export type VoucherOrderMessage = RequestOf<typeof interfaces.voucherOrder>;

/** `biz_type` of a voucher order (documented). */
export const BIZ_VOUCHER = 2011;

/** More vouchers in one order than anybody buys: a fault of the sender. */
const MOST_VOUCHERS = 10_000;

/** Marketing of an order. The kinds are not published, so they are text. */
export interface OrderPromotion {
  readonly id: string | null;
  readonly type: string | null;
  /** Fen off the whole order. */
  readonly discount: number | null;
}

/** A voucher order read from its message. */
export interface ReadVoucherOrder {
  readonly orderId: string;
  readonly platformVoucherId: string;
  readonly vouchers: number;
  /** Fen, original. */
  readonly totalAmount: number;
  /** Fen, after promotion. */
  readonly payAmount: number;
  /** Unix ms; null: the payment notice is still to come. */
  readonly paidAt: number | null;
  /** Marketing, as it came. */
  readonly promotion: OrderPromotion | null;
  readonly attention: ReadonlySet<Attention>;
}

/** Reads a voucher order. Pure; `now` in Unix ms. Code 13 names what is impossible. */
export function readVoucherOrder(message: VoucherOrderMessage, now: number): OrRefusal<ReadVoucherOrder> {
  if (message.biz_type !== BIZ_VOUCHER) return refused(PARTNER.other, `biz_type must be ${BIZ_VOUCHER}`);
  const vouchers = message.total_coupon_count;
  if (vouchers < 1 || vouchers > MOST_VOUCHERS) {
    return refused(PARTNER.other, `total_coupon_count must be 1 to ${MOST_VOUCHERS}`);
  }
  const amounts = {
    total_amount: message.total_amount,
    each_coupon_amount: message.each_coupon_amount,
    total_coupon_discount: message.total_coupon_discount ?? 0,
    total_coupon_actual_count: message.total_coupon_actual_count ?? 0,
  };
  for (const [name, amount] of Object.entries(amounts)) {
    if (amount < 0 || amount > MAX_FEN) return refused(PARTNER.other, `${name} is not possible`);
  }
  const attention = new Set<Attention>();
  if (amounts.each_coupon_amount * vouchers !== amounts.total_amount) attention.add('total_differs');
  const { total_coupon_discount: discount, total_coupon_actual_count: actual } = message;
  if (discount !== undefined && actual !== undefined && amounts.total_amount - discount !== actual) {
    attention.add('total_differs');
  }
  // In spite of its name this is money: the total after promotion (documented).
  const payAmount =
    message.total_coupon_actual_count ?? Math.max(0, amounts.total_amount - amounts.total_coupon_discount);
  return ok({
    orderId: message.order_id,
    platformVoucherId: message.pre_sale_coupon_id,
    vouchers,
    totalAmount: amounts.total_amount,
    payAmount,
    // Present exactly when the product creates after payment, empty or not (documented).
    paidAt: message.pay_info === undefined ? null : paymentTime(message.pay_info.pay_time_unix, now),
    promotion: promotionOf(message),
    attention,
  });
}

/** Null when nothing is told; an empty text counts as not told. */
function promotionOf({ promotion_info: info }: VoucherOrderMessage): OrderPromotion | null {
  if (info === undefined) return null;
  const { coupon_promotion_id: id, coupon_promotion_type: type, coupon_promotion_discount: discount } = info;
  // An odd amount is nothing to work with, and costs no order.
  const possible = discount !== undefined && discount >= 0 && discount <= MAX_FEN;
  const word = (text: string | undefined) => (text ? storableText(text) : null);
  const told = { id: word(id), type: word(type), discount: possible ? discount : null };
  return told.id === null && told.type === null && told.discount === null ? null : told;
}
