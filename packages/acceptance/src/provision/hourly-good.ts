import type { HoursOfUse } from '../actors/hotel-views.ts';
import type { HotelPlan, RatePlanPlan, VoucherPlan } from './plan.ts';

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
  const { roomType: roomTypeId, price, hours, stock } = HOURLY;
  return soldByTheHour(
    { ...plan, roomTypes: [...plan.roomTypes, { roomTypeId, name: '江景大床房', stock }] },
    {
      ratePlanId: HOURLY.ratePlan,
      roomTypeId,
      name: '江景大床房 4 小时',
      price,
      weekendPrice: price,
      rackPrice: 39_800,
      acceptance: 'sync',
      hourly: hours,
    },
    { voucherId: HOURLY.voucher, name: '江景大床房 4 小时钟点房', price: HOURLY.voucherPrice, terms: {} },
  );
}

/** A hotel that sells one of its room types by the hour as well, with a voucher for one such stay. */
export function soldByTheHour(
  plan: HotelPlan,
  good: RatePlanPlan & { readonly hourly: HoursOfUse },
  voucher: Pick<VoucherPlan, 'voucherId' | 'name' | 'price' | 'terms'>,
): HotelPlan {
  return {
    ...plan,
    ratePlans: [...plan.ratePlans, good],
    vouchers: [
      ...plan.vouchers,
      {
        ...voucher,
        ratePlanIds: [good.ratePlanId],
        rooms: 1,
        nights: 1,
        originalPrice: good.rackPrice,
        breakfasts: 0,
        surcharges: [],
        usageDuration: good.hourly.usage_duration,
        terms: { creation_mode: 'one-step', ...voucher.terms },
      },
    ],
  };
}
