import { createHash, type Hash } from 'node:crypto';
import { type Random, seededRandom } from '@yuzhu/runtime';
import { EventQueue, type Pending } from './queue.ts';
import { real } from './real.ts';

/** Whose code runs: one start of a program, the actors, or the simulation itself. What belongs to a dead one never runs. */
export interface Owner {
  readonly name: string;
  alive: boolean;
}

/** What a step is. The numbers of a report are counted by these. */
export type StepKind =
  /** A statement of a program runs in the database (or fails, or is cut off there). */
  | 'statement'
  /** A connection to the database is opened. */
  | 'connect'
  /** The answer to a statement that had waited for a lock. */
  | 'lock'
  /** A message reaches the program it was sent to. */
  | 'request'
  /** An answer (or the news that none will come) reaches the caller. */
  | 'answer'
  /** A timer of the machine fires: a time-out, a poll, a pause. */
  | 'timer'
  /** A program's clock reaches a moment it waits for. */
  | 'deadline'
  /** A guest, a hotel system, staff or the operator begins to do something. */
  | 'action'
  /** A fault is injected, or taken away. */
  | 'fault';

/** Kinds that only keep programs ticking; time may jump over a stretch that holds nothing else. */
const TICKING: ReadonlySet<StepKind> = new Set(['timer', 'statement', 'connect', 'lock']);

interface Event extends Pending {
  readonly owner: Owner;
  readonly kind: StepKind;
  readonly label: string;
  readonly run: () => void | Promise<void>;
}

/** A scheduled event that can be taken back. */
export interface Scheduled {
  cancel(): void;
}

/** More events than any run has. */
const AFTER_ALL = 1e12;

/** Virtual time that passes with nothing but ticking before the clock jumps to the next thing that matters. */
const QUIET_MS = 1500;

/**
 * The scheduler: owns virtual time, decides what happens next, and lets one thing happen at a time. An event runs until
 * nobody can go on without another event (no promise, no immediate is left); then the next one is taken. With all waits of
 * the programs (database, network, timers) turned into events, the same seed gives the same run.
 */
export class Machine {
  /** Virtual Unix ms, with a fraction. */
  now: number;
  /** Whose code runs. What it schedules belongs to it. */
  current: Owner;
  steps = 0;
  /** The step under way, in words. */
  doing = '';
  readonly started: number;
  readonly counts = new Map<StepKind, number>();
  /** Chance of latencies. */
  readonly random: Random;
  /** Exchanges under way: while there are any, time does not jump. */
  openExchanges = 0;
  /** Called after every step. */
  onStep: (kind: StepKind, label: string) => void = () => undefined;
  /** Set to see every step as text. */
  onTrace: ((line: string) => void) | undefined;

  readonly #queue = new EventQueue<Event>();
  readonly #trace: Hash = createHash('sha256');
  #seq = 0;
  #busyUntil: number;

  constructor(start: number, seed: string, self: Owner) {
    this.now = start;
    this.started = start;
    this.#busyUntil = start;
    this.current = self;
    this.random = seededRandom(`${seed}/machine`);
  }

  /**
   * Lets `run` happen after `delay` virtual ms, on behalf of `owner`.
   * @param last After everything else of its moment, whenever that was scheduled; several of them in the order they came.
   */
  schedule(
    owner: Owner,
    delay: number,
    kind: StepKind,
    label: string,
    run: () => void | Promise<void>,
    last = false,
  ): Scheduled {
    const at = this.now + Math.max(0, delay);
    const event: Event = { at, seq: this.#seq++ + (last ? AFTER_ALL : 0), cancelled: false, owner, kind, label, run };
    this.#queue.push(event);
    return {
      cancel: () => {
        event.cancelled = true;
      },
    };
  }

  /** A latency between two bounds, virtual ms; mostly near the lower one. */
  latency(from: number, to: number): number {
    const draw = this.random.next();
    return from + (to - from) * draw * draw;
  }

  /** The next step. False when nothing will ever happen again. */
  async step(): Promise<boolean> {
    let event = this.#queue.pop();
    while (event !== undefined && !event.owner.alive) event = this.#queue.pop();
    if (event === undefined) return false;
    if (!TICKING.has(event.kind)) this.#busyUntil = event.at;
    else if (event.kind === 'timer' && event.at - this.#busyUntil > QUIET_MS && this.openExchanges === 0) {
      const next = this.#queue.earliest(({ kind, owner }) => owner.alive && !TICKING.has(kind));
      // Like a machine that slept: timers that were due meanwhile fire late, once.
      if (next !== undefined && next.at > event.at) {
        this.now = Math.max(this.now, next.at);
        this.#busyUntil = next.at;
      }
    }
    this.now = Math.max(this.now, event.at);
    this.steps += 1;
    this.counts.set(event.kind, (this.counts.get(event.kind) ?? 0) + 1);
    this.doing = `${event.owner.name} ${event.kind} ${event.label}`;
    const line = `${this.now.toFixed(3)} ${this.doing}\n`;
    this.#trace.update(line);
    this.onTrace?.(line);
    this.current = event.owner;
    await event.run();
    await this.drain();
    for (let held = this.#held.shift(); held !== undefined; held = this.#held.shift()) {
      await held();
      await this.drain();
    }
    this.onStep(event.kind, event.label);
    return true;
  }

  /** Waits until nobody can go on without another event. */
  async drain(): Promise<void> {
    do await real.immediate();
    while (this.immediates > 0);
  }

  /** Does something of the judge's, which takes real time, before the present step ends: one after the other. */
  hold(work: () => Promise<unknown>): void {
    this.#held.push(work);
  }

  readonly #held: (() => Promise<unknown>)[] = [];

  /** Immediates of the programs that have not run yet. */
  immediates = 0;

  /** Adds something to the trace that makes two runs comparable in more than their events. */
  note(text: string): void {
    this.#trace.update(text);
    this.onTrace?.(`  ${text}\n`);
  }

  /** The hash of everything that happened so far, in order. */
  trace(): string {
    return this.#trace.copy().digest('hex').slice(0, 16);
  }
}
