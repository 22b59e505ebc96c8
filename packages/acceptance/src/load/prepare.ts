import { addDays, encryptField, hotelDate, interfaces } from '@yuzhu/contract';
import { seededRandom } from '@yuzhu/runtime';
import type { Hotel } from '../actors/hotel.ts';
import { ACCEPTANCE_ERRORS } from '../errors.ts';
import type { PlanDraft } from './read-plan.ts';
import { LARGEST_FILE, writeVariables } from './variables.ts';

/** What variables are made from. */
export interface PrepareOptions {
  readonly hotel: Hotel;
  readonly hotelId: string;
  readonly partner: { readonly url: string; readonly clientKey: string; readonly clientSecret: string };
  /** Unix ms by the platform's clock. */
  readonly now: number;
  /** Thirteen digits that no earlier set has in its ids, e.g. the machine's clock, ms. */
  readonly stamp: number;
  /** Bookings, each with a voucher order of its own; they repeat when the test needs more. */
  readonly bookings: number;
  readonly seed: string;
}

/** A plan with its variable files, ready to be written into one folder. */
export interface PreparedLoad {
  readonly plan: PlanDraft;
  readonly files: ReadonlyMap<string, string>;
}

/** Nights that are asked for, from tomorrow on. */
const NIGHTS = 60;
/** Different checks and pulls; nothing is used up by them, so they may repeat. */
const CHECKS = 6000;
const PULLS = 2000;
const VOUCHER_PRICE = 49_900;

interface SoldNight {
  readonly ratePlan: string;
  readonly room: string;
  readonly night: string;
  readonly price: number;
}

/**
 * Makes variable files for a hotel behind our gateway, from what its hotel API says: bookable checks, voucher orders,
 * bookings that are paid with voucher orders of their own (sent before the run), and pulls. All ids are new.
 * @throws AppError NEVER_CAME when the hotel has nothing on sale
 */
