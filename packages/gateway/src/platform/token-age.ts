/** A token as it is kept. Times are Unix ms. */
export interface HeldToken {
  readonly token: string;
  readonly fetchedAt: number;
  readonly expiresAt: number;
}

/** Share of its life after which a token is replaced: 100 of 120 minutes (documented life; the share is our choice). */
const FRESH_SHARE = 5 / 6;

/** What a held token is good for now: `fresh` to use, `old` to be replaced but usable meanwhile, `dead`. */
export function tokenAge(held: HeldToken, now: number): 'fresh' | 'old' | 'dead' {
  if (now >= held.expiresAt) return 'dead';
  const freshUntil = held.fetchedAt + (held.expiresAt - held.fetchedAt) * FRESH_SHARE;
  return now < freshUntil ? 'fresh' : 'old';
}

/** When a token just fetched dies; the platform's `expires_in` in seconds, two hours when it is missing (documented). */
export function expiryOf(fetchedAt: number, expiresInSeconds: number | undefined): number {
  const seconds = expiresInSeconds !== undefined && expiresInSeconds > 0 ? expiresInSeconds : 7200;
  return fetchedAt + seconds * 1000;
}
