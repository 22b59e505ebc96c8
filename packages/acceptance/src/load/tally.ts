import { Latencies } from './latency.ts';

/**
 * How a send ended: `ok`, or a kind of error. `code:4` an answer with that `data.error_code`, `http:500` another status,
 * `no-code` an answer that is none, `timeout`, `connection:ECONNREFUSED`, and `not-sent`: the generator itself had too many
 * calls under way or came too late.
 */
export type Ending =
  | 'ok'
  | 'timeout'
  | 'not-sent'
  | 'no-code'
  | `code:${number}`
  | `http:${number}`
  | `connection:${string}`;

/** Counts of one interface in one step, or of all of them. */
export class Cell {
  /** Sends the schedule holds. */
  wanted = 0;
  sent = 0;
  ok = 0;
  readonly errors = new Map<string, number>();
  /** From the intended moment to the answer, also of calls that timed out: their waiting was real. */
  readonly latencies = new Latencies();

  /** Sends whose ending is known. */
  get ended(): number {
    return this.ok + this.failed;
  }

  get failed(): number {
    let sum = 0;
    for (const count of this.errors.values()) sum += count;
    return sum;
  }

  count(ending: Ending): number {
    return ending === 'ok' ? this.ok : (this.errors.get(ending) ?? 0);
  }

  end(ending: Ending, latencyMs: number | undefined): void {
    if (ending === 'ok') this.ok += 1;
    else this.errors.set(ending, (this.errors.get(ending) ?? 0) + 1);
    if (latencyMs !== undefined) this.latencies.add(latencyMs);
  }
}

/** One second of the run, for the picture. Latencies stand at the second of the intended moment, answers at their own. */
export class Second {
  wanted = 0;
  sent = 0;
  answered = 0;
  readonly errors = new Map<string, number>();
  readonly latencies = new Latencies(2);
}

/** Everything counted in a run. */
export class Tally {
  /** By step, then by interface. */
  readonly cells: readonly (readonly Cell[])[];
  readonly seconds: Second[] = [];
  /** Intended moment to real send: what the generator itself is late, ms. */
  readonly lag = new Latencies();
  /** The same by step: a step beyond the machine must not hide that those below were on time. */
  readonly lagOfStep: readonly Latencies[];

  constructor(steps: number, interfaces: number) {
    this.lagOfStep = Array.from({ length: steps }, () => new Latencies(2));
    this.cells = Array.from({ length: steps }, () => Array.from({ length: interfaces }, () => new Cell()));
  }

  cell(step: number, which: number): Cell {
    const cell = this.cells[step]?.[which];
    if (cell === undefined) throw new RangeError(`no step ${step} with interface ${which}`);
    return cell;
  }

  /** The second a moment (ms from the start) falls into. */
  second(ms: number): Second {
    const number = Math.max(0, Math.floor(ms / 1000));
    while (this.seconds.length <= number) this.seconds.push(new Second());
    return this.seconds[number] as Second;
  }
}
