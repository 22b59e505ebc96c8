import type { AriKind } from './calls.ts';

/** What a failure notice says, as far as it can be read. */
export interface AriFailure {
  /** What failed; undefined when it is not said: both. */
  readonly kind: AriKind | undefined;
  /** The platform's ids. */
  readonly ratePlanIds: readonly string[];
  readonly hotelIds: readonly string[];
  /** The push that failed. */
  readonly logid: string | undefined;
  readonly code: number | undefined;
  readonly message: string | undefined;
}

/** Under which names a fact may come; compared without `_` and case. The first ones are our reading (inferred). */
const NAMES = {
  ratePlan: ['rateplanid', 'rateplanids', 'productid', 'productids'],
  hotel: ['hotelid', 'hotelids', 'poiid', 'poiids'],
  logid: ['logid'],
  type: ['type', 'notifyscene'],
  code: ['code', 'errorcode', 'suberrorcode'],
  message: ['message', 'errormsg', 'description', 'reason', 'suberror'],
} as const;

/** `type` as numbers, following notify_scene (inferred): 1 price; 2 stock, 3 room status. */
const KINDS: Readonly<Record<number, AriKind>> = { 1: 'price', 2: 'stock', 3: 'stock' };

/** Enough for any notice; more is no notice but a burden. */
const MOST_VALUES = 2000;

/**
 * Reads the content of an `ari-failure` notice. Its form is not published: the facts are looked for by name at any
 * depth, ids may be text or whole numbers. Pure.
 */
export function readAriFailure(content: unknown): AriFailure {
  const found = new Map<string, unknown[]>();
  const waiting: unknown[] = [content];
  for (let seen = 0; waiting.length > 0 && seen < MOST_VALUES; seen++) {
    const value = waiting.shift();
    if (Array.isArray(value)) waiting.push(...value.slice(0, MOST_VALUES));
    else if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value)) {
        const key = name.replaceAll('_', '').toLowerCase();
        found.set(key, [...(found.get(key) ?? []), ...(Array.isArray(member) ? member : [member])]);
        waiting.push(member);
      }
    }
  }
  const valuesOf = (names: readonly string[]) => names.flatMap((name) => found.get(name) ?? []);
  const textsOf = (names: readonly string[]) => [...new Set(valuesOf(names).flatMap(asText))];
  const kinds = new Set(valuesOf(NAMES.type).map((type) => KINDS[Number(type)]));
  const [kind] = kinds;
  const code = valuesOf(NAMES.code)
    .map(Number)
    .find((one) => Number.isSafeInteger(one) && one !== 0);
  return {
    kind: kinds.size === 1 ? kind : undefined,
    ratePlanIds: textsOf(NAMES.ratePlan),
    hotelIds: textsOf(NAMES.hotel),
    logid: textsOf(NAMES.logid)[0],
    code: code !== undefined && Math.abs(code) < 2 ** 31 ? code : undefined,
    message: textsOf(NAMES.message)[0]?.slice(0, 500),
  };
}

function asText(value: unknown): string[] {
  if (typeof value === 'string' && value !== '' && value.isWellFormed()) return [value];
  return Number.isSafeInteger(value) ? [String(value)] : [];
}
