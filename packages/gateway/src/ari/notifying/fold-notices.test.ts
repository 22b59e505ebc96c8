import { addDays, daysBetween } from '@yuzhu/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChangedPlan, foldNotices } from './fold-notices.ts';

const TODAY = '2026-09-01';
const plan = (at: number, first: number, last: number, kinds: ('stock' | 'price')[] = ['price']): ChangedPlan => ({
  ratePlanId: `${at}`,
  platformRatePlanId: `P-${at}`,
  start: addDays(TODAY, first),
  end: addDays(TODAY, last),
  kinds: new Set(kinds),
});

describe('notices', () => {
  it('hold what changed, with a range around all of it', () => {
    const [notice, ...more] = foldNotices([plan(1, 3, 5, ['stock', 'price']), plan(2, 0, 4)]);
    expect(more).toEqual([]);
    expect(notice).toMatchObject({ start: TODAY, end: addDays(TODAY, 5), scenes: [1, 2, 3] });
    expect(foldNotices([plan(1, 3, 5)])[0]?.scenes).toEqual([1]);
    expect(foldNotices([plan(1, 3, 5, ['stock'])])[0]?.scenes).toEqual([2, 3]);
  });

  it('put rate plans that begin alike together, so that little is pulled in vain', () => {
    const near = Array.from({ length: 50 }, (_, at) => plan(at, 1, 2));
    const far = Array.from({ length: 50 }, (_, at) => plan(100 + at, 300, 301));
    const mixed = near.flatMap((one, at) => [far[at] as ChangedPlan, one]);
    expect(foldNotices(mixed).map(({ start, end }) => daysBetween(start, end) + 1)).toEqual([2, 2]);
  });

  it('are as few as the limits allow, within them, and cover every changed night once', () => {
    const some = fc.array(
      fc.tuple(fc.nat(365), fc.nat(365)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 4 }), (ranges, most) => {
        const plans = ranges.map(([first, last], at) => plan(at, first, last));
        const notices = foldNotices(plans, most);
        for (const { start, end, plans: named } of notices) {
          expect(named.length).toBeLessThanOrEqual(most);
          expect(daysBetween(start, end) + 1).toBeLessThanOrEqual(365);
        }
        const told = notices.flatMap(({ plans: named }) => named);
        const nights = (one: ChangedPlan) => daysBetween(one.start, one.end) + 1;
        expect(told.reduce((sum, one) => sum + nights(one), 0)).toBe(plans.reduce((sum, one) => sum + nights(one), 0));
        // No range of the calendar is longer than 366 nights: only one that has all of them is cut.
        const pieces = plans.length + plans.filter((one) => nights(one) > 365).length;
        const slack = plans.some((one) => one.end === addDays(TODAY, 365)) ? 1 : 0;
        expect(notices.length).toBeLessThanOrEqual(Math.ceil(pieces / most) + slack);
      }),
    );
  });
});
