import type { Clock } from './clock.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';

/** What a background worker does. */
export interface WorkLoopOptions {
  /** For logs and metrics: `outbox`, `settlement`. */
  readonly name: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics?: Metrics;
  /**
   * Does what is due now (some of it is enough) and returns the clock time (Unix ms) at which more is due, or undefined
   * when nothing is foreseen. A time that is not in the future makes it run again at once. `signal` aborts at stop. A round that goes
   on while there is work calls `wentWell` when a piece of it succeeded: it must not count as failing till its end.
   */
  next(signal: AbortSignal, wentWell: () => void): Promise<number | undefined>;
  /** Looks again after this many REAL milliseconds even when nobody poked; default 1000. Work of other processes shows up so. */
  readonly idlePollMs?: number | undefined;
  /** First and longest pause (real ms) after `next` threw; default 100 and 10 000, doubling. */
  readonly backoffMs?: { readonly first: number; readonly most: number };
}

/** A running background worker. */
export interface WorkLoop {
  readonly name: string;
  /** There may be new work: look now. Cheap, may be called from anywhere, any number of times. */
  poke(): void;
  /**
   * Looks anew and resolves when nothing is due at the clock's present time (what tests and a moved clock await).
   * Rejects with the error when `next` throws, so that a test does not wait for ever.
   */
  idle(): Promise<void>;
  /** Clock time of the next foreseen work, or undefined. */
  nextDue(): number | undefined;
  /** The last error of `next` until a round, or a piece of one, succeeds; for `/ready`. */
  lastError(): unknown;
  /** Finishes the present round, then ends. */
  stop(): Promise<void>;
}

interface IdleWaiter {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Starts a background worker; it runs `next` at once, then whenever something is due, poked, or the clock was moved. */
export function startLoop(options: WorkLoopOptions): WorkLoop {
  const { name, clock, log, idlePollMs = 1000, backoffMs = { first: 100, most: 10_000 } } = options;
  const controller = new AbortController();
  const rounds = options.metrics === undefined ? undefined : loopMetrics(options.metrics);
  let poked = true;
  let wake: () => void = () => undefined;
  let due: number | undefined;
  let failure: unknown;
  let failures = 0;
  let idleWaiters: IdleWaiter[] = [];

  const poke = () => {
    poked = true;
    wake();
  };
  const unsubscribe = clock.onChange(poke);

  const wentWell = () => {
    failure = undefined;
    failures = 0;
  };

  const round = async (): Promise<void> => {
    // Only those who asked before the round began may be told about its result.
    const waiting = idleWaiters;
    idleWaiters = [];
    poked = false;
    try {
      due = await options.next(controller.signal, wentWell);
      wentWell();
      rounds?.inc({ loop: name, result: 'done' });
      const more = poked || (due !== undefined && due <= clock.now());
      if (more) idleWaiters.unshift(...waiting);
      else for (const { resolve } of waiting) resolve();
    } catch (error) {
      for (const { reject } of waiting) reject(error);
      if (controller.signal.aborted) return;
      failure = error;
      failures += 1;
      rounds?.inc({ loop: name, result: 'failed' });
      log.error({ loop: name, err: error, failures }, 'background work failed: trying again');
    }
  };

  const pause = async (): Promise<void> => {
    if (poked) return;
    const waitOver = new AbortController();
    const pauses: Promise<void>[] = [
      new Promise((resolve) => {
        wake = resolve;
      }),
    ];
    const realMs = failures > 0 ? Math.min(backoffMs.first * 2 ** (failures - 1), backoffMs.most) : idlePollMs;
    let timer: NodeJS.Timeout | undefined;
    pauses.push(
      new Promise((resolve) => {
        timer = setTimeout(resolve, realMs);
      }),
    );
    if (failures === 0 && due !== undefined) pauses.push(clock.waitUntil(due, waitOver.signal).catch(() => undefined));
    await Promise.race(pauses);
    clearTimeout(timer);
    waitOver.abort();
  };

  const run = async () => {
    while (!controller.signal.aborted) {
      await round();
      if (!controller.signal.aborted) await pause();
    }
    for (const { resolve } of idleWaiters) resolve();
  };
  const ended = run();

  return {
    name,
    poke,
    idle: () => {
      if (controller.signal.aborted) return Promise.resolve();
      return new Promise<void>((resolve, reject) => {
        idleWaiters.push({ resolve, reject });
        poke();
      });
    },
    nextDue: () => due,
    lastError: () => failure,
    stop: async () => {
      controller.abort(new Error(`loop ${name} stops`));
      unsubscribe();
      wake();
      await ended;
    },
  };
}

const METRIC = 'background_rounds_total';

function loopMetrics(metrics: Metrics) {
  const existing = metrics.registry.getSingleMetric(METRIC);
  if (existing !== undefined) return existing as ReturnType<Metrics['counter']>;
  return metrics.counter(METRIC, 'Rounds of the background workers', ['loop', 'result']);
}
