/** What a run has to reach. Not documented for the hotel solution; the defaults are inferred and can be changed. */
export interface Goal {
  /** Share of the calls that are answered with an accepted code, in percent. */
  readonly successPercent: number;
  /** 99th percentile of the latency, ms. */
  readonly p99Ms: number;
  /** Calls that may time out. */
  readonly timeouts: number;
}

/** One interface of the mix. */
export interface PlannedInterface {
  /** Contract name, e.g. `bookable-check`. */
  readonly name: string;
  /** Variable file, relative to the plan's folder. */
  readonly file: string;
  /** Share of the calls, relative to the other weights. */
  readonly weight: number;
  /** `data.error_code`s that count as success. */
  readonly okCodes: readonly number[];
  readonly goal: Goal;
}

/** A load test, with the knobs the platform's own form has. */
export interface LoadPlan {
  readonly name: string;
  readonly partner: {
    /** Base address; the contract's paths are appended unless `addresses` says otherwise. */
    readonly url: string;
    readonly clientKey: string;
    readonly clientSecret: string;
    /** Path or whole address by interface name. */
    readonly addresses: Readonly<Record<string, string>>;
  };
  /** The platform's 准入QPS: what the partner was admitted with. Only the platform's rules ask for it. */
  readonly admissionQps: number;
  readonly startQps: number;
  readonly stepQps: number;
  readonly maxQps: number;
  readonly secondsPerStep: number;
  readonly totalSeconds: number;
  readonly timeoutMs: number;
  /** Equal gaps, or the gaps of independent guests. */
  readonly arrival: 'constant' | 'poisson';
  readonly seed: string;
  readonly interfaces: readonly PlannedInterface[];
  /** Files sent once before the run and not measured, e.g. the voucher orders that the bookings are paid with. */
  readonly first: readonly { readonly name: string; readonly file: string }[];
}

/** A rate of calls held for a while. */
export interface Step {
  readonly qps: number;
  /** From the start of the run, ms. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** Seconds the plan needs at least to reach its maximum and hold it for one step (documented formula). */
export function minimumSeconds(plan: Pick<LoadPlan, 'startQps' | 'stepQps' | 'maxQps' | 'secondsPerStep'>): number {
  return (stepsUp(plan) + 1) * plan.secondsPerStep;
}

/** How often the rate is raised. The last raise may be smaller than the others. */
function stepsUp({ startQps, stepQps, maxQps }: Pick<LoadPlan, 'startQps' | 'stepQps' | 'maxQps'>): number {
  return Math.ceil((maxQps - startQps) / stepQps);
}

/** The steps of a plan in order; time beyond the ramp is spent at the maximum. */
export function stepsOf(
  plan: Pick<LoadPlan, 'startQps' | 'stepQps' | 'maxQps' | 'secondsPerStep' | 'totalSeconds'>,
): Step[] {
  const ups = stepsUp(plan);
  return Array.from({ length: ups + 1 }, (_, up) => ({
    qps: Math.min(plan.maxQps, plan.startQps + up * plan.stepQps),
    fromMs: up * plan.secondsPerStep * 1000,
    toMs: (up === ups ? plan.totalSeconds : (up + 1) * plan.secondsPerStep) * 1000,
  }));
}
