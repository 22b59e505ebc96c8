import { describe, expect, it } from 'vitest';
import type { Interface } from '../interface.ts';
import { readMessage } from '../read.ts';
import { interfaces } from '../registry.ts';

interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly patternProperties?: Readonly<Record<string, Shape>>;
}

/** Members of a message that its interface does not name. */
function unnamed(shape: Shape, value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => unnamed(shape.items ?? {}, item, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [];
  const [values] = Object.values(shape.patternProperties ?? {});
  return Object.entries(value).flatMap(([key, member]) => {
    const known = values ?? shape.properties?.[key];
    return known === undefined ? [`${path}.${key}`] : unnamed(known, member, `${path}.${key}`);
  });
}

const night = { start: '2026-03-02', end: '2026-03-08' };
const before = { day: 1, hour: 6, minute: 0, second: 0 };
const rules = {
  length_of_stay: 2,
  los_rate_break_down: [{ day_original_amount: 1, day_retail_amount: 2, day_amount_before_tax: 1 }],
  days_of_week: [5, 6],
  meals: [{ type: 1, num: 2 }],
  book_time_rules: { is_time_nextday: false, time_span: { from: '08:00', to: '22:00' } },
  book_rules: {
    check_in_from: '14:00',
    check_in_to: '23:00',
    check_out_to: '12:00',
    min_los_days: 1,
    max_los_days: 7,
    max_quantity_limt: 3,
    applicable_people: [0],
    min_advance_time: before,
    max_advance_time: before,
    midnight_room: { is_midnight_room: false, latest_booking_time: 2 },
  },
  stay_rules: { min_los: 1, max_los: 7 },
  cancel_rules: [{ cancel_type: 2, cancel_time_type: 2, cancel_offset_time: before, cut_type: 1, cut_value: 0 }],
};
const amounts = { original_amount: 1, retail_amount: 2, amount_before_tax: 1, currency: 'CNY' };
const daily_rates = [
  { ...amounts, period_start_date: '2026-10-01', period_end_date: '2026-10-02', daily_add_amount: 1 },
].map(({ retail_amount: _none, ...rate }) => rate);
const guest = { name: 'Lin', phone: 'x', license_id: 'x', license_type: 1 };
const word = { confirm_mode: 1, confirm_result: 2, hotel_confirm_number: 'B', reject_code: 1, reject_reason: 'full' };

/** Messages with the members that are seldom there. Texts and numbers mean nothing. */
const REQUESTS: readonly (readonly [Interface, unknown])[] = [
  [
    interfaces.priceSave,
    {
      account_id: '7',
      hotel_id: '8',
      aris: [{ rate_plan_id: '1', room_id: '2', timerange: night, priority: 1, ...amounts, ...rules }],
    },
  ],
  [
    interfaces.stockSave,
    {
      account_id: '7',
      aris: [
        { rate_plan_id: '1', hotel_id: '8', timerange: night, available: true, inventory: 1, fplos: 'YN', priority: 1 },
      ],
    },
  ],
  [
    interfaces.voucherOrder,
    {
      order_id: '1',
      pre_sale_coupon_id: '2',
      biz_type: 2011,
      total_amount: 2,
      total_coupon_count: 1,
      each_coupon_amount: 2,
      rate_plan_id: '3',
      check_in_date: '2026-10-01',
      check_out_date: '2026-10-02',
    },
  ],
  [
    interfaces.bookableCheck,
    {
      rate_plan_id: '1',
      biz_type: 2012,
      check_in_date: '2026-10-01',
      check_out_date: '2026-10-02',
      daily_rates,
      meals: [{ meal_type: 1 }],
      number_of_units: 1,
      number_of_guests: 2,
      total_amount: 1,
      currency: 'CNY',
      occupancies: [guest],
      member_info: { member_level: '2' },
    },
  ],
  [
    interfaces.booking,
    {
      order_id: '1',
      source_order_id: '2',
      rate_plan_id: '3',
      biz_type: 2012,
      check_in_date: '2026-10-01',
      check_out_date: '2026-10-02',
      number_of_units: 1,
      number_of_guests: 2,
      daily_rates,
      cancel_rule: [
        { cancel_type: 2, cancel_time_type: 2, cancel_offset: [{ time_offset: before, cut_type: 1, cut_value: 0 }] },
        {},
      ],
      occupancies: [guest],
      member_info: { member_level: '2' },
      crowd_config: [0],
    },
  ],
];

const REPLIES: readonly (readonly [Interface, unknown])[] = [
  [
    interfaces.ariPull,
    {
      status: true,
      timestamp: '1769920200000',
      room_rates: [
        {
          rate_plan_id: '1',
          rate_avail_infos: [
            { timerange: night, ...amounts, available: true, inventory: 1, fplos: 'YN', ...rules, days_of_week: [7] },
          ],
        },
      ],
    },
  ],
  [interfaces.payment, { confirm_info: word }],
  [interfaces.booking, { order_id: '1', order_out_id: 'B', confirm_info: word }],
  [
    interfaces.roomQuery,
    { room_lists: { 8: [{ room_id: '1', facility_map: { 3: { facility_ids: [30001, 30007] } } }] } },
  ],
];

describe('full messages', () => {
  it.each(REQUESTS.map(([one, message]) => [one.name, one, message] as const))(
    'request of %s',
    (_name, one, message) => {
      expect(unnamed(one.request as Shape, message)).toEqual([]);
      expect(readMessage(one.request, message, 'strict')).toEqual({ value: message, faults: [], oddities: [] });
    },
  );

  it.each(REPLIES.map(([one, message]) => [one.name, one, message] as const))('reply of %s', (_name, one, message) => {
    expect(unnamed(one.reply as Shape, message)).toEqual([]);
    expect(readMessage(one.reply, message, 'strict')).toEqual({ value: message, faults: [], oddities: [] });
  });
});
