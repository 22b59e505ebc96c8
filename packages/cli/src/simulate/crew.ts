import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Job, RunReport, WorkerLine, WorkerOpening } from '@yuzhu/acceptance';
import { ownCommand } from '../program-command.ts';

/** Worker processes that run simulations side by side. */
export interface Crew {
  /** Runs as soon as a worker is free. @throws Error when the worker can not run it */
  run(job: Job): Promise<RunReport>;
  close(): Promise<void>;
}

/** Starts the workers; the first one makes the template all of them use. */
export async function openCrew(serverUrl: string, size: number): Promise<Crew> {
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
      for (const worker of workers.reverse()) await worker.end();
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

  async end(): Promise<void> {
    this.#child.stdin?.end();
    await this.#ended;
  }
}
