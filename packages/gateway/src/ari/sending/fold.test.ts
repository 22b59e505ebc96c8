import { addDays, daysBetween, daysIn, weekday } from '@yuzhu/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldNights, type NightGroup } from './fold.ts';
import { packCalls } from './pack.ts';

/** What a group says to somebody who reads only what goes over the wire. */
function nightsSaid(group: Pick<NightGroup<unknown>, 'start' | 'end' | 'daysOfWeek'>): string[] {
  return daysIn(group.start, group.end).filter(
    (night) => group.daysOfWeek === undefined || group.daysOfWeek.includes(weekday(night)),
  );
}

const same = (a: number, b: number) => a === b;

/** Nights over a year with gaps, few values, so that runs, patterns and single nights all occur. */
const calendar = fc
  .array(fc.option(fc.integer({ min: 1, max: 3 }), { freq: 4 }), { minLength: 0, maxLength: 366, size: 'max' })
  .map((values) =>
    values.flatMap((value, at) => (value === null ? [] : [{ night: addDays('2026-09-01', at), value }])),
  );

describe('folding', () => {
  it('says every night exactly once with its value, and no night that was not given', () => {
    fc.assert(
      fc.property(calendar, (nights) => {
        const groups = foldNights(nights, same);
        const said = groups.flatMap((group) => nightsSaid(group).map((night) => [night, group.value] as const));
        const byNight = (a: readonly [string, number], b: readonly [string, number]) => (a[0] < b[0] ? -1 : 1);
        expect(said.sort(byNight)).toEqual(nights.map(({ night, value }) => [night, value]));
        expect(groups.flatMap((group) => group.nights).sort()).toEqual(nights.map(({ night }) => night));
      }),
    );
  });

  it('keeps pieces to seven nights', () => {
    fc.assert(
      fc.property(calendar, (nights) => {
        for (const group of foldNights(nights, same)) {
          expect(daysBetween(group.start, group.end)).toBeLessThan(7);
        }
      }),
    );
  });

  it('never needs more groups than ranges of equal neighbours would', () => {
    fc.assert(
      fc.property(calendar, (nights) => {
        let ranges = 0;
        let length = 0;
        for (const [at, { night, value }] of nights.entries()) {
          const before = nights[at - 1];
          const goesOn = before?.value === value && addDays(before.night, 1) === night && length < 7;
          length = goesOn ? length + 1 : 1;
          if (!goesOn) ranges += 1;
        }
        expect(foldNights(nights, same).length).toBeLessThanOrEqual(ranges);
      }),
    );
  });

  it('makes two groups of a week with a dearer weekend', () => {
    const week = daysIn('2026-09-07', '2026-09-13').map((night) => ({
      night,
      value: [5, 6].includes(weekday(night)) ? 60_000 : 50_000,
    }));
    expect(foldNights(week, same)).toEqual([
      expect.objectContaining({ start: '2026-09-07', end: '2026-09-13', daysOfWeek: [1, 2, 3, 4, 7], value: 50_000 }),
      expect.objectContaining({ start: '2026-09-11', end: '2026-09-12', daysOfWeek: undefined, value: 60_000 }),
    ]);
  });
});

describe('packing', () => {
  const groups = calendar.map((nights) => foldNights(nights, same));

  it('puts every group into exactly one call, at most 50 in each, over at most 30 nights', () => {
    fc.assert(
      fc.property(fc.array(groups, { minLength: 1, maxLength: 8 }), (plans) => {
        const all = plans.flat();
        const calls = packCalls(all);
        expect(new Set(calls.flat())).toEqual(new Set(all));
        expect(calls.flat()).toHaveLength(all.length);
        for (const call of calls) {
          expect(call.length).toBeLessThanOrEqual(50);
          const first = call.map((group) => group.start).sort()[0] as string;
          const last = call
            .map((group) => group.end)
            .sort()
            .at(-1) as string;
          expect(daysBetween(first, last)).toBeLessThan(30);
        }
      }),
    );
  });

  it('tells earlier nights first: calls and the groups of each stand in the order of their first nights', () => {
    fc.assert(
      fc.property(groups, (one) => {
        const calls = packCalls(one);
        const sorted = (starts: (string | undefined)[]) => expect(starts).toEqual([...starts].sort());
        sorted(calls.map((call) => call[0]?.start));
        for (const call of calls) sorted(call.map((group) => group.start));
      }),
    );
  });
});
