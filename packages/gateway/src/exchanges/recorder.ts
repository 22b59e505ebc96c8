import { setTimeout as delay } from 'node:timers/promises';
import type { GatewayContext } from '../context.ts';
import type { Exchange } from './exchange.ts';
import { keepExchanges } from './store.ts';

/** Keeps every exchange, off the way of the answers: gathered in memory, written in batches. */
export interface ExchangeRecorder {
  /** Takes an exchange. Never throws, never waits. */
  record(exchange: Exchange): void;
  /** Undefined while there is room; else resolves when there is, so that a flood waits instead of losing records. */
  room(): Promise<void> | undefined;
  /** Why the last write failed, while writes fail: for `/ready`. A full disk shows here though the database answers. */
  failing(): unknown;
  /** Writes what is gathered; resolves when it is written or can not be. */
  flush(): Promise<void>;
  /** Writes what is gathered and ends. */
  stop(): Promise<void>;
}

/** How much is gathered. */
export interface RecorderOptions {
  /** Records that may wait in memory. */
  readonly most?: number;
  /** Records written at once: bundling two hundred takes the event loop near a millisecond. */
  readonly batch?: number;
}

/** Real time between two writes under little load; under much a full batch goes at once. */
const PAUSE_MS = 100;
const PAUSE_AFTER_FAILURE_MS = 1000;

/** Starts a recorder. A record is lost only when the database stays away until the memory is full; that is counted. */
export function createRecorder(
  { db, keys, log, metrics }: Pick<GatewayContext, 'db' | 'keys' | 'log' | 'metrics'>,
  { most = 20_000, batch = 200 }: RecorderOptions = {},
): ExchangeRecorder {
  const kept = metrics.counter('exchanges_recorded_total', 'Exchanges written to the record', ['direction']);
  const dropped = metrics.counter(
    'exchanges_dropped_total',
    'Exchanges lost because the database was away for too long',
  );
  metrics.gauge('exchanges_waiting', 'Exchanges gathered and not written yet', [], (gauge) => gauge.set(queue.length));
  let queue: Exchange[] = [];
  let writing: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let failing = false;
  let failure: unknown;
  let roomWaiters: (() => void)[] = [];

  const makeRoom = (): void => {
    if (queue.length >= most && !failing) return;
    for (const resolve of roomWaiters) resolve();
    roomWaiters = [];
  };

  // Down to what makes no full batch: that waits for its pause, or writing would go on in ever smaller pieces, each with
  // the price of a statement and a commit.
  const writeBatches = async (least: number): Promise<void> => {
    while (queue.length >= least) {
      const next = queue.slice(0, batch);
      try {
        await keepExchanges(db, keys, next);
        failing = false;
        failure = undefined;
        queue = queue.slice(next.length);
        for (const { direction } of next) kept.inc({ direction });
        makeRoom();
      } catch (error) {
        if (!failing) log.error({ err: error, waiting: queue.length }, 'exchanges can not be recorded: trying again');
        failing = true;
        failure = error;
        makeRoom();
        return;
      }
    }
  };

  const write = (least = 1): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    writing ??= writeBatches(least).finally(() => {
      writing = undefined;
      if (queue.length > 0) schedule();
    });
    return writing;
  };

  const schedule = (): void => {
    if (writing !== undefined) return;
    if (queue.length >= batch && !failing) void write(batch);
    else timer ??= setTimeout(() => void write(), failing ? PAUSE_AFTER_FAILURE_MS : PAUSE_MS);
  };

  return {
    record: (exchange) => {
      if (queue.length >= most && failing) {
        dropped.inc();
        return;
      }
      queue.push(exchange);
      schedule();
    },
    room: () =>
      queue.length < most || failing
        ? undefined
        : new Promise<void>((resolve) => {
            roomWaiters.push(resolve);
          }),
    failing: () => failure,
    flush: async () => {
      do await write();
      while (queue.length > 0 && !failing);
    },
    stop: async () => {
      for (let attempt = 0; attempt < 3; attempt++) {
        await write();
        if (queue.length === 0) break;
        await delay(PAUSE_MS);
      }
      clearTimeout(timer);
      if (queue.length > 0) dropped.inc(queue.length);
      queue = [];
    },
  };
}
