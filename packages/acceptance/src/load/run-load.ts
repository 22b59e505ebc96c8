import { performance } from 'node:perf_hooks';
import { type Random, systemRandom } from '@yuzhu/runtime';
import { ACCEPTANCE_ERRORS } from '../errors.ts';
import type { Percentiles } from './latency.ts';
import type { LoadPlan } from './plan.ts';
import { type Schedule, scheduleOf } from './schedule.ts';
import { sendOnTime } from './send-on-time.ts';
import { type Second, Tally } from './tally.ts';
import { highestHeld, judgeRun, judgeStep, type StepFigures } from './verdict.ts';
import { openWire, type Wire } from './wire.ts';

/** Bodies by interface name, in the order they are sent; used again from the first when they run out. */
export type Variables = ReadonlyMap<string, readonly Uint8Array[]>;

/** What a run is made of. */
export interface LoadOptions {
  readonly plan: LoadPlan;
  readonly variables: Variables;
  /** Bodies of `plan.first`. */
  readonly firstVariables?: Variables;
  /** Calls under way at most; default: what the highest rate needs when every call takes the whole time-out. */
  readonly mostInFlight?: number;
  /** End after the first step that missed its goal. */
  readonly stopWhenMissed?: boolean;
  readonly signal?: AbortSignal;
  /** Unix ms, for the signature's timestamp. */
  readonly now?: () => number;
  readonly random?: Random;
  readonly tell?: (event: LoadEvent) => void;
}

/** What happens on the way. */
export type LoadEvent =
  | { readonly type: 'debugged'; readonly name: string; readonly code: string; readonly ms: number }
  | {
      readonly type: 'first';
      readonly name: string;
      readonly sent: number;
      readonly failed: number;
      readonly ms: number;
    }
  | { readonly type: 'step'; readonly figures: StepFigures };

/** What the generator itself did, to show that it is not the limit. */
export interface Overhead {
  /** Intended moment to real send, ms. */
  readonly lag: Percentiles;
  /** Its 99th percentile in each step, ms. */
  readonly lagP99: readonly { readonly qps: number; readonly ms: number }[];
  /** Sends that did not leave because of the generator. */
  readonly notSent: number;
  readonly mostInFlight: number;
  readonly inFlightLimit: number;
  /** Processor time of this process, percent of one core. */
  readonly cpuPercent: number;
  /** Share of the time its event loop was busy, percent. */
  readonly loopPercent: number;
}

/** The outcome of a run. */
export interface LoadReport {
  readonly plan: Omit<LoadPlan, 'partner'> & { readonly partner: string };
  /** Unix ms. */
  readonly startedAt: number;
  readonly seconds: number;
  /** Ended before its time: by a person or by the first missed goal. */
  readonly ended: 'complete' | 'interrupted' | 'missed';
  readonly steps: readonly StepFigures[];
  /** The highest rate that held the goal, with every lower one; null when none did. */
  readonly highestHeldQps: number | null;
  readonly overhead: Overhead;
  /** How often the lines of a file were used again, by interface. */
  readonly reused: Readonly<Record<string, number>>;
  readonly series: readonly SecondFigures[];
}

/** One second of the picture. */
export interface SecondFigures {
  readonly wanted: number;
  readonly sent: number;
  readonly answered: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly errors: Readonly<Record<string, number>>;
}

/** Time before the first send, so that setting up is not measured. */
const HEAD_START_MS = 200;
const MOST_CONNECTIONS = 8192;
/** Sends of `first` under way at once. */
const FIRST_AT_ONCE = 16;

/**
 * Debugs with the first line of each file, sends what is to be there first, then runs the plan.
 * @throws AppError LOAD_DEBUG_FAILED, and the signal's reason when it was aborted before the first send
 */
export async function runLoad(options: LoadOptions): Promise<LoadReport> {
  const { plan, variables, tell = () => undefined } = options;
  const signal = options.signal ?? new AbortController().signal;
  const limit = options.mostInFlight ?? defaultInFlight(plan);
  const wire = openWire(plan, {
    now: options.now ?? Date.now,
    random: options.random ?? systemRandom(),
    connections: limit,
  });
  try {
    for (const { name } of plan.first)
      await sendFirst(wire, name, bodiesOf(options.firstVariables, name), signal, tell);
    // Before the first send there is nothing to report.
    signal.throwIfAborted();
    for (const { name, okCodes } of plan.interfaces)
      await debug(wire, name, bodiesOf(variables, name)[0], okCodes, tell);
    signal.throwIfAborted();
    return await measure(options, wire, scheduleOf(plan), limit, signal);
  } finally {
    await wire.close();
  }
}

function defaultInFlight({ maxQps, timeoutMs }: LoadPlan): number {
  return Math.min(MOST_CONNECTIONS, Math.max(64, Math.ceil((maxQps * timeoutMs * 1.2) / 1000)));
}

function bodiesOf(variables: Variables | undefined, name: string): readonly Uint8Array[] {
  const bodies = variables?.get(name);
  if (bodies === undefined || bodies.length === 0) throw new RangeError(`no variables for ${name}`);
  return bodies;
}

async function debug(
  wire: Wire,
  name: string,
  body: Uint8Array | undefined,
  okCodes: readonly number[],
  tell: (event: LoadEvent) => void,
): Promise<void> {
  const start = performance.now();
  const { ending, text, status } = await wire.send(name, body ?? new Uint8Array(), okCodes);
  if (ending === 'ok') {
    tell({ type: 'debugged', name, code: ending, ms: performance.now() - start });
    return;
  }
  const reply = text === '' ? '-' : text.slice(0, 400);
  const reason = status !== undefined && status !== 200 ? `HTTP ${status}` : ending;
  throw ACCEPTANCE_ERRORS.error('LOAD_DEBUG_FAILED', { name, reason_zh: reason, reason_en: reason, reply });
}

