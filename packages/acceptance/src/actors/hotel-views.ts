import type { interfaces, RequestOf } from '@yuzhu/contract';

/** How bookings are accepted: in the create answer, at once by an order confirm, or by a person. */
export type AcceptanceMode = 'sync' | 'async' | 'manual';

/** When a room by the hour can be used: `HH:mm` in hotel time, and hours of use. */
export interface HoursOfUse {
  readonly earliest_check_in: string;
  readonly latest_check_out: string;
  readonly usage_duration: number;
}

/** A voucher as the hotel writes it: the platform's structure with the hotel's own rate plan ids, without the two ids. */
export type VoucherDocument = Omit<
  RequestOf<typeof interfaces.voucherSave>['presale_info'],
  'out_id' | 'pre_sale_coupon_id'
>;

/** A hotel as its system describes it: the platform's structure without the ids. */
export type HotelDetails = Omit<RequestOf<typeof interfaces.hotelSave>, 'account_id' | 'out_hotel_id' | 'hotel_id'>;

/** A room type as the hotel describes it: the platform's structure without ids, name and guests. */
export type RoomDetails = Omit<
  RequestOf<typeof interfaces.roomSave>['room_info'],
  'out_room_id' | 'room_id' | 'cn_name' | 'max_occupancy' | 'category_id' | 'active'
>;

/** A room type in answers. */
export interface HotelRoomType {
  readonly room_type_id: string;
  readonly platform_room_id: string | null;
  readonly publish_state: string;
  readonly publish_reason: string | null;
}

/** A change of stock or prices over a range of nights, both ends included; money in fen. */
export interface CalendarChange {
  readonly stock?: readonly {
    readonly room_type_id: string;
    readonly from: string;
    readonly to: string;
    readonly stock?: number;
    readonly remaining?: number;
    /** Rooms to be sold beyond the stock. */
    readonly overbooking?: number;
    readonly open?: boolean;
  }[];
  readonly prices?: readonly {
    readonly rate_plan_id: string;
    readonly from: string;
    readonly to: string;
    readonly weekdays?: readonly number[];
    readonly price?: number | null;
    readonly rack_price?: number | null;
    /** Outside the mainland. */
    readonly price_before_tax?: number | null;
    readonly open?: boolean;
  }[];
  /** What rate plans may sell of their room type; null: no limit of its own. */
  readonly quotas?: readonly {
    readonly rate_plan_id: string;
    readonly from: string;
    readonly to: string;
    readonly quota: number | null;
  }[];
}

/** A rate plan that is off because of a broken match. */
export interface BrokenMatch {
  readonly rate_plan_id: string;
  readonly level: string;
  readonly side: string;
  readonly next_step: string;
}

/** A voucher in answers. */
export interface HotelVoucher {
  readonly voucher_id: string;
  readonly platform_voucher_id: string | null;
  readonly state: string;
  readonly state_reason: string | null;
}

/** A booking in answers, as far as the judge looks at it. */
export interface HotelBooking {
  readonly order_id: string;
  readonly booking_number: string;
  readonly state: string;
  readonly allowed: readonly string[];
  readonly code: number;
  readonly confirm_mode: number | null;
  readonly voucher_order_id: string | null;
  readonly units_taken: number;
  readonly room_type_id: string;
  readonly rate_plan_id: string;
  readonly check_in: string;
  readonly check_out: string;
  readonly rooms: number;
  readonly room_amount: number;
  readonly currency: string | null;
  readonly surcharge: number;
  readonly attention: readonly string[];
}

/** A voucher order in answers. */
export interface HotelVoucherOrder {
  readonly order_id: string;
  readonly order_number: string;
  readonly state: string;
  readonly vouchers: number;
  readonly units_total: number;
  readonly units_used: number;
  readonly pay_amount: number;
  /** Marketing, as the platform named it. */
  readonly promotion: {
    readonly promotion_id: string | null;
    readonly promotion_type: string | null;
    readonly discount: number | null;
  } | null;
  readonly attention: readonly string[];
}

/** A message to the platform. */
export interface OutboxMessage {
  readonly message_id: number;
  readonly kind: 'order-confirm' | 'stay-status';
  readonly order_id: string;
  readonly state: 'waiting' | 'done' | 'failed';
  readonly attempts: number;
  readonly last_error: string | null;
  readonly next_step: string | null;
}

/** The calendar of a hotel. */
export interface CalendarView {
  readonly room_types: readonly {
    readonly room_type_id: string;
    readonly nights: readonly {
      readonly night: string;
      readonly stock: number;
      readonly sold: number;
      readonly remaining: number;
      readonly open: boolean;
    }[];
    readonly rate_plans: readonly {
      readonly rate_plan_id: string;
      readonly nights: readonly { readonly night: string; readonly price: number; readonly open: boolean }[];
    }[];
  }[];
}

/** One exchange with the platform, as the gateway kept it. */
export interface GatewayExchange {
  readonly exchange_id: number;
  /** `in`: the platform called. */
  readonly direction: 'in' | 'out';
  readonly interface: string;
  readonly logid: string | null;
  readonly order_id: string | null;
  readonly attempt: number | null;
  readonly http_status: number | null;
  readonly code: number | null;
  readonly error: string | null;
}

/** One day of the bill. */
export interface BillDay {
  readonly day: string;
  readonly lines: number;
  readonly fetched_at: string | null;
  readonly to_match: number;
  /** Signed sum of all lines, fen. */
  readonly billed: number;
}

/** What came of matching a booking with its bill lines. */
export interface BillMatch {
  readonly order_id: string;
  readonly day: string;
  readonly state: string;
  readonly reasons: readonly string[];
  readonly billed: number;
  readonly income: number | null;
  readonly gross_billed: number | null;
  readonly gross_own: number | null;
  readonly line_count: number;
}

/** One line of the bill. */
export interface BillLine {
  readonly ledger_id: string;
  readonly day: string;
  readonly order_id: string;
  readonly settle_type: number | null;
  readonly fund_amount: number | null;
}

/** What a stop of sales concerns. */
export interface StopScope {
  readonly level: 'account' | 'hotel' | 'room_type';
  /** Hotel or room type; absent for the account. */
  readonly subject_id?: string;
}

/** What a stop would take off sale, in nights of room types and in room-nights. */
export interface StopPreview {
  readonly room_types: number;
  readonly nights: number;
  readonly rooms: number;
  readonly sold: number;
}

/** A stop of sales. */
export interface Stop {
  readonly stop_id: string;
  readonly level: StopScope['level'];
  readonly subject_id: string;
  readonly reason: string;
  /** Moment with the hotel's offset. */
  readonly started_at: string;
  /** Null while it lasts. */
  readonly ended_at: string | null;
  /** Nights of room types it closed. */
  readonly nights: number;
}
