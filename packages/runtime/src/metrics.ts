import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** The measurements of one program. Every program in one process has its own registry. */
export interface Metrics {
  readonly registry: Registry;
  /** A number that only grows. `labels` are the label names. */
  counter<L extends string>(name: string, help: string, labels?: readonly L[]): Counter<L>;
  /** A number that goes up and down; with `read`, it is asked for at each scrape. */
  gauge<L extends string>(
    name: string,
    help: string,
    labels?: readonly L[],
    read?: (gauge: Gauge<L>) => void,
  ): Gauge<L>;
  /** A distribution; buckets in the unit of the name, default for seconds from 1 ms to 10 s. */
  histogram<L extends string>(
    name: string,
    help: string,
    labels?: readonly L[],
    buckets?: readonly number[],
  ): Histogram<L>;
  /** Stops the collection of process measurements. */
  close(): void;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Opens a registry; the label `program` is on everything. Without `process`, the measurements of the process are left out. */
export function createMetrics(program: string, { process = true }: { readonly process?: boolean } = {}): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ program });
  if (process) collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 20 });
  const registers = [registry];
  return {
    registry,
    counter: (name, help, labels = []) => new Counter({ name, help, labelNames: labels, registers }),
    gauge: (name, help, labels = [], read) =>
      new Gauge({
        name,
        help,
        labelNames: labels,
        registers,
        ...(read === undefined
          ? {}
          : {
              collect() {
                read(this);
              },
            }),
      }),
    histogram: (name, help, labels = [], buckets = SECONDS) =>
      new Histogram({ name, help, labelNames: labels, buckets: [...buckets], registers }),
    close: () => registry.clear(),
  };
}
