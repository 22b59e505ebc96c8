import type { Random } from '@yuzhu/runtime';
import { copyOf, Members, RawText, writeJson } from './json-text.ts';
import type { Source } from './world.ts';

/** A content with mistakes, and what they are. */
export interface Mutated {
  readonly content: unknown;
  readonly recipe: readonly string[];
}

/** Bytes a repeated list may take. */
const HUGE = 300_000;

/** A place in a tree: a member of an object or an item of a list. */
interface Slot {
  readonly holder: Record<string, unknown> | unknown[];
  readonly key: string;
  readonly path: string;
}

/** Makes one to three structured mistakes. */
export function mutate(source: Source, content: unknown): Mutated {
  const { random } = source;
  let tree = copyOf(content);
  const recipe: string[] = [];
  const wanted = 1 + random.int(3);
  for (let round = 0; round < wanted; round++) {
    const slots = slotsOf(tree);
    if (slots.length === 0) break;
    const slot = random.pick(slots);
    const name = random.pick(NAMES);
    // Twice, one inside the other, it would take all memory there is.
    if (name === 'huge array' && recipe.some((step) => step.startsWith(name))) continue;
    const changed = MUTATIONS[name]?.(source, slot);
    if (changed === false) continue;
    recipe.push(`${name} ${slot.path}`);
    // Duplicates change the kind of their holder: no further step looks into it.
    if (changed instanceof Members) tree = replaceHolder(tree, slot.holder, changed);
  }
  return { content: tree, recipe: recipe.length > 0 ? recipe : ['nothing'] };
}

/** Every place in a tree, at most some hundred of them. */
export function slotsOf(tree: unknown, path = '', found: Slot[] = []): Slot[] {
  if (typeof tree !== 'object' || tree === null || tree instanceof RawText || tree instanceof Members) return found;
  const holder = tree as Record<string, unknown> | unknown[];
  for (const [key, value] of Object.entries(tree)) {
    if (found.length >= 400) break;
    const here = path === '' ? key : `${path}.${key}`;
    found.push({ holder, key, path: here });
    slotsOf(value, here, found);
  }
  return found;
}

function replaceHolder(tree: unknown, holder: unknown, by: unknown): unknown {
  if (tree === holder) return by;
  if (typeof tree !== 'object' || tree === null || tree instanceof RawText || tree instanceof Members) return tree;
  const parent = tree as Record<string, unknown>;
  for (const [key, value] of Object.entries(tree)) parent[key] = replaceHolder(value, holder, by);
  return tree;
}

/** Changes a slot in place; false = does not fit here; Members = the holder's new form. */
type Mutation = (source: Source, slot: Slot) => unknown;

function valueAt({ holder, key }: Slot): unknown {
  return (holder as Record<string, unknown>)[key];
}

function put({ holder, key }: Slot, value: unknown): void {
  // Never through a prototype: a key may be `__proto__`.
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

const setting =
  (make: (random: Random, value: unknown, source: Source) => unknown): Mutation =>
  (source, slot) =>
    put(slot, make(source.random, valueAt(slot), source));

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  drop: (_source, { holder, key }) => {
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else delete holder[key];
  },
  null: setting(() => null),
  empty: setting((random) => random.pick<unknown>(['', [], {}])),
  'wrong type': setting((random, value) =>
    random.pick<unknown>([true, 0, 'text', {}, [], [value], { value }, 1.5, new RawText('-0'), new RawText('1E2')]),
  ),
  'boundary +-1': (source, slot) => {
    const value = valueAt(slot);
    if (typeof value !== 'number') return false;
    const { random } = source;
    put(slot, random.pick([value + 1, value - 1, -value, 2 ** 31, 2 ** 31 - 1, -(2 ** 31), 2 ** 53, 2 ** 32, 32_768]));
    return true;
  },
  'long number': setting(
    (random) =>
      new RawText(
        random.pick(['12345678901234567890', '-12345678901234567890', '1e400', '9007199254740993', '1.0', '1e-400']),
      ),
  ),
  'numeric text': setting((random, given) => {
    // Not String(): a member called `toString` may stand in the way.
    const value = typeof given === 'string' ? given : writeJson(given).slice(0, 100);
    return random.pick([value, ` ${value} `, `${value}.0`, '１２３', '+1', '0x10', '1_000', '007']);
  }),
  'duplicate key': (source, { holder, key }) => {
    if (Array.isArray(holder)) return false;
    const other = source.random.pick<unknown>([null, 0, '', holder[key], 'x']);
    const pairs = Object.entries(holder);
    return new Members(source.random.next() < 0.5 ? [...pairs, [key, other]] : [[key, other], ...pairs]);
  },
  'unknown member': ({ random }, { holder }) => {
    if (Array.isArray(holder)) return false;
    holder[random.pick(['future', 'x'.repeat(300), '中文', 'toString', 'length', '0', ''])] = random.pick<unknown>([
      1,
      { deep: [1] },
      '文',
    ]);
    return true;
  },
  reorder: (_source, { holder }) => {
    if (Array.isArray(holder)) return holder.reverse();
    const reversed = Object.entries(holder).reverse();
    for (const [key] of reversed) delete holder[key];
    for (const [key, value] of reversed) holder[key] = value;
    return true;
  },
  'id of another account': setting((random, _value, { world: { foreign } }) => {
    const all = Object.values(foreign).flat() as string[];
    return all.length > 0 ? random.pick(all) : '7999999999999999999';
  }),
  'id of another kind': setting((random, _value, { world: { ids } }) =>
    random.pick(Object.values(ids).flat() as string[]),
  ),
  'huge array': (source, slot) => {
    const value = valueAt(slot);
    if (!Array.isArray(value)) return false;
    const item: unknown = value[0] ?? 'x';
    const wanted = source.random.pick([19, 20, 21, 50, 51, 51, 366]);
    // Large lists of large lists would soon be larger than any limit.
    const size = Math.min(wanted, Math.ceil(HUGE / (writeJson(item).length + 1)));
    put(
      slot,
      Array.from({ length: size }, () => item),
    );
    return true;
  },
  'odd date': setting((random) =>
    random.pick([
      '2026-02-30',
      '2026-13-01',
      '20261001',
      '2026-10-01T00:00:00Z',
      '10/01/2026',
      '2026-10-1',
      '+12026-10-01',
      '0000-01-01',
    ]),
  ),
  'odd text': setting((random) =>
    random.pick([
      '\u0000',
      '\ud800',
      '\udfff',
      'x'.repeat(random.next() < 0.1 ? 70_000 : 4100),
      '9'.repeat(129),
      '\r\n',
      '\u2028',
      'ＡＢ',
      '\u0001',
      'é',
    ]),
  ),
  'swap days': (_source, { holder }) => {
    if (Array.isArray(holder) || typeof holder.start !== 'string') return false;
    [holder.start, holder.end] = [holder.end, holder.start];
    return true;
  },
};
const NAMES = Object.keys(MUTATIONS);
