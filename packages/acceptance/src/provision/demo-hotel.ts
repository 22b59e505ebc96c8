import { addDays, daysIn, hotelDate, weekday } from '@yuzhu/contract';
import type { HotelPlan } from './plan.ts';

/** Prices of the made-up hotel, fen. */
export const PRICE = {
  king: 52_000,
  kingWeekend: 68_000,
  twin: 56_000,
  twinWeekend: 72_000,
  suite: 128_000,
  suiteWeekend: 158_000,
  classic: 49_900,
  classicSaturday: 6_000,
  weekend: 89_900,
  weekendSaturday: 12_000,
  suiteVoucher: 109_900,
} as const;

/** Who gets what of a settled amount, basis points. */
export const SHARE = { serviceFee: 600, commission: 500 } as const;
/** The creator who sells the classic voucher. */
export const CREATOR = 'creator-yunyou';

/** The hotel's own ids. */
export const ID = {
  hotel: 'SH-NWT',
  king: 'NWT-KING',
  twin: 'NWT-TWIN',
  suite: 'NWT-SUITE',
  kingPlan: 'NWT-KING-BB',
  twinPlan: 'NWT-TWIN-BB',
  suitePlan: 'NWT-SUITE-BB',
  classic: 'VCH-CLASSIC-1N',
  weekend: 'VCH-WEEKEND-2N',
  suiteVoucher: 'VCH-SUITE-1N',
} as const;

/**
 * A hotel that shows everything: three room types, one for each way of accepting, and three vouchers, of both creation
 * modes, with and without a surcharge on Saturdays.
 * @param now Unix ms. @param nights Nights that get stock and prices, from today on.
 */
export function demoHotel(now: number, nights: number): HotelPlan {
  const today = hotelDate(now);
  const saturdays = daysIn(addDays(today, 1), addDays(today, nights - 1)).filter((day) => weekday(day) === 6);
  const onSaturdays = (amount: number) => saturdays.map((day) => ({ from: day, to: day, amount }));
  return {
    hotelId: ID.hotel,
    platformName: '澹舟酒店（上海北外滩）',
    nights,
    roomTypes: [
      { roomTypeId: ID.king, name: '高级大床房', stock: 5 },
      { roomTypeId: ID.twin, name: '高级双床房', stock: 5 },
      { roomTypeId: ID.suite, name: '行政江景套房', stock: 2 },
    ],
    ratePlans: [
      {
        ratePlanId: ID.kingPlan,
        roomTypeId: ID.king,
        name: '高级大床房 含双早',
        price: PRICE.king,
        weekendPrice: PRICE.kingWeekend,
        rackPrice: 98_000,
        acceptance: 'sync',
      },
      {
        ratePlanId: ID.twinPlan,
        roomTypeId: ID.twin,
        name: '高级双床房 含双早',
        price: PRICE.twin,
        weekendPrice: PRICE.twinWeekend,
        rackPrice: 108_000,
        acceptance: 'async',
      },
      {
        ratePlanId: ID.suitePlan,
        roomTypeId: ID.suite,
        name: '行政江景套房 含双早与酒廊',
        price: PRICE.suite,
        weekendPrice: PRICE.suiteWeekend,
        rackPrice: 228_000,
        acceptance: 'manual',
      },
    ],
    vouchers: [
      {
        voucherId: ID.classic,
        name: '北外滩高级房 1 晚含双早（大床/双床）',
        ratePlanIds: [ID.kingPlan, ID.twinPlan],
        rooms: 1,
        nights: 1,
        price: PRICE.classic,
        originalPrice: 98_000,
        breakfasts: 2,
        surcharges: onSaturdays(PRICE.classicSaturday),
        terms: { creation_mode: 'one-step', commission_bp: SHARE.commission, creator_id: CREATOR },
      },
      {
        voucherId: ID.weekend,
        name: '北外滩双床房 2 晚连住含双早',
        ratePlanIds: [ID.twinPlan],
        rooms: 1,
        nights: 2,
        price: PRICE.weekend,
        originalPrice: 198_000,
        breakfasts: 2,
        surcharges: onSaturdays(PRICE.weekendSaturday),
        terms: { creation_mode: 'two-step', accept_minutes: 60 },
      },
      {
        voucherId: ID.suiteVoucher,
        name: '行政江景套房 1 晚含双早与酒廊',
        ratePlanIds: [ID.suitePlan],
        rooms: 1,
        nights: 1,
        price: PRICE.suiteVoucher,
        originalPrice: 228_000,
        breakfasts: 2,
        surcharges: [],
        terms: { creation_mode: 'one-step', accept_minutes: 30 },
      },
    ],
  };
}
