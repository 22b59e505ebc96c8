import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { dropSimulations, type Job, type RunReport, type WorkerLine, type WorkerOpening } from '@yuzhu/acceptance';
import { ownCommand } from '../program-command.ts';

/** Worker processes that run simulations side by side. */
export interface Crew {
  /** Runs as soon as a worker is free. @throws Error when the worker can not run it */
  run(job: Job): Promise<RunReport>;
  /** Number of workers. */
  readonly size: number;
  /** Ends the workers and drops their databases: after what they are at, or, once interrupted, right away. */
  close(): Promise<void>;
}

/**
 * Starts the workers; the first one makes the template all of them use.
 * @param signal Aborted when somebody interrupts.
 */
export async function openCrew(serverUrl: string, size: number, signal?: AbortSignal): Promise<Crew> {
  const prefix = `yuzhu_simulate_${process.pid}`;
  const first = new Worker();
  const workers = [first];
  const opening: WorkerOpening = { serverUrl, prefix: `${prefix}_1` };
  const made = await first.ask(opening);
  if (!('template' in made)) {
    await first.end();
    throw new Error('error' in made ? made.error : 'the worker made no template');
  }
  for (let number = 2; number <= size; number++) {
    const worker = new Worker();
    workers.push(worker);
    await worker.ask({ serverUrl, prefix: `${prefix}_${number}`, template: made.template } satisfies WorkerOpening);
  }
  const free = [...workers];
  const waiting: ((worker: Worker) => void)[] = [];
  const takeOne = (): Promise<Worker> => {
    const worker = free.pop();
    return worker === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(worker);
  };
  return {
    size,
    run: async (job) => {
      const worker = await takeOne();
      try {
        const line = await worker.ask(job);
        if ('report' in line) return line.report;
        throw new Error('error' in line ? line.error : 'the worker gave no report');
      } finally {
        const next = waiting.shift();
        if (next === undefined) free.push(worker);
        else next(worker);
      }
    },
    close: async () => {
      // The first one drops the template: it goes last.
      for (const worker of workers.reverse()) await (signal?.aborted ? worker.kill() : worker.end());
      if (signal?.aborted) await dropSimulations(serverUrl, `${prefix}_`);
    },
  };
}

class Worker {
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  #onLine: ((line: WorkerLine) => void) | undefined;

  constructor() {
    const [command = '', ...args] = ownCommand('simulate', '--worker');
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#ended = new Promise((resolve) => {
      this.#child.once('close', resolve);
    });
    if (this.#child.stdout !== null) {
      createInterface({ input: this.#child.stdout }).on('line', (line) => {
        this.#onLine?.(JSON.parse(line) as WorkerLine);
      });
    }
  }

  /** One question, one answer. */
  ask(question: WorkerOpening | Job): Promise<WorkerLine> {
    return new Promise((resolve) => {
      this.#onLine = resolve;
      void this.#ended.then((code) => resolve({ error: `the worker ended with ${code}` }));
      this.#child.stdin?.write(`${JSON.stringify(question)}\n`);
    });
  }

  /** In the middle of what it does: nothing of a simulation is worth keeping but its report. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  async end(): Promise<void> {
    this.#child.stdin?.end();
    await this.#ended;
  }
}
