import { expect, test } from 'vitest';
import { currencyUnit, money, parseMoney, shortMoney } from './money.ts';

test('amounts are shown with the sign of their currency and two decimals', () => {
  expect(money(0, null)).toBe('¥0.00');
  expect(money(5, 'CNY')).toBe('¥0.05');
  expect(money(-5, null)).toBe('-¥0.05');
  expect(money(128_800, 'HKD')).toBe('HK$1,288.00');
  expect(money(128_800, 'TWD')).toBe('NT$1,288.00');
  expect(money(-128_800, 'MOP')).toBe('-MOP$1,288.00');
  expect(money(123_456_789_01, null)).toBe('¥123,456,789.01');
});

test('a currency without a sign of its own shows its code, one not known yet nothing', () => {
  expect(money(128_800, 'THB')).toBe('THB\u00a01,288.00');
  // JPY has the sign of the yuan in print.
  expect(money(-100, 'JPY')).toBe('-JPY\u00a01.00');
  expect(money(128_800, undefined)).toBe('1,288.00');
});

test('a field for an amount names the currency', () => {
  expect(currencyUnit(null, '元')).toBe('元');
  expect(currencyUnit('CNY', 'yuan')).toBe('yuan');
  expect(currencyUnit('HKD', '元')).toBe('HKD');
});

test('a calendar cell leaves out empty decimals only', () => {
  expect(shortMoney(68_800, null)).toBe('¥688');
  expect(shortMoney(68_850, null)).toBe('¥688.50');
  expect(shortMoney(128_800, 'HKD')).toBe('HK$1288');
});

test('typed amounts become hundredths without rounding', () => {
  expect(parseMoney('688')).toBe(68_800);
  expect(parseMoney(' ¥1,288.5 ')).toBe(128_850);
  expect(parseMoney('HK$1,288.5')).toBe(128_850);
  expect(parseMoney('THB 12')).toBe(1200);
  // In floating point 1.1 * 100 is not 110.
  expect(parseMoney('1.10')).toBe(110);
  for (const text of ['', '-1', '1.234', '1e3', 'abc', '1.', '$$1']) expect(parseMoney(text)).toBeUndefined();
});
