import { expect, test } from 'vitest';
import { timeOf } from './running-clock.ts';

test('the program’s time goes on at its own speed', () => {
  const heard = { now: 1_000_000, at: 500 };
  expect(timeOf(heard, 500)).toBe(1_000_000);
  expect(timeOf(heard, 2500)).toBe(1_002_000);
  expect(timeOf({ ...heard, rate: 0 }, 2500)).toBe(1_000_000);
  expect(timeOf({ ...heard, rate: 60 }, 2500)).toBe(1_120_000);
});
