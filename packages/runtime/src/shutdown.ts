import type { Logger } from './log.ts';

/** Ends a program in good order. */
export interface Shutdown {
  /** Aborted as soon as the program begins to stop: pass it to waits that should end then. */
  readonly signal: AbortSignal;
  /** Registers what must be closed; closers run one after the other, the last registered first. */
  add(name: string, close: () => Promise<void> | void): void;
  /** Begins to stop, once; resolves when all closers ran (or the time limit passed). Ends the process when `exit` is set. */
  stop(reason: string, exitCode?: number): Promise<void>;
  /** Listens to SIGINT and SIGTERM; a second one ends the process at once. Returns the way to stop listening. */
  install(): () => void;
}

/** Exit codes of the programs. */
export const EXIT = {
  ok: 0,
  /** A start-up or run-time failure. */
  failure: 1,
  /** Wrong usage of the command line or the environment. */
  usage: 2,
  /** Closers did not end within the limit. */
  unfinished: 70,
} as const;

const SAME_KEY_PRESS_MS = 500;

/** How a program ends. */
export interface ShutdownOptions {
  readonly log: Logger;
  /** Time for all closers together, default 15 s; after it the process ends hard. */
  readonly limitMs?: number;
  /** Ends the process; default `process.exit`. */
  readonly exit?: (code: number) => void;
}

/** Prepares the orderly end of a program: what was begun is finished, in reverse order of set-up. */
export function createShutdown(options: ShutdownOptions): Shutdown {
  const { log, limitMs = 15_000, exit = (code: number) => process.exit(code) } = options;
  const controller = new AbortController();
  const closers: { readonly name: string; readonly close: () => Promise<void> | void }[] = [];
  let stopping: Promise<void> | undefined;

  const closeAll = async (): Promise<boolean> => {
    let clean = true;
    for (const { name, close } of closers.reverse()) {
      try {
        await close();
        log.debug({ part: name }, 'closed');
      } catch (error) {
        clean = false;
        log.error({ part: name, err: error }, 'closing failed');
      }
    }
    return clean;
  };

  const stopOnce = async (reason: string, exitCode: number) => {
    log.info({ reason }, 'stopping: finishing what was begun');
    controller.abort(new Error(`stopping: ${reason}`));
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), limitMs);
    });
    const outcome = await Promise.race([closeAll(), limit]);
    clearTimeout(timer);
    if (outcome === 'late') {
      log.error({ limit_ms: limitMs }, 'not everything ended in time: ending hard');
      exit(EXIT.unfinished);
      return;
    }
    log.info('stopped');
    exit(outcome ? exitCode : EXIT.failure);
  };

  const stop = (reason: string, exitCode: number = EXIT.ok) => {
    stopping ??= stopOnce(reason, exitCode);
    return stopping;
  };

  return {
    signal: controller.signal,
    add: (name, close) => void closers.push({ name, close }),
    stop,
    install: () => {
      let firstAt = 0;
      const onSignal = (signal: NodeJS.Signals) => {
        if (stopping === undefined) {
          firstAt = performance.now();
          void stop(signal);
          return;
        }
        // One Ctrl-C arrives twice: from the terminal, and passed on by the npm that started us.
        if (performance.now() - firstAt < SAME_KEY_PRESS_MS) return;
        log.warn({ signal }, 'second signal: ending at once');
        exit(signal === 'SIGINT' ? 130 : 143);
      };
      process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
      return () => void process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    },
  };
}
