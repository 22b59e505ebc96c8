import { readFile } from 'node:fs/promises';
import { waitFor } from '../wait.ts';
import { Inspector } from './coverage.ts';
import { MARKER } from './world.ts';

/** What a program's log must not hold. */
export interface LogFault {
  readonly program: string;
  readonly rule: 'error in the log' | 'personal data in the log';
  readonly line: string;
}

/** Reads what the programs write, as they write it. */
export class LogWatch {
  readonly faults: LogFault[] = [];
  readonly #inspectors = new Map<string, string>();
  readonly #tails = new Map<string, string>();
  readonly #seen = new Set<string>();
  lines = 0;

  readonly onOutput = (program: string, text: string): void => {
    const all = ((this.#tails.get(program) ?? '') + text).split('\n');
    this.#tails.set(program, all.pop() ?? '');
    for (const line of all) this.#look(program, line);
  };

  /** Address of a program's inspector, once it told it. @throws AppError NEVER_CAME */
  async inspector(program: string): Promise<Inspector> {
    const address = await waitFor(
      async () => this.#inspectors.get(program),
      (found) => found !== undefined,
      { what: `the inspector of ${program}`, limitMs: 10_000 },
    );
    return Inspector.open(address ?? '');
  }

  #look(program: string, line: string): void {
    this.lines += 1;
    const address = /Debugger listening on (ws:\S+)/.exec(line)?.[1];
    if (address !== undefined) this.#inspectors.set(program, address);
    if (line.includes(MARKER.phone) || line.includes(MARKER.name)) this.#add(program, 'personal data in the log', line);
    // Levels of the log: 50 error, 60 fatal. A line that is no JSON comes from outside the log: a crash.
    if (/"level":(?:50|60|"error"|"fatal")/.test(line)) this.#add(program, 'error in the log', line);
    else if (/^(?:\w*Error|Uncaught|\s+at )/.test(line)) this.#add(program, 'error in the log', line);
  }

  #add(program: string, rule: LogFault['rule'], line: string): void {
    // One line of each sort is enough: the numbers in it differ.
    const sort = `${program} ${rule} ${line.replace(/[0-9a-f]{4,}|\d+/g, '#').slice(0, 300)}`;
    if (this.#seen.has(sort) || this.faults.length >= 50) return;
    this.#seen.add(sort);
    this.faults.push({ program, rule, line: line.slice(0, 2000) });
  }
}

/** Memory of one process over a run, bytes. */
export interface MemoryFigures {
  readonly first: number;
  readonly middle: number;
  readonly last: number;
  /** Bytes gained per 1,000 messages over the second half, by least squares. */
  readonly slope: number;
  /** Heap in use after a full collection. */
  readonly heapFirst: number;
  readonly heapMiddle: number;
  readonly heapLast: number;
}

/** Samples the resident memory of a process, and its heap after a collection at the begin, middle and end. */
export class MemoryWatch {
  readonly #pid: number;
  readonly #inspector: Inspector;
  readonly #samples: { readonly messages: number; readonly rss: number }[] = [];
  readonly #heaps: number[] = [];

  constructor(pid: number, inspector: Inspector) {
    this.#pid = pid;
    this.#inspector = inspector;
  }

  async sample(messages: number): Promise<void> {
    const status = await readFile(`/proc/${this.#pid}/status`, 'utf8').catch(() => '');
    const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
    if (kilobytes > 0) this.#samples.push({ messages, rss: kilobytes * 1024 });
  }

  async heap(): Promise<void> {
    this.#heaps.push(await this.#inspector.heapUsed());
  }

  figures(): MemoryFigures {
    const rss = this.#samples.map((sample) => sample.rss);
    const second = this.#samples.slice(Math.floor(this.#samples.length / 2));
    return {
      first: rss[0] ?? 0,
      middle: rss[Math.floor(rss.length / 2)] ?? 0,
      last: rss.at(-1) ?? 0,
      slope: slopeOf(second) * 1000,
      heapFirst: this.#heaps[0] ?? 0,
      heapMiddle: this.#heaps[Math.floor(this.#heaps.length / 2)] ?? 0,
      heapLast: this.#heaps.at(-1) ?? 0,
    };
  }
}

/** Slope of a straight line through the samples, bytes per message. */
export function slopeOf(samples: readonly { readonly messages: number; readonly rss: number }[]): number {
  const n = samples.length;
  if (n < 2) return 0;
  const meanX = samples.reduce((sum, { messages }) => sum + messages, 0) / n;
  const meanY = samples.reduce((sum, { rss }) => sum + rss, 0) / n;
  const above = samples.reduce((sum, { messages, rss }) => sum + (messages - meanX) * (rss - meanY), 0);
  const below = samples.reduce((sum, { messages }) => sum + (messages - meanX) ** 2, 0);
  return below === 0 ? 0 : above / below;
}
