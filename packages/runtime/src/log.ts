import pino from 'pino';
import { prettyStream } from './log-pretty.ts';
import { maskDeep, maskText } from './mask.ts';

/** How much is written; `silent` writes nothing. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A structured log: fields first, sentence second. Personal data and secrets are masked, whichever way they come in. */
export type Logger = pino.Logger;

/** How a log is set up. */
export interface LogOptions {
  /** The program: `gateway`, `sandbox` … */
  readonly name: string;
  /** Default `info`. */
  readonly level?: LogLevel;
  /** One readable line instead of JSON; default: when standard error is a terminal. */
  readonly pretty?: boolean;
  /** Where lines go; default standard error. */
  readonly destination?: { write(line: string): void };
}

/** Opens the log of a program: one JSON object per line on standard error, or readable lines on a terminal. */
export function createLogger(options: LogOptions): Logger {
  const pretty = options.pretty ?? process.stderr.isTTY === true;
  const destination = options.destination ?? pino.destination({ dest: 2, sync: true });
  const logger: Logger = pino(
    {
      level: options.level ?? 'info',
      base: { program: options.name, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => maskDeep(fields) as Record<string, unknown>,
      },
      serializers: { err: (error) => error, error: (error) => error },
      hooks: {
        logMethod(args, method) {
          // Given nothing but an error, pino takes the error's own words for the sentence.
          if (args.length === 1 && (args[0] as unknown) instanceof Error) args.push((args[0] as Error).message);
          const masked = args.map((arg) => (typeof arg === 'string' ? maskText(arg) : arg));
          method.apply(this, masked as Parameters<typeof method>);
        },
      },
    },
    pretty ? prettyStream(destination) : destination,
  );
  // pino formats the fields of a child without asking the formatters above; children of children inherit this one.
  const child = logger.child;
  logger.child = function (this: Logger, bindings: pino.Bindings) {
    return child.call(this, maskDeep(bindings) as pino.Bindings);
  } as Logger['child'];
  return logger;
}

/** A log that writes nothing, for tests and tools. */
export function silentLogger(): Logger {
  return pino({ level: 'silent' });
}
