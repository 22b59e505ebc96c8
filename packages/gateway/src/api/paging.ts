import Type, { type TSchema } from 'typebox';
import { count, list, MOST_PER_PAGE, nullable, optional } from './fields.ts';
import { inputInvalid } from './problems.ts';

/** The query members of every list. */
export const pageQuery = {
  limit: optional(count('entries a page, default 50', 1, MOST_PER_PAGE)),
  cursor: optional(Type.String({ description: 'next_cursor of the page before', maxLength: 512 })),
};

/** A page of a list. */
export function page<Item extends TSchema>(item: Item, description: string) {
  return Type.Object({
    items: list(item, description),
    next_cursor: nullable(Type.String({ description: 'give it as cursor for the next page; null on the last one' })),
  });
}

/** Where a page begins: the sort keys of the last entry of the page before. */
export type CursorKeys = readonly (string | number)[];

/** Default size of a page. */
export const PER_PAGE = 50;

/**
 * Reads a cursor: one per sort key, of the types given by `shape` (`''` text, `0` a whole number).
 * @throws AppError INPUT_INVALID for a cursor that this list did not hand out.
 */
export function readCursor<const Shape extends CursorKeys>(
  cursor: string | undefined,
  shape: Shape,
): { [Key in keyof Shape]: Shape[Key] extends number ? number : string } | undefined {
  if (cursor === undefined) return undefined;
  const keys = parse(cursor);
  const fits =
    Array.isArray(keys) &&
    keys.length === shape.length &&
    shape.every((kind, at) => {
      const key: unknown = keys[at];
      return typeof kind === 'number'
        ? Number.isSafeInteger(key) && (key as number) >= 0 && (key as number) <= LARGEST_KEY
        : typeof key === 'string' && !key.includes('\0') && key.isWellFormed();
    });
  if (!fits) {
    throw inputInvalid([
      {
        where: 'query.cursor',
        message_zh: '不是本列表给出的 next_cursor',
        message_en: 'is not a next_cursor of this list',
      },
    ]);
  }
  return keys as never;
}

/** The last millisecond of the year 9999: moments and numbers of rows are below it, and PostgreSQL takes it as either. */
const LARGEST_KEY = 253_402_300_799_999;

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Makes a page out of one row more than asked for.
 * @param rows at most `limit + 1` rows in the list's order
 */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  keysOf: (row: Row) => CursorKeys,
  toItem: (row: Row) => Item,
): { items: Item[]; next_cursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    items: shown.map(toItem),
    next_cursor: more ? Buffer.from(JSON.stringify(keysOf(last))).toString('base64url') : null,
  };
}
