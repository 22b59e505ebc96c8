import { addDays } from '@yuzhu/contract';
import { describe, expect, it } from 'vitest';
import { type QuoteRefusal, REFUSAL_TEXTS } from '../bookings/quote.ts';
import { SEED_USERS } from '../seed/users.ts';
import { fingerprint } from '../testing/fingerprint.ts';
import type { Change } from '../testing/samples.ts';
import { type OnSale, tradeWorld } from '../testing/trade-world.ts';
import type { PresaleInfo } from './document.ts';

/**
 * Every rule a voucher can carry: one that has it is sold and booked, and the rule is broken once. The table in
 * docs/voucher-rules.md names each row.
 */
const world = await tradeWorld('every_rule');
const { partner } = world;
const TODAY = '2026-09-01';
const buyer = SEED_USERS[0];

type Coupon = Partial<PresaleInfo['pre_sale_coupon_info']>;
type Trade = Partial<PresaleInfo['trade_info']>;
type Sale = Partial<PresaleInfo['sale_info']>;

const coupon =
  (members: Coupon): Change =>
  (info) => ({ ...info, pre_sale_coupon_info: { ...info.pre_sale_coupon_info, ...members } });
const trade =
  (members: Trade): Change =>
  (info) => ({ ...info, trade_info: { ...info.trade_info, ...members } });
const sale =
  (members: Sale): Change =>
  (info) => ({ ...info, sale_info: { ...info.sale_info, ...members } });

/** What a guest does, as far as it differs from one voucher for one night ten days ahead. */
interface Doing {
  readonly buy?: object;
  readonly stay?: object;
  /** Days between purchase and booking. */
  readonly wait?: string;
}

interface Case {
  readonly rule: string;
  readonly change: Change;
  /** Something the rule allows. */
  readonly keep?: Doing;
  /** Something it forbids, and the answer. */
  readonly breaks?: Doing;
  readonly at?: 'buying' | 'booking';
  readonly code?: string;
  readonly reason?: string;
  /** What the hotel is told, of the booking's create call. */
  readonly told?: object;
}

const night = (ahead: number, nights = 1) => ({
  check_in: addDays(TODAY, ahead),
  check_out: addDays(TODAY, ahead + nights),
});
const refusedNight = (reason: string) => ({ at: 'booking', code: 'NOT_BOOKABLE', reason }) as const;
const range = { use_date_type: 1, use_date: { from: TODAY, to: addDays(TODAY, 120) } };
const asks = (who: number, items: number[], same: Record<string, boolean> = {}) => ({
  enable: true,
  identity_type_with_content_list: [
    {
      contact_identity_type_enum: who,
      contact_identity_content_list: items,
      need_consistency_purchase_and_booking: same,
    },
  ],
});
const surcharge = (members: object): Change =>
  coupon({ markup_type: 1, markup_info: [{ markup_amount: 8800, markup_date_type: 1, ...members }] });
const added = (amount: number) => ({ daily_rates: [expect.objectContaining({ daily_add_amount: amount })] });

