/** JSON text that stands where a value would: numbers no double holds, broken literals. */
export class RawText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** An object as it is written, in order, where one key may come twice. */
export class Members {
  readonly list: [string, unknown][];

  constructor(list: [string, unknown][]) {
    this.list = list;
  }
}

/** Writes a tree of values, RawText and Members as JSON text. */
export function writeJson(value: unknown): string {
  if (value instanceof RawText) return value.text;
  if (value instanceof Members) return `{${value.list.map(pair).join(',')}}`;
  if (Array.isArray(value)) return `[${value.map(writeJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(pair)
      .join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

function pair([key, value]: [string, unknown]): string {
  return `${JSON.stringify(key)}:${writeJson(value)}`;
}

/** A deep copy that may be changed; own members only, also one that is called `__proto__`. */
export function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (value instanceof Members) return new Members(value.list.map(([key, member]) => [key, copyOf(member)]));
  if (typeof value !== 'object' || value === null || value instanceof RawText) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copyOf(member)]));
}
