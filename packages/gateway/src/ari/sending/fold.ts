import { ARI_PIECE_NIGHTS, daysBetween, weekday } from '@yuzhu/contract';

/** What one night of one rate plan should be at the platform. */
export interface NightValue<Value> {
  /** `yyyy-MM-dd`. */
  readonly night: string;
  readonly value: Value;
}

/** Nights of one value inside one short range. */
export interface NightGroup<Value> {
  /** First and last night, both included (documented). */
  readonly start: string;
  readonly end: string;
  /** Only these weekdays of the range, 1 Monday to 7 Sunday; absent = every night of it. */
  readonly daysOfWeek: readonly number[] | undefined;
  readonly value: Value;
  /** The nights the group stands for, ascending. */
  readonly nights: readonly string[];
}

/**
 * Folds nights into as few groups as pieces of at most seven nights allow (piece length observed): each group gathers
 * every night of its value in the piece. Inside seven nights a weekday names one night, so gaps and patterns cost no
 * further group and nights that were not given are never touched. Nights must be distinct; their order is free.
 */
export function foldNights<Value>(
  nights: readonly NightValue<Value>[],
  same: (a: Value, b: Value) => boolean,
  pieceNights: number = ARI_PIECE_NIGHTS,
): NightGroup<Value>[] {
  let left = [...nights].sort((a, b) => (a.night < b.night ? -1 : 1));
  const groups: NightGroup<Value>[] = [];
  while (left[0] !== undefined) {
    const { night: start, value } = left[0];
    const taken: string[] = [];
    const rest: NightValue<Value>[] = [];
    for (const one of left) {
      const inPiece = daysBetween(start, one.night) < Math.min(pieceNights, 7);
      if (inPiece && same(one.value, value)) taken.push(one.night);
      else rest.push(one);
    }
    groups.push(groupOf(taken, value));
    left = rest;
  }
  return groups;
}

function groupOf<Value>(nights: readonly string[], value: Value): NightGroup<Value> {
  const start = nights[0] as string;
  const end = nights.at(-1) as string;
  const whole = daysBetween(start, end) + 1 === nights.length;
  const daysOfWeek = whole ? undefined : nights.map(weekday).sort((a, b) => a - b);
  return { start, end, daysOfWeek, value, nights };
}
