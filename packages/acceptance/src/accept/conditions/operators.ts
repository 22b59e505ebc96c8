import type { Bilingual } from '@yuzhu/contract';

/** How a value is compared. The names stand in reports; the words are for people. */
export type Operator =
  | 'eq'
  | 'ne'
  | 'in'
  | 'type'
  | 'exists'
  | 'absent'
  | 'atLeast'
  | 'atMost'
  | 'matches'
  | 'contract';

/** What an operator asks for, in words that stand between the path and the expected value. */
export const OPERATOR_WORDS: Readonly<Record<Operator, Bilingual>> = {
  eq: { zh: '等于', en: 'equals' },
  ne: { zh: '不等于', en: 'does not equal' },
  in: { zh: '属于', en: 'is one of' },
  type: { zh: '类型为', en: 'is of type' },
  exists: { zh: '存在且非空', en: 'exists and is not empty' },
  absent: { zh: '不存在', en: 'does not exist' },
  atLeast: { zh: '不小于', en: 'is at least' },
  atMost: { zh: '不大于', en: 'is at most' },
  matches: { zh: '符合', en: 'matches' },
  contract: { zh: '符合契约', en: 'is as the contract says' },
};

/** Whether a value meets an operator and its expected value. `contract` is decided by the contract, not here. */
export function holds(actual: unknown, operator: Operator, expected: unknown): boolean {
  switch (operator) {
    case 'eq':
      return same(actual, expected);
    case 'ne':
      return !same(actual, expected);
    case 'in':
      return Array.isArray(expected) && expected.some((one) => same(actual, one));
    case 'type':
      return typeName(actual) === expected || (expected === 'number' && typeName(actual) === 'integer');
    case 'exists':
      return actual !== undefined && actual !== null && actual !== '';
    case 'absent':
      return actual === undefined || actual === null;
    case 'atLeast':
      return typeof actual === 'number' && actual >= Number(expected);
    case 'atMost':
      return typeof actual === 'number' && actual <= Number(expected);
    case 'matches':
      return typeof actual === 'string' && new RegExp(String(expected)).test(actual);
    case 'contract':
      return false;
  }
}

/** JSON's name of a value's type; whole numbers are `integer`, what is not there is `missing`. */
export function typeName(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

/** Member order means nothing in JSON. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
