import type { Bilingual } from '@yuzhu/contract';
import type { Percentiles } from './latency.ts';
import type { PlannedInterface, Step } from './plan.ts';
import type { Cell, Tally } from './tally.ts';

/** Figures of one interface in one step. Latencies in ms, from the intended moment of the send. */
export interface InterfaceFigures {
  readonly name: string;
  readonly wanted: number;
  readonly sent: number;
  readonly ok: number;
  readonly successPercent: number;
  readonly latency: Percentiles;
  /** Count by kind of error, see `Ending`. */
  readonly errors: Readonly<Record<string, number>>;
  readonly held: boolean;
  /** What of the goal was missed. */
  readonly missed: readonly Bilingual[];
}

/** Figures of one step. */
export interface StepFigures {
  readonly qps: number;
  readonly seconds: number;
  /** Calls answered successfully in a second, over the whole step. */
  readonly okPerSecond: number;
  readonly interfaces: readonly InterfaceFigures[];
  readonly held: boolean;
}

/** Judges one step. An interface the step has no calls of holds. */
export function judgeStep(step: Step, interfaces: readonly PlannedInterface[], cells: readonly Cell[]): StepFigures {
  const figures = interfaces.map((one, at) => judge(one, cells[at]));
  const seconds = (step.toMs - step.fromMs) / 1000;
  return {
    qps: step.qps,
    seconds,
    okPerSecond: figures.reduce((sum, { ok }) => sum + ok, 0) / seconds,
    interfaces: figures,
    held: figures.every(({ held }) => held),
  };
}

function judge({ name, goal }: PlannedInterface, cell: Cell | undefined): InterfaceFigures {
  if (cell === undefined) throw new RangeError(`no counts of ${name}`);
  const latency = cell.latencies.summary();
  const { ended } = cell;
  const successPercent = ended === 0 ? 100 : (cell.ok / ended) * 100;
  const timeouts = cell.count('timeout');
  const notSent = cell.count('not-sent');
  const missed: Bilingual[] = [];
  if (successPercent < goal.successPercent) {
    missed.push({
      zh: `成功率 ${percent(successPercent)} < ${goal.successPercent} %`,
      en: `success ${percent(successPercent)} < ${goal.successPercent} %`,
    });
  }
  if (latency.p99 > goal.p99Ms) {
    const seen = `p99 ${latency.p99.toFixed(0)} ms > ${goal.p99Ms} ms`;
    missed.push({ zh: seen, en: seen });
  }
  if (timeouts > goal.timeouts) missed.push({ zh: `超时 ${timeouts} 次`, en: `${timeouts} time-outs` });
  if (notSent > 0)
    missed.push({ zh: `压测端自身未能发出 ${notSent} 次`, en: `${notSent} not sent by the generator itself` });
  return {
    name,
    wanted: cell.wanted,
    sent: cell.sent,
    ok: cell.ok,
    successPercent,
    latency,
    errors: Object.fromEntries([...cell.errors].sort(([a], [b]) => (a < b ? -1 : 1))),
    held: missed.length === 0,
    missed,
  };
}

/** Percent for people: never rounded up to 100. */
export function percent(value: number): string {
  const cut = Math.floor(value * 1000) / 1000;
  return `${cut === 100 ? '100' : cut.toFixed(3).replace(/0{1,2}$/, '')} %`;
}

/** Figures of all steps that were begun. */
export function judgeRun(steps: readonly Step[], interfaces: readonly PlannedInterface[], tally: Tally): StepFigures[] {
  return steps.flatMap((step, at) => {
    const cells = tally.cells[at] ?? [];
    return cells.some(({ ended }) => ended > 0) ? [judgeStep(step, interfaces, cells)] : [];
  });
}

/** The highest step that held the goal, with every step below it; undefined when the first did not. */
export function highestHeld(steps: readonly StepFigures[]): StepFigures | undefined {
  const missed = steps.findIndex(({ held }) => !held);
  return missed < 0 ? steps.at(-1) : steps[missed - 1];
}
