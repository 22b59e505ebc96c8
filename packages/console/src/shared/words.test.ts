import { expect, test } from 'vitest';
import { speak } from './language.ts';
import { COMMON } from './texts.ts';
import { monthWords, timeWords, weekdayNames } from './words.ts';

const zh = speak(COMMON, 'zh');
const en = speak(COMMON, 'en');

test('months and days of the week are named in both languages', () => {
  expect([monthWords(zh, '2026-09-14'), monthWords(en, '2026-09-14')]).toEqual(['2026 年 9 月', 'September 2026']);
  expect([monthWords(zh, '2026-12-31'), monthWords(en, '2026-12-31')]).toEqual(['2026 年 12 月', 'December 2026']);
  expect([weekdayNames(zh).length, weekdayNames(en).length]).toEqual([7, 7]);
});

test('a stretch of time is told in its two largest units', () => {
  expect(timeWords(zh, 3_600_000)).toBe('1 小时 0 分');
  expect(timeWords(en, 97 * 3_600_000)).toBe('4 d 1 h');
});
