import type { Interface } from '../interface.ts';

/** How a message is bad. `foreign`: it names what belongs to another account. */
export type BadKind = 'unreadable' | 'wrong' | 'missing' | 'over-limit' | 'foreign';

/** One bad message, made from a good one by a single change. */
export interface BadInput {
  readonly kind: BadKind;
  /** The change in words, with its place. */
  readonly what: string;
  /** The bytes to send, as text. */
  readonly text: string;
}

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** Bodies that are no message of anything. */
const UNREADABLE: readonly (readonly [what: string, text: string])[] = [
  ['an empty body', ''],
  ['half a JSON text', '{"a":'],
  ['a list', '[]'],
  ['a number', '7'],
  ['null', 'null'],
  ['markup', '<a/>'],
  ['an unescaped control character', '{"a":"\u0000"}'],
  ['nesting of a thousand levels', `${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`],
];

/**
 * Every bad message that the contract itself tells: unreadable bodies; each member of the request with a value of another
 * type or outside its rules, present in the good message or not; each required member left out; each list beyond its limit.
 * @param good a message that is accepted
 */
export function badInputs(one: Interface, good: object): readonly BadInput[] {
  const made: BadInput[] = UNREADABLE.map(([what, text]) => ({ kind: 'unreadable', what, text }));
  const add = (kind: BadKind, what: string, body: unknown) => made.push({ kind, what, text: JSON.stringify(body) });
  walk(one.request as Schema, good, '', (change) => change, add);
  for (const { counts, per, max, path } of one.limits) {
    if (counts !== 'items' || per !== 'call' || path === undefined) continue;
    const many = repeated(good, path.replaceAll('[]', '').split('.'), max + 1);
    // An optional list that the good message has none of.
    if (JSON.stringify(many) !== JSON.stringify(good)) add('over-limit', `${max + 1} items in ${path}`, many);
  }
  return made;
}

/**
 * Every message that names something of another account in place of one's own: one for each place where an id stands.
 * @param pairs own id to the other account's id of the same kind
 */
export function foreignInputs(good: object, pairs: ReadonlyMap<string, string>): readonly BadInput[] {
  const made: BadInput[] = [];
  const visit = (value: unknown, path: string, rebuild: (change: unknown) => unknown): void => {
    const theirs = typeof value === 'string' ? pairs.get(value) : undefined;
    if (theirs !== undefined)
      made.push({ kind: 'foreign', what: `another account’s ${path}`, text: JSON.stringify(rebuild(theirs)) });
    for (const [key, member] of entriesOf(value))
      visit(member, `${path}.${key}`, (change) => rebuild(withMember(value, key, change)));
  };
  visit(good, 'body', (change) => change);
  return made;
}

type Add = (kind: BadKind, what: string, body: unknown) => void;
type Rebuild = (change: unknown) => unknown;

function walk(schema: Schema, value: unknown, path: string, rebuild: Rebuild, add: Add): void {
  for (const [what, bad] of wrongValues(schema)) add('wrong', `${path || 'the body'}: ${what}`, rebuild(bad));
  const { maxLength, maxItems } = schema;
  if (maxLength !== undefined)
    add('over-limit', `${path}: ${maxLength + 1} characters`, rebuild('x'.repeat(maxLength + 1)));
  if (maxItems !== undefined && Array.isArray(value))
    add('over-limit', `${path}: ${maxItems + 1} items`, rebuild(Array(maxItems + 1).fill(value[0])));
  if (Array.isArray(value) && schema.items !== undefined && value.length > 0) {
    walk(schema.items, value[0], `${path}[0]`, (change) => rebuild([change, ...value.slice(1)]), add);
  }
  if (!isRecord(value)) return;
  const free = Object.values(schema.patternProperties ?? {})[0];
  const members =
    free === undefined
      ? (schema.properties ?? {})
      : Object.fromEntries(
          Object.keys(value)
            .slice(0, 1)
            .map((key) => [key, free]),
        );
  for (const [key, member] of Object.entries(members)) {
    const at = path === '' ? key : `${path}.${key}`;
    if (schema.required?.includes(key)) add('missing', `${at} is missing`, rebuild(without(value, key)));
    walk(member, value[key], at, (change) => rebuild(withMember(value, key, change)), add);
  }
}

/** Values a member must not have. */
function wrongValues(schema: Schema): (readonly [what: string, value: unknown])[] {
  const { minimum, maximum, minLength, pattern, minItems } = schema;
  switch (schema.type) {
    case 'object':
      return [
        ['a list', []],
        ['a text', 'x'],
      ];
    case 'array':
      return [
        ['a structure', { a: 1 }],
        ['a text', 'x'],
        ...(minItems === undefined || minItems === 0 ? [] : ([['an empty list', []]] as const)),
      ];
    case 'string':
      return [
        ['a structure', { a: 1 }],
        ['a switch', true],
        ['text with NUL', 'a\u0000b'],
        ...(minLength === undefined ? [] : ([['empty text', '']] as const)),
        ...(pattern === undefined ? [] : ([['text of another form', 'not so']] as const)),
      ];
    case 'integer':
    case 'number':
      return [
        ['words', 'x'],
        ['a list', [1]],
        ['a switch', true],
        ...(schema.type === 'number' ? [] : ([['a fraction', 0.5]] as const)),
        ...(minimum === undefined ? [] : ([['less than the least', minimum - 1]] as const)),
        ...(maximum === undefined ? [] : ([['more than the most', maximum + 1]] as const)),
      ];
    case 'boolean':
      return [
        ['words', 'x'],
        ['a number', 7],
      ];
    default:
      return [];
  }
}

/** The message with the list at a path made `count` long; on the way the first of every list is taken. */
function repeated(value: unknown, path: readonly string[], count: number): unknown {
  const [key, ...rest] = path;
  if (Array.isArray(value)) return key === undefined ? Array(count).fill(value[0]) : [repeated(value[0], path, count)];
  return key === undefined || !isRecord(value) ? value : { ...value, [key]: repeated(value[key], rest, count) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function withMember(value: unknown, key: string, member: unknown): unknown {
  if (Array.isArray(value)) return value.map((item, at) => (String(at) === key ? member : item));
  return { ...(value as object), [key]: member };
}

function without(value: Record<string, unknown>, key: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}
