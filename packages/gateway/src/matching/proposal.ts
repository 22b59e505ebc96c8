/** Why two entries are, or are not, taken for the same; shown to the person who decides. */
export interface Reason {
  /** What was compared. */
  readonly about: 'name' | 'address' | 'distance' | 'beds' | 'grade' | 'view' | 'area' | 'guests';
  readonly verdict: 'same' | 'alike' | 'differs';
  readonly zh: string;
  readonly en: string;
}

/** What a comparison came to. */
export interface Score {
  /** 0 to 1. */
  readonly score: number;
  /** Put into words only for the pairs that are shown. */
  reasons(): readonly Reason[];
}

/** A pair that is proposed. Nothing is matched by it: a person or the API confirms. */
export interface Proposal<Own, Found> extends Score {
  readonly own: Own;
  readonly found: Found;
  /** Somebody else is nearly as good: look twice. */
  readonly doubtful: boolean;
}

/** How two entries of a kind are compared. */
export interface Comparison<Facts, Prepared> {
  prepare(facts: Facts): Prepared;
  compare(own: Prepared, found: Prepared): Score;
}

/** The mean of what was compared, each with its weight. */
export function weighted(parts: readonly { readonly weight: number; readonly value: number }[]): number {
  let sum = 0;
  let weights = 0;
  for (const { weight, value } of parts) {
    sum += weight * value;
    weights += weight;
  }
  return sum / weights;
}

/** Below this a pair is not proposed (our choice; `accuracy.test.ts` tells what it gives). */
const LEAST_SCORE = 0.55;
/** A lead smaller than this over the next best is doubtful (our choice). */
const CLEAR_LEAD = 0.08;

/**
 * Proposes pairs, each entry used once, the best first. Taking the best pair each time instead of the best sum of all
 * keeps a proposal explicable: it is the best of both of its sides among what was left.
 */
export function propose<Own extends Facts, Found extends Facts, Facts, Prepared>(
  own: readonly Own[],
  found: readonly Found[],
  // What costs time is done once for each entry, not for each pair: a thousand of each side are a million pairs.
  { prepare, compare }: Comparison<Facts, Prepared>,
): Proposal<Own, Found>[] {
  const theirs = found.map((one) => ({ one, prepared: prepare(one) }));
  const pairs: Omit<Proposal<Own, Found>, 'doubtful'>[] = [];
  for (const mine of own) {
    const prepared = prepare(mine);
    for (const their of theirs) {
      const score = compare(prepared, their.prepared);
      if (score.score >= LEAST_SCORE) pairs.push({ own: mine, found: their.one, ...score });
    }
  }
  pairs.sort((a, b) => b.score - a.score);
  const taken = new Set<unknown>();
  const proposals: Proposal<Own, Found>[] = [];
  for (const pair of pairs) {
    if (taken.has(pair.own) || taken.has(pair.found)) continue;
    const rival = pairs.find(
      (other) =>
        other !== pair &&
        (other.own === pair.own || other.found === pair.found) &&
        !taken.has(other.own) &&
        !taken.has(other.found),
    );
    taken.add(pair.own).add(pair.found);
    proposals.push({ ...pair, doubtful: rival !== undefined && pair.score - rival.score < CLEAR_LEAD });
  }
  return proposals;
}
