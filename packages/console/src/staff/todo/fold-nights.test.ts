import { expect, test } from 'vitest';
import type { RefusedNight } from '../api/pushes.ts';
import { foldRefused } from './fold-nights.ts';

const night = (date: string, more: Partial<RefusedNight> = {}): RefusedNight => ({
  kind: 'price',
  rate_plan_id: 'KING-BB',
  night: date,
  code: 2119001,
  message: '价格过低',
  logid: 'l1',
  at: '2026-09-01T10:00:00.000+08:00',
  ...more,
});

test('neighbouring nights with the same words become one line', () => {
  const ranges = foldRefused([
    night('2026-09-30'),
    night('2026-10-01'),
    night('2026-09-29'),
    night('2026-10-05'),
    night('2026-10-02', { message: '别的' }),
    night('2026-10-02', { rate_plan_id: 'TWIN' }),
    night('2026-10-02', { kind: 'stock' }),
  ]);
  expect(ranges.map(({ rate_plan_id, kind, from, to, nights }) => [rate_plan_id, kind, from, to, nights])).toEqual([
    ['KING-BB', 'price', '2026-09-29', '2026-10-01', 3],
    ['KING-BB', 'price', '2026-10-05', '2026-10-05', 1],
    ['KING-BB', 'price', '2026-10-02', '2026-10-02', 1],
    ['KING-BB', 'stock', '2026-10-02', '2026-10-02', 1],
    ['TWIN', 'price', '2026-10-02', '2026-10-02', 1],
  ]);
});

test('nothing refused is nothing to show', () => {
  expect(foldRefused([])).toEqual([]);
});
