import { addDays, hotelClock, hotelDate, interfaces } from '@yuzhu/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import { setAccountHandling } from '../accounts/store.ts';
import { DEMO_MERCHANT, SECOND_MERCHANT } from '../seed/seed.ts';
import { catalogWorld } from '../testing/catalog-world.ts';
import { fingerprint } from '../testing/fingerprint.ts';
import { presaleInfo, savedGoods, savedVoucher, saveVoucher } from '../testing/samples.ts';
import type { PresaleInfo } from './document.ts';
import { VOUCHER_PROBLEMS, type VoucherRuleName } from './problems.ts';
import { listVersions } from './store.ts';

const world = await catalogWorld('voucher save');
const now = () => world.clock.now();
const today = hotelDate(world.clock.now());

let goods: string[] = [];
let hourly = '';
let foreign = '';
let elsewhere = '';

beforeAll(async () => {
  goods = await savedGoods(world, 'base');
  [elsewhere = ''] = await savedGoods(world, 'elsewhere', DEMO_MERCHANT, 5);
  [foreign = ''] = await savedGoods(world, 'foreign', SECOND_MERCHANT);
  const rate_plan = {
    rooms: [
      {
        room_id: DEMO_MERCHANT.hotels[0]?.rooms[0]?.roomId,
        rate_plans: [
          {
            out_rate_plan_id: 'hourly',
            rate_plan_name: '4小时钟点房',
            sales_type: 2,
            hourly_room_detail: { earliest_check_in: '09:00', latest_check_out: '20:00', usage_duration: 4 },
          },
        ],
      },
    ],
  };
  const { data } = await world.call(interfaces.goodsSave, { account_id: DEMO_MERCHANT.accountId, rate_plan });
  hourly = data.rate_plan_map[0]?.rate_plan_id ?? '';
});

type Tree = { [key: string]: unknown };

/** A faultless voucher with some members replaced, named by path. `undefined` removes. */
function voucher(outId: string, changes: Record<string, unknown> = {}): PresaleInfo {
  const info = structuredClone(presaleInfo(outId, goods.slice(0, 2), now()));
  for (const [path, value] of Object.entries(changes)) {
    const steps = path.split('.');
    const last = steps.pop() ?? '';
    const parent = steps.reduce<Tree>((at, step) => at[step] as Tree, info as unknown as Tree);
    if (value === undefined) delete parent[last];
    else parent[last] = value;
  }
  return info;
}

const save = (info: unknown) => {
  world.passReal(1000);
  return saveVoucher(world, info);
};

const COUPON = 'pre_sale_coupon_info';
const CANCEL = 'trade_info.cancel_booking_rule_list';
const until = {
  cancel_type: 2,
  cancel_time_type: 2,
  cancel_offset: [{ time_offset: { day: 1 }, cut_type: 1, cut_value: 0 }],
};
const markup = (days: object) => ({ [`${COUPON}.markup_info`]: [{ markup_amount: 100, ...days }] });
const range = (from: string, to: string) => markup({ markup_date_type: 1, markup_days: { from, to } });
const hourlyVoucher = () => ({
  [`${COUPON}.bind_rate_plans`]: [hourly],
  [`${COUPON}.sales_type`]: 2,
  [`${COUPON}.usage_duration`]: 4,
});

