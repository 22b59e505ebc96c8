import { type Clock, type Logger, type Metrics, startLoop, type WorkLoop, type WorkLoopOptions } from '@yuzhu/runtime';
import type { Wake } from '../context.ts';

/** The background workers of a process. */
export interface Background {
  /** Pokes of the workers; does nothing for one that does not run yet. */
  readonly wake: Wake;
  /** Starts a worker. */
  run(name: string, work: Pick<WorkLoopOptions, 'next'> & { readonly poke?: () => void }): void;
  /**
   * Does everything that is due at the clock's present time, whoever of the workers causes it for whom.
   * @returns false when it was not done within `limitMs` (real ms) or a worker failed.
   */
  settle(limitMs: number): Promise<boolean>;
  /** The earliest time (Unix ms) at which something is due, or undefined. */
  nextDue(): number | undefined;
  /** Workers that keep failing, with the reason; for `/ready`. */
  failing(): readonly string[];
  /** Finishes the present rounds, then ends all workers. */
  stop(): Promise<void>;
}

/** Prepares the workers of a process. */
export function createBackground(parts: {
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** As the work loop takes it. */
  readonly idlePollMs?: number | undefined;
}): Background {
  const loops = new Map<string, WorkLoop & { readonly wakeUp: () => void }>();
  let pokes = 0;
  const poke = (name: string) => () => {
    pokes += 1;
    loops.get(name)?.wakeUp();
  };
  const settleOnce = async (signal: AbortSignal): Promise<boolean> => {
    for (;;) {
      const before = pokes;
      const results = await Promise.allSettled([...loops.values()].map((loop) => loop.idle()));
      if (signal.aborted || results.some(({ status }) => status === 'rejected')) return false;
      // A worker that ran out of work may have been given more by another one that was still busy.
      if (pokes === before) return true;
    }
  };
  return {
    wake: {
      outbox: poke('outbox'),
      // Pushes and change notices: each account has one of the two.
      ari: () => {
        poke('ari')();
        poke('notices')();
      },
      webhooks: poke('webhooks'),
      publications: poke('publications'),
    },
    run: (name, { poke: alsoPoke, ...work }) => {
      const loop = startLoop({ name, ...parts, ...work });
      const wakeUp = () => {
        alsoPoke?.();
        loop.poke();
      };
      loops.set(name, { ...loop, wakeUp });
    },
    settle: async (limitMs) => {
      const signal = AbortSignal.timeout(limitMs);
      const limit = new Promise<false>((resolve) => {
        signal.addEventListener('abort', () => resolve(false), { once: true });
      });
      return Promise.race([settleOnce(signal), limit]);
    },
    nextDue: () => {
      const times = [...loops.values()].map((loop) => loop.nextDue()).filter((due) => due !== undefined);
      return times.length === 0 ? undefined : Math.min(...times);
    },
    failing: () =>
      [...loops.values()].flatMap(({ name, lastError }) => {
        const error = lastError();
        return error === undefined ? [] : [`${name}: ${error instanceof Error ? error.message : String(error)}`];
      }),
    stop: async () => {
      await Promise.all([...loops.values()].map((loop) => loop.stop()));
    },
  };
}
