import { addDays, daysBetween, daysIn, hotelClock, hotelDate, hotelMoment, weekday } from '@yuzhu/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { presaleInfo } from '../testing/samples.ts';
import { rulesOf } from './document.ts';
import { HOLIDAY_NAMES, HOLIDAYS, onHoliday } from './holidays.ts';
import {
  type DayCondition,
  entitlement,
  leadRefusal,
  type Markup,
  meets,
  nightRefusal,
  purchaseRefusal,
  saleEnd,
  stayRefusal,
  surchargeOf,
  type VoucherRules,
  validityOf,
} from './rules.ts';

const START = hotelMoment('2026-09-01', '10:00');
const base = rulesOf(presaleInfo('base', ['p1', 'p2'], START));

const dayArb = fc.integer({ min: 0, max: 729 }).map((ahead) => addDays('2026-01-01', ahead));
const rangeArb = fc.tuple(dayArb, dayArb).map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a }));
const momentArb = fc.integer({ min: hotelMoment('2026-01-01'), max: hotelMoment('2027-12-31') });
const conditionArb: fc.Arbitrary<DayCondition> = fc.oneof(
  rangeArb.map((range) => ({ kind: 'range' as const, ...range })),
  fc.uniqueArray(fc.integer({ min: 1, max: 7 })).map((weekdays) => ({ kind: 'weekdays' as const, weekdays })),
  fc
    .uniqueArray(fc.integer({ min: 1, max: 9 }))
    .map((numbers) => ({ kind: 'holidays' as const, holidays: numbers.map((number) => ({ number, year: null })) })),
  fc.uniqueArray(dayArb).map((days) => ({ kind: 'days' as const, days })),
);
const markupArb: fc.Arbitrary<Markup> = fc.record({
  amount: fc.integer({ min: 0, max: 100_000 }),
  days: fc.array(conditionArb, { maxLength: 3 }),
  ratePlanIds: fc.constantFrom(null, ['p1'], ['p2'], ['p1', 'p2']),
});
const wide = { from: '2026-01-01', to: '2027-12-31' };
const rulesArb: fc.Arbitrary<VoucherRules> = fc
  .record({
    book: fc.oneof(fc.constant(wide), rangeArb),
    validity: fc.oneof(
      fc.constant({ kind: 'range' as const, ...wide }),
      rangeArb.map((range) => ({ kind: 'range' as const, ...range })),
      fc.integer({ min: 1, max: 400 }).map((days) => ({ kind: 'days' as const, days })),
    ),
    excluded: fc.array(conditionArb, { maxLength: 3 }),
    markups: fc.array(markupArb, { maxLength: 4 }),
    roomsPerVoucher: fc.integer({ min: 1, max: 3 }),
    nightsPerVoucher: fc.integer({ min: 1, max: 5 }),
    separable: fc.boolean(),
    lead: fc.record({
      earliestDays: fc.option(fc.integer({ min: 1, max: 30 }), { nil: null }),
      atLeast: fc.option(
        fc.record({ amount: fc.integer({ min: 1, max: 90 }), unit: fc.constantFrom('day', 'hour', 'minute') }),
        { nil: null },
      ),
    }),
  })
  .map((change) => ({ ...base, ...change }) as VoucherRules);

describe('nights that may be booked', () => {
  it('are never today or before, outside the range, the validity or on an excluded day, and all others are', () => {
    const outcomes = { allowed: 0, refused: 0 };
    fc.assert(
      fc.property(rulesArb, momentArb, fc.integer({ min: -2, max: 500 }), momentArb, (rules, bought, ahead, now) => {
        const night = addDays(hotelDate(now), ahead);
        const validity = validityOf(rules, bought);
        const allowed =
          ahead > 0 &&
          night >= rules.book.from &&
          night <= rules.book.to &&
          night >= validity.from &&
          night <= validity.to &&
          !rules.excluded.some((condition) => meets(night, condition));
        outcomes[allowed ? 'allowed' : 'refused'] += 1;
        expect(nightRefusal(rules, night, bought, now) === null).toBe(allowed);
      }),
      { numRuns: 1000 },
    );
    expect(Math.min(outcomes.allowed, outcomes.refused)).toBeGreaterThan(20);
  });

  it('are never made more by excluding more', () => {
    fc.assert(
      fc.property(rulesArb, conditionArb, dayArb, momentArb, (rules, more, night, now) => {
        const excluded = [...rules.excluded, more];
        if (nightRefusal({ ...rules, excluded }, night, now, now) === null)
          expect(nightRefusal(rules, night, now, now)).toBeNull();
      }),
    );
  });

  it('names the reason', () => {
    const now = START;
    const reason = (night: string, change: Partial<VoucherRules> = {}) =>
      nightRefusal({ ...base, ...change }, night, now, now);
    expect(reason('2026-09-01')).toBe('same-day');
    expect(reason('2026-08-31')).toBe('same-day');
    expect(reason('2026-09-02')).toBeNull();
    expect(reason('2026-09-02', { book: { from: '2026-09-03', to: '2026-09-30' } })).toBe('outside-book-range');
    expect(reason('2026-09-11', { validity: { kind: 'days', days: 10 } })).toBe('outside-validity');
    expect(reason('2026-09-10', { validity: { kind: 'days', days: 10 } })).toBeNull();
    expect(reason('2026-10-01')).toBe('excluded');
    expect(reason('2026-10-08')).toBeNull();
  });

  it('opens the night of tomorrow until the last minute of today', () => {
    const lastMinute = hotelMoment('2026-09-01', '23:59');
    expect(nightRefusal(base, '2026-09-02', START, lastMinute)).toBeNull();
    expect(nightRefusal(base, '2026-09-02', START, lastMinute + 60_000)).toBe('same-day');
  });
});

