import type { OpenApi, Source } from '@yuzhu/contract';

/** Calls a second and interface where the contract names none (inferred: the real figure is shown in the console only). */
const DEFAULT_CALLS_PER_SECOND = 20;
const DEFAULT_SOURCE: Source = 'inferred';

/**
 * Added to every window: clocks of several machines differ by some milliseconds, and a moment has no fractions of one.
 * What calls lose or gain on their way needs no margin: it is in the moment they count from (arrivals.ts).
 */
const WINDOW_MARGIN_MS = 10;

/** A limit over a window of time, ready to be counted. */
export interface WindowLimit {
  /** Name of the counter, unique within application and merchant: the interface, with `:items` when items are counted. */
  readonly counter: string;
  readonly counts: 'calls' | 'items';
  readonly per: 'application' | 'merchant';
  readonly max: number;
  readonly windowMs: number;
  /** Where the counted items are in the request. */
  readonly path: string | undefined;
  readonly source: Source;
}

/** What an application may really call of an interface, as the operator read it in the platform's console. */
export interface ConfiguredLimit {
  readonly max: number;
  readonly windowMs: number;
  readonly per: 'application' | 'merchant';
}

/**
 * The windows that hold for an interface: those of the contract, and the default for calls when it names none. A
 * configured limit takes the place of either for calls.
 */
export function windowsOf(one: Pick<OpenApi, 'name' | 'limits'>, configured?: ConfiguredLimit): WindowLimit[] {
  const windows = contractWindows(one);
  if (configured === undefined) return windows;
  const { max, windowMs, per } = configured;
  return windows.map((window) =>
    window.counts === 'calls' ? { ...window, max, per, windowMs: windowMs + WINDOW_MARGIN_MS } : window,
  );
}

function contractWindows(one: Pick<OpenApi, 'name' | 'limits'>): WindowLimit[] {
  const windows = one.limits.flatMap((limit): WindowLimit[] =>
    limit.perSeconds === undefined || limit.per === 'call'
      ? []
      : [
          {
            counter: limit.counts === 'items' ? `${one.name}:items` : one.name,
            counts: limit.counts,
            per: limit.per,
            max: limit.max,
            windowMs: limit.perSeconds * 1000 + WINDOW_MARGIN_MS,
            path: limit.path,
            source: limit.source,
          },
        ],
  );
  if (windows.some((window) => window.counts === 'calls')) return windows;
  const byDefault: WindowLimit = {
    counter: one.name,
    counts: 'calls',
    per: 'application',
    max: DEFAULT_CALLS_PER_SECOND,
    windowMs: 1000 + WINDOW_MARGIN_MS,
    path: undefined,
    source: DEFAULT_SOURCE,
  };
  return [byDefault, ...windows];
}

/** The most items one call may carry; Infinity when the contract names no limit. */
export function itemsPerCall(one: Pick<OpenApi, 'limits'>): number {
  const found = one.limits.find((limit) => limit.counts === 'items' && limit.per === 'call');
  return found?.max ?? Number.POSITIVE_INFINITY;
}

/** Counts what stands at a path such as `rate_plan.rooms[].rate_plans[]` or `aris`. */
function countItems(request: unknown, path: string): number {
  let nodes: unknown[] = [request];
  for (const step of path.split('.')) {
    const key = step.replace(/\[\]$/, '');
    nodes = nodes.flatMap((node) => {
      const value = (node as Record<string, unknown> | null | undefined)?.[key];
      return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
    });
  }
  return nodes.length;
}

/** What a request costs against a window. */
export function costOf(window: WindowLimit, request: unknown): number {
  if (window.counts === 'calls' || window.path === undefined) return 1;
  return Math.min(Math.max(countItems(request, window.path), 1), window.max);
}

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * How long an interface rests after the platform said "too frequent" for the `strikes`-th time in a row: 1 s doubling
 * to a minute, half of it by chance so that processes do not come back together (documented: back off; figures inferred).
 * `fraction` is in [0, 1).
 */
export function limitPause(strikes: number, fraction: number): number {
  const full = Math.min(FIRST_PAUSE_MS * 2 ** Math.max(strikes - 1, 0), LONGEST_PAUSE_MS);
  return Math.round(full / 2 + (full / 2) * fraction);
}
