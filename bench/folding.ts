import { addDays, daysIn, weekday } from '@yuzhu/contract';
import { seededRandom } from '@yuzhu/runtime';
import { foldNights } from '../packages/gateway/src/ari/sending/fold.ts';
import { packCalls } from '../packages/gateway/src/ari/sending/pack.ts';

const PLANS = 50;
const FIRST = '2026-09-01';

/** Groups and calls of a year of prices, against one group for each night. */
export interface FoldingFigures {
  readonly plans: number;
  readonly nights: number;
  readonly groups: number;
  readonly calls: number;
  readonly singleGroups: number;
  readonly singleCalls: number;
}

/**
 * Fifty rate plans over 365 nights: dearer on Fridays and Saturdays, two seasons, and one night in twenty with a price of
 * its own. The figures are the same in every run.
 */
export function foldingFigures(): FoldingFigures {
  const random = seededRandom('a year of prices');
  const nights = daysIn(FIRST, addDays(FIRST, 364));
  const same = (a: number, b: number) => a === b;
  const year = Array.from({ length: PLANS }, (_, plan) =>
    nights.map((night) => {
      const summer = night >= '2027-04-01' && night < '2027-08-15' ? 15_000 : 0;
      const weekend = [5, 6].includes(weekday(night)) ? 10_000 : 0;
      const value = random.next() < 0.05 ? 30_000 + 100 * random.int(500) : 40_000 + 1000 * plan + summer + weekend;
      return { night, value };
    }),
  );
  const groups = year.flatMap((plan) => foldNights(plan, same));
  const single = year.flat().map(({ night }) => ({ start: night, end: night }));
  return {
    plans: PLANS,
    nights: nights.length,
    groups: groups.length,
    calls: packCalls(groups).length,
    singleGroups: single.length,
    singleCalls: packCalls(single).length,
  };
}

/** The figures for people. */
export function foldingLine(figures: FoldingFigures): string {
  const n = (value: number) => value.toLocaleString('en-US');
  const { plans, nights, groups, calls, singleGroups, singleCalls } = figures;
  return `folding ${plans} rate plans x ${nights} nights: ${n(groups)} groups in ${n(calls)} calls; one group for each night: ${n(singleGroups)} in ${n(singleCalls)} (${Math.round((100 * groups) / singleGroups)} %)`;
}
