import {
  AppError,
  createLogger,
  createShutdown,
  EXIT,
  type Logger,
  type LogLevel,
  type Shutdown,
} from '@yuzhu/runtime';
import { keepCompiled } from './compile-cache.ts';
import { line, printError } from './output.ts';

/** What `serve` gives a program. */
export interface ServeParts {
  readonly log: Logger;
  /** What is added here is closed at the end, the last one first. */
  readonly shutdown: Shutdown;
}

/** What runs. */
export interface ServeOptions {
  /** `gateway` or `sandbox`. */
  readonly name: string;
  readonly logLevel: LogLevel;
  /** Real milliseconds to finish what was begun when told to stop. */
  readonly limitMs?: number;
  /** Starts the program; gives its base address. It throws when it can not start. */
  start(parts: ServeParts): Promise<string>;
}

/**
 * Runs one program in this process until a signal (or the end of the process that started it) stops it: says when it is
 * ready, finishes what was begun. The process ends with it.
 */
export async function serve(options: ServeOptions): Promise<void> {
  const log = createLogger({ name: options.name, level: options.logLevel });
  const { limitMs } = options;
  const shutdown = createShutdown({ log, ...(limitMs === undefined ? {} : { limitMs }) });
  shutdown.install();
  try {
    const address = await options.start({ log, shutdown });
    line(`${options.name} ${address}`);
    tellParent(address, shutdown);
    keepCompiled();
  } catch (error) {
    printError(error);
    if (error instanceof AppError) process.send?.({ failed: error.toJSON() });
    await shutdown.stop('start failed', EXIT.failure);
  }
}

/** A parent that started this program over IPC learns the address; when the parent is gone, this program ends too. */
function tellParent(address: string, shutdown: Shutdown): void {
  if (process.send === undefined) return;
  process.once('disconnect', () => void shutdown.stop('the process that started this one is gone'));
  process.send({ ready: address });
}
