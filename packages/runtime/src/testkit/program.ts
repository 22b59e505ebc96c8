import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

/** A real program process started by a test. */
export interface Program {
  readonly pid: number;
  /** The match of the line that said "ready". */
  readonly ready: RegExpExecArray;
  /** Everything it wrote so far, both outputs in order of arrival. */
  logs(): string;
  /** Sends a signal (default SIGTERM) and resolves when the process is gone. */
  kill(signal?: NodeJS.Signals): Promise<ProgramEnd>;
  /** Resolves when the process is gone. */
  readonly ended: Promise<ProgramEnd>;
}

/** How a process ended. */
export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What to start. */
export interface ProgramOptions {
  /** A TypeScript file, from the project's folder or absolute. */
  readonly file: string;
  readonly args?: readonly string[];
  /** Added to the environment; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The line that tells it is ready; it may capture an address. */
  readonly ready: RegExp;
  /** Time to become ready, default 120 s. */
  readonly limitMs?: number;
}

const PROJECT = resolve(import.meta.dirname, '../../../..');
const running = new Set<number>();

// A test that is stopped in the middle must not leave its programs behind.
process.on('exit', () => {
  for (const pid of running) process.kill(pid, 'SIGKILL');
});

/**
 * Starts a program with the Node that runs the tests and waits for its "ready" line.
 * @throws Error with its output when it ends or stays silent.
 */
export async function spawnProgram(options: ProgramOptions): Promise<Program> {
  const child = spawn(process.execPath, [resolve(PROJECT, options.file), ...(options.args ?? [])], {
    cwd: PROJECT,
    env: { ...process.env, NODE_ENV: undefined, VITEST: undefined, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`can not start ${options.file}`);
  running.add(pid);
  let output = '';
  const ended = new Promise<ProgramEnd>((resolveEnd) => {
    child.once('close', (code, signal) => {
      running.delete(pid);
      resolveEnd({ code, signal });
    });
  });
  const ready = new Promise<RegExpExecArray>((resolveReady, reject) => {
    const fail = (what: string) => reject(new Error(`${options.file} ${what}\n${output}`));
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail('was not ready in time');
    }, options.limitMs ?? 120_000);
    const onData = (chunk: Buffer) => {
      output += chunk.toString('utf8');
      const match = options.ready.exec(output);
      if (match === null) return;
      clearTimeout(timer);
      resolveReady(match);
    };
    child.stdout.on('data', onData);
    child.stderr.on('data', onData);
    void ended.then(({ code, signal }) => {
      clearTimeout(timer);
      fail(`ended before it was ready (code ${code}, signal ${signal})`);
    });
  });
  return {
    pid,
    ready: await ready,
    logs: () => output,
    kill: (signal = 'SIGTERM') => {
      if (running.has(pid)) child.kill(signal);
      return ended;
    },
    ended,
  };
}