export async function prepareLoad(options: PrepareOptions): Promise<PreparedLoad> {
  const { partner, now } = options;
  const { platformHotelId, platformVoucherId, nights } = await lookAround(options);
  const random = seededRandom(options.seed);
  const phone = encryptField(partner.clientSecret, '13800138000');
  // Nineteen digits as at the platform; a first digit of its own for each kind of order.
  const id = (kind: number, number: number) => `${kind}${options.stamp}${String(number).padStart(5, '0')}`;
  const stay = ({ ratePlan, night, price }: SoldNight) => ({
    rate_plan_id: ratePlan,
    biz_type: 2012,
    check_in_date: night,
    check_out_date: addDays(night, 1),
    number_of_units: 1,
    number_of_guests: 2,
    total_amount: price,
    currency: 'CNY',
    daily_rates: [
      { original_amount: price, currency: 'CNY', period_start_date: night, period_end_date: addDays(night, 1) },
    ],
  });
  const voucherOrder = (orderId: string) => ({
    order_id: orderId,
    pre_sale_coupon_id: platformVoucherId,
    biz_type: 2011,
    create_order_time_unix: Math.floor(now / 1000),
    total_amount: VOUCHER_PRICE,
    total_coupon_count: 1,
    each_coupon_amount: VOUCHER_PRICE,
    total_coupon_discount: 0,
    total_coupon_actual_count: VOUCHER_PRICE,
    contact_info: { name: '压测', phone },
    pay_info: { pay_time_unix: Math.floor(now / 1000) },
    remark_from_guest: '',
  });
  const booking = (number: number) => {
    const night = random.pick(nights);
    return {
      order_id: id(2, number),
      source_order_id: id(1, number),
      hotel_id: platformHotelId,
      room_id: night.room,
      ...stay(night),
      early_arrival_time: '14:00',
      last_arrival_time: '20:00',
      occupancies: [{ name: '压测', phone }],
      contact_info: { name: '压测', phone },
      create_order_time_unix: Math.floor(now / 1000),
      remark_from_guest: '',
    };
  };
  const pull = (number: number) => {
    const start = addDays(hotelDate(now), 1 + (number % (NIGHTS - 7)));
    return { hotel_ids: [platformHotelId], date_range: { start, end: addDays(start, 6) } };
  };
  const many = <T>(count: number, make: (number: number) => T): T[] =>
    Array.from({ length: count }, (_, at) => make(at));
  const files = new Map([
    ['bookable-check.csv', writeVariables(many(CHECKS, () => stay(random.pick(nights))))],
    ['voucher-order.csv', writeVariables(many(options.bookings, (n) => voucherOrder(id(3, n))))],
    ['booking.csv', writeVariables(many(options.bookings, booking))],
    ['ari-pull.csv', writeVariables(many(PULLS, pull))],
    ['before.csv', writeVariables(many(options.bookings, (n) => voucherOrder(id(1, n))))],
  ]);
  for (const [file, text] of files) {
    if (Buffer.byteLength(text) > LARGEST_FILE) {
      const problems_zh = '超过 10 MB，请减少预约数量';
      throw ACCEPTANCE_ERRORS.error('LOAD_FILE_INVALID', {
        file,
        problems_zh,
        problems_en: 'more than 10 MB: ask for fewer bookings',
      });
    }
  }
  return {
    files,
    plan: {
      name: '演示酒店压测 · demo hotel',
      partner,
      startQps: 10,
      stepQps: 20,
      maxQps: 50,
      secondsPerStep: 10,
      timeoutMs: 5000,
      interfaces: [
        { name: interfaces.bookableCheck.name, file: 'bookable-check.csv', weight: 6 },
        { name: interfaces.voucherOrder.name, file: 'voucher-order.csv', weight: 1 },
        { name: interfaces.booking.name, file: 'booking.csv', weight: 2 },
        { name: interfaces.ariPull.name, file: 'ari-pull.csv', weight: 1 },
      ],
      first: [{ name: interfaces.voucherOrder.name, file: 'before.csv' }],
    },
  };
}

async function lookAround({ hotel, hotelId, now }: PrepareOptions): Promise<{
  readonly platformHotelId: string;
  readonly platformVoucherId: string;
  readonly nights: readonly SoldNight[];
}> {
  const from = addDays(hotelDate(now), 1);
  const { platform_hotel_id: platformHotelId } = await hotel.hotel(hotelId);
  const rooms = new Map((await hotel.roomTypes(hotelId)).map((room) => [room.room_type_id, room.platform_room_id]));
  const voucher = (await hotel.vouchers()).find(({ state }) => state === 'on_shelf');
  const nights: SoldNight[] = [];
  for (const roomType of (await hotel.calendar(hotelId, from, addDays(from, NIGHTS - 1))).room_types) {
    const room = rooms.get(roomType.room_type_id) ?? undefined;
    const open = new Set(roomType.nights.filter((one) => one.open).map(({ night }) => night));
    for (const { rate_plan_id, nights: priced } of roomType.rate_plans) {
      const { platform_rate_plan_id: ratePlan } = await hotel.ratePlan(rate_plan_id);
      if (room === undefined || ratePlan === null) continue;
      for (const { night, price, open: onSale } of priced) {
        if (onSale && open.has(night)) nights.push({ ratePlan, room, night, price });
      }
    }
  }
  const platformVoucherId = voucher?.platform_voucher_id ?? undefined;
  if (platformHotelId === null || platformVoucherId === undefined || nights.length === 0) {
    throw ACCEPTANCE_ERRORS.error('NEVER_CAME', {
      what: `a matched hotel ${hotelId} with a voucher on the shelf and priced nights`,
      seen: `${nights.length} nights, ${platformVoucherId === undefined ? 'no voucher' : 'a voucher'}`,
    });
  }
  return { platformHotelId, platformVoucherId, nights };
}
