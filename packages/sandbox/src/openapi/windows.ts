import type { Clock } from '@yuzhu/runtime';

/** Counts what happened lately, per key. */
export interface Windows {
  /**
   * Notes `weight` under the key unless the window of `perSeconds` would then hold more than `max`; tells whether it
   * fitted. What did not fit is not counted.
   */
  take(
    key: string,
    weight: number,
    limit: { readonly max: number; readonly perSeconds: number },
    arrivedAt?: number,
  ): boolean;
  /** The moment of an arrival, for `take`: calls count from when they came, not from when their token was looked up. */
  arrival(): number;
}

/**
 * Sliding windows in memory: losing them at a restart only gives a caller a fresh window. Time goes on with whichever of
 * the platform's clock and real time passed more, because a limit protects machines: a stopped platform clock must not
 * turn twenty calls a second into twenty calls for ever.
 */
export function createWindows(clock: Clock, realMs: () => number = () => performance.now()): Windows {
  const events = new Map<string, { at: number; weight: number }[]>();
  let elapsed = 0;
  let seenClock = clock.now();
  let seenReal = realMs();
  const now = () => {
    const clockNow = clock.now();
    const realNow = realMs();
    elapsed += Math.max(0, clockNow - seenClock, realNow - seenReal);
    seenClock = clockNow;
    seenReal = realNow;
    return elapsed;
  };
  return {
    arrival: now,
    take: (key, weight, { max, perSeconds }, at = now()) => {
      const recent = (events.get(key) ?? []).filter((event) => event.at > at - perSeconds * 1000);
      const held = recent.reduce((sum, event) => sum + event.weight, 0);
      const fits = held + weight <= max;
      if (fits) recent.push({ at, weight });
      events.set(key, recent);
      return fits;
    },
  };
}
