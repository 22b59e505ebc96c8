import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describeEnd, type RunningProgram, startProgram } from '@yuzhu/acceptance';
import type { AppError } from '@yuzhu/runtime';
import { CLI_ERRORS } from '../errors.ts';

/** A child program that is started again when it dies. */
export interface Supervised {
  readonly name: string;
  /** Its base address; the same after a restart. */
  readonly url: string;
  /** Present process number. */
  pid(): number;
  /** Ends it in good order and does not start it again. */
  stop(): Promise<void>;
}

/** What is supervised and whom to tell. */
export interface SuperviseOptions {
  readonly name: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The variable that carries its port: a restart takes the very port it had. */
  readonly portVariable: string;
  /** Its output is appended here. */
  readonly logFile: string;
  /** Gets its output too. */
  readonly onOutput?: (text: string) => void;
  /** It died (`reason`) and will be started again. */
  readonly onCrash: (reason: string) => void;
  /** It answers again. */
  readonly onRestarted: () => Promise<void>;
  /** It died too often: everything should stop. */
  readonly onGivenUp: (error: AppError) => void;
}

/** A program may die this often within a minute before it is given up: once is bad luck, four times is a cause. */
const MOST_ENDS = 3;
const WINDOW_MS = 60_000;
const LARGE_LOG_BYTES = 10_000_000;

/**
 * Starts a program and keeps it running. The first start must succeed.
 * @throws AppError PROGRAM_DID_NOT_START
 */
export async function supervise(options: SuperviseOptions): Promise<Supervised> {
  const { name, logFile } = options;
  const log = await openLog(logFile);
  const ends: number[] = [];
  let stopping = false;
  let program: RunningProgram;
  let port = options.env[options.portVariable];

  const start = () =>
    startProgram({
      name,
      command: options.command,
      env: { ...options.env, [options.portVariable]: port },
      onOutput: (text) => {
        log.write(text);
        options.onOutput?.(text);
      },
    });

  const watch = async (): Promise<void> => {
    let reason = describeEnd(await program.ended);
    let output = program.lastWords();
    while (!stopping) {
      const now = performance.now();
      ends.push(now);
      const recent = ends.filter((at) => now - at < WINDOW_MS).length;
      if (recent > MOST_ENDS) {
        options.onGivenUp(
          CLI_ERRORS.error('KEEPS_CRASHING', { program: name, times: recent, reason, output, log: logFile }),
        );
        return;
      }
      options.onCrash(reason);
      await delay(500 * 2 ** (recent - 1));
      if (stopping) return;
      try {
        program = await start();
        if (stopping) return void (await program.stop());
        await options.onRestarted();
        return void watch();
      } catch (error) {
        reason = 'no restart';
        output = error instanceof Error ? error.message : String(error);
      }
    }
  };

  program = await start();
  port = new URL(program.url).port;
  void watch();
  return {
    name,
    url: program.url,
    pid: () => program.pid,
    stop: async () => {
      stopping = true;
      await program.stop();
      log.end();
    },
  };
}

/** Opens a log for appending; a large one is put aside as `<name>.1` first. */
async function openLog(file: string): Promise<WriteStream> {
  await mkdir(dirname(file), { recursive: true });
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LARGE_LOG_BYTES) await rename(file, `${file}.1`);
  return createWriteStream(file, { flags: 'a' });
}
