import { createInterface } from 'node:readline';
import type { Entry } from './plan/entry.ts';
import { PLANTED_BUGS } from './planted/bugs.ts';
import type { ProgramStarters } from './programs/programs.ts';
import type { RunReport } from './run.ts';
import { openSimulation, type Simulation } from './simulation.ts';
import type { Template } from './world/template.ts';

/** The first line a worker reads. */
export interface WorkerOpening {
  readonly serverUrl: string;
  readonly prefix: string;
  /** Absent: the worker makes it. */
  readonly template?: Template;
}

/** Every further line: one run. */
export interface Job {
  readonly seed: string;
  readonly steps: number;
  readonly script?: readonly Entry[];
  /** Name of a planted bug. */
  readonly planted?: string;
}

/** A line a worker writes. */
export type WorkerLine = { readonly template: Template } | { readonly report: RunReport } | { readonly error: string };

/**
 * The life of a worker: reads jobs as JSON lines, runs one after the other, writes one line for each. A process of its
 * own, because a simulation takes the whole process's timers and clocks.
 */
export async function serveSimulations(starters: ProgramStarters): Promise<void> {
  const write = (line: WorkerLine): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
  // A promise of a killed program may be rejected when nobody is left to hear it.
  let unheard: string[] = [];
  process.on('unhandledRejection', (error) =>
    unheard.push(error instanceof Error ? String(error.stack) : String(error)),
  );
  // Ctrl-C reaches all processes of a terminal: the one that started this one decides what becomes of it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  let simulation: Simulation | undefined;
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      if (simulation === undefined) {
        simulation = await openSimulation({ starters, ...(JSON.parse(line) as WorkerOpening) });
        write({ template: simulation.template });
        continue;
      }
      const { planted, ...job } = JSON.parse(line) as Job;
      unheard = [];
      const bug = PLANTED_BUGS.find(({ name }) => name === planted);
      if (planted !== undefined && bug === undefined) throw new RangeError(`there is no planted bug ${planted}`);
      const report = await simulation.run({ ...job, planted: bug });
      const lost = unheard.map((found) => ({
        what: 'no promise is left alone',
        found,
        step: report.steps,
        at: report.virtualMs,
      }));
      write({ report: { ...report, failures: [...report.failures, ...lost] } });
    } catch (error) {
      write({ error: error instanceof Error ? String(error.stack) : String(error) });
    }
  }
  await simulation?.close();
}
