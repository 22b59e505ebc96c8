/** What became of a notice: worked in (for which account, if one is known), or why not. */
export type NoticeResult =
  | { readonly state: 'done'; readonly note: string | undefined; readonly accountId?: string }
  | { readonly state: 'failed'; readonly error: string };
