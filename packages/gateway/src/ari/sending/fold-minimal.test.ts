import { addDays, daysBetween } from '@yuzhu/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldNights } from './fold.ts';
import { packCalls } from './pack.ts';

const FIRST = '2026-09-01';
const same = (a: number, b: number) => a === b;

/**
 * The fewest groups that say these nights, by trying all: every set of nights of one value within `piece` nights is a
 * possible group. Whether the platform lets a later group win over an earlier one makes no difference: read backwards, a
 * group may cover what a later one has said, but what it adds is still a set of nights of one value within a piece.
 */
function fewestGroups(values: readonly (number | null)[], piece: number): number {
  const all = values.reduce<number>((mask, value, at) => (value === null ? mask : mask | (1 << at)), 0);
  const groups = new Set<number>();
  for (let start = 0; start < values.length; start++) {
    for (let subset = 1; subset < 1 << piece; subset++) {
      const mask = (subset << start) & all;
      const said = values.filter((_, at) => (mask & (1 << at)) !== 0);
      if (mask !== 0 && mask >> start === subset && new Set(said).size === 1) groups.add(mask);
    }
  }
  let reached = new Set([0]);
  for (let count = 0; ; count++) {
    if (reached.has(all)) return count;
    const next = new Set<number>();
    for (const mask of reached) for (const group of groups) next.add(mask | group);
    reached = next;
  }
}

describe('folding', () => {
  it('needs as few groups as any way of saying the same: exhaustive search on small calendars', () => {
    const calendar = fc.array(fc.option(fc.integer({ min: 1, max: 3 }), { freq: 5 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(calendar, fc.constantFrom(3, 4, 7), (values, piece) => {
        const nights = values.flatMap((value, at) => (value === null ? [] : [{ night: addDays(FIRST, at), value }]));
        expect(foldNights(nights, same, piece)).toHaveLength(fewestGroups(values, piece));
      }),
      { numRuns: 150 },
    );
  });
});

interface Piece {
  readonly start: string;
  readonly end: string;
}

/** The fewest calls by trying every way to deal the groups out. */
function fewestCalls(groups: readonly Piece[], most: number, span: number): number {
  const fits = (call: readonly Piece[]) => {
    const first = call.reduce((least, { start }) => (start < least ? start : least), '9999');
    const last = call.reduce((greatest, { end }) => (end > greatest ? end : greatest), '');
    return call.length <= most && daysBetween(first, last) < span;
  };
  let best = groups.length;
  const deal = (at: number, calls: readonly (readonly Piece[])[]) => {
    if (calls.length >= best && at < groups.length) return;
    const group = groups[at];
    if (group === undefined) {
      best = Math.min(best, calls.length);
      return;
    }
    for (const [n, call] of calls.entries()) {
      if (fits([...call, group])) deal(at + 1, calls.with(n, [...call, group]));
    }
    deal(at + 1, [...calls, [group]]);
  };
  deal(0, []);
  return best;
}

describe('packing', () => {
  it('needs as few calls as any way of dealing the groups out: exhaustive search on a few groups', () => {
    const piece = fc
      .tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 4 }))
      .map(([start, nights]) => ({ start: addDays(FIRST, start), end: addDays(FIRST, start + nights) }));
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 7 }), fc.integer({ min: 1, max: 4 }), (groups, most) => {
        expect(packCalls(groups, most, 10)).toHaveLength(fewestCalls(groups, most, 10));
      }),
      { numRuns: 400 },
    );
  });
});
