import type { Coverage } from './coverage.ts';
import type { Finding } from './findings.ts';
import type { MessageKind } from './message.ts';
import type { Sent } from './send.ts';
import type { MemoryFigures } from './watch-programs.ts';

/** One interface's line of the report. */
export interface InterfaceFigures {
  readonly interface: string;
  readonly target: 'gateway' | 'sandbox';
  readonly messages: Readonly<Record<MessageKind, number>>;
  /** By code, or by HTTP status where there is none. */
  readonly answers: Readonly<Record<string, number>>;
  readonly faults: number;
  readonly blocks: number;
  readonly kept: number;
}

/** What a run found. */
export interface FuzzReport {
  readonly seed: string;
  readonly messages: number;
  /** Sent once more: same bytes, halves, shrinking. */
  readonly again: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly interfaces: readonly InterfaceFigures[];
  readonly serverErrors: number;
  readonly unexpectedWrites: number;
  readonly stateChecks: number;
  /** Batches after which the programs did not fall silent in time, so that writes could not be told apart. */
  readonly unsettled: number;
  readonly repeatsCompared: number;
  readonly slowestMs: number;
  readonly logLines: number;
  readonly programs: Readonly<Record<string, { readonly coverage: Coverage; readonly memory: MemoryFigures }>>;
  readonly findings: readonly Finding[];
}

interface Row {
  readonly target: 'gateway' | 'sandbox';
  readonly messages: Record<MessageKind, number>;
  readonly answers: Record<string, number>;
  faults: number;
}

/** Counts messages and answers by interface. */
export class Counts {
  readonly #rows = new Map<string, Row>();
  serverErrors = 0;
  slowestMs = 0;
  total = 0;

  add({ message, target, answer, verdict }: Sent): void {
    const row = this.#row(message.interface, target.target);
    row.messages[message.kind] += 1;
    row.answers[verdict.label] = (row.answers[verdict.label] ?? 0) + 1;
    if (verdict.fault !== undefined) row.faults += 1;
    if (verdict.fault?.rule === '5xx') this.serverErrors += 1;
    this.slowestMs = Math.max(this.slowestMs, answer.ms);
    this.total += 1;
  }

  figures(blocks: (name: string) => number, kept: (name: string) => number): readonly InterfaceFigures[] {
    return [...this.#rows].map(([name, row]) => ({ interface: name, ...row, blocks: blocks(name), kept: kept(name) }));
  }

  #row(name: string, target: 'gateway' | 'sandbox'): Row {
    let row = this.#rows.get(name);
    if (row === undefined) {
      row = { target, messages: { valid: 0, nearly: 0, hostile: 0 }, answers: {}, faults: 0 };
      this.#rows.set(name, row);
    }
    return row;
  }
}