describe('surcharges', () => {
  it('are the highest of the rules that cover the good and the night', () => {
    fc.assert(
      fc.property(rulesArb, dayArb, fc.constantFrom('p1', 'p2'), (rules, night, plan) => {
        const amount = surchargeOf(rules, plan, night);
        const covering = rules.markups.filter(
          (rule) =>
            (rule.ratePlanIds === null || rule.ratePlanIds.includes(plan)) &&
            rule.days.some((days) => meets(night, days)),
        );
        expect(amount).toBe(Math.max(0, ...covering.map((rule) => rule.amount)));
      }),
    );
  });

  it('follow range, weekday and holiday, for the named year and goods only', () => {
    const rule = (days: DayCondition, ratePlanIds: string[] | null = null) => ({
      ...base,
      markups: [{ amount: 100, days: [days], ratePlanIds }],
    });
    const range = rule({ kind: 'range', from: '2026-09-05', to: '2026-09-06' });
    expect(daysIn('2026-09-04', '2026-09-07').map((night) => surchargeOf(range, 'p1', night))).toEqual([
      0, 100, 100, 0,
    ]);
    const weekend = rule({ kind: 'weekdays', weekdays: [6, 7] });
    expect(daysIn('2026-09-04', '2026-09-07').map((night) => surchargeOf(weekend, 'p1', night))).toEqual([
      0, 100, 100, 0,
    ]);
    const national = rule({ kind: 'holidays', holidays: [{ number: 7, year: '2026' }] });
    expect(
      ['2026-09-30', '2026-10-01', '2026-10-07', '2026-10-08', '2027-10-01'].map((night) =>
        surchargeOf(national, 'p1', night),
      ),
    ).toEqual([0, 100, 100, 0, 0]);
    expect(surchargeOf(rule({ kind: 'days', days: ['2026-09-05'] }, ['p2']), 'p1', '2026-09-05')).toBe(0);
    expect(surchargeOf(rule({ kind: 'days', days: ['2026-09-05'] }, ['p2']), 'p2', '2026-09-05')).toBe(100);
  });
});

describe('entitlement', () => {
  const small = fc.integer({ min: 1, max: 12 });

  it('never takes more room-nights than its vouchers hold, and never a voucher too many', () => {
    fc.assert(
      fc.property(rulesArb, small, small, (rules, nights, rooms) => {
        const taken = entitlement(rules, nights, rooms);
        if ('refused' in taken) return;
        const held = rules.roomsPerVoucher * rules.nightsPerVoucher;
        expect(taken.roomNights).toBe(nights * rooms);
        expect(taken.vouchers * held).toBeGreaterThanOrEqual(taken.roomNights);
        expect((taken.vouchers - 1) * held).toBeLessThan(taken.roomNights);
        if (!rules.separable) expect(taken.vouchers * held).toBe(taken.roomNights);
      }),
    );
  });

  it('refuses exactly what does not fit', () => {
    const rules = { ...base, roomsPerVoucher: 1, nightsPerVoucher: 2, limits: { ...base.limits, perBooking: 3 } };
    expect(entitlement(rules, 2, 1)).toEqual({ vouchers: 1, roomNights: 2 });
    expect(entitlement(rules, 4, 1)).toEqual({ vouchers: 2, roomNights: 4 });
    expect(entitlement(rules, 3, 1)).toEqual({ refused: 'nights-do-not-fit' });
    expect(entitlement({ ...rules, separable: true }, 3, 1)).toEqual({ vouchers: 2, roomNights: 3 });
    expect(entitlement(rules, 4, 2)).toEqual({ refused: 'over-booking-limit' });
    expect(entitlement({ ...rules, roomsPerVoucher: 2 }, 2, 3)).toEqual({ refused: 'rooms-do-not-fit' });
    expect(entitlement(rules, 0, 1)).toEqual({ refused: 'no-nights' });
    expect(entitlement(rules, 1, 0)).toEqual({ refused: 'no-nights' });
  });
});

