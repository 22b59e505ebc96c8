import type { Clock } from '@yuzhu/runtime';

/** Where calls wait for their turn under a rate limit, in this process. */
export interface Turns {
  /**
   * Does `work` when it is the turn of `who` in the line of `key`: one at a time, and the callers in rotation, each in
   * their own order, so that one with a thousand calls does not stand before one with a single call.
   */
  inTurn<T>(key: string, who: string, work: () => Promise<T>): Promise<T>;
  /**
   * Waits until `at` (Unix ms), until a call of that line was answered, which may free a turn earlier, or for a while.
   * @returns false when the clock stands still: then the moment would never come
   */
  until(key: string, at: number): Promise<boolean>;
  /** A call of the line was answered. */
  answered(key: string): void;
}

interface Line {
  busy: boolean;
  /** The first is next; whoever had a turn goes to the end. */
  readonly waiting: Map<string, (() => void)[]>;
}

/** Real ms after which a clock that has not moved is taken to stand still. */
const STILL_MS = 60;
/**
 * Real ms after which whoever waits looks again: a turn may have been freed by another process. Looking at every 60 ms,
 * forty lines that had to wait asked the database 1,300 times a second.
 */
const LOOK_AGAIN_MS = 240;

/** Opens the lines of a process. */
export function createTurns(clock: Clock): Turns {
  const lines = new Map<string, Line>();
  const listeners = new Map<string, Set<() => void>>();

  const enter = async (key: string, who: string): Promise<void> => {
    const line = lines.get(key) ?? { busy: false, waiting: new Map() };
    lines.set(key, line);
    if (!line.busy) {
      line.busy = true;
      return;
    }
    await new Promise<void>((resolve) => line.waiting.set(who, [...(line.waiting.get(who) ?? []), resolve]));
  };

  const leave = (key: string) => {
    const line = lines.get(key) as Line;
    const [next] = line.waiting;
    if (next === undefined) {
      lines.delete(key);
      return;
    }
    const [who, [first, ...rest]] = next;
    line.waiting.delete(who);
    if (rest.length > 0) line.waiting.set(who, rest);
    first?.();
  };

  return {
    inTurn: async (key, who, work) => {
      await enter(key, who);
      try {
        return await work();
      } finally {
        leave(key);
      }
    },
    until: async (key, at) => {
      const over = new AbortController();
      const known = listeners.get(key) ?? new Set();
      listeners.set(key, known);
      let timer: NodeJS.Timeout | undefined;
      let listener: () => void = () => undefined;
      const went = await Promise.race([
        clock.waitUntil(at, over.signal).then(
          () => true,
          () => true,
        ),
        new Promise<boolean>((resolve) => {
          let seen = clock.now();
          let passed = 0;
          timer = setInterval(() => {
            const now = clock.now();
            passed += STILL_MS;
            if (now <= seen) resolve(false);
            else if (passed >= LOOK_AGAIN_MS) resolve(true);
            seen = now;
          }, STILL_MS);
        }),
        new Promise<boolean>((resolve) => {
          listener = () => resolve(true);
          known.add(listener);
        }),
      ]);
      clearInterval(timer);
      over.abort();
      known.delete(listener);
      if (known.size === 0) listeners.delete(key);
      return went;
    },
    answered: (key) => {
      for (const listener of listeners.get(key) ?? []) listener();
    },
  };
}
