/** A text from outside as PostgreSQL can keep it: it takes no NUL, wherever that stands. */
export function storableText(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
}
