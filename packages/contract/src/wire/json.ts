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

/** Deepest nesting of arrays and objects in a JSON text, without parsing it; strings are skipped. */
export function jsonDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (inString) {
      if (char === 92) at++;
      else if (char === 34) inString = false;
    } else if (char === 34) inString = true;
    else if (char === 91 || char === 123) {
      depth++;
      if (depth > deepest) deepest = depth;
    } else if (char === 93 || char === 125) depth--;
  }
  return deepest;
}