/** Name of the check, what breaks it, where it is reported. */
const BROKEN: [VoucherRuleName, () => Record<string, unknown>, string][] = [
  ['goods-unknown', () => ({ [`${COUPON}.bind_rate_plans`]: ['1799999999999999'] }), 'bind_rate_plans[0]'],
  ['goods-unknown', () => ({ [`${COUPON}.bind_rate_plans`]: [goods[0], foreign] }), 'bind_rate_plans[1]'],
  ['goods-repeated', () => ({ [`${COUPON}.bind_rate_plans`]: [goods[0], goods[0]] }), 'bind_rate_plans[1]'],
  ['goods-mixed', () => ({ [`${COUPON}.bind_rate_plans`]: [goods[0], hourly] }), 'bind_rate_plans'],
  ['goods-kind', () => ({ [`${COUPON}.sales_type`]: 2 }), 'sales_type'],
  ['usage-duration', () => ({ ...hourlyVoucher(), [`${COUPON}.usage_duration`]: 5 }), 'usage_duration'],
  ['category-mismatch', () => ({ category_id: '101' }), 'category_id'],
  ['category-mismatch', () => ({ [`${COUPON}.bind_rate_plans`]: [elsewhere] }), 'category_id'],
  ['settle-type', () => ({ settle_type: 3 }), 'settle_type'],
  ['currency', () => ({ currency: 'RMB¥' }), 'currency'],
  ['meals', () => ({ meals: [{ type: 4, num: 1 }] }), 'meals[0]'],
  ['meals', () => ({ meals: [{ type: 1, num: 0 }] }), 'meals[0]'],
  ['piece-size', () => ({ [`${COUPON}.apply_room_number`]: 100 }), 'apply_room_number'],
  ['piece-size', () => ({ [`${COUPON}.apply_nights`]: 400 }), 'apply_nights'],
  ['amount-order', () => ({ [`${COUPON}.actual_amount`]: 88_801 }), 'actual_amount'],
  ['amount-too-large', () => ({ [`${COUPON}.original_amount`]: 1_000_000_001 }), 'original_amount'],
  [
    'cover-missing',
    () => ({ [`${COUPON}.imange_list`]: [{ image_type: 2, image_url: 'https://a.example/b.jpg' }] }),
    'imange_list',
  ],
  [
    'picture-address',
    () => ({ [`${COUPON}.imange_list`]: [{ image_type: 1, image_url: 'http://a.example/b.jpg' }] }),
    'image_url',
  ],
  [
    'picture-address',
    () => ({ [`${COUPON}.imange_list`]: [{ image_type: 1, image_url: 'javascript:alert(1)' }] }),
    'image_url',
  ],
  ['sale-date-format', () => ({ 'sale_info.sale_date.from': '2026/09/02 10:00' }), 'sale_date.from'],
  ['sale-date-format', () => ({ 'sale_info.sale_date.to': '2026-09-31 10:00' }), 'sale_date.to'],
  ['sale-date-order', () => ({ 'sale_info.sale_date.to': hotelClock(now() + 3_600_000).slice(0, 16) }), 'sale_date.to'],
  ['sale-begins-in-past', () => ({ 'sale_info.sale_date.from': hotelClock(now()).slice(0, 16) }), 'sale_date.from'],
  ['book-date-invalid', () => ({ 'sale_info.book_date.to': '2027-02-30' }), 'book_date'],
  [
    'book-date-order',
    () => ({ 'sale_info.book_date.to': today, 'sale_info.book_date.from': addDays(today, 1) }),
    'book_date.to',
  ],
  [
    'book-date-past',
    () => ({
      'sale_info.book_date.from': '2026-01-01',
      'sale_info.book_date.to': today,
      [`${COUPON}.markup_info`]: [],
    }),
    'book_date.to',
  ],
  ['show-channel', () => ({ 'sale_info.show_channel': 5 }), 'show_channel'],
  ['stock-number', () => ({ 'sale_info.inventory_info': { is_limit: true } }), 'inventory_info.num'],
  ['markup-type-missing', () => ({ [`${COUPON}.markup_type`]: undefined }), 'markup_type'],
  ['markup-type-unknown', () => ({ [`${COUPON}.markup_type`]: 2 }), 'markup_type'],
  ['markup-days-missing', () => markup({ markup_date_type: 1 }), 'markup_info[0]'],
  ['markup-days-missing', () => markup({ markup_date_type: 9 }), 'markup_info[0]'],
  ['markup-days-invalid', () => range('2026-11-31', '2026-12-01'), 'markup_info[0]'],
  ['markup-days-invalid', () => range('2026-12-02', '2026-12-01'), 'markup_info[0]'],
  ['markup-outside-book-range', () => range(today, addDays(today, 3)), 'markup_info[0].markup_days'],
  ['markup-outside-book-range', () => range(addDays(today, 170), addDays(today, 181)), 'markup_info[0].markup_days'],
  [
    'markup-amount',
    () => ({
      [`${COUPON}.markup_info`]: [{ markup_amount: 2_000_000_000, markup_date_type: 2, markup_days_of_week: [1] }],
    }),
    'markup_amount',
  ],
  [
    'markup-scope',
    () =>
      markup({ markup_date_type: 2, markup_days_of_week: [1], markup_effect_scope: [{ effect_id_list: [foreign] }] }),
    'markup_effect_scope',
  ],
  ['weekday-unknown', () => markup({ markup_date_type: 2, markup_days_of_week: [0] }), 'markup_info[0]'],
  ['holiday-unknown', () => markup({ markup_date_type: 3, markup_holidays: [10] }), 'markup_info[0]'],
  [
    'holiday-year',
    () => markup({ markup_date_type: 3, markup_holidays: [7], holidays_year: { '7': '2031' } }),
    'markup_info[0]',
  ],
  [
    'holiday-unknown',
    () => ({ 'trade_info.customer_can_no_use_date': { cannot_use_holidays: [0] } }),
    'customer_can_no_use_date',
  ],
  [
    'weekday-unknown',
    () => ({ 'trade_info.customer_can_no_use_date': { cannot_use_days_of_week: [8] } }),
    'customer_can_no_use_date',
  ],
  [
    'excluded-day',
    () => ({ 'trade_info.customer_can_no_use_date': { cannot_use_date: ['2026-13-01'] } }),
    'customer_can_no_use_date',
  ],
  ['validity-type', () => ({ 'trade_info.customer_can_use_date.use_date_type': 3 }), 'use_date_type'],
  ['validity-range', () => ({ 'trade_info.customer_can_use_date': { use_date_type: 1 } }), 'use_date'],
  [
    'validity-range',
    () => ({ 'trade_info.customer_can_use_date.use_date': { from: '2026-12-31', to: '2026-12-01' } }),
    'use_date',
  ],
  ['validity-days', () => ({ 'trade_info.customer_can_use_date': { use_date_type: 2 } }), 'day_duration'],
  [
    'validity-days',
    () => ({ 'trade_info.customer_can_use_date': { use_date_type: 2, day_duration: 731 } }),
    'day_duration',
  ],
  [
    'validity-before-sale-end',
    () => ({ 'trade_info.customer_can_use_date.use_date': { from: addDays(today, 1), to: addDays(today, 29) } }),
    'use_date.to',
  ],
  [
    'validity-outside-book-range',
    () => ({ 'trade_info.customer_can_use_date.use_date': { from: addDays(today, 181), to: addDays(today, 200) } }),
    'use_date',
  ],
  ['use-time', () => ({ 'trade_info.customer_can_use_time': { use_time_type: 2 } }), 'customer_can_use_time'],
  [
    'use-time',
    () => ({
      'trade_info.customer_can_use_time': {
        use_time_type: 2,
        use_time_list: [{ is_time_nextday: false, time_span: { from: '9:00', to: '20:00' } }],
      },
    }),
    'customer_can_use_time',
  ],
  ['limit-number', () => ({ 'trade_info.limt_buy_rule.each_person_max': -1 }), 'each_person_max'],
  ['limit-number', () => ({ 'trade_info.limt_buy_rule.each_order_can_use_max': -5 }), 'each_order_can_use_max'],
  ['limit-order', () => ({ 'trade_info.limt_buy_rule.each_person_max': 4 }), 'each_person_max'],
  ['earliest-book-day', () => ({ 'trade_info.book_rule': { earliest_book_day: 31 } }), 'earliest_book_day'],
  ['time-pre-book', () => ({ 'trade_info.book_rule': { time_pre_book: 2, time_unit: 4 } }), 'time_pre_book'],
  ['time-pre-book', () => ({ 'trade_info.book_rule': { time_pre_book: -1, time_unit: 1 } }), 'time_pre_book'],
  ['cancel-rule-count', () => ({ [CANCEL]: [] }), 'cancel_booking_rule_list'],
  ['cancel-rule-count', () => ({ [CANCEL]: [until, until] }), 'cancel_booking_rule_list'],
  ['cancel-rule-count', () => ({ 'trade_info.cancel_booking_rule': { cancel_type: 3 } }), 'cancel_booking_rule_list'],
  ['cancel-type', () => ({ [CANCEL]: [{ cancel_type: 1 }] }), 'cancel_booking_rule_list'],
  ['cancel-until', () => ({ [CANCEL]: [{ ...until, cancel_offset: [] }] }), 'cancel_booking_rule_list'],
  [
    'cancel-until',
    () => ({ [CANCEL]: [{ ...until, cancel_offset: [{ time_offset: { day: 1 }, cut_type: 1, cut_value: 10 }] }] }),
    'cancel_booking_rule_list',
  ],
  ['cancel-until', () => ({ [CANCEL]: [{ ...until, cancel_time_type: 1 }] }), 'cancel_booking_rule_list'],
  [
    'cancel-until',
    () => ({ [CANCEL]: [{ ...until, cancel_offset: [{ time_offset: { hour: -1 }, cut_type: 1, cut_value: 0 }] }] }),
    'cancel_booking_rule_list',
  ],
  [
    'cancel-until',
    () => ({ [CANCEL]: [{ ...until, cancel_offset: [{ time_offset: { day: 1e300 }, cut_type: 1, cut_value: 0 }] }] }),
    'cancel_booking_rule_list',
  ],
  ['cancel-until', () => ({ ...hourlyVoucher(), [CANCEL]: [until] }), 'cancel_booking_rule_list'],
  [
    'cancel-steps',
    () => ({ [CANCEL]: [{ cancel_type: 4, cancel_time_type: 2, cancel_offset: [] }] }),
    'cancel_booking_rule_list',
  ],
  [
    'cancel-steps',
    () => ({ [CANCEL]: [{ cancel_type: 4, cancel_time_type: 2, cancel_offset: [{ cut_type: 1, cut_value: 101 }] }] }),
    'cancel_booking_rule_list',
  ],
  ['package', () => ({ [`${COUPON}.commodity`]: [{ group_name: '空' }] }), 'commodity[0]'],
  [
    'package',
    () => ({
      [`${COUPON}.commodity`]: [{ total_count: 1, optional_count: 2, item_info: [{ product_info: { name: '茶' } }] }],
    }),
    'commodity[0]',
  ],
  [
    'package-scope',
    () => ({
      [`${COUPON}.commodity`]: [
        {
          item_info: [{ product_info: { name: '茶' } }],
          effect_scope: [{ effect_type: 1, effect_id_list: [foreign] }],
        },
      ],
    }),
    'commodity[0].effect_scope',
  ],
  ['award', () => ({ [`${COUPON}.appointment_award`]: { is_award: true } }), 'appointment_award'],
  [
    'guest-data',
    () => ({ [`${COUPON}.hotel_customer_reserved_info`]: { require_booking_info: { enable: true } } }),
    'require_booking_info',
  ],
  ['invoice', () => ({ 'trade_info.invoic_info': { provider: 0 } }), 'invoic_info'],
  ['check-times', () => ({ 'note_info.check_time_range': { from: '14:60', to: '12:00' } }), 'check_time_range'],
];

