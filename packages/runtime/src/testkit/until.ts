import { setTimeout as delay } from 'node:timers/promises';

/** How long and how often a state is looked for, real milliseconds. */
export interface UntilOptions {
  /** Default 10 s. */
  readonly timeoutMs?: number;
  /** Default 10 ms. */
  readonly everyMs?: number;
  /** What is awaited, for the error. */
  readonly what?: string;
}

type Truthy<T> = Exclude<T, undefined | null | false | 0 | ''>;

/**
 * Awaits a state: calls `look` until it gives something truthy without throwing, and returns that. Tests use this
 * instead of sleeping.
 * @throws Error at the limit, with the last value or error seen.
 */
export async function until<T>(look: () => T | Promise<T>, options: UntilOptions = {}): Promise<Truthy<T>> {
  const { timeoutMs = 10_000, everyMs = 10, what = 'the awaited state' } = options;
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    let seen: string;
    let cause: unknown;
    try {
      const value = await look();
      if (value) return value as Truthy<T>;
      seen = `last value: ${String(value)}`;
    } catch (error) {
      seen = `last error: ${error instanceof Error ? error.message : String(error)}`;
      cause = error;
    }
    if (performance.now() > deadline)
      throw new Error(`${what} did not come within ${timeoutMs} ms; ${seen}`, { cause });
    await delay(everyMs);
  }
}
