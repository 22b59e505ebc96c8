/** First pause of a retry, its growth and its end. Milliseconds of the clock. */
export interface Pace {
  readonly firstMs: number;
  readonly mostMs: number;
}

/**
 * Pause before try number `tried + 1` (1 = after the first): doubling, the upper half by chance so that what failed
 * together does not come back together. `fraction` is in [0, 1).
 */
export function pauseAfter(tried: number, pace: Pace, fraction: number): number {
  const full = Math.min(pace.firstMs * 2 ** Math.min(Math.max(tried - 1, 0), 30), pace.mostMs);
  return Math.round(full / 2 + (full / 2) * fraction);
}
