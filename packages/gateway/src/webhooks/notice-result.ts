/** What became of a notice: worked in (for which account, if one is known), or why not. */
export type NoticeResult =
  | { readonly state: 'done'; readonly note: string | undefined; readonly accountId?: string }
  | { readonly state: 'failed'; readonly error: string };

/**
 * The texts of a notice whose members are not documented: ids may also come as numbers, everything else is left out.
 * What is longer than any id of the platform is none.
 */
export function looseTexts(content: unknown): Readonly<Record<string, string>> {
  const members = typeof content === 'object' && content !== null ? Object.entries(content) : [];
  const texts = members.flatMap(([key, value]) => {
    const text = typeof value === 'number' ? String(value) : value;
    return typeof text === 'string' && text !== '' && text.length <= 128 ? [[key, text] as const] : [];
  });
  return Object.fromEntries(texts);
}
