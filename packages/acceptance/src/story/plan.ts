import { hotelMoment } from '@yuzhu/contract';
import { demoHotel } from '../provision/demo-hotel.ts';
import { withHourlyGood } from '../provision/hourly-good.ts';
import type { HotelPlan } from '../provision/plan.ts';

/** Days of the story, hotel time: it begins on a Thursday, so that a weekend is near. */
export const DAY = {
  thu: '2026-09-10',
  fri: '2026-09-11',
  sat: '2026-09-12',
  sun: '2026-09-13',
  mon: '2026-09-14',
  tue: '2026-09-15',
  wed: '2026-09-16',
  thu2: '2026-09-17',
  fri2: '2026-09-18',
  thu3: '2026-09-24',
} as const;

/** When the story begins, hotel time. */
export const STORY_START = `${DAY.thu} 10:00`;

/** The hotel of the story. */
export const STORY_HOTEL = withHourlyGood(demoHotel(hotelMoment(DAY.thu, '10:00'), 60));

/** What the hotel raises Tuesday's king room to, fen. */
export const KING_RAISED = 56_000;
/** A night nobody of the story asks for, and its new price: the platform accepts the push and does not write it. */
export const FAR_NIGHT = '2026-10-08';
export const FAR_PRICE = 54_300;

/** Another merchant's hotel, played as one outside the mainland. */
export const ABROAD = {
  hotelId: 'ZY-SL',
  platformName: '栀屿山居（大理双廊）',
  nights: 30,
  currency: 'HKD',
  roomTypes: [{ roomTypeId: 'ZY-SL-KING', name: '洱海全景大床房', stock: 3 }],
  ratePlans: [
    {
      ratePlanId: 'ZY-SL-KING-BB',
      roomTypeId: 'ZY-SL-KING',
      name: '洱海全景大床房 含双早',
      price: 88_000,
      weekendPrice: 99_000,
      rackPrice: 128_000,
      acceptance: 'sync',
    },
  ],
  vouchers: [
    {
      voucherId: 'VCH-ERHAI-1N',
      name: '洱海全景房 1 晚含双早',
      ratePlanIds: ['ZY-SL-KING-BB'],
      rooms: 1,
      nights: 1,
      price: 79_900,
      originalPrice: 128_000,
      breakfasts: 2,
      surcharges: [],
      terms: { creation_mode: 'one-step' },
    },
  ],
} as const satisfies HotelPlan;
