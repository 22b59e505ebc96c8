import { seededRandom } from '@yuzhu/runtime';
import { type LoadPlan, type Step, stepsOf } from './plan.ts';

/** Every send of a run, decided before it begins: whatever the partner does, the clock is not slowed down by it. */
export interface Schedule {
  readonly steps: readonly Step[];
  /** Intended moments from the start of the run, ms, ascending. */
  readonly at: Float64Array;
  /** Number of the step of each send. */
  readonly step: Uint32Array;
  /** Number of the interface of each send. */
  readonly which: Uint8Array;
}

/** Makes the schedule of a plan. Pure: the same plan and seed give the same sends. */
export function scheduleOf(
  plan: Pick<
    LoadPlan,
    'startQps' | 'stepQps' | 'maxQps' | 'secondsPerStep' | 'totalSeconds' | 'arrival' | 'seed' | 'interfaces'
  >,
): Schedule {
  const steps = stepsOf(plan);
  const moments: number[] = [];
  const stepOf: number[] = [];
  const random = seededRandom(plan.seed);
  for (const [number, step] of steps.entries()) {
    for (const moment of plan.arrival === 'poisson' ? poisson(step, () => random.next()) : constant(step)) {
      moments.push(moment);
      stepOf.push(number);
    }
  }
  return {
    steps,
    at: Float64Array.from(moments),
    step: Uint32Array.from(stepOf),
    which: mix(
      plan.interfaces.map(({ weight }) => weight),
      moments.length,
    ),
  };
}

/** Equal gaps; the first send of a step stands at its begin. */
function* constant({ qps, fromMs, toMs }: Step): Generator<number> {
  const count = Math.round(((toMs - fromMs) / 1000) * qps);
  for (let n = 0; n < count; n++) yield fromMs + (n * 1000) / qps;
}

/** Independent guests: exponential gaps. */
function* poisson({ qps, fromMs, toMs }: Step, next: () => number): Generator<number> {
  for (let moment = fromMs; ; ) {
    moment += (-Math.log(1 - next()) * 1000) / qps;
    if (moment >= toMs) return;
    yield moment;
  }
}

/** Smooth weighted turns: at any moment each interface has had its share to within one send. */
function mix(weights: readonly number[], count: number): Uint8Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const credit = weights.map(() => 0);
  return Uint8Array.from({ length: count }, () => {
    let best = 0;
    for (const [at, weight] of weights.entries()) {
      credit[at] = (credit[at] ?? 0) + weight;
      if ((credit[at] ?? 0) > (credit[best] ?? 0)) best = at;
    }
    credit[best] = (credit[best] ?? 0) - total;
    return best;
  });
}
