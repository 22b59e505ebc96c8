import { interfaces } from '@yuzhu/contract';
import type { RunReport } from './run.ts';

/** What many runs came to. */
export interface SimulationFigures {
  readonly runs: number;
  readonly failed: number;
  readonly steps: number;
  readonly stepsByKind: Readonly<Record<string, number>>;
  /** Virtual hours. */
  readonly virtualHours: number;
  /** Real seconds, added up over all workers. */
  readonly workerSeconds: number;
  readonly checks: number;
  readonly guests: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly programStarts: number;
  readonly lockWaits: number;
  readonly deadlocks: number;
  /** Messages by interface of the contract, also those that never came. */
  readonly interfaces: Readonly<Record<string, number>>;
  readonly actions: Readonly<
    Record<string, { readonly ok: number; readonly refused: number; readonly silent: number }>
  >;
}

/** Adds the reports of runs up. */
export class Figures {
  #runs = 0;
  #failed = 0;
  #steps = 0;
  #virtualMs = 0;
  #realMs = 0;
  #checks = 0;
  #guests = 0;
  #starts = 0;
  #waits = 0;
  #deadlocks = 0;
  readonly #kinds: Record<string, number> = {};
  readonly #faults: Record<string, number> = {};
  readonly #interfaces: Record<string, number> = Object.fromEntries(
    Object.values(interfaces).map(({ name }) => [name, 0]),
  );
  readonly #actions: Record<string, { ok: number; refused: number; silent: number }> = {};

  add(report: RunReport): void {
    this.#runs += 1;
    if (report.failures.length > 0) this.#failed += 1;
    this.#steps += report.steps;
    this.#virtualMs += report.virtualMs;
    this.#realMs += report.realMs;
    this.#checks += report.checks;
    this.#guests += report.guests;
    this.#starts += report.starts;
    this.#waits += report.lockWaits;
    this.#deadlocks += report.deadlocks;
    addAll(this.#kinds, report.kinds);
    addAll(this.#faults, report.faults);
    addAll(this.#interfaces, report.interfaces);
    for (const [name, tally] of Object.entries(report.actions)) {
      const sum = this.#actions[name] ?? { ok: 0, refused: 0, silent: 0 };
      this.#actions[name] = sum;
      addAll(sum, tally);
    }
  }

  result(): SimulationFigures {
    return {
      runs: this.#runs,
      failed: this.#failed,
      steps: this.#steps,
      stepsByKind: this.#kinds,
      virtualHours: Math.round(this.#virtualMs / 36_000) / 100,
      workerSeconds: Math.round(this.#realMs / 100) / 10,
      checks: this.#checks,
      guests: this.#guests,
      faults: this.#faults,
      programStarts: this.#starts,
      lockWaits: this.#waits,
      deadlocks: this.#deadlocks,
      interfaces: this.#interfaces,
      actions: this.#actions,
    };
  }
}

function addAll(sums: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(more)) sums[name] = (sums[name] ?? 0) + count;
}
