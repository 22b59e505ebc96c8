import type { HotelPlan } from './plan.ts';

/** What a hotel that sells rooms by the hour has more; money in fen. */
export const HOURLY = {
  roomType: 'NWT-RIVER',
  ratePlan: 'NWT-RIVER-4H',
  voucher: 'VCH-RIVER-4H',
  price: 26_000,
  voucherPrice: 23_900,
  stock: 3,
  hours: { earliest_check_in: '09:00', latest_check_out: '20:00', usage_duration: 4 },
} as const;

/** The demo hotel with a room type that is sold by the hour, and its voucher. */
export function withHourlyGood(plan: HotelPlan): HotelPlan {
  const { price, hours } = HOURLY;
  return {
    ...plan,
    roomTypes: [...plan.roomTypes, { roomTypeId: HOURLY.roomType, name: '江景大床房', stock: HOURLY.stock }],
    ratePlans: [
      ...plan.ratePlans,
      {
        ratePlanId: HOURLY.ratePlan,
        roomTypeId: HOURLY.roomType,
        name: '江景大床房 4 小时',
        price,
        weekendPrice: price,
        rackPrice: 39_800,
        acceptance: 'sync',
        hourly: hours,
      },
    ],
    vouchers: [
      ...plan.vouchers,
      {
        voucherId: HOURLY.voucher,
        name: '江景大床房 4 小时钟点房',
        ratePlanIds: [HOURLY.ratePlan],
        rooms: 1,
        nights: 1,
        price: HOURLY.voucherPrice,
        originalPrice: 39_800,
        breakfasts: 0,
        surcharges: [],
        usageDuration: hours.usage_duration,
        terms: { creation_mode: 'one-step' },
      },
    ],
  };
}
