import pg from 'pg';

/**
 * How PostgreSQL values reach the program, on every connection of a Database:
 *
 * | PostgreSQL            | program |
 * |---|---|
 * | bigint, count(*)      | number; a value beyond 2^53 - 1 throws instead of losing digits |
 * | numeric, sum(bigint)  | text (cast `::bigint` where a number is wanted) |
 * | date                  | text `yyyy-MM-dd` |
 * | timestamptz           | Unix milliseconds (number), infinity as ±Infinity |
 * | timestamp             | text, unchanged |
 * | bytea                 | Buffer |
 * | json, jsonb           | parsed |
 *
 * One-dimensional arrays of these follow the same rule. On the way in, give `new Date(ms)` for a timestamptz and text for a date.
 */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : PARSERS.get(oid)) ??
    pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
};

type Parse = (text: string) => unknown;

const PARSERS: ReadonlyMap<number, Parse> = new Map<number, Parse>([
  [20, parseInt8],
  [1016, listOf(parseInt8)],
  [1082, asText],
  [1182, listOf(asText)],
  [1114, asText],
  [1115, listOf(asText)],
  [1184, parseTimestamptz],
  [1185, listOf(parseTimestamptz)],
]);

function asText(text: string): string {
  return text;
}

function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(`bigint ${text} does not fit a JavaScript number; select it as text`);
  }
  return value;
}

/** Takes what DateStyle ISO prints in any time zone: `2026-01-31 08:00:00.123456+08`. */
function parseTimestamptz(text: string): number {
  if (text === 'infinity') return Number.POSITIVE_INFINITY;
  if (text === '-infinity') return Number.NEGATIVE_INFINITY;
  const ms = Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
  if (Number.isNaN(ms))
    throw new RangeError(`timestamptz ${text} is not in ISO form; the server's DateStyle must be ISO`);
  return ms;
}

function listOf(parse: Parse): Parse {
  return (text) => {
    if (text.startsWith('{{')) throw new RangeError('arrays of arrays are not supported');
    const items = text.slice(1, -1);
    // None of these types prints a comma or a quote inside a value.
    return items === ''
      ? []
      : items.split(',').map((item) => (item === 'NULL' ? null : parse(item.replaceAll('"', ''))));
  };
}
