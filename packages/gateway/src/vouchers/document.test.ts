import { hotelMoment } from '@yuzhu/contract';
import { describe, expect, it } from 'vitest';
import { voucherDocument } from '../testing/voucher-document.ts';
import { checkVoucherDocument, presaleInfo, voucherFacts } from './document.ts';
import { beginningProblems } from './rules/sale.ts';

/** A deep copy with one member changed; `undefined` takes it away. */
function changed(path: string, value: unknown): unknown {
  const copy = structuredClone(voucherDocument(['A'])) as unknown as Record<string, unknown>;
  const steps = path.split('.');
  const last = steps.pop() as string;
  let node = copy;
  for (const step of steps) node = node[step] as Record<string, unknown>;
  if (value === undefined) delete node[last];
  else node[last] = value;
  return copy;
}

describe('a voucher document', () => {
  it('that is well has no problems', () => {
    expect(checkVoucherDocument(voucherDocument(['A', 'B']))).toEqual([]);
  });

  it.each([
    ['category_id', undefined],
    ['pre_sale_coupon_info.actual_amount', -1],
    ['pre_sale_coupon_info.actual_amount', 99_900],
    ['pre_sale_coupon_info.imange_list', [{ image_type: 2, image_url: 'https://x.example/a.jpg' }]],
    ['pre_sale_coupon_info.imange_list', [{ image_type: 1, image_url: 'http://x.example/a.jpg' }]],
    ['pre_sale_coupon_info.imange_list', [{ image_type: 1, image_url: 'cover.jpg' }]],
    ['pre_sale_coupon_info.imange_list', []],
    ['pre_sale_coupon_info.bind_rate_plans', []],
    ['sale_info.sale_date', { from: '2026-09-02', to: '2026-12-31' }],
    ['sale_info.sale_date', { from: '2026-12-31 10:00', to: '2026-09-02 10:00' }],
    ['sale_info.book_date', { from: '2027-03-31', to: '2026-09-03' }],
    ['sale_info.inventory_info', { is_limit: true }],
    ['trade_info.customer_can_use_date', { use_date_type: 2 }],
    ['trade_info.cancel_booking_rule_list', []],
    ['trade_info.cancel_booking_rule_list', [{ cancel_type: 1 }]],
    ['trade_info.cancel_booking_rule_list', [{ cancel_type: 2, cancel_time_type: 1, cancel_offset: [] }]],
    ['trade_info.cancel_booking_rule_list', [{ cancel_type: 4, cancel_time_type: 2, cancel_offset: [] }]],
    [
      'trade_info.cancel_booking_rule_list',
      [{ cancel_type: 4, cancel_time_type: 2, cancel_offset: [{ cut_type: 1, cut_value: 101 }] }],
    ],
    ['settle_type', 3],
    ['currency', 'RMB¥'],
    ['meals', [{ type: 4, num: 1 }]],
    ['pre_sale_coupon_info.original_amount', 2_000_000_000],
    ['pre_sale_coupon_info.sales_type', 3],
    ['pre_sale_coupon_info.sales_type', 2],
    ['pre_sale_coupon_info.commodity', [{ group_name: '空' }]],
    [
      'pre_sale_coupon_info.commodity',
      [{ total_count: 1, optional_count: 2, item_info: [{ product_info: { name: '茶' } }] }],
    ],
    [
      'pre_sale_coupon_info.commodity',
      [
        {
          item_info: [{ product_info: { name: '茶' } }],
          effect_scope: [{ effect_type: 1, effect_id_list: ['B'] }],
        },
      ],
    ],
    ['pre_sale_coupon_info.appointment_award', { is_award: true }],
    ['pre_sale_coupon_info.hotel_customer_reserved_info', { require_booking_info: { enable: true } }],
    ['note_info.check_time_range', { from: '25:00' }],
    ['sale_info.book_date', { from: '2026-09-03', to: '2027-02-30' }],
    ['sale_info.show_channel', 5],
    ['trade_info.customer_can_use_date', { use_date_type: 3 }],
    ['trade_info.customer_can_use_date', { use_date_type: 2, day_duration: 731 }],
    ['trade_info.customer_can_use_date', { use_date_type: 1, use_date: { from: '2026-09-03', to: '2026-10-01' } }],
    ['trade_info.customer_can_use_date', { use_date_type: 1, use_date: { from: '2027-04-01', to: '2027-05-01' } }],
    ['trade_info.customer_can_use_time', { use_time_type: 2 }],
    ['trade_info.customer_can_no_use_date', { cannot_use_days_of_week: [8] }],
    ['trade_info.customer_can_no_use_date', { cannot_use_holidays: [10] }],
    ['trade_info.customer_can_no_use_date', { cannot_use_holidays: [7], holidays_year: { '7': '26' } }],
    ['trade_info.customer_can_no_use_date', { cannot_use_date: ['2026-13-01'] }],
    ['trade_info.limt_buy_rule', { each_person_each_order_max: 5, each_person_max: 4 }],
    ['trade_info.limt_buy_rule', { each_person_each_order_max: 5, each_order_can_use_max: -1 }],
    ['trade_info.book_rule', { earliest_book_day: 31 }],
    ['trade_info.book_rule', { time_pre_book: 2, time_unit: 4 }],
    ['trade_info.invoic_info', { provider: 0 }],
    ['trade_info.invoic_info', undefined],
  ])('with a wrong %s says where, in both languages', (path, value) => {
    const problems = checkVoucherDocument(changed(path, value));
    expect(problems.length).toBeGreaterThan(0);
    const top = path.split('.')[0] as string;
    expect(problems[0]?.path.startsWith(top)).toBe(true);
    expect(problems[0]?.zh).toMatch(/\p{Script=Han}/u);
    expect(problems[0]?.en).toMatch(/[a-z]/);
  });

  it('asks for markup_type beside surcharge rules', () => {
    const rules = [
      { markup_amount: 10_000, markup_date_type: 1, markup_days: { from: '2026-10-01', to: '2026-10-07' } },
    ];
    const wrong = changed('pre_sale_coupon_info.markup_info', rules);
    expect(checkVoucherDocument(wrong).map(({ path }) => path)).toEqual(['pre_sale_coupon_info.markup_type']);
  });

  it.each([
    ['days that are missing', { markup_date_type: 1 }],
    ['another kind of day', { markup_date_type: 2, markup_holidays: [1] }],
    ['a day outside the bookable ones', { markup_date_type: 1, markup_days: { from: '2026-09-01', to: '2026-09-05' } }],
    ['a range turned round', { markup_date_type: 1, markup_days: { from: '2026-10-05', to: '2026-10-01' } }],
    ['an eighth weekday', { markup_date_type: 2, markup_days_of_week: [8] }],
    ['an unknown holiday', { markup_date_type: 3, markup_holidays: [12] }],
    [
      'goods that are not bound',
      { markup_date_type: 2, markup_days_of_week: [5], markup_effect_scope: [{ effect_id_list: ['B'] }] },
    ],
  ])('has no surcharge with %s', (_what, days) => {
    const document = changed('pre_sale_coupon_info.markup_type', 1) as ReturnType<typeof voucherDocument>;
    const markup_info = [{ markup_amount: 10_000, ...days }];
    const info = { ...document.pre_sale_coupon_info, markup_info };
    const problems = checkVoucherDocument({ ...document, pre_sale_coupon_info: info });
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every(({ path }) => path.startsWith('pre_sale_coupon_info.markup_info[0]'))).toBe(true);
  });

  it('takes the whole structure: every rule at once', () => {
    const document = voucherDocument(['A', 'B'], 2);
    const full = {
      ...document,
      currency: 'CNY',
      pre_sale_coupon_info: {
        ...document.pre_sale_coupon_info,
        apply_room_number: 2,
        coupon_separate: true,
        markup_type: 1,
        markup_info: [
          { markup_amount: 10_000, markup_date_type: 1, markup_days: { from: '2026-10-01', to: '2026-10-07' } },
          { markup_amount: 5000, markup_date_type: 2, markup_days_of_week: [5, 6] },
          {
            markup_amount: 8000,
            markup_date_type: 3,
            markup_holidays: [1],
            holidays_year: { '1': '2027' },
            markup_effect_scope: [{ effect_id_list: ['B'] }],
          },
        ],
        commodity: [{ group_name: '下午茶', item_info: [{ product_info: { name: '茶', count: 2, unit: '份' } }] }],
        appointment_award: { is_award: true, after_pay_days: 3 },
        hotel_customer_reserved_info: {
          by_merchant_custom_config: true,
          require_booking_info: {
            enable: true,
            identity_type_with_content_list: [{ contact_identity_type_enum: 2, contact_identity_content_list: [1, 3] }],
          },
        },
      },
      sale_info: { ...document.sale_info, show_channel: 2 },
      trade_info: {
        ...document.trade_info,
        customer_can_use_date: { use_date_type: 2, day_duration: 180 },
        customer_can_no_use_date: {
          cannot_use_days_of_week: [6],
          cannot_use_holidays: [7],
          holidays_year: { '7': '2026' },
          cannot_use_date: ['2026-12-24'],
        },
        limt_buy_rule: { each_person_each_order_max: 2, each_person_max: 4, each_order_can_use_max: 2 },
        book_rule: { earliest_book_day: 30, time_pre_book: 2, time_unit: 1 },
        cancel_booking_rule_list: [
          {
            cancel_type: 4,
            cancel_time_type: 2,
            cancel_offset: [
              { time_offset: { day: 3 }, cut_type: 1, cut_value: 30 },
              { time_offset: { day: 1 }, cut_type: 3, cut_value: 20_000 },
            ],
          },
        ],
        invoic_info: { provider: 1, subject: '住宿服务' },
      },
    };
    expect(checkVoucherDocument(full)).toEqual([]);
  });

  it('of a new voucher is not sent when its sale should have begun, or nothing is left to book', () => {
    const paths = (hotelTime: string) =>
      beginningProblems(voucherDocument(['A']), hotelMoment(...(hotelTime.split(' ') as [string, string]))).map(
        ({ path }) => path,
      );
    expect(paths('2026-09-02 09:59')).toEqual([]);
    expect(paths('2026-09-02 10:00')).toEqual(['sale_info.sale_date.from']);
    expect(paths('2027-03-31 00:00')).toEqual(['sale_info.sale_date.from', 'sale_info.book_date.to']);
  });

  it('gets its ids and the platform’s rate plans on the wire, and nothing else changes', () => {
    const document = voucherDocument(['A', 'B', 'A'], 2);
    const wire = presaleInfo(
      document,
      'V1',
      'PV1',
      new Map([
        ['A', '17900'],
        ['B', '17901'],
      ]),
    );
    expect(wire).toEqual({
      ...document,
      out_id: 'V1',
      pre_sale_coupon_id: 'PV1',
      pre_sale_coupon_info: { ...document.pre_sale_coupon_info, bind_rate_plans: ['17900', '17901'] },
    });
    expect(
      presaleInfo(
        document,
        'V1',
        undefined,
        new Map([
          ['A', '1'],
          ['B', '2'],
        ]),
      ),
    ).not.toHaveProperty('pre_sale_coupon_id');
    expect(() => presaleInfo(document, 'V1', undefined, new Map([['A', '1']]))).toThrow('B');
    expect(voucherFacts(document)).toEqual({
      name: '豪华大床房 2 晚（含双早）',
      roomsPerVoucher: 1,
      nightsPerVoucher: 2,
      separable: false,
      ratePlanIds: ['A', 'B'],
    });
  });
});
