import { type ChildProcess, spawn } from 'node:child_process';
import { AppError, type SerializedError } from '@yuzhu/runtime';
import { ACCEPTANCE_ERRORS } from '../errors.ts';

/** What to start: a command line that becomes `gateway` or `sandbox`. */
export interface ProgramOptions {
  /** For messages: `gateway`, `sandbox`. */
  readonly name: string;
  /**
   * Program and arguments. Over its IPC channel it sends `{ ready: <base address> }` once it answers, or
   * `{ failed: <serialized error> }` when it can not start.
   */
  readonly command: readonly string[];
  /** The whole environment; `undefined` members are left out. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Real milliseconds to become ready, default 60 000. */
  readonly limitMs?: number;
  /** Gets every piece of output as it comes. */
  readonly onOutput?: (text: string) => void;
}

/** How a process ended. */
export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A real process that answers. */
export interface RunningProgram {
  readonly name: string;
  readonly pid: number;
  /** Base address, e.g. `http://127.0.0.1:41234`. */
  readonly url: string;
  /** Resolves when the process is gone. */
  readonly ended: Promise<ProgramEnd>;
  /** The last lines it wrote. */
  lastWords(): string;
  /** Sends a signal (default SIGTERM, a graceful end) and resolves when the process is gone. */
  stop(signal?: NodeJS.Signals): Promise<ProgramEnd>;
}

const KEPT_LINES = 30;
const running = new Set<ChildProcess>();

// Whatever ends this process, its children must not stay behind. (After SIGKILL they notice the closed IPC channel.)
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * Starts a program and waits until it answers.
 * @throws AppError the program's own error when it told one, else PROGRAM_DID_NOT_START with its last output.
 */
export async function startProgram(options: ProgramOptions): Promise<RunningProgram> {
  const { name, command, env, limitMs = 60_000 } = options;
  const [file, ...args] = command;
  if (file === undefined) throw new RangeError('a command needs at least the program');
  const child = spawn(file, args, {
    env: Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined)) as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // A group of its own: Ctrl-C at the terminal reaches the parent alone, which ends its children in good order.
    detached: true,
  });
  running.add(child);
  let tail = '';
  const onData = (chunk: Buffer) => {
    const text = chunk.toString('utf8');
    tail = `${tail}${text}`.split('\n').slice(-KEPT_LINES).join('\n');
    options.onOutput?.(text);
  };
  child.stdout?.on('data', onData);
  child.stderr?.on('data', onData);
  const ended = new Promise<ProgramEnd>((resolve) => {
    child.once('error', (error) => {
      tail += error.message;
      running.delete(child);
      resolve({ code: null, signal: null });
    });
    child.once('close', (code, signal) => {
      running.delete(child);
      resolve({ code, signal });
    });
  });
  const stop = (signal: NodeJS.Signals = 'SIGTERM') => {
    if (running.has(child)) child.kill(signal);
    return ended;
  };
  const url = await readyAddress(child, ended, limitMs).catch(async (error: Error) => {
    if (error instanceof AppError) {
      await ended;
      throw error;
    }
    await stop('SIGKILL');
    throw ACCEPTANCE_ERRORS.error('PROGRAM_DID_NOT_START', { program: name, reason: error.message, output: tail });
  });
  return { name, pid: child.pid as number, url, ended, lastWords: () => tail, stop };
}

function readyAddress(child: ChildProcess, ended: Promise<ProgramEnd>, limitMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready within ${limitMs} ms`)), limitMs);
    child.on('message', (message) => {
      const { ready, failed } = message as { ready?: unknown; failed?: SerializedError };
      if (failed !== undefined) {
        clearTimeout(timer);
        reject(toldError(failed));
      }
      if (typeof ready !== 'string') return;
      clearTimeout(timer);
      resolve(ready);
    });
    void ended.then((end) => {
      clearTimeout(timer);
      reject(new Error(describeEnd(end)));
    });
  });
}

/** The program's own error, as if it had been thrown here. */
function toldError({ code, message, message_en, next, next_en }: SerializedError): AppError {
  return new AppError(code, { status: 500, zh: message, en: message_en, next_zh: next, next_en });
}

/** `code 1` or `signal SIGKILL`. */
export function describeEnd(end: ProgramEnd): string {
  return end.signal === null ? `code ${end.code ?? 'unknown'}` : `signal ${end.signal}`;
}
