import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

/** Highest latency that is told apart, microseconds: two minutes. */
const HIGHEST_US = 120_000_000;

/** Percentiles of latencies, ms. Zero when nothing was recorded. */
export interface Percentiles {
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

/** Latencies in an HDR histogram (the one Node brings), kept to the microsecond and three figures: any number, in 200 KB. */
export class Latencies {
  readonly #histogram: RecordableHistogram;
  #max = 0;

  /** @param figures Significant figures kept; two are enough for a picture and take a tenth of the memory. */
  constructor(figures: 2 | 3 = 3) {
    this.#histogram = createHistogram({ lowest: 1, highest: HIGHEST_US, figures });
  }

  /** @param ms Not below 0; what is longer than two minutes counts as two minutes. */
  add(ms: number): void {
    this.#histogram.record(Math.min(HIGHEST_US, Math.max(1, Math.round(ms * 1000))));
    this.#max = Math.max(this.#max, ms);
  }

  get count(): number {
    return this.#histogram.count;
  }

  /** The latency that `percent` of the calls did not exceed, ms. */
  percentile(percent: number): number {
    return this.count === 0 ? 0 : Math.min(this.#max, this.#histogram.percentile(percent) / 1000);
  }

  summary(): Percentiles {
    return {
      p50: this.percentile(50),
      p90: this.percentile(90),
      p95: this.percentile(95),
      p99: this.percentile(99),
      p999: this.percentile(99.9),
      max: this.#max,
    };
  }
}
