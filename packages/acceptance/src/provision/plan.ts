import { addDays, hotelClock, hotelDate } from '@yuzhu/contract';
import type { AcceptanceMode, HoursOfUse, VoucherDocument } from '../actors/hotel-views.ts';
import type { Terms } from '../actors/operator.ts';

/** A room type of a planned hotel. */
export interface RoomTypePlan {
  readonly roomTypeId: string;
  /** Its Chinese name at the platform: how it is matched. */
  readonly name: string;
  /** Rooms open to this channel every night. */
  readonly stock: number;
}

/** A rate plan (bookable good) of a planned hotel. Money is fen. */
export interface RatePlanPlan {
  readonly ratePlanId: string;
  readonly roomTypeId: string;
  readonly name: string;
  readonly price: number;
  /** Fridays and Saturdays. */
  readonly weekendPrice: number;
  readonly rackPrice: number;
  readonly acceptance: AcceptanceMode;
  /** A room by the hour: when it can be used. Absent: full days. */
  readonly hourly?: HoursOfUse;
}

/** A surcharge on a range of nights, both ends included. */
export interface SurchargePlan {
  readonly from: string;
  readonly to: string;
  /** Fen per room and night. */
  readonly amount: number;
}

/** A voucher of a planned hotel. */
export interface VoucherPlan {
  readonly voucherId: string;
  readonly name: string;
  readonly ratePlanIds: readonly string[];
  readonly rooms: number;
  readonly nights: number;
  readonly price: number;
  readonly originalPrice: number;
  readonly breakfasts: number;
  /** Vouchers on sale in all; default 500. */
  readonly stock?: number;
  readonly surcharges: readonly SurchargePlan[];
  /** Of rooms by the hour: the hours of use. */
  readonly usageDuration?: number;
  /** What the platform's consoles hold: creation mode, accept deadline, commission. */
  readonly terms: Partial<Terms>;
}

/** A hotel to be brought onto the platform. */
export interface HotelPlan {
  readonly hotelId: string;
  /** Its name at the platform: how it is matched. */
  readonly platformName: string;
  readonly roomTypes: readonly RoomTypePlan[];
  readonly ratePlans: readonly RatePlanPlan[];
  readonly vouchers: readonly VoucherPlan[];
  /** Nights that get stock and prices, counted from today. */
  readonly nights: number;
  /** Of a merchant outside the mainland: prices are after tax then, and get their amounts before it. */
  readonly currency?: string;
}

/** A tenth of a price is tax in these plans, fen. */
export function beforeTax(price: number): number {
  return Math.floor((price * 9) / 10);
}

/** The sale begins with the minute after next: the platform wants it in the future, and the next one may begin meanwhile. */
export function saleStart(now: number): number {
  return (Math.floor(now / 60_000) + 2) * 60_000;
}

/** The voucher in the platform's structure. @param category Leaf category of the hotel. */
export function voucherDocument(
  plan: VoucherPlan,
  category: string,
  now: number,
  nights: number,
  currency = 'CNY',
): VoucherDocument {
  const { usageDuration } = plan;
  const today = hotelDate(now);
  const lastNight = addDays(today, nights - 1);
  const saleEnd = `${addDays(today, Math.max(1, Math.floor(nights / 2)))} 23:59`;
  return {
    category_id: category,
    settle_type: 1,
    currency,
    meals: plan.breakfasts > 0 ? [{ type: 1, num: plan.breakfasts }] : [],
    pre_sale_coupon_info: {
      coupon_name: plan.name,
      apply_room_number: plan.rooms,
      apply_nights: plan.nights,
      bind_rate_plans: [...plan.ratePlanIds],
      imange_list: [{ image_type: 1, image_url: `https://img.example.com/vouchers/${plan.voucherId}.jpg` }],
      original_amount: plan.originalPrice,
      actual_amount: plan.price,
      coupon_separate: false,
      ...(usageDuration === undefined ? {} : { sales_type: 2, usage_duration: usageDuration }),
      ...surchargeRules(plan.surcharges),
    },
    sale_info: {
      sale_date: { from: hotelClock(saleStart(now)).slice(0, 16), to: saleEnd },
      book_date: { from: addDays(today, 1), to: lastNight },
      show_channel: 1,
      inventory_info: { is_limit: true, num: plan.stock ?? 500 },
      is_auto_extension: false,
    },
    trade_info: {
      customer_can_use_date: { use_date_type: 1, use_date: { from: today, to: lastNight } },
      customer_can_use_time: { use_time_type: 1 },
      limt_buy_rule: { each_person_each_order_max: 10 },
      cancel_booking_rule_list: [
        {
          cancel_type: 2,
          // The midnight of the check-in day does not exist for rooms by the hour (documented).
          cancel_time_type: usageDuration === undefined ? 2 : 1,
          cancel_offset: [{ time_offset: { day: 1, hour: 6 }, cut_type: 1, cut_value: 0 }],
        },
      ],
      invoic_info: { provider: 1 },
    },
    note_info: {
      service_for_foreign: true,
      superimposed_discounts: false,
      check_time_range: { from: '14:00', to: '12:00' },
      other_remark_info: ['请至少提前一天预约。'],
    },
  };
}

function surchargeRules(surcharges: readonly SurchargePlan[]): Partial<VoucherDocument['pre_sale_coupon_info']> {
  if (surcharges.length === 0) return {};
  return {
    markup_type: 1,
    markup_info: surcharges.map(({ from, to, amount }) => ({
      markup_amount: amount,
      markup_date_type: 1,
      markup_days: { from, to },
    })),
  };
}
