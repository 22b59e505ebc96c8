import { fileURLToPath } from 'node:url';
import { startProgram } from '../programs/program.ts';
import type { Percentiles } from './latency.ts';
import type { LoadPlan } from './plan.ts';
import { runLoad, type Variables } from './run-load.ts';

/** What the generator does against a server that does nothing. */
export interface Calibration {
  readonly qps: number;
  /** Latency, ms, from the intended moment: what the generator and the machine cost by themselves. */
  readonly latency: Percentiles;
  readonly lag: Percentiles;
  readonly cpuPercent: number;
  readonly failed: number;
  /** It was on time: nothing failed or stayed unsent, and 99 of 100 sends left within `ON_TIME_MS`. */
  readonly onTime: boolean;
}

const ON_TIME_MS = 20;
const SECONDS = 3;
/** Rates tried, as multiples of the plan's maximum. */
const MULTIPLES = [1, 2, 4, 8];

/**
 * Runs the plan's mix against a bare server on this machine: at the plan's highest rate, then at twice as much and so on
 * until the generator is late.
 * @throws the signal's reason when it is aborted between two rates
 */
export async function calibrate(
  plan: LoadPlan,
  variables: Variables,
  signal: AbortSignal,
  multiples: readonly number[] = MULTIPLES,
): Promise<Calibration[]> {
  const server = await startProgram({
    name: 'bare server',
    command: [process.execPath, fileURLToPath(new URL('./bare-server.ts', import.meta.url))],
    env: {},
  });
  const rows: Calibration[] = [];
  try {
    for (const multiple of multiples) {
      const row = await tryRate(plan, variables, server.url, plan.maxQps * multiple, signal);
      rows.push(row);
      if (!row.onTime) break;
    }
    return rows;
  } finally {
    await server.stop();
  }
}

async function tryRate(
  plan: LoadPlan,
  variables: Variables,
  url: string,
  qps: number,
  signal: AbortSignal,
): Promise<Calibration> {
  const report = await runLoad({
    plan: {
      ...plan,
      partner: { ...plan.partner, url, addresses: {} },
      interfaces: plan.interfaces.map((one) => ({ ...one, okCodes: [0] })),
      first: [],
      startQps: qps,
      maxQps: qps,
      stepQps: qps,
      secondsPerStep: SECONDS,
      totalSeconds: SECONDS,
    },
    variables,
    signal,
  });
  const { overhead, steps } = report;
  const busiest = steps[0]?.interfaces.reduce((a, b) => (b.sent > a.sent ? b : a));
  const failed = (steps[0]?.interfaces ?? []).reduce((sum, { wanted, ok }) => sum + wanted - ok, 0);
  return {
    qps,
    latency: busiest?.latency ?? overhead.lag,
    lag: overhead.lag,
    cpuPercent: overhead.cpuPercent,
    failed,
    onTime: failed === 0 && overhead.lag.p99 <= ON_TIME_MS,
  };
}
