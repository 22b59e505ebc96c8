type Content = Record<string, unknown>;

/** Members of a voucher's parts that say one rule; drawn one at a time, so that each meets each. */
interface RuleMembers {
  readonly coupon?: Content;
  readonly sale?: Content;
  readonly trade?: Content;
  readonly top?: Content;
}

/** A voucher's rules as hotels really use them: valid ones, with what names days left to the message they go into. */
export const VOUCHER_RULES: readonly RuleMembers[] = [
  { sale: { show_channel: 2 } },
  { sale: { inventory_info: { is_limit: false } } },
  { trade: { customer_can_use_date: { use_date_type: 2, day_duration: 180 } } },
  { trade: { customer_can_no_use_date: { cannot_use_days_of_week: [5, 6] } } },
  { trade: { customer_can_no_use_date: { cannot_use_holidays: [2, 7], holidays_year: { '7': '2026' } } } },
  { trade: { limt_buy_rule: { each_person_each_order_max: 2, each_person_max: 4, each_order_can_use_max: 2 } } },
  { trade: { book_rule: { earliest_book_day: 30, time_pre_book: 90, time_unit: 3 } } },
  { trade: { cancel_booking_rule_list: [{ cancel_type: 3 }] } },
  {
    trade: {
      cancel_booking_rule_list: [
        {
          cancel_type: 4,
          cancel_time_type: 2,
          cancel_offset: [{ time_offset: { day: 2 }, cut_type: 2, cut_value: 50 }],
        },
      ],
    },
  },
  { trade: { invoic_info: { provider: 1, invoice_types: [1], subject: '住宿服务' } } },
  { coupon: { apply_room_number: 2, apply_nights: 3, coupon_separate: true } },
  {
    coupon: {
      markup_type: 1,
      markup_info: [
        { markup_amount: 8800, markup_date_type: 2, markup_days_of_week: [5, 6] },
        { markup_amount: 20_000, markup_date_type: 3, markup_holidays: [7], holidays_year: { '7': '2026' } },
      ],
    },
  },
  {
    coupon: {
      commodity: [
        { group_name: '下午茶', total_count: 1, item_info: [{ product_info: { name: '茶', count: 2, price: 9900 } }] },
      ],
    },
  },
  {
    coupon: {
      hotel_customer_reserved_info: {
        by_merchant_custom_config: true,
        require_booking_info: {
          enable: true,
          identity_type_with_content_list: [
            {
              contact_identity_type_enum: 2,
              contact_identity_content_list: [1, 3],
              need_consistency_purchase_and_booking: { '1': true },
            },
          ],
        },
      },
    },
  },
  { coupon: { appointment_award: { is_award: true, after_pay_days: 3 } } },
  { top: { meals: [{ type: 2, num: 1 }] } },
];

/** Puts a rule into a voucher; parts that are not objects are left alone. */
export function withRule(info: Content, rule: RuleMembers): void {
  const parts = { pre_sale_coupon_info: rule.coupon, sale_info: rule.sale, trade_info: rule.trade };
  for (const [name, members] of Object.entries(parts)) {
    const part = info[name];
    if (members !== undefined && typeof part === 'object' && part !== null)
      Object.assign(part, structuredClone(members));
  }
  Object.assign(info, structuredClone(rule.top ?? {}));
}
