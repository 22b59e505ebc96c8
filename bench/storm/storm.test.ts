import { describe, expect, inject, it } from 'vitest';
import { foldingFigures } from '../folding.ts';
import { runStorm, SMALL_STORM } from './run-storm.ts';

describe('a storm with faults', () => {
  it('leaves the platform with the truth of every night, without one call too many', async () => {
    const figures = await runStorm(inject('yuzhuServerUrl'), { ...SMALL_STORM, idle: 3 }, () => undefined);
    expect(figures.nights).toBe(24 * 20);
    expect(figures.different).toBe(0);
    expect(figures.refused).toBe(0);
    expect(figures.pushes.overLimit).toBe(0);
    // The faults were there, and told nights fewer than changed ones.
    expect(figures.pushes.failed + figures.pushes.unanswered).toBeGreaterThan(0);
    expect(figures.pushes.nights).toBeLessThan(figures.planNights);
    expect(figures.acknowledged.every((seconds) => seconds > 0)).toBe(true);
  }, 180_000);
});

describe('folding a year of prices', () => {
  it('takes a third of the groups and calls of single nights', () => {
    expect(foldingFigures()).toEqual({
      plans: 50,
      nights: 365,
      groups: 6102,
      calls: 123,
      singleGroups: 18_250,
      singleCalls: 365,
    });
  });
});
