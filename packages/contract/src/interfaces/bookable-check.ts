import { date, fen, flag, id, int, list, object, optional, text } from '../field.ts';
import { spi } from '../interface.ts';
import { dailyRate, meal, memberInfo, occupancy } from './trade-shapes.ts';

/** Current price, stock and status of one night; sent when the answer is "not bookable". */
const ariNight = object(
  {
    room_id: optional(text('physical room type', 'observed')),
    rate_plan_id: text('bookable good', 'observed'),
    timerange: object(
      { start: date('the night', 'observed'), end: date('the next day', 'observed') },
      'night',
      'observed',
    ),
    original_amount: optional(fen('price a night', 'observed')),
    amount_before_tax: optional(fen('outside the mainland', 'observed')),
    currency: optional(text('currency', 'observed')),
    available: flag('open for sale', 'observed'),
    inventory: int('rooms left', 'observed'),
  },
  'one night',
  'observed',
);

/** Asks whether nights can be booked: when the order form opens and again on submit. Locks nothing. */
export const bookableCheck = spi({
  name: 'bookable-check',
  title: { zh: '可订检查', en: 'Bookable check' },
  group: 'bookings',
  action: 'hotel_spot.order.can_buy',
  actionSource: 'documented',
  path: '/spi/bookable-check',
  scope: 'life.capacity.trip_trade_order',
  limits: [],
  codes: [0, 1, 2, 3, 4, 5, 8, 11, 12, 13, 14, 18],
  repeats: 'never',
  repeatsSource: 'inferred',
  timeoutMs: 2000,
  timeoutSource: 'twin',
  idempotentOn: null,
  about: 'A "not bookable" answer carries current prices and stock so that the platform corrects its copy.',
  request: object({
    rate_plan_id: id('bookable good'),
    biz_type: int('2011, 2012 or 2021'),
    check_in_date: date('first night'),
    check_out_date: date('day of departure, not a night'),
    daily_rates: optional(list(dailyRate, 'price per room and night')),
    meals: optional(list(meal, 'meals')),
    number_of_units: int('rooms', 'observed'),
    number_of_guests: int('guests', 'observed'),
    total_amount: fen('sum of original_amount over nights x rooms; not the voucher’s price', 'observed'),
    currency: optional(text('currency', 'observed')),
    occupancies: optional(list(occupancy, 'guests', 'inferred')),
    member_info: optional(memberInfo('inferred')),
  }),
  reply: object({
    ari: optional(
      object(
        { stock_and_amount: list(ariNight, 'one entry per night', 'observed') },
        'current values; when not bookable',
        'observed',
      ),
    ),
  }),
});
