import { expect, test } from 'vitest';
import { fill, label, speak } from './language.ts';
import { COMMON } from './texts.ts';
import { monthWords, nightWords, timeWords, weekdayNames, weekdayWord } from './words.ts';

const zh = speak(COMMON, 'zh');
const en = speak(COMMON, 'en');

test('texts come in the chosen language, as one object', () => {
  expect(zh.cancel).toBe('取消');
  expect(en.cancel).toBe('Cancel');
  expect(speak(COMMON, 'en')).toBe(en);
});

test('an unfilled place and an unknown key show themselves', () => {
  expect(fill('{n} of {all}', { n: 0 })).toBe('0 of {all}');
  expect(label(zh, 'something_new')).toBe('something_new');
});

test('stretches, nights and weekdays have words', () => {
  expect(timeWords(zh, 750_000)).toBe('12 分 30 秒');
  expect(timeWords(en, 9_000)).toBe('9 s');
  expect(timeWords(en, 2 * 86_400_000 + 3_600_000)).toBe('2 d 1 h');
  expect([nightWords(en, 1), nightWords(en, 2), nightWords(zh, 2)]).toEqual(['1 night', '2 nights', '2 晚']);
  expect(weekdayNames(zh)).toEqual(['一', '二', '三', '四', '五', '六', '日']);
  expect(weekdayNames(en)[6]).toBe('Su');
  expect(weekdayWord(zh, '2026-09-12')).toBe('六');
  expect(monthWords(zh, '2026-09-12')).toBe('2026 年 9 月');
});
