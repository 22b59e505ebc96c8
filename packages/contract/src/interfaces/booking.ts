import { date, fen, id, int, list, object, optional, seconds, text } from '../field.ts';
import { spi } from '../interface.ts';
import { confirmInfo, contact, dailyRate, meal, memberInfo, occupancy } from './trade-shapes.ts';
import { bookedCancelRule } from './voucher-shapes.ts';

/** A guest books nights with a voucher: check again, lock the rooms, answer. */
export const booking = spi({
  name: 'booking',
  title: { zh: '创建预约订单', en: 'Create a booking' },
  group: 'bookings',
  action: 'hotel_spot.order.create_order',
  actionSource: 'inferred',
  path: '/spi/booking',
  scope: 'life.capacity.trip_trade_order',
  limits: [],
  codes: [0, 1, 2, 3, 4, 5, 6, 8, 9, 11, 12, 13, 14, 18, 100],
  repeats: 'no answer or 100',
  repeatsSource: 'documented',
  timeoutMs: 8000,
  timeoutSource: 'twin',
  idempotentOn: 'order_id',
  about:
    'total_amount is the room price and has nothing to do with what the voucher cost. A repeat gets the same number and the same confirm_info.',
  request: object({
    order_id: id('booking'),
    source_order_id: optional(text('voucher order; required for 2012')),
    rate_plan_id: id('bookable good'),
    biz_type: int('2012 here'),
    check_in_date: date('first night'),
    check_out_date: date('day of departure'),
    early_arrival_time: optional(text('earliest expected arrival')),
    last_arrival_time: optional(text('latest expected arrival')),
    number_of_units: int('rooms', 'documented', { minimum: 1 }),
    number_of_guests: int('guests'),
    daily_rates: list(dailyRate, 'per room and night, one entry per night'),
    cancel_rule: optional(list(bookedCancelRule, 'cancellation rule of this booking')),
    meals: optional(list(meal, 'meals', 'observed')),
    hotel_id: optional(text('hotel; always there in practice', 'observed')),
    room_id: optional(text('physical room type; always there in practice', 'observed')),
    total_amount: optional(fen('sum of original_amount over nights x rooms; always there in practice', 'observed')),
    amount_before_tax: optional(fen('outside the mainland', 'observed')),
    currency: optional(text('currency', 'observed')),
    occupancies: optional(list(occupancy, 'guests', 'observed')),
    contact_info: optional(contact),
    pay_info: optional(
      object(
        {
          origin_amount: optional(fen('original amount', 'observed')),
          add_amount: optional(fen('surcharge in all', 'observed')),
          pay_amount: optional(fen('paid by the guest', 'observed')),
          pay_time_unix: optional(seconds('payment', 'observed')),
        },
        'payment of the surcharge; one-step only',
        'observed',
      ),
    ),
    create_order_time_unix: optional(seconds('creation', 'observed')),
    remark_from_douyin: optional(text('platform’s remark', 'observed')),
    remark_from_guest: optional(text('guest’s remark', 'observed')),
    member_info: optional(memberInfo('observed')),
    crowd_config: optional(list(int('0 any, 1 domestic, 2 foreign', 'inferred'), 'allowed guests', 'observed')),
  }),
  reply: object({
    order_id: text('echo', 'observed'),
    order_out_id: optional(text('partner’s booking number, on success', 'observed')),
    confirm_info: optional(confirmInfo('observed')),
  }),
});