describe('lead time', () => {
  it('is kept or broken by the calendar for days, to the minute for hours and minutes', () => {
    const at = (time: string) => hotelMoment('2026-09-01', time);
    const rules = (lead: VoucherRules['lead']) => ({ ...base, lead });
    const days = rules({ earliestDays: 30, atLeast: { amount: 2, unit: 'day' } });
    expect(leadRefusal(days, '2026-09-02', at('00:00'))).toBe('too-late');
    expect(leadRefusal(days, '2026-09-03', at('23:59'))).toBeNull();
    expect(leadRefusal(days, '2026-10-01', at('23:59'))).toBeNull();
    expect(leadRefusal(days, '2026-10-02', at('00:00'))).toBe('too-early');
    const hours = rules({ earliestDays: null, atLeast: { amount: 6, unit: 'hour' } });
    expect(leadRefusal(hours, '2026-09-02', at('18:00'))).toBeNull();
    expect(leadRefusal(hours, '2026-09-02', at('18:01'))).toBe('too-late');
    const minutes = rules({ earliestDays: null, atLeast: { amount: 30, unit: 'minute' } });
    expect(leadRefusal(minutes, '2026-09-02', at('23:30'))).toBeNull();
    expect(leadRefusal(minutes, '2026-09-02', at('23:31'))).toBe('too-late');
    expect(leadRefusal(rules({ earliestDays: null, atLeast: null }), '2027-09-01', at('00:00'))).toBeNull();
  });

  it('once too late, waiting never helps', () => {
    fc.assert(
      fc.property(rulesArb, dayArb, momentArb, fc.nat(90 * 86_400_000), (rules, checkIn, now, wait) => {
        if (leadRefusal(rules, checkIn, now) === 'too-late')
          expect(leadRefusal(rules, checkIn, now + wait)).toBe('too-late');
      }),
    );
  });
});

describe('a stay', () => {
  it('is allowed exactly when every rule allows it', () => {
    const outcomes = { allowed: 0, refused: 0 };
    fc.assert(
      fc.property(
        rulesArb,
        fc.integer({ min: -1, max: 40 }),
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 0, max: 4 }),
        momentArb,
        (rules, ahead, count, rooms, now) => {
          const checkIn = addDays(hotelDate(now), ahead);
          const stay = { ratePlanId: 'p1', checkIn, checkOut: addDays(checkIn, count), rooms };
          const nights = daysIn(checkIn, addDays(checkIn, count - 1));
          const allowed =
            !('refused' in entitlement(rules, count, rooms)) &&
            nights.every((night) => nightRefusal(rules, night, now, now) === null) &&
            leadRefusal(rules, checkIn, now) === null;
          outcomes[allowed ? 'allowed' : 'refused'] += 1;
          expect(stayRefusal(rules, stay, now, now) === null).toBe(allowed);
        },
      ),
      { numRuns: 3000 },
    );
    // Both answers were tried often enough to mean something; near one stay in forty is allowed.
    expect(Math.min(outcomes.allowed, outcomes.refused)).toBeGreaterThan(20);
  });

  it('names the first rule it breaks, with the night', () => {
    const stay = { ratePlanId: 'p1', checkIn: '2026-09-30', checkOut: '2026-10-02', rooms: 1 };
    expect(stayRefusal(base, { ...stay, ratePlanId: 'p3' }, START, START)).toEqual({ reason: 'good-not-bound' });
    expect(stayRefusal(base, stay, START, START)).toEqual({ reason: 'excluded', night: '2026-10-01' });
    expect(stayRefusal(base, { ...stay, checkOut: '2026-09-30' }, START, START)).toEqual({ reason: 'no-nights' });
    expect(stayRefusal(base, { ...stay, checkOut: '9999-12-31' }, START, START)).toEqual({
      reason: 'outside-book-range',
    });
    expect(stayRefusal(base, { ...stay, checkIn: '2026-10-08', checkOut: '2026-10-09' }, START, START)).toEqual({
      reason: 'too-early',
      night: '2026-10-08',
    });
  });
});

