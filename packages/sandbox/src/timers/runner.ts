import { type Clock, type Database, type Logger, type Metrics, startLoop, type WorkLoop } from '@yuzhu/runtime';
import {
  cancelTimers,
  dueTimers,
  failTimer,
  insertTimer,
  nextDue,
  nextDueAfter,
  removeTimer,
  TIMER_CHANNEL,
} from './store.ts';
import type { DueTimer, TimerHandler, Timers } from './timers.ts';

/** Timers of parallel kinds that run at the same time. Sixteen exchanges keep a partner busy and the pool free. */
const PARALLEL = 16;

/** A timer that was run, for the report of a moved clock. */
export interface RanTimer {
  /** Clock time it was due, Unix ms. */
  readonly at: number;
  readonly kind: string;
  readonly subject: string;
  /** Set when its handler failed. */
  readonly error?: string;
}

/** Runs what is due. */
export interface TimerRunner {
  readonly timers: Timers;
  /** Starts running timers as the clock goes on. All kinds must be registered. */
  start(): Promise<void>;
  /** Looks again now. */
  poke(): void;
  /** Until `resume`, timers run only through `settle`: for the one who moves the clock. */
  pause(): Promise<void>;
  resume(): void;
  /** Runs everything due by now, moment by moment, in order, and resolves when all of it is done. Only while paused. */
  settle(): Promise<readonly RanTimer[]>;
  /** When the next timer is due, or undefined. */
  nextDue(): Promise<number | undefined>;
  /** Resolves when nothing is due at the clock's present time and nothing is running. */
  idle(): Promise<void>;
  /** The last failure of the runner itself, for `/ready`. */
  lastError(): unknown;
  /** Lets running handlers finish, starts no more. */
  stop(): Promise<void>;
}

interface Kind {
  readonly handler: TimerHandler;
  readonly parallel: boolean;
}

/** Makes the runner. `db`, `clock` and the kinds registered on it are all it knows. */
export function createTimerRunner(deps: {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** As the work loop takes it. */
  readonly idlePollMs?: number | undefined;
}): TimerRunner {
  const { db, clock, log, metrics, idlePollMs } = deps;
  const kinds = new Map<string, Kind>();
  const running = new Map<string, { readonly timer: DueTimer; readonly done: Promise<void> }>();
  const busySubjects = new Set<string>();
  const ran = metrics.counter('sandbox_timers_total', 'Timers run by kind and result', ['kind', 'result']);
  let sequentialBusy = false;
  let paused = false;
  let onResume: (() => void)[] = [];
  let stopping = false;
  let report: RanTimer[] | undefined;
  let loop: WorkLoop | undefined;
  let unlisten: (() => Promise<void>) | undefined;

  const run = async (timer: DueTimer, kind: Kind | undefined): Promise<void> => {
    let failure: string | undefined;
    try {
      if (kind === undefined) throw new Error(`nobody handles timers of kind ${timer.kind}`);
      await kind.handler(timer);
      await removeTimer(db, timer.id);
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
      log.error({ timer: timer.kind, subject: timer.subject, err: error }, 'timer failed');
      await failTimer(db, timer.id, clock.now(), failure).catch((cause: unknown) =>
        log.error({ timer: timer.kind, err: cause }, 'the failure of a timer could not be noted'),
      );
    }
    ran.inc({ kind: timer.kind, result: failure === undefined ? 'done' : 'failed' });
    report?.push({
      at: timer.dueAt,
      kind: timer.kind,
      subject: timer.subject,
      ...(failure === undefined ? {} : { error: failure }),
    });
  };

  const launch = (timer: DueTimer): boolean => {
    const kind = kinds.get(timer.kind);
    const parallel = kind?.parallel === true;
    if (busySubjects.has(timer.subject)) return false;
    if (parallel ? running.size >= PARALLEL : sequentialBusy) return false;
    busySubjects.add(timer.subject);
    if (!parallel) sequentialBusy = true;
    const done = run(timer, kind).finally(() => {
      running.delete(timer.id);
      busySubjects.delete(timer.subject);
      if (!parallel) sequentialBusy = false;
      loop?.poke();
    });
    running.set(timer.id, { timer, done });
    return true;
  };

  /** Starts what may start of the given timers; a blocked one blocks the later ones of its subject by itself. */
  const launchAll = (due: readonly DueTimer[]): void => {
    const blocked = new Set<string>();
    for (const timer of due) {
      if (blocked.has(timer.subject)) continue;
      if (!launch(timer)) blocked.add(timer.subject);
    }
  };

  const round = async (): Promise<number | undefined> => {
    if (paused || stopping) return undefined;
    const now = clock.now();
    launchAll(await dueTimers(db, now, [...running.keys()]));
    // What is due but blocked is looked at again when a running one ends; only the future is waited for here.
    return nextDueAfter(db, now);
  };

  const anyDone = () => Promise.race([...running.values()].map(({ done }) => done));

  const settle = async (): Promise<readonly RanTimer[]> => {
    const mine: RanTimer[] = [];
    report = mine;
    try {
      while (!stopping) {
        const due = await dueTimers(db, clock.now(), [...running.keys()]);
        const moment = Math.min(
          ...due.map(({ dueAt }) => dueAt),
          ...[...running.values()].map(({ timer }) => timer.dueAt),
        );
        launchAll(due.filter(({ dueAt }) => dueAt === moment));
        if (running.size === 0) break;
        await anyDone();
      }
      return mine;
    } finally {
      report = undefined;
    }
  };

  const drained = async () => {
    while (running.size > 0) await anyDone();
  };

  return {
    timers: {
      add: insertTimer,
      cancel: cancelTimers,
      register: (kind, handler, options = {}) => {
        if (kinds.has(kind)) throw new Error(`timers of kind ${kind} have a handler already`);
        kinds.set(kind, { handler, parallel: options.parallel ?? false });
      },
    },
    start: async () => {
      const started = startLoop({ name: 'timers', clock, log, metrics, idlePollMs, next: round });
      loop = started;
      unlisten = await db.listen(TIMER_CHANNEL, () => started.poke());
    },
    poke: () => loop?.poke(),
    pause: async () => {
      paused = true;
      await loop?.idle();
      await drained();
    },
    resume: () => {
      paused = false;
      const waiting = onResume;
      onResume = [];
      for (const go of waiting) go();
      loop?.poke();
    },
    settle,
    nextDue: () => nextDue(db),
    idle: async () => {
      for (;;) {
        while (paused && !stopping) await new Promise<void>((resolve) => onResume.push(resolve));
        await loop?.idle();
        await drained();
        if (stopping) return;
        if ((await dueTimers(db, clock.now(), [])).length === 0 && running.size === 0) return;
      }
    },
    lastError: () => loop?.lastError(),
    stop: async () => {
      stopping = true;
      for (const go of onResume) go();
      await unlisten?.();
      await loop?.stop();
      await drained();
    },
  };
}
