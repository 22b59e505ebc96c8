import { hotelDay, hotelMinute } from '../../shared/hotel-time.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** What a merchant fills in; money in whole units of the merchant's currency. */
export interface VoucherDraft {
  readonly name: string;
  readonly goods: readonly string[];
  readonly price: number;
  readonly originalPrice: number;
  readonly nights: number;
  readonly rooms: number;
  readonly stock: number;
  /** Days the sale and the nights last from now on. */
  readonly days: number;
  readonly separable: boolean;
  readonly category: string;
}

/**
 * The platform's structure of a draft, with the rules a merchant does not fill in here at their plainest.
 * @param currency of a merchant outside the mainland, who must name it; null: mainland
 */
export function presaleInfo(draft: VoucherDraft, now: number, currency: string | null): object {
  const begin = now + 2 * MINUTE_MS;
  const end = now + draft.days * DAY_MS;
  const nights = { from: hotelDay(now + DAY_MS), to: hotelDay(end + DAY_MS) };
  return {
    category_id: draft.category,
    settle_type: 1,
    ...(currency === null ? {} : { currency }),
    pre_sale_coupon_info: {
      coupon_name: draft.name,
      apply_room_number: draft.rooms,
      apply_nights: draft.nights,
      bind_rate_plans: draft.goods,
      imange_list: [{ image_type: 1, image_url: 'https://img.example.com/vouchers/cover.jpg' }],
      original_amount: Math.round(draft.originalPrice * 100),
      actual_amount: Math.round(draft.price * 100),
      coupon_separate: draft.separable,
    },
    sale_info: {
      sale_date: { from: hotelMinute(begin), to: hotelMinute(end) },
      book_date: nights,
      show_channel: 1,
      inventory_info: { is_limit: true, num: draft.stock },
      is_auto_extension: false,
    },
    trade_info: {
      customer_can_use_date: { use_date_type: 1, use_date: nights },
      customer_can_use_time: { use_time_type: 1 },
      limt_buy_rule: { each_person_each_order_max: 5 },
      cancel_booking_rule_list: [{ cancel_type: 3 }],
      invoic_info: { provider: 1 },
    },
    note_info: { service_for_foreign: true, superimposed_discounts: false },
  };
}
