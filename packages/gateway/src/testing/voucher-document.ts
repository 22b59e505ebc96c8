import type { VoucherDocument } from '../vouchers/document-shape.ts';

/** A voucher a hotel could really sell: one room, `nights` nights, bound to the given rate plans. */
export function voucherDocument(ratePlanIds: readonly string[], nights = 1): VoucherDocument {
  return {
    category_id: '8001001',
    settle_type: 1,
    meals: [{ type: 1, num: 2 }],
    pre_sale_coupon_info: {
      coupon_name: `豪华大床房 ${nights} 晚（含双早）`,
      apply_room_number: 1,
      apply_nights: nights,
      bind_rate_plans: [...ratePlanIds],
      imange_list: [{ image_type: 1, image_url: 'https://img.partner.example/hz001/cover.jpg' }],
      original_amount: 88_800,
      actual_amount: 49_900,
    },
    sale_info: {
      sale_date: { from: '2026-09-02 10:00', to: '2026-12-31 23:59' },
      book_date: { from: '2026-09-03', to: '2027-03-31' },
      show_channel: 1,
      inventory_info: { is_limit: true, num: 500 },
      is_auto_extension: false,
    },
    trade_info: {
      customer_can_use_date: { use_date_type: 1, use_date: { from: '2026-09-03', to: '2027-03-31' } },
      customer_can_use_time: { use_time_type: 1 },
      limt_buy_rule: { each_person_each_order_max: 5 },
      cancel_booking_rule_list: [
        {
          cancel_type: 2,
          cancel_time_type: 2,
          cancel_offset: [{ time_offset: { day: 1, hour: 6, minute: 0, second: 0 }, cut_type: 1, cut_value: 0 }],
        },
      ],
      invoic_info: { provider: 1 },
    },
    note_info: { service_for_foreign: true, superimposed_discounts: false },
  };
}