describe('what voucher save refuses', () => {
  it.each(BROKEN)('%s', async (rule, changes, path) => {
    const info = voucher('broken', changes());
    const before = await fingerprint(world.db);
    const { status, data, extra } = await save(info);
    expect(status).toBe(200);
    expect(data).toEqual({ error_code: VOUCHER_PROBLEMS[rule].code, description: VOUCHER_PROBLEMS[rule].zh });
    expect(extra.error_code).toBe(VOUCHER_PROBLEMS[rule].code);
    expect(extra.sub_description).toContain(`${path}: ${VOUCHER_PROBLEMS[rule].en}`);
    expect(await fingerprint(world.db)).toBe(before);
  });

  it('a merchant outside the mainland without his currency', async () => {
    await setAccountHandling(world.db, DEMO_MERCHANT.accountId, { currency: 'HKD' });
    const problem = VOUCHER_PROBLEMS['currency-of-merchant'];
    for (const currency of [undefined, 'CNY']) {
      const { data } = await save(voucher('abroad', { currency }));
      expect(data).toEqual({ error_code: problem.code, description: problem.zh });
    }
    expect((await save(voucher('abroad', { currency: 'HKD' }))).data.error_code).toBe(0);
    await setAccountHandling(world.db, DEMO_MERCHANT.accountId, { currency: null });
  });

  it('has a test for every check', () => {
    const elsewhereTested = ['currency-of-merchant', 'voucher-unknown', 'out-id-bound', 'out-id-changed'];
    const tested = new Set([...BROKEN.map(([rule]) => rule), ...elsewhereTested]);
    expect(Object.keys(VOUCHER_PROBLEMS).filter((rule) => !tested.has(rule))).toEqual([]);
  });

  it('names several problems at once', async () => {
    const { data, extra } = await save(
      voucher('many', { settle_type: 9, category_id: '101', 'sale_info.show_channel': 7 }),
    );
    expect(data.description).toBe(VOUCHER_PROBLEMS['settle-type'].zh);
    for (const rule of ['settle-type', 'category-mismatch', 'show-channel'] as const)
      expect(extra.sub_description).toContain(VOUCHER_PROBLEMS[rule].en);
  });

  it.each([
    ['a missing out_id', { out_id: undefined }, 2119001, 'presale_info.out_id is missing'],
    ['an empty out_id', { out_id: '' }, 2119001, 'presale_info.out_id is missing'],
    ['null for the sale', { sale_info: null }, 2119001, 'presale_info.sale_info is missing'],
    ['a missing misspelled picture list', { [`${COUPON}.imange_list`]: undefined }, 2119001, 'imange_list is missing'],
    [
      'a well spelled picture list only',
      { [`${COUPON}.imange_list`]: undefined, [`${COUPON}.image_list`]: [] },
      2119001,
      'imange_list is missing',
    ],
    [
      'a missing misspelled purchase limit',
      { 'trade_info.limt_buy_rule': undefined },
      2119001,
      'limt_buy_rule is missing',
    ],
    ['a missing misspelled invoice', { 'trade_info.invoic_info': undefined }, 2119001, 'invoic_info is missing'],
    ['a price of 0', { [`${COUPON}.actual_amount`]: 0 }, 2119001, 'actual_amount'],
    ['a negative price', { [`${COUPON}.actual_amount`]: -1 }, 2119001, 'actual_amount'],
    [
      'a negative surcharge',
      markup({ markup_amount: -1, markup_date_type: 2, markup_days_of_week: [1] }),
      2119001,
      'markup_amount',
    ],
    ['a price as text', { [`${COUPON}.actual_amount`]: '49900' }, 2100004, 'actual_amount'],
    ['a price with fractions', { [`${COUPON}.actual_amount`]: 499.5 }, 2100004, 'actual_amount'],
    ['a day of the wrong form', { 'sale_info.book_date.from': '2026-9-2' }, 2119001, 'book_date.from'],
    ['goods as numbers', { [`${COUPON}.bind_rate_plans`]: [1790000000000001] }, 2100004, 'bind_rate_plans'],
    ['no goods', { [`${COUPON}.bind_rate_plans`]: [] }, 2119001, 'bind_rate_plans'],
    ['text for a switch', { 'sale_info.is_auto_extension': 'false' }, 2100004, 'is_auto_extension'],
  ])('reads strictly: %s', async (_name, changes, code, text) => {
    const before = await fingerprint(world.db);
    const { data, extra } = await save(voucher('strict', changes));
    expect(data.error_code).toBe(code);
    expect(extra.sub_description).toContain(text);
    expect(await fingerprint(world.db)).toBe(before);
  });
});

