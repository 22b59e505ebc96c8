import { addDays } from '../../shared/nights.ts';
import type { RefusedNight } from '../api/pushes.ts';

/** Neighbouring nights of a rate plan that the platform refused with the same words. */
export interface RefusedRange extends Pick<RefusedNight, 'kind' | 'rate_plan_id' | 'code' | 'message' | 'logid'> {
  readonly from: string;
  /** Last night, included. */
  readonly to: string;
  readonly nights: number;
}

/** Folds refused nights into ranges, so that a refused month is one line and not thirty. */
export function foldRefused(refused: readonly RefusedNight[]): RefusedRange[] {
  const keyOf = ({ kind, rate_plan_id, code, message }: RefusedNight) =>
    JSON.stringify([rate_plan_id, kind, code, message]);
  const ordered = [...refused].sort((a, b) => compare(keyOf(a), keyOf(b)) || compare(a.night, b.night));
  const ranges: RefusedRange[] = [];
  let last: string | undefined;
  for (const one of ordered) {
    const { night, kind, rate_plan_id, code, message, logid } = one;
    const range = ranges.at(-1);
    if (range !== undefined && last === keyOf(one) && addDays(range.to, 1) === night) {
      ranges[ranges.length - 1] = { ...range, to: night, nights: range.nights + 1 };
    } else {
      ranges.push({ kind, rate_plan_id, code, message, logid, from: night, to: night, nights: 1 });
    }
    last = keyOf(one);
  }
  return ranges;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