const CASES: readonly Case[] = [
  {
    rule: 'validity, fixed',
    change: trade({ customer_can_use_date: { ...range, use_date: { from: TODAY, to: addDays(TODAY, 100) } } }),
    keep: { stay: night(100) },
    breaks: { stay: night(101) },
    ...refusedNight('outside-validity'),
  },
  {
    rule: 'validity, days after purchase',
    change: trade({ customer_can_use_date: { use_date_type: 2, day_duration: 30 } }),
    keep: { stay: night(29) },
    breaks: { stay: night(30) },
    ...refusedNight('outside-validity'),
  },
  {
    rule: 'bookable dates',
    change: sale({ book_date: { from: addDays(TODAY, 5), to: addDays(TODAY, 60) } }),
    keep: { stay: night(5) },
    breaks: { stay: night(4) },
    ...refusedNight('outside-book-range'),
  },
  {
    rule: 'days excluded',
    change: trade({ customer_can_no_use_date: { cannot_use_date: [addDays(TODAY, 20)] } }),
    keep: { stay: night(21) },
    breaks: { stay: night(20) },
    ...refusedNight('excluded'),
  },
  {
    rule: 'weekdays excluded',
    change: trade({ customer_can_no_use_date: { cannot_use_days_of_week: [5, 6] } }),
    // 11 September 2026 is a Friday.
    keep: { stay: night(9) },
    breaks: { stay: night(10) },
    ...refusedNight('excluded'),
  },
  {
    rule: 'holidays excluded',
    change: trade({ customer_can_no_use_date: { cannot_use_holidays: [7], holidays_year: { '7': '2026' } } }),
    keep: { stay: { check_in: '2026-10-08', check_out: '2026-10-09' } },
    breaks: { stay: { check_in: '2026-10-07', check_out: '2026-10-08' } },
    ...refusedNight('excluded'),
  },
  {
    rule: 'surcharge by date',
    change: surcharge({ markup_days: { from: addDays(TODAY, 12), to: addDays(TODAY, 13) } }),
    keep: { stay: night(12) },
    told: added(8800),
  },
  {
    rule: 'surcharge by weekday',
    change: surcharge({ markup_date_type: 2, markup_days_of_week: [5] }),
    keep: { stay: night(10) },
    told: added(8800),
  },
  {
    rule: 'surcharge by holiday',
    change: surcharge({ markup_date_type: 3, markup_holidays: [7], holidays_year: { '7': '2026' } }),
    keep: { stay: { check_in: '2026-10-01', check_out: '2026-10-02' } },
    told: added(8800),
  },
  {
    rule: 'rooms per voucher',
    change: coupon({ apply_room_number: 2 }),
    keep: { stay: { ...night(10), rooms: 2 } },
    breaks: { stay: { ...night(10), rooms: 1 } },
    told: { number_of_units: 2 },
    ...refusedNight('rooms-do-not-fit'),
  },
  {
    rule: 'nights per voucher',
    change: coupon({ apply_nights: 2 }),
    keep: { stay: night(10, 2) },
    breaks: { stay: night(10, 3) },
    ...refusedNight('nights-do-not-fit'),
  },
  {
    rule: 'splittable over stays',
    change: coupon({ apply_nights: 3, coupon_separate: true }),
    keep: { stay: night(10, 2) },
    breaks: { stay: night(10, 4) },
    ...refusedNight('not-enough-coupons'),
  },
  {
    rule: 'goods a guest may choose',
    change: (info) => info,
    breaks: { stay: { rate_plan_id: '1799999999999999' } },
    ...refusedNight('good-not-bound'),
  },
  {
    rule: 'meals',
    change: (info) => ({ ...info, meals: [{ type: 1, num: 2 }] }),
    told: { meals: [{ meal_type: 1 }] },
  },
  {
    rule: 'purchase limit per order',
    change: trade({ limt_buy_rule: { each_person_each_order_max: 2 } }),
    keep: { buy: { count: 2 } },
    breaks: { buy: { count: 3 } },
    at: 'buying',
    code: 'PURCHASE_LIMIT',
  },
  {
    rule: 'purchase limit per person',
    change: trade({ limt_buy_rule: { each_person_each_order_max: 2, each_person_max: 3 } }),
    keep: { buy: { count: 2 } },
    breaks: { buy: { count: 2 } },
    at: 'buying',
    code: 'PURCHASE_LIMIT',
  },
  {
    rule: 'vouchers in one booking',
    change: trade({ limt_buy_rule: { each_person_each_order_max: 9, each_order_can_use_max: 2 } }),
    keep: { buy: { count: 3 }, stay: night(10, 2) },
    breaks: { stay: night(20, 3) },
    ...refusedNight('over-booking-limit'),
  },
  {
    rule: 'voucher stock',
    change: sale({ inventory_info: { is_limit: true, num: 1 } }),
    breaks: {},
    at: 'buying',
    code: 'VOUCHER_SOLD_OUT',
  },
  {
    rule: 'time on sale',
    change: sale({ sale_date: { from: '2026-08-01 10:00', to: '2026-09-01 12:00' } }),
    breaks: { wait: '3h' },
    at: 'buying',
    code: 'VOUCHER_NOT_ON_SALE',
    reason: 'sale-ended',
  },
  {
    rule: 'live rooms only',
    change: sale({ show_channel: 2 }),
    keep: { buy: { channel: 'live' } },
    breaks: { buy: { channel: 'shop' } },
    at: 'buying',
    code: 'VOUCHER_LIVE_ONLY',
  },
  {
    rule: 'booking lead time, at most',
    change: trade({ book_rule: { earliest_book_day: 30 } }),
    keep: { stay: night(29) },
    breaks: { stay: night(32) },
    ...refusedNight('too-early'),
  },
  {
    rule: 'booking lead time, at least',
    change: trade({ book_rule: { time_pre_book: 3, time_unit: 1 } }),
    keep: { stay: night(4) },
    breaks: { stay: night(2) },
    ...refusedNight('too-late'),
  },
  {
    rule: 'never for today',
    change: (info) => info,
    keep: { stay: night(1) },
    breaks: { stay: night(0) },
    ...refusedNight('same-day'),
  },
  {
    rule: 'guest data when buying',
    change: coupon({
      hotel_customer_reserved_info: {
        by_merchant_custom_config: true,
        require_purchase_contact_info: asks(1, [1, 2]),
      },
    }),
    breaks: { buy: { contact: { name: '无号' } } },
    at: 'buying',
    code: 'GUEST_DATA',
  },
  {
    rule: 'guest data when booking',
    change: coupon({
      hotel_customer_reserved_info: { by_merchant_custom_config: true, require_booking_info: asks(2, [1, 3]) },
    }),
    keep: { buy: { count: 2 }, stay: { occupancies: [{ name: '林舟', id_number: '310101199001011234' }] } },
    breaks: { stay: { occupancies: [{ name: '林舟' }] } },
    told: { occupancies: [expect.objectContaining({ license_id: expect.any(String), license_type: 1 })] },
    ...refusedNight('guest-data-missing'),
  },
  {
    rule: 'the buyer must stay',
    change: coupon({
      hotel_customer_reserved_info: {
        by_merchant_custom_config: true,
        require_booking_info: asks(2, [1], { '1': true }),
      },
    }),
    keep: { buy: { count: 2 }, stay: { occupancies: [{ name: '同行' }, { name: buyer?.name }] } },
    breaks: { stay: { occupancies: [{ name: '他人' }] } },
    ...refusedNight('guest-data-differs'),
  },
  ...[
    { cancel_type: 3 },
    {
      cancel_type: 2,
      cancel_time_type: 2,
      cancel_offset: [{ time_offset: { day: 1, hour: 6 }, cut_type: 1, cut_value: 0 }],
    },
    {
      cancel_type: 4,
      cancel_time_type: 2,
      cancel_offset: [
        { time_offset: { day: 3 }, cut_type: 1, cut_value: 30 },
        { time_offset: { day: 1 }, cut_type: 1, cut_value: 80 },
      ],
    },
  ].map((rule) => ({
    rule: `cancel rule ${rule.cancel_type}, told with the booking`,
    change: trade({ cancel_booking_rule_list: [rule] }),
    told: { cancel_rule: [rule] },
  })),
];

