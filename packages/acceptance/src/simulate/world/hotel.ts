import { demoHotel, ID } from '../../provision/demo-hotel.ts';
import { soldByTheHour } from '../../provision/hourly-good.ts';
import type { HotelPlan } from '../../provision/plan.ts';

/**
 * The hotel of a simulation: the demo hotel, whose twin rooms are sold by the hour as well, from the same stock.
 * @param now Unix ms. @param nights Nights that get stock and prices, from today on.
 */
export function simulatedHotel(now: number, nights: number): HotelPlan {
  return soldByTheHour(
    demoHotel(now, nights),
    {
      ratePlanId: 'NWT-TWIN-DAY',
      roomTypeId: ID.twin,
      name: '高级双床房 钟点房',
      price: 19_900,
      weekendPrice: 25_900,
      rackPrice: 39_900,
      acceptance: 'sync',
      hourly: { earliest_check_in: '09:00', latest_check_out: '20:00', usage_duration: 4 },
    },
    { voucherId: 'VCH-DAY-4H', name: '北外滩双床房 4 小时', price: 16_900, terms: { accept_minutes: 30 } },
  );
}
