import type { HotelPlan } from '../../provision/plan.ts';

/** Nights of the hotel under load. */
export const NIGHTS = 60;

/** Minutes the hotel has to accept a booking. */
export const ACCEPT_MINUTES = 60;

/** The hotel's own id. */
const HOTEL_ID = 'CRASH';
/** The one voucher everybody buys. */
export const VOUCHER_ID = 'CRASH-1N';
/** Rate plans by how they are accepted; the suite has so little stock that it sells out under load. */
export const PLANS = { sync: 'CRASH-KING', async: 'CRASH-TWIN', scarce: 'CRASH-SUITE' } as const;

/** A hotel for load: one voucher for three rate plans. */
export const CRASH_HOTEL: HotelPlan = {
  hotelId: HOTEL_ID,
  platformName: '澹舟酒店（上海北外滩）',
  nights: NIGHTS,
  roomTypes: [
    { roomTypeId: 'KING', name: '高级大床房', stock: 200 },
    { roomTypeId: 'TWIN', name: '高级双床房', stock: 200 },
    { roomTypeId: 'SUITE', name: '行政江景套房', stock: 1 },
  ],
  ratePlans: [
    { ratePlanId: PLANS.sync, roomTypeId: 'KING', name: '大床房', acceptance: 'sync', ...price(52_000) },
    { ratePlanId: PLANS.async, roomTypeId: 'TWIN', name: '双床房', acceptance: 'async', ...price(56_000) },
    { ratePlanId: PLANS.scarce, roomTypeId: 'SUITE', name: '套房', acceptance: 'async', ...price(128_000) },
  ],
  vouchers: [
    {
      voucherId: VOUCHER_ID,
      name: '1 晚通用券',
      ratePlanIds: Object.values(PLANS),
      rooms: 1,
      nights: 1,
      price: 49_900,
      originalPrice: 98_000,
      breakfasts: 2,
      stock: 1_000_000,
      surcharges: [],
      terms: { creation_mode: 'one-step', accept_minutes: ACCEPT_MINUTES },
    },
  ],
};

function price(fen: number) {
  return { price: fen, weekendPrice: fen, rackPrice: 2 * fen };
}
