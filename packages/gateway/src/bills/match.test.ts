import { hotelMoment } from '@yuzhu/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLines } from './line.ts';
import { type MatchLine, matchOrder, ownBooks, REASONS } from './match.ts';
import { type DayFetch, dueDays } from './schedule.ts';

const line = (
  settleType: number | undefined,
  fundAmount: number | undefined,
  amounts: Record<string, number> = {},
): MatchLine => ({
  settleType,
  fundAmount,
  amounts,
});
const income = (fund: number, pay: number) => line(1, fund, { pay, ledger_total: fund });
const OWN = { gross: 29_900, tolerance: 0 };

describe('matching an order', () => {
  it.each([
    ['one line that agrees with everything', [income(28_106, 29_900)], OWN, 28_106, 'matched', []],
    ['two lines that add up', [income(20_000, 21_000), income(8106, 8900)], OWN, 28_106, 'matched', []],
    ['one fen missing', [income(28_105, 29_900)], OWN, 28_106, 'difference', ['income_differs']],
    ['what guests paid differs', [income(28_106, 29_800)], OWN, 28_106, 'difference', ['gross_differs']],
    [
      'a breakdown that does not fit',
      [line(1, 28_106, { pay: 29_900, ledger_total: 28_000 })],
      OWN,
      28_106,
      'difference',
      ['breakdown_differs'],
    ],
    [
      'no income by the platform, our own books agree',
      [income(28_106, 29_900)],
      OWN,
      undefined,
      'matched',
      ['income_unavailable'],
    ],
    [
      'a reversal that takes all back',
      [income(28_106, 29_900), line(2, 28_106, { pay: 29_900 })],
      OWN,
      0,
      'matched',
      ['reversed'],
    ],
    [
      'a reversal the income does not know',
      [income(28_106, 29_900), line(2, 28_106)],
      OWN,
      28_106,
      'difference',
      ['reversed', 'income_differs'],
    ],
    [
      'reversed and billed anew',
      [income(28_106, 29_900), line(2, 28_106), income(27_000, 29_900)],
      OWN,
      27_000,
      'matched',
      ['reversed'],
    ],
    ['an unknown type', [income(28_106, 29_900), line(9, 500)], OWN, 28_106, 'unknown_type', ['unknown_settle_type']],
    [
      'no type at all',
      [line(undefined, 28_106)],
      OWN,
      28_106,
      'unknown_type',
      expect.arrayContaining(['unknown_settle_type']),
    ],
    ['a line without an amount', [line(1, undefined)], OWN, 0, 'difference', ['no_amount']],
    ['no booking here', [income(28_106, 29_900)], undefined, undefined, 'unknown_booking', ['unknown_order']],
    ['no line although one was due', [], OWN, undefined, 'missing_bill', ['no_lines']],
    [
      'nothing to check against',
      [line(1, 500)],
      { gross: undefined, tolerance: 0 },
      undefined,
      'difference',
      ['no_check_possible', 'income_unavailable'],
    ],
  ] as const)('%s', (_, lines, own, settled, state, reasons) => {
    const match = matchOrder('1120000000000000205', lines, own, settled);
    expect(match.state).toBe(state);
    expect(match.reasons).toEqual(reasons);
    for (const reason of match.reasons) expect(REASONS[reason].zh).toMatch(/\p{Script=Han}/u);
  });

  it('lines without an order number are named so', () => {
    expect(matchOrder('', [income(1, 1)], undefined, undefined)).toMatchObject({
      state: 'unknown_booking',
      reasons: ['no_order_number'],
    });
  });

  it('never guesses: an unknown type changes no sum and always shows', () => {
    const known = fc.record({
      settleType: fc.constantFrom(1, 2),
      fundAmount: fc.integer({ min: 0, max: 1_000_000 }),
      amounts: fc.constant({}),
    });
    const unknown = fc.record({
      settleType: fc.oneof(fc.constant(undefined), fc.integer({ min: 3, max: 1000 }), fc.integer({ min: -5, max: 0 })),
      fundAmount: fc.integer({ min: 0, max: 1_000_000 }),
      amounts: fc.constant({}),
    });
    fc.assert(
      fc.property(
        fc.array(known, { maxLength: 8 }),
        fc.array(unknown, { minLength: 1, maxLength: 3 }),
        (lines, odd) => {
          const match = matchOrder('1', [...lines, ...odd], OWN, undefined);
          expect(match.state).toBe('unknown_type');
          expect(match.billed).toBe(
            lines.reduce((sum, { settleType, fundAmount }) => sum + (settleType === 1 ? fundAmount : -fundAmount), 0),
          );
        },
      ),
    );
  });
});

describe('our own books', () => {
  it('share a voucher order by units and add the surcharge', () => {
    expect(ownBooks({ unitsTaken: 1, surcharge: 10_000, order: { payAmount: 99_800, unitsTotal: 2 } })).toEqual({
      gross: 59_900,
      tolerance: 0,
    });
    expect(ownBooks({ unitsTaken: 2, surcharge: 0, order: { payAmount: 10_000, unitsTotal: 3 } })).toEqual({
      gross: 6667,
      tolerance: 2,
    });
    expect(ownBooks({ unitsTaken: 1, surcharge: 500, order: undefined })).toEqual({ gross: undefined, tolerance: 0 });
  });
});

describe('line ids', () => {
  it('lines without one get the same made-up one each time, equal lines different ones', () => {
    const bare = { shop_order_id: '1', settle_type: 1, fund_amount: 5 };
    const ids = () =>
      readLines([bare, { ...bare, ledger_id: 'L1' }, bare, { ...bare, fund_amount: 6 }]).map(
        ({ ledgerId }) => ledgerId,
      );
    expect(ids()).toEqual(ids());
    expect(new Set(ids()).size).toBe(4);
    expect(ids()[1]).toBe('L1');
  });
});

describe('the schedule', () => {
  const at = (date: string, time: string) => hotelMoment(date, time);

  it('waits for six in the morning, then takes yesterday and six days before', () => {
    expect(dueDays(new Map(), at('2026-09-10', '05:59'))).toEqual({ days: [], nextAt: at('2026-09-10', '06:00') });
    const { days, nextAt } = dueDays(new Map(), at('2026-09-10', '06:00'));
    expect(days).toEqual([
      '2026-09-09',
      '2026-09-08',
      '2026-09-07',
      '2026-09-06',
      '2026-09-05',
      '2026-09-04',
      '2026-09-03',
    ]);
    expect(nextAt).toBe(at('2026-09-11', '06:00'));
  });

  it('takes each day once a morning, and a failed one when its time has come', () => {
    const now = at('2026-09-10', '09:00');
    const fetched = (date: string, time: string) => ({ fetchedAt: at(date, time), nextAt: undefined });
    const state = new Map<string, DayFetch>([
      ['2026-09-09', { fetchedAt: undefined, nextAt: now + 60_000 }],
      ['2026-09-08', { fetchedAt: at('2026-09-09', '06:00'), nextAt: now }],
      ...['07', '06', '05', '04', '03'].map((d) => [`2026-09-${d}`, fetched('2026-09-10', '06:01')] as const),
    ]);
    expect(dueDays(state, now)).toEqual({ days: ['2026-09-08'], nextAt: now + 60_000 });
  });
});
