import { demoHotel, ID } from '../../provision/demo-hotel.ts';
import type { HotelPlan } from '../../provision/plan.ts';

/** Hours of the room by the hour, as the hotel begins with them. */
const HOURS = { earliest_check_in: '09:00', latest_check_out: '20:00', usage_duration: 4 };

/**
 * The hotel of a simulation: the demo hotel, and its twin rooms by the hour as well, with a voucher of their own.
 * @param now Unix ms. @param nights Nights that get stock and prices, from today on.
 */
export function simulatedHotel(now: number, nights: number): HotelPlan {
  const hotel = demoHotel(now, nights);
  const ratePlanId = 'NWT-TWIN-DAY';
  return {
    ...hotel,
    ratePlans: [
      ...hotel.ratePlans,
      {
        ratePlanId,
        roomTypeId: ID.twin,
        name: '高级双床房 钟点房',
        price: 19_900,
        weekendPrice: 25_900,
        rackPrice: 39_900,
        acceptance: 'sync',
        hourly: HOURS,
      },
    ],
    vouchers: [
      ...hotel.vouchers,
      {
        voucherId: 'VCH-DAY-4H',
        name: '北外滩双床房 4 小时',
        ratePlanIds: [ratePlanId],
        rooms: 1,
        nights: 1,
        usageDuration: HOURS.usage_duration,
        price: 16_900,
        originalPrice: 39_900,
        breakfasts: 0,
        surcharges: [],
        terms: { creation_mode: 'one-step', accept_minutes: 30 },
      },
    ],
  };
}
