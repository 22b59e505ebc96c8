/** Something of the hotel's own and the platform's entry it most likely is. */
export interface Suggestion<Own, Found> {
  readonly own: Own;
  readonly found: Found;
  /** 0 to 1: how alike the names are; 1 = equal after normalising. */
  readonly likeness: number;
}

/** Below this nobody should be shown a pair (our choice). */
const LEAST = 0.5;

/**
 * Proposes pairs by name, each entry used once, most alike first. A help for a person: nothing is matched by it.
 */
export function suggestPairs<Own extends { readonly name: string }, Found extends { readonly name: string }>(
  own: readonly Own[],
  found: readonly Found[],
): Suggestion<Own, Found>[] {
  const all = own.flatMap((mine) =>
    found.map((theirs) => ({ own: mine, found: theirs, likeness: likeness(mine.name, theirs.name) })),
  );
  const pairs: Suggestion<Own, Found>[] = [];
  const taken = new Set<Own | Found>();
  for (const pair of all.sort((a, b) => b.likeness - a.likeness)) {
    if (pair.likeness < LEAST || taken.has(pair.own) || taken.has(pair.found)) continue;
    taken.add(pair.own).add(pair.found);
    pairs.push(pair);
  }
  return pairs;
}

/** How alike two names are: shared pairs of neighbouring letters (Dice), after dropping width, case and punctuation. */
export function likeness(a: string, b: string): number {
  const left = normalise(a);
  const right = normalise(b);
  if (left === '' || right === '') return 0;
  if (left === right) return 1;
  const pairsLeft = letterPairs(left);
  const pairsRight = letterPairs(right);
  const rest = [...pairsRight];
  const shared = pairsLeft.filter((pair) => {
    const at = rest.indexOf(pair);
    if (at >= 0) rest.splice(at, 1);
    return at >= 0;
  }).length;
  return (2 * shared) / (pairsLeft.length + pairsRight.length || 1);
}

function normalise(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function letterPairs(text: string): string[] {
  const letters = [...text];
  return letters.slice(1).map((letter, at) => `${letters[at]}${letter}`);
}
