import { setTimeout as delay } from 'node:timers/promises';
import { ACCEPTANCE_ERRORS } from './errors.ts';

/** How long a state is waited for, real milliseconds; it is looked at again after every short pause. */
export interface WaitOptions {
  readonly what: string;
  /** Default 60 000. */
  readonly limitMs?: number;
  /** Default 10. */
  readonly everyMs?: number;
}

/**
 * Looks until `done` holds, and gives what was seen then.
 * @throws AppError NEVER_CAME with the last thing seen
 */
export async function waitFor<T>(look: () => Promise<T>, done: (seen: T) => boolean, options: WaitOptions): Promise<T> {
  const deadline = performance.now() + (options.limitMs ?? 60_000);
  for (;;) {
    const seen = await look();
    if (done(seen)) return seen;
    if (performance.now() > deadline) {
      throw ACCEPTANCE_ERRORS.error('NEVER_CAME', {
        what: options.what,
        seen: JSON.stringify(seen)?.slice(0, 500) ?? '',
      });
    }
    await delay(options.everyMs ?? 10);
  }
}
