import { takeOverMachine } from './machine/take-over.ts';
import type { Entry } from './plan/entry.ts';
import type { PlantedBug } from './planted/planted-bug.ts';
import type { ProgramStarters } from './programs/programs.ts';
import { type RunReport, runSeed } from './run.ts';
import { Databases } from './world/databases.ts';
import { makeTemplate, type Template } from './world/template.ts';

/** What can be run in a process whose machine belongs to simulations. */
export interface Simulation {
  readonly template: Template;
  run(what: {
    readonly seed: string;
    readonly steps: number;
    readonly script?: readonly Entry[];
    readonly planted?: PlantedBug | undefined;
    readonly onTrace?: (line: string) => void;
  }): Promise<RunReport>;
  /** Drops the template. */
  close(): Promise<void>;
}

/** How a simulation is opened. */
export interface SimulationOptions {
  readonly starters: ProgramStarters;
  /** A PostgreSQL server where databases may be made. */
  readonly serverUrl: string;
  /** Begins the names of its databases; unique on that server. */
  readonly prefix: string;
  /** A template another process has made; it stays that process's to drop. */
  readonly template?: Template;
}

/**
 * Takes this process's timers, clocks and randomness over and makes the template.
 * Only for a process that does nothing else.
 */
export async function openSimulation(options: SimulationOptions): Promise<Simulation> {
  const { starters, serverUrl, prefix } = options;
  const machine = takeOverMachine();
  const databases = new Databases(serverUrl, prefix);
  const template =
    options.template ?? (await makeTemplate(starters, databases, (world) => machine.use(world?.machine, 'template')));
  return {
    template,
    run: (what) =>
      runSeed({
        ...what,
        starters,
        databases,
        template,
        use: (world) => machine.use(world?.machine, what.seed),
      }),
    close: async () => {
      if (options.template === undefined) await databases.drop(template.database);
    },
  };
}