async function sendFirst(
  wire: Wire,
  name: string,
  bodies: readonly Uint8Array[],
  signal: AbortSignal,
  tell: (event: LoadEvent) => void,
): Promise<void> {
  const start = performance.now();
  let next = 0;
  let failed = 0;
  const worker = async () => {
    while (next < bodies.length && !signal.aborted) {
      const body = bodies[next++] ?? new Uint8Array();
      if ((await wire.send(name, body, [0])).ending !== 'ok') failed += 1;
    }
  };
  await Promise.all(Array.from({ length: FIRST_AT_ONCE }, worker));
  tell({ type: 'first', name, sent: next, failed, ms: performance.now() - start });
}

async function measure(
  options: LoadOptions,
  wire: Wire,
  schedule: Schedule,
  limit: number,
  signal: AbortSignal,
): Promise<LoadReport> {
  const { plan, variables, tell = () => undefined } = options;
  const tally = new Tally(schedule.steps.length, plan.interfaces.length);
  const mix = plan.interfaces.map((one) => ({ ...one, bodies: bodiesOf(variables, one.name), used: 0 }));
  const stop = new AbortController();
  const startedAt = Date.now();
  const zero = performance.now() + HEAD_START_MS;
  const clock = () => performance.now() - zero;
  const cpu = process.cpuUsage();
  const loop = performance.eventLoopUtilization();
  let inFlight = 0;
  let mostInFlight = 0;
  let allEnded: () => void = () => undefined;
  let judged = 0;
  let missed = false;

  /** A step is over when a send of the next one is due; what of it is still under way is not counted yet. */
  const judgeUpTo = (step: number) => {
    for (; judged < step; judged++) {
      const begun = schedule.steps[judged];
      if (begun === undefined) return;
      const figures = judgeStep(begun, plan.interfaces, tally.cells[judged] ?? []);
      tell({ type: 'step', figures });
      if (!figures.held && options.stopWhenMissed === true) {
        missed = true;
        stop.abort();
      }
    }
  };

  await sendOnTime(schedule, {
    clock,
    signal: AbortSignal.any([signal, stop.signal]),
    send: ({ step, which, dueMs, nowMs }) => {
      if (step > judged) judgeUpTo(step);
      if (missed) return;
      const cell = tally.cell(step, which);
      const second = tally.second(dueMs);
      const one = mix[which];
      if (one === undefined) throw new RangeError(`no interface ${which}`);
      cell.wanted += 1;
      second.wanted += 1;
      if (inFlight >= limit || nowMs - dueMs > plan.timeoutMs) {
        cell.end('not-sent', undefined);
        countError(second, 'not-sent');
        return;
      }
      const body = one.bodies[one.used++ % one.bodies.length] ?? new Uint8Array();
      inFlight += 1;
      mostInFlight = Math.max(mostInFlight, inFlight);
      cell.sent += 1;
      tally.second(nowMs).sent += 1;
      tally.lag.add(Math.max(0, nowMs - dueMs));
      tally.lagOfStep[step]?.add(Math.max(0, nowMs - dueMs));
      void wire.send(one.name, body, one.okCodes).then(({ ending }) => {
        const endMs = clock();
        cell.end(ending, endMs - dueMs);
        second.latencies.add(endMs - dueMs);
        if (ending !== 'ok') countError(second, ending);
        if (ending !== 'timeout' && !ending.startsWith('connection')) tally.second(endMs).answered += 1;
        inFlight -= 1;
        if (inFlight === 0) allEnded();
      });
    },
  });
  const sentUntil = clock();
  if (inFlight > 0) {
    await new Promise<void>((resolve) => {
      allEnded = resolve;
    });
  }
  const spent = process.cpuUsage(cpu);
  const seconds = clock() / 1000;
  const steps = judgeRun(schedule.steps, plan.interfaces, tally);
  for (const figures of steps.slice(judged)) tell({ type: 'step', figures });
  const { partner, ...rest } = plan;
  return {
    plan: { ...rest, partner: partner.url },
    startedAt,
    seconds: Math.max(sentUntil, 0) / 1000,
    ended: missed ? 'missed' : signal.aborted ? 'interrupted' : 'complete',
    steps,
    highestHeldQps: highestHeld(steps)?.qps ?? null,
    overhead: {
      lag: tally.lag.summary(),
      lagP99: steps.map(({ qps }, at) => ({ qps, ms: tally.lagOfStep[at]?.percentile(99) ?? 0 })),
      notSent: tally.cells.flat().reduce((sum, cell) => sum + cell.count('not-sent'), 0),
      mostInFlight,
      inFlightLimit: limit,
      cpuPercent: (spent.user + spent.system) / 1e4 / (seconds + HEAD_START_MS / 1000),
      loopPercent: performance.eventLoopUtilization(loop).utilization * 100,
    },
    reused: Object.fromEntries(mix.map(({ name, used, bodies }) => [name, Math.max(0, used - bodies.length)])),
    series: tally.seconds.map(toFigures),
  };
}

function countError(second: Second, ending: string): void {
  second.errors.set(ending, (second.errors.get(ending) ?? 0) + 1);
}

function toFigures({ wanted, sent, answered, latencies, errors }: Second): SecondFigures {
  const { p50, p99, max } = latencies.summary();
  return { wanted, sent, answered, p50, p99, max, errors: Object.fromEntries(errors) };
}
