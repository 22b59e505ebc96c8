import { describe, expect, it } from 'vitest';
import type { PlannedInterface } from './plan.ts';
import { scheduleOf } from './schedule.ts';

const one = (name: string, weight: number): PlannedInterface => ({
  name,
  file: '',
  weight,
  okCodes: [0],
  goal: { successPercent: 100, p99Ms: 1, timeouts: 0 },
});
const PLAN = {
  startQps: 10,
  stepQps: 10,
  maxQps: 30,
  secondsPerStep: 2,
  totalSeconds: 6,
  arrival: 'constant' as const,
  seed: 's',
  interfaces: [one('a', 6), one('b', 3), one('c', 1)],
};
const inStep = (schedule: ReturnType<typeof scheduleOf>, step: number) =>
  [...schedule.at].filter((_, number) => schedule.step[number] === step);

describe('a schedule', () => {
  it('with equal gaps holds each rate exactly', () => {
    const schedule = scheduleOf(PLAN);
    expect([0, 1, 2].map((step) => inStep(schedule, step).length)).toEqual([20, 40, 60]);
    expect(inStep(schedule, 1).slice(0, 3)).toEqual([2000, 2050, 2100]);
    expect([...schedule.at]).toEqual([...schedule.at].sort((a, b) => a - b));
  });

  it('of independent guests is the same for the same seed, holds the rate on average and is not even', () => {
    const plan = {
      ...PLAN,
      arrival: 'poisson' as const,
      startQps: 1000,
      maxQps: 1000,
      stepQps: 1,
      secondsPerStep: 20,
      totalSeconds: 20,
    };
    const first = scheduleOf(plan);
    expect([...scheduleOf(plan).at]).toEqual([...first.at]);
    expect([...scheduleOf({ ...plan, seed: 't' }).at]).not.toEqual([...first.at]);
    expect(first.at.length).toBeGreaterThan(19_000);
    expect(first.at.length).toBeLessThan(21_000);
    const gaps = [...first.at].slice(1).map((moment, number) => moment - (first.at[number] ?? 0));
    // Exponential gaps: the standard deviation is the mean, 1 ms here.
    const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - 1) ** 2, 0) / gaps.length);
    expect(deviation).toBeGreaterThan(0.9);
    expect(deviation).toBeLessThan(1.1);
    expect(Math.max(...first.at)).toBeLessThan(20_000);
  });

  it('mixes interfaces by weight at every moment, not only in the end', () => {
    const { which } = scheduleOf(PLAN);
    for (let from = 0; from + 10 <= which.length; from += 10) {
      const ten = [...which.subarray(from, from + 10)];
      expect([0, 1, 2].map((number) => ten.filter((at) => at === number).length)).toEqual([6, 3, 1]);
    }
  });
});
