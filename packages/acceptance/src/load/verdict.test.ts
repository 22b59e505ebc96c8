import { seededRandom } from '@yuzhu/runtime';
import { describe, expect, it } from 'vitest';
import { Latencies } from './latency.ts';
import { chart, niceTop } from './report/chart.ts';
import { Cell, type Ending } from './tally.ts';
import { highestHeld, judgeStep, percent, type StepFigures } from './verdict.ts';

describe('percentiles', () => {
  it('are those of the sorted values, to three figures', () => {
    const random = seededRandom('latencies');
    const latencies = new Latencies();
    const values = Array.from({ length: 20_000 }, () => 0.05 + 5000 * random.next() ** 6);
    for (const value of values) latencies.add(value);
    values.sort((a, b) => a - b);
    for (const share of [50, 90, 95, 99, 99.9]) {
      const exact = values[Math.ceil((values.length * share) / 100) - 1] ?? 0;
      const seen = latencies.percentile(share);
      expect(Math.abs(seen - exact) / exact).toBeLessThan(0.002);
    }
    expect(latencies.summary().max).toBe(values.at(-1));
    expect(latencies.count).toBe(20_000);
  });

  it('of a few values never exceed the highest one', () => {
    const latencies = new Latencies();
    expect(latencies.summary()).toEqual({ p50: 0, p90: 0, p95: 0, p99: 0, p999: 0, max: 0 });
    for (const value of [1, 2, 3, 10]) latencies.add(value);
    const { p50, p99, max } = latencies.summary();
    expect(p50).toBeCloseTo(2, 2);
    expect(p99).toBe(10);
    expect(max).toBe(10);
    latencies.add(1e9);
    expect(latencies.percentile(100)).toBeLessThanOrEqual(1e9);
  });
});

const INTERFACE = {
  name: 'booking',
  file: '',
  weight: 1,
  okCodes: [0],
  goal: { successPercent: 99, p99Ms: 100, timeouts: 0 },
};
const STEP = { qps: 10, fromMs: 0, toMs: 10_000 };
function judged(endings: readonly (readonly [Ending, number, number | undefined])[]) {
  const cell = new Cell();
  for (const [ending, times, ms] of endings) for (let n = 0; n < times; n++) cell.end(ending, ms);
  const { held, interfaces } = judgeStep(STEP, [INTERFACE], [cell]);
  return { held, missed: interfaces[0]?.missed.map(({ en }) => en) };
}

describe('a step', () => {
  it('holds at the goal’s very edge', () => {
    expect(
      judged([
        ['ok', 99, 50],
        ['code:4', 1, 5],
      ]),
    ).toEqual({ held: true, missed: [] });
    expect(judged([])).toEqual({ held: true, missed: [] });
  });

  it('does not hold with too many errors, too late, with time-outs, or when the generator failed', () => {
    expect(
      judged([
        ['ok', 98, 50],
        ['code:4', 2, 5],
      ]).missed,
    ).toEqual(['success 98.0 % < 99 %']);
    expect(
      judged([
        ['ok', 97, 50],
        ['ok', 3, 130],
      ]).missed,
    ).toEqual(['p99 130 ms > 100 ms']);
    expect(
      judged([
        ['ok', 999, 50],
        ['timeout', 1, 80],
      ]).missed,
    ).toEqual(['1 time-outs']);
    expect(
      judged([
        ['ok', 999, 50],
        ['not-sent', 1, undefined],
      ]).missed,
    ).toEqual(['1 not sent by the generator itself']);
  });
});

describe('the highest step', () => {
  const steps = (...held: boolean[]) => held.map((one, at) => ({ qps: at + 1, held: one }) as StepFigures);

  it('is the last one before the first that missed', () => {
    expect(highestHeld(steps(true, true, true))?.qps).toBe(3);
    expect(highestHeld(steps(true, false, true))?.qps).toBe(1);
    expect(highestHeld(steps(false, true))).toBeUndefined();
    expect(highestHeld([])).toBeUndefined();
  });
});

describe('figures for people', () => {
  it('never round a failure away', () => {
    expect(percent(99.9996)).toBe('99.999 %');
    expect(percent(100)).toBe('100 %');
    expect(percent(99.9)).toBe('99.9 %');
    expect(percent(0)).toBe('0.0 %');
  });

  it('have charts with round tops and nothing from outside', () => {
    expect([0, 0.3, 1, 1.1, 3, 7, 99, 100].map(niceTop)).toEqual([1, 0.5, 1, 2, 5, 10, 100, 100]);
    const svg = chart('<b>', '&', [{ name: '"x"', colour: '#000', values: [0, 5, 10] }]);
    expect(svg).toContain('&lt;b&gt;');
    expect(svg).not.toContain('<b>');
    expect(svg).toContain('points="56.0,194.0');
  });
});
