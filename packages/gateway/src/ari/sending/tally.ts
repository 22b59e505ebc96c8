import type { PlanGroup } from './calls.ts';
import type { ReadMark, TruthRow } from './truth.ts';

/**
 * Which marks of a reading are settled. A mark is when every published rate plan's night of it is; the rate plans of a
 * room type may stand in different calls.
 */
export class MarkTally<Value> {
  readonly rows: readonly TruthRow<Value>[];
  readonly #marks: readonly ReadMark[];
  /** Rate plan and night -> its mark. */
  readonly #markOf = new Map<string, ReadMark>();
  /** Mark -> rate plans whose night is open. */
  readonly #open = new Map<string, number>();

  constructor(marks: readonly ReadMark[], rows: readonly TruthRow<Value>[]) {
    this.rows = rows;
    this.#marks = marks;
    for (const { mark, ratePlanId } of rows) {
      this.#markOf.set(`${mark.night} ${ratePlanId}`, mark);
      this.#open.set(keyOf(mark), (this.#open.get(keyOf(mark)) ?? 0) + 1);
    }
  }

  /** Marks nothing is published of: settled as they are. */
  untold(): ReadMark[] {
    return this.#marks.filter((mark) => !this.#open.has(keyOf(mark)));
  }

  /** The subject (room type or rate plan) whose marks a group answers. */
  subjectOf(group: PlanGroup<Value>): string {
    return (this.#markOf.get(`${group.nights[0]} ${group.ratePlanId}`) as ReadMark).subjectId;
  }

  /** Whether settling these groups would settle at least one mark. */
  wouldSettle(groups: readonly PlanGroup<Value>[]): boolean {
    const count = new Map<string, number>();
    for (const mark of this.#marksOf(groups)) count.set(keyOf(mark), (count.get(keyOf(mark)) ?? 0) + 1);
    return [...count].some(([key, settled]) => settled === this.#open.get(key));
  }

  /** These groups are settled; returns the marks that thereby are. */
  settle(groups: readonly PlanGroup<Value>[]): ReadMark[] {
    const done: ReadMark[] = [];
    for (const mark of this.#marksOf(groups)) {
      const open = (this.#open.get(keyOf(mark)) ?? 0) - 1;
      this.#open.set(keyOf(mark), open);
      if (open === 0) done.push(mark);
    }
    return done;
  }

  #marksOf(groups: readonly PlanGroup<Value>[]): ReadMark[] {
    return groups.flatMap(({ ratePlanId, nights }) =>
      nights.map((night) => this.#markOf.get(`${night} ${ratePlanId}`) as ReadMark),
    );
  }
}

function keyOf({ night, subjectId }: ReadMark): string {
  return `${night} ${subjectId}`;
}
