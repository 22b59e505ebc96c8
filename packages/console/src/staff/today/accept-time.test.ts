import { expect, test } from 'vitest';
import { acceptTime } from './accept-time.ts';

test('the hour counts from the creation', () => {
  const created = Date.UTC(2026, 8, 11, 2, 0);
  expect(acceptTime(created, created + 45 * 60_000)).toEqual({ waited: 45 * 60_000, left: 15 * 60_000 });
  expect(acceptTime(created, created + 61 * 60_000).left).toBe(-60_000);
  // A clock that is behind the gateway's does not make a booking wait less than nothing.
  expect(acceptTime(created, created - 5).waited).toBe(0);
});
