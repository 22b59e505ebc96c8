import type { Clock } from '@yuzhu/runtime';

/** Where calls wait for their turn under a rate limit, in this process. */
export interface Turns {
  /**
   * Does `work` when it is the turn of `who` in the line of `key`: one at a time, and the callers in rotation, each in
   * their own order, so that one with a thousand calls does not stand before one with a single call.
   */
  inTurn<T>(key: string, who: string, work: () => Promise<T>): Promise<T>;
  /**
   * Waits until `at` (Unix ms), or until a call of that line was answered, which may free a turn earlier.
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

/** Real ms after which a clock that has not moved is taken to stand still. Also how soon turns freed elsewhere are seen. */
const STILL_MS = 60;

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
      const before = clock.now();
      const over = new AbortController();
      const known = listeners.get(key) ?? new Set();
      listeners.set(key, known);
      let freed = false;
      let timer: NodeJS.Timeout | undefined;
      let listener: () => void = () => undefined;
      await Promise.race([
        clock.waitUntil(at, over.signal).catch(() => undefined),
        new Promise<void>((resolve) => {
          timer = setTimeout(resolve, STILL_MS);
        }),
        new Promise<void>((resolve) => {
          listener = () => {
            freed = true;
            resolve();
          };
          known.add(listener);
        }),
      ]);
      clearTimeout(timer);
      over.abort();
      known.delete(listener);
      if (known.size === 0) listeners.delete(key);
      return freed || clock.now() > before;
    },
    answered: (key) => {
      for (const listener of listeners.get(key) ?? []) listener();
    },
  };
}
