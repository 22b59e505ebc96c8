import type { VoucherDocument } from '../../actors/hotel-views.ts';

/** What a hotel can say anew about a voucher on sale; every one keeps it sellable. */
const CHANGES: readonly ((document: VoucherDocument) => VoucherDocument)[] = [
  ({ trade_info: trade, ...rest }) => ({
    ...rest,
    trade_info: {
      ...trade,
      cancel_booking_rule_list: [
        {
          cancel_type: 4,
          cancel_time_type: 2,
          cancel_offset: [
            { time_offset: { day: 3 }, cut_type: 1, cut_value: 30 },
            { time_offset: { day: 1 }, cut_type: 3, cut_value: 20_000 },
          ],
        },
      ],
    },
  }),
  ({ trade_info: trade, ...rest }) => ({
    ...rest,
    trade_info: { ...trade, book_rule: { earliest_book_day: 30, time_pre_book: 2, time_unit: 2 } },
  }),
  ({ pre_sale_coupon_info: coupon, ...rest }) => ({
    ...rest,
    pre_sale_coupon_info: {
      ...coupon,
      commodity: [
        { group_name: '双人下午茶', item_info: [{ product_info: { name: '下午茶', count: 2, unit: '份' } }] },
      ],
    },
  }),
  ({ pre_sale_coupon_info: coupon, ...rest }) => ({
    ...rest,
    pre_sale_coupon_info: {
      ...coupon,
      markup_type: 1,
      markup_info: [{ markup_amount: 6000, markup_date_type: 2, markup_days_of_week: [5, 6] }],
    },
  }),
  // The platform would refuse it, so the gateway does.
  ({ trade_info: trade, ...rest }) => ({ ...rest, trade_info: { ...trade, invoic_info: { provider: 0 } } }),
];

/** A voucher said anew: one of the changes, or the same again. */
export function saidAnew(document: VoucherDocument, change: number | undefined): VoucherDocument {
  return CHANGES[change ?? -1]?.(document) ?? document;
}
