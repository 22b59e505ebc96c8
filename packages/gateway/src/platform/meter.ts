import type { Metrics } from '@yuzhu/runtime';

type Counter<L extends string> = ReturnType<typeof makeCounter<L>>;

const makeCounter = <L extends string>(metrics: Metrics, name: string, help: string, labels: readonly L[]) =>
  metrics.counter(name, help, labels);

/** The counter of that name, made at its first use: several workers of a process share one registry. */
export function counter<L extends string>(
  metrics: Metrics,
  name: string,
  help: string,
  labels: readonly L[],
): Counter<L> {
  const existing = metrics.registry.getSingleMetric(name);
  return existing === undefined ? makeCounter(metrics, name, help, labels) : (existing as Counter<L>);
}
