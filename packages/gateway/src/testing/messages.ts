import { addDays, encryptField, nightsOf } from '@yuzhu/contract';
import type { Seeded } from './seed.ts';

/** A booking as the platform writes it. */
export interface BookingWish {
  readonly orderId: string;
  readonly sourceOrderId: string;
  /** Days after the seeded account's first night. Default 0. */
  readonly day?: number;
  readonly nights?: number;
  readonly rooms?: number;
  /** Number of the room type. Default 0. */
  readonly room?: number;
  /** Fen a room a night; default the seeded price. */
  readonly price?: number;
  /** Fen a room for each night. */
  readonly surcharge?: number;
  /** The surcharge is paid with the create (one-step). */
  readonly paid?: boolean;
}

/** The body of a booking; 1.3 KB like a real one. */
export function bookingMessage(seeded: Seeded, wish: BookingWish): Record<string, unknown> {
  const { day = 0, nights = 2, rooms = 1, price = seeded.price, surcharge = 0, paid = false } = wish;
  const room = seeded.rooms[wish.room ?? 0] ?? seeded.room;
  const checkIn = seeded.night(day);
  const checkOut = addDays(checkIn, nights);
  const phone = encryptField(seeded.secret, '13800138000');
  return {
    order_id: wish.orderId,
    source_order_id: wish.sourceOrderId,
    biz_type: 2012,
    hotel_id: seeded.platformHotelId,
    room_id: room.platformRoomId,
    rate_plan_id: room.platformRatePlanId,
    check_in_date: checkIn,
    check_out_date: checkOut,
    early_arrival_time: '14:00',
    last_arrival_time: '20:00',
    number_of_units: rooms,
    number_of_guests: 2 * rooms,
    total_amount: price * nights * rooms,
    currency: 'CNY',
    daily_rates: nightsOf(checkIn, checkOut).map((night) => ({
      original_amount: price,
      daily_add_amount: surcharge,
      currency: 'CNY',
      period_start_date: night,
      period_end_date: addDays(night, 1),
    })),
    ...(paid
      ? {
          pay_info: {
            add_amount: surcharge * nights * rooms,
            pay_amount: surcharge * nights * rooms,
            pay_time_unix: 1_789_100_100,
          },
        }
      : {}),
    cancel_rule: [
      {
        cancel_type: 2,
        cancel_time_type: 2,
        cancel_offset: [{ cut_type: 1, cut_value: 100, time_offset: { day: 1 } }],
      },
    ],
    meals: [{ meal_type: 1 }],
    occupancies: [
      { name: '林一', phone },
      { name: '周二', phone: '' },
    ],
    contact_info: { name: '林一', phone },
    create_order_time_unix: 1_789_100_100,
    remark_from_douyin: '',
    remark_from_guest: '高楼层，安静，靠近电梯',
    crowd_config: [0],
  };
}

/** The body of a bookable check. */
export function checkMessage(
  seeded: Seeded,
  wish: {
    readonly day?: number;
    readonly nights?: number;
    readonly rooms?: number;
    readonly room?: number;
    readonly price?: number;
  } = {},
): Record<string, unknown> {
  const { day = 0, nights = 2, rooms = 1, price = seeded.price } = wish;
  const room = seeded.rooms[wish.room ?? 0] ?? seeded.room;
  const checkIn = seeded.night(day);
  const checkOut = addDays(checkIn, nights);
  return {
    rate_plan_id: room.platformRatePlanId,
    biz_type: 2012,
    check_in_date: checkIn,
    check_out_date: checkOut,
    number_of_units: rooms,
    number_of_guests: 2 * rooms,
    total_amount: price * nights * rooms,
    currency: 'CNY',
    daily_rates: nightsOf(checkIn, checkOut).map((night) => ({
      original_amount: price,
      currency: 'CNY',
      period_start_date: night,
      period_end_date: addDays(night, 1),
    })),
  };
}

/** The body of a voucher order. */
export function voucherOrderMessage(
  seeded: Seeded,
  wish: {
    readonly orderId: string;
    readonly vouchers?: number;
    readonly paid?: boolean;
    readonly platformVoucherId?: string;
  },
): Record<string, unknown> {
  const { orderId, vouchers = 1, paid = true, platformVoucherId = seeded.platformVoucherId } = wish;
  return {
    order_id: orderId,
    pre_sale_coupon_id: platformVoucherId,
    biz_type: 2011,
    create_order_time_unix: 1_789_012_345,
    total_amount: 64_900 * vouchers,
    total_coupon_count: vouchers,
    each_coupon_amount: 64_900,
    total_coupon_discount: 0,
    total_coupon_actual_count: 64_900 * vouchers,
    contact_info: { name: '林一', phone: encryptField(seeded.secret, '13800138000') },
    ...(paid ? { pay_info: { pay_time_unix: 1_789_012_390 } } : {}),
    remark_from_guest: '',
  };
}
