/** Chinese numerals as hotels write storeys, wings and branches. */
const NUMERALS: Readonly<Record<string, string>> = {
  零: '0',
  〇: '0',
  一: '1',
  二: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
  壹: '1',
  贰: '2',
  叁: '3',
};

/** A name as it is compared: width, case, spaces, punctuation and the way digits are written do not matter. */
export function plainName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[零〇一二三四五六七八九壹贰叁]/g, (numeral) => NUMERALS[numeral] as string)
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** A text made ready for being compared with many others. */
export interface Comparable {
  readonly text: string;
  /** Its pairs of neighbouring letters with their number; a single letter stands for itself. */
  readonly pairs: ReadonlyMap<string, number>;
  readonly count: number;
}

/** Makes a text ready. */
export function comparable(text: string): Comparable {
  const letters = [...text];
  const all = letters.length < 2 ? letters : letters.slice(1).map((letter, at) => `${letters[at]}${letter}`);
  const pairs = new Map<string, number>();
  for (const pair of all) pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  return { text, pairs, count: all.length };
}

/** How alike two texts are, 0 to 1: what share of their pairs of neighbouring letters they have in common (Dice). */
export function likeness(a: Comparable, b: Comparable): number {
  if (a.text === b.text) return a.text === '' ? 0 : 1;
  let shared = 0;
  for (const [pair, count] of a.pairs) shared += Math.min(count, b.pairs.get(pair) ?? 0);
  return (2 * shared) / (a.count + b.count || 1);
}
