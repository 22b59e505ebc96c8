import { median } from './row.ts';

/** How long something took, round by round. */
export interface Span {
  readonly name: string;
  readonly seconds: readonly number[];
}

/** A span as it is told: median, lowest and highest, seconds. */
export interface ToldSpan {
  readonly name: string;
  readonly seconds: number;
  readonly low: number;
  readonly high: number;
  readonly rounds: number;
}

/** Median of a span with its lowest and highest. */
export function tellSpan({ name, seconds }: Span): ToldSpan {
  return {
    name,
    seconds: median(seconds),
    low: Math.min(...seconds),
    high: Math.max(...seconds),
    rounds: seconds.length,
  };
}

/** The lines for people. */
export function spanLines(spans: readonly ToldSpan[]): string[] {
  const width = Math.max(...spans.map(({ name }) => name.length));
  return spans.map(
    ({ name, seconds, low, high, rounds }) =>
      `${name.padEnd(width)}  ${seconds.toFixed(1)} s (${low.toFixed(1)}..${high.toFixed(1)}), median of ${rounds}`,
  );
}
