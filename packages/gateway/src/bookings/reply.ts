import { type interfaces, PARTNER, type ReplyOf } from '@yuzhu/contract';
import type { BookingVerdict } from './book.ts';

/** The business members of the answer to a create. */
export type BookingReply = ReplyOf<typeof interfaces.booking>;

/**
 * The answer to a create. `confirm_mode` 1 carries the acceptance itself, 2 announces an order confirm; the hotel's
 * number goes with both (observed). Depends on nothing but the verdict, so a repeat gets the very same answer.
 */
export function bookingReply(orderId: string, verdict: BookingVerdict): BookingReply {
  if (verdict.code !== PARTNER.ok || verdict.number === null) return { order_id: orderId };
  return {
    order_id: orderId,
    order_out_id: verdict.number,
    confirm_info:
      verdict.mode === 1
        ? { confirm_mode: 1, confirm_result: 1, hotel_confirm_number: verdict.number }
        : { confirm_mode: 2, hotel_confirm_number: verdict.number },
  };
}