describe('voucher save', () => {
  it('creates a voucher in audit and keeps the document as it came', async () => {
    const info = voucher('created');
    const { data } = await save(info);
    expect(data).toMatchObject({ error_code: 0, description: 'success', out_id: 'created' });
    expect(data.pre_sale_coupon_id).toMatch(/^188\d{13}$/);
    const [version] = await listVersions(world.db, DEMO_MERCHANT.accountId, data.pre_sale_coupon_id ?? '');
    expect(version).toMatchObject({
      version: 1,
      state: 'auditing',
      document: info,
      clientKey: DEMO_MERCHANT.clientKey,
    });
  });

  it.each([
    ['hourly', () => ({ ...hourlyVoucher(), [CANCEL]: [{ ...until, cancel_time_type: 1 }] })],
    ['not cancellable', () => ({ [CANCEL]: [{ cancel_type: 3 }] })],
    ['with the single cancel rule', () => ({ [CANCEL]: undefined, 'trade_info.cancel_booking_rule': until })],
    [
      'stepped',
      () => ({
        [CANCEL]: [
          {
            cancel_type: 4,
            cancel_time_type: 2,
            cancel_offset: [{ time_offset: { day: 3 }, cut_type: 2, cut_value: 50 }],
          },
        ],
      }),
    ],
    ['valid for days', () => ({ 'trade_info.customer_can_use_date': { use_date_type: 2, day_duration: 90 } })],
    [
      'without limits',
      () => ({
        'sale_info.inventory_info': { is_limit: false },
        'trade_info.limt_buy_rule': { each_person_each_order_max: 1, each_person_max: 0 },
      }),
    ],
    ['without surcharges', () => ({ [`${COUPON}.markup_info`]: [], [`${COUPON}.markup_type`]: undefined })],
    [
      'with surcharges in several conditions',
      () =>
        markup({
          markup_date_type: 1,
          markup_time: [
            { markup_date_type: 2, markup_days_of_week: [5] },
            { markup_date_type: 3, markup_holidays: [1], holidays_year: { '1': '2027' } },
          ],
        }),
    ],
    [
      'with "" and null for absent members',
      () => ({
        pre_sale_coupon_id: '',
        currency: '',
        member_required: null,
        'trade_info.customer_can_no_use_date': null,
        [`${COUPON}.commodity`]: null,
      }),
    ],
    ['with members nobody knows', () => ({ surprise: { deep: [1, 2, 3] } })],
  ])('takes a voucher %s', async (name, changes) => {
    expect((await save(voucher(`fine ${name}`, changes()))).data).toMatchObject({ error_code: 0 });
  });

  it('refuses a bound out_id in the platform’s own words, also when both come at once', async () => {
    const replies = await Promise.all([save(voucher('bound')), save(voucher('bound')), save(voucher('bound'))]);
    const codes = replies.map(({ data }) => data.error_code).sort();
    expect(codes).toEqual([0, 3000001, 3000001]);
    const { data } = await save(voucher('bound'));
    expect(data).toEqual({ error_code: 3000001, description: 'out_id已绑定其他商品' });
  });

  it('lets another merchant use the same out_id', async () => {
    await savedVoucher(world, 'shared');
    const info = {
      ...presaleInfo('shared', [foreign], now()),
      category_id: String(SECOND_MERCHANT.hotels[0]?.hotel.categoryId),
    };
    const token = await world.token(SECOND_MERCHANT);
    const { data } = await world.call(
      interfaces.voucherSave,
      { account_id: SECOND_MERCHANT.accountId, presale_info: info },
      { token },
    );
    expect(data).toMatchObject({ error_code: 0, out_id: 'shared' });
  });

  it('updates under its id only: unknown, foreign and renamed are refused', async () => {
    const id = await savedVoucher(world, 'updated');
    const before = await fingerprint(world.db);
    expect((await save(voucher('updated', { pre_sale_coupon_id: '1889999999999999' }))).data).toEqual({
      error_code: 3000001,
      description: VOUCHER_PROBLEMS['voucher-unknown'].zh,
    });
    expect((await save(voucher('renamed', { pre_sale_coupon_id: id }))).data).toEqual({
      error_code: 3000001,
      description: VOUCHER_PROBLEMS['out-id-changed'].zh,
    });
    const token = await world.token(SECOND_MERCHANT);
    const stolen = { ...presaleInfo('updated', [foreign], now()), pre_sale_coupon_id: id };
    const reply = await world.call(
      interfaces.voucherSave,
      { account_id: SECOND_MERCHANT.accountId, presale_info: stolen },
      { token },
    );
    expect(reply.data).toEqual({ error_code: 3000001, description: VOUCHER_PROBLEMS['voucher-unknown'].zh });
    expect(await fingerprint(world.db)).toBe(before);
    expect(
      (await save(voucher('updated', { pre_sale_coupon_id: id, 'note_info.other_remark_info': ['新备注'] }))).data,
    ).toMatchObject({
      error_code: 0,
      pre_sale_coupon_id: id,
    });
  });

  it('lets an update keep a sale that has begun and a book range that is over', async () => {
    const id = await savedVoucher(world, 'running');
    await world.advance(2 * 3_600_000);
    const info = voucher('running', {
      pre_sale_coupon_id: id,
      'sale_info.sale_date.from': hotelClock(now() - 3_600_000).slice(0, 16),
    });
    expect((await save(info)).data).toMatchObject({ error_code: 0 });
  });
});
