import { expect, test } from 'vitest';
import { parseYuan, shortYuan, yuan } from './money.ts';

test('fen are shown as yuan with two decimals', () => {
  expect(yuan(0)).toBe('¥0.00');
  expect(yuan(5)).toBe('¥0.05');
  expect(yuan(-5)).toBe('-¥0.05');
  expect(yuan(128_800)).toBe('¥1,288.00');
  expect(yuan(123_456_789_01)).toBe('¥123,456,789.01');
});

test('a calendar cell leaves out empty decimals only', () => {
  expect(shortYuan(68_800)).toBe('¥688');
  expect(shortYuan(68_850)).toBe('¥688.50');
  expect(shortYuan(128_800)).toBe('¥1288');
});

test('typed yuan become fen without rounding', () => {
  expect(parseYuan('688')).toBe(68_800);
  expect(parseYuan(' ¥1,288.5 ')).toBe(128_850);
  // In floating point 1.1 * 100 is not 110.
  expect(parseYuan('1.10')).toBe(110);
  for (const text of ['', '-1', '1.234', '1e3', 'abc', '1.']) expect(parseYuan(text)).toBeUndefined();
});
