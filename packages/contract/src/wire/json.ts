/** A number of 16 or more digits right after a JSON structure character: too long for a double. */
const LONG_NUMBER = /[:[,]\s*-?\d{16,}/;

interface ReviverContext {
  readonly source?: string;
}

/**
 * Parses JSON with every integer beyond 2^53 kept as text, because platform ids have 19 digits and some senders write
 * them as numbers. Throws SyntaxError like JSON.parse. The scan costs little; the slow path runs only when needed.
 */
export function parseJson(text: string): unknown {
  if (!LONG_NUMBER.test(text)) return JSON.parse(text);
  const revive = (_key: string, value: unknown, context: ReviverContext): unknown =>
    typeof value === 'number' &&
    context.source !== undefined &&
    /^-?\d+$/.test(context.source) &&
    !Number.isSafeInteger(value)
      ? context.source
      : value;
  // The third argument of a reviver is newer than TypeScript's library types.
  return JSON.parse(text, revive as (key: string, value: unknown) => unknown);
}

/**
 * Whether arrays and objects lie in each other deeper than `most` levels in a JSON text, without parsing it; strings are
 * skipped. A text with no more brackets than that needs no reading: 0.1 us instead of 1.7 for a bookable check.
 */
export function nestedDeeper(text: string, most: number): boolean {
  if (brackets(text, '{', most) + brackets(text, '[', most) <= most) return false;
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (inString) {
      if (char === 92) at++;
      else if (char === 34) inString = false;
    } else if (char === 34) inString = true;
    else if (char === 91 || char === 123) {
      depth++;
      if (depth > most) return true;
    } else if (char === 93 || char === 125) depth--;
  }
  return false;
}

/** How often a bracket occurs, in strings too; counted up to one more than `most`. */
function brackets(text: string, bracket: string, most: number): number {
  let count = 0;
  for (let at = text.indexOf(bracket); at >= 0 && count <= most; at = text.indexOf(bracket, at + 1)) count++;
  return count;
}