/** What the buyer reads. */
const BUYING_TEXTS: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  PURCHASE_LIMIT: { zh: '超过限购数量', en: 'over the purchase limit' },
  VOUCHER_SOLD_OUT: { zh: '预售券库存不足，仅剩 0 张', en: 'not enough vouchers left: 0' },
  VOUCHER_NOT_ON_SALE: { zh: '当前不在售', en: 'is not on sale now' },
  VOUCHER_LIVE_ONLY: { zh: '仅在直播间售卖', en: 'is sold in live rooms only' },
  GUEST_DATA: { zh: '购买人信息不完整：phone', en: 'the voucher asks the buyer for: phone' },
};

describe('a voucher with the rule', () => {
  it.each(CASES)('$rule', async ({ change, keep = {}, breaks, at, code, reason, told }) => {
    const one = await world.sell({ change: (info) => change(wide(info)) });
    const orderId = await bought(one, keep.buy);
    partner.forget();
    const booked = await book(one, orderId, keep.stay);
    expect(booked.body).toMatchObject({ state: booked.body.surcharge > 0 ? 'waiting-payment' : 'accepted' });
    if (booked.body.surcharge > 0) await world.guest('POST', `/bookings/${booked.body.booking_id}/pay`);
    if (told !== undefined) expect(partner.seen('/spi/booking').at(-1)?.body).toMatchObject(told);
    if (breaks === undefined) return;

    partner.forget();
    if (breaks.wait !== undefined) await world.move(breaks.wait);
    const before = await fingerprint(world.db);
    const answer =
      at === 'buying'
        ? await world.guest('POST', '/orders', { voucher_id: one.voucherId, count: 1, ...breaks.buy })
        : await book(one, orderId, breaks.stay);
    expect(answer.status).toBe(409);
    expect(answer.body.error).toMatchObject({ code, ...(reason === undefined ? {} : { details: { reason } }) });
    const { message, message_en } = answer.body.error;
    const text = at === 'booking' ? REFUSAL_TEXTS[reason as QuoteRefusal] : BUYING_TEXTS[code as string];
    expect(message).toContain(text?.zh);
    expect(message_en).toContain(text?.en);
    expect(await fingerprint(world.db)).toBe(before);
    expect(partner.seen('/spi/booking')).toHaveLength(0);
    expect(partner.seen('/spi/voucher-order')).toHaveLength(0);
  });

  it('guest data, is asked for when the order form opens', async () => {
    const one = await world.sell({
      change: coupon({
        hotel_customer_reserved_info: { by_merchant_custom_config: true, require_booking_info: asks(2, [1, 3]) },
      }),
    });
    const look = { order_id: await bought(one), rate_plan_id: one.ratePlanId, rooms: 1, ...night(10) };
    expect((await world.guest('POST', '/bookings/look', look)).body.asks).toEqual(['name', 'id-number']);
  });

  it('live rooms only, is listed there only', async () => {
    const { voucherId } = await world.sell({ change: sale({ show_channel: 2 }) });
    const listed = async (query: string) =>
      (await world.guest('GET', `/vouchers${query}`)).body.vouchers.some((one) => one.voucher_id === voucherId);
    expect([await listed(''), await listed('?channel=live')]).toEqual([false, true]);
  });

  it('packages, pictures, invoice provider and cancel rule, is shown with them', async () => {
    const commodity = [
      {
        group_name: '双人餐饮',
        total_count: 2,
        optional_count: 1,
        item_info: [
          { product_info: { name: '早餐', count: 2, unit: '份' } },
          { product_info: { name: '下午茶', count: 1, unit: '套' } },
        ],
      },
    ];
    const { voucherId } = await world.sell({ change: coupon({ commodity }) });
    const { body } = await world.guest('GET', '/vouchers');
    expect(body.vouchers.find((one) => one.voucher_id === voucherId)).toMatchObject({
      packages: [{ name: '双人餐饮', choose: 1, items: [{ name: '早餐', count: 2 }, { name: '下午茶' }] }],
      pictures: ['https://img.example.com/vouchers/cover.jpg', 'https://img.example.com/vouchers/room.jpg'],
      invoice_provider: 1,
      cancel: { kind: 'until', base: 'check-in', steps: [{ before_ms: 30 * 3_600_000, value: 0 }] },
      meals: [{ type: 1, count: 2 }],
    });
  });
});

/** Everything as wide as can be, so that only the rule under test speaks. */
function wide(info: PresaleInfo): PresaleInfo {
  return {
    ...info,
    sale_info: { ...info.sale_info, book_date: { from: TODAY, to: addDays(TODAY, 180) } },
    trade_info: { ...info.trade_info, customer_can_use_date: range },
  };
}

async function bought(one: OnSale, members: object = {}): Promise<string> {
  const body = { voucher_id: one.voucherId, count: 1, ...members };
  const ordered = await world.guest('POST', '/orders', body);
  expect(ordered.body).toMatchObject({ state: 'waiting-payment' });
  const paid = await world.guest('POST', `/orders/${ordered.body.order_id}/pay`);
  expect(paid.body).toMatchObject({ state: 'paid' });
  return ordered.body.order_id;
}

function book(one: OnSale, orderId: string, members: object = {}) {
  const stay = { order_id: orderId, rate_plan_id: one.ratePlanId, rooms: 1, ...night(10), ...members };
  return world.guest('POST', '/bookings', stay);
}