describe('a purchase', () => {
  it('keeps the sale window, both limits and the stock, to the piece', () => {
    const at = base.sale.fromMs;
    const buy = (count: number, boughtBefore = 0, sold = 0, now = at) =>
      purchaseRefusal(base, { count, channel: 'shop', boughtBefore, sold }, now);
    expect(buy(1, 0, 0, at - 1)).toBe('sale-not-begun');
    expect(buy(1)).toBeNull();
    expect(buy(1, 0, 0, base.sale.toMs)).toBeNull();
    expect(buy(1, 0, 0, base.sale.toMs + 1)).toBe('sale-ended');
    expect([buy(5), buy(6)]).toEqual([null, 'over-order-limit']);
    expect([buy(5, 5), buy(5, 6)]).toEqual([null, 'over-person-limit']);
    expect([buy(5, 0, 495), buy(5, 0, 496)]).toEqual([null, 'sold-out']);
    const unlimited = { ...base, stock: null, limits: { perOrder: 99, perPerson: null, perBooking: null } };
    expect(purchaseRefusal(unlimited, { count: 99, channel: 'shop', boughtBefore: 1e6, sold: 1e6 }, at)).toBeNull();
  });

  it('goes on until the day before the last bookable night when it extends itself', () => {
    const rules = { ...base, sale: { ...base.sale, autoExtends: true } };
    expect(hotelClock(saleEnd(rules))).toBe(`${addDays(base.book.to, -1)} 23:59:59`);
    expect(saleEnd(base)).toBe(base.sale.toMs);
  });
});

describe('the holiday table', () => {
  it('has all nine holidays of both years, whole days in order, inside their year', () => {
    expect(Object.keys(HOLIDAYS)).toEqual(['2026', '2027']);
    for (const [year, holidays] of Object.entries(HOLIDAYS)) {
      expect(Object.keys(holidays)).toEqual(Object.keys(HOLIDAY_NAMES));
      for (const [from, to] of Object.values(holidays)) {
        expect(from.startsWith(year) && to.startsWith(year)).toBe(true);
        expect(daysBetween(from, to)).toBeGreaterThanOrEqual(0);
        expect(daysBetween(from, to)).toBeLessThanOrEqual(8);
      }
    }
  });

  it('has the published days of 2026', () => {
    const length = (number: number) =>
      daysIn('2026-01-01', '2026-12-31').filter((day) => onHoliday(day, number)).length;
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9].map(length)).toEqual([3, 9, 3, 5, 3, 3, 7, 1, 1]);
    expect([weekday('2026-02-15'), weekday('2026-09-25'), weekday('2026-10-01')]).toEqual([7, 5, 4]);
    expect(onHoliday('2031-10-01', 7)).toBe(false);
  });
});

describe('the parsed document', () => {
  it('survives JSON, as an order keeps it', () => {
    expect(JSON.parse(JSON.stringify(base))).toEqual(base);
  });

  it('puts the wire into clean names', () => {
    expect(base).toMatchObject({
      outId: 'base',
      price: 49_900,
      originalAmount: 88_800,
      kind: 'full-day',
      roomsPerVoucher: 1,
      nightsPerVoucher: 1,
      separable: false,
      ratePlanIds: ['p1', 'p2'],
      stock: 500,
      limits: { perOrder: 5, perPerson: 10, perBooking: null },
      lead: { earliestDays: 30, atLeast: { amount: 1, unit: 'day' } },
      cancel: { kind: 'until', base: 'check-in', steps: [{ beforeMs: 30 * 3_600_000, cut: 'percent', value: 0 }] },
      meals: [{ type: 1, count: 2 }],
      checkTimes: { from: '14:00', to: '12:00' },
      excluded: [{ kind: 'holidays', holidays: [{ number: 7, year: '2026' }] }],
    });
    expect(base.markups).toHaveLength(2);
  });

  it('reads several conditions of one surcharge as any of them', () => {
    const info = presaleInfo('times', ['p1'], START);
    const rules = rulesOf({
      ...info,
      pre_sale_coupon_info: {
        ...info.pre_sale_coupon_info,
        markup_info: [
          {
            markup_amount: 7,
            markup_date_type: 1,
            markup_effect_scope: [{ effect_id_list: ['p1'] }],
            markup_time: [
              { markup_date_type: 2, markup_days_of_week: [5] },
              { markup_date_type: 3, markup_holidays: [6] },
            ],
          },
        ],
      },
    });
    expect(rules.markups[0]?.ratePlanIds).toEqual(['p1']);
    expect(['2026-09-04', '2026-09-26', '2026-09-03'].map((night) => surchargeOf(rules, 'p1', night))).toEqual([
      7, 7, 0,
    ]);
  });
});
