import { isDate } from '@yuzhu/contract';
import { type DocumentProblem, when } from './rule.ts';

/** Holiday numbers of the platform, 1 New Year's Day to 9 Christmas (goods-api). */
const HOLIDAYS = { first: 1, last: 9 } as const;

/** Weekdays 1 (Monday) to 7 (documented). */
export function weekdayProblems(weekdays: readonly number[] | undefined, path: string): DocumentProblem[] {
  return when(
    (weekdays ?? []).some((day) => day < 1 || day > 7),
    path,
    '星期取值为 1（周一）到 7（周日）',
    'weekdays are 1 (Monday) to 7 (Sunday)',
  );
}

/** Holidays and the years they are meant for. */
export function holidayProblems(
  holidays: readonly number[] | undefined,
  years: Readonly<Record<string, string>> | undefined,
  path: string,
): DocumentProblem[] {
  const numbers = holidays ?? [];
  const badYear = Object.entries(years ?? {}).some(
    ([number, year]) => !numbers.includes(Number(number)) || !/^20\d\d$/.test(year),
  );
  return [
    ...when(
      numbers.some((number) => number < HOLIDAYS.first || number > HOLIDAYS.last),
      path,
      '节假日编号为 1（元旦）到 9（圣诞节）',
      'holiday numbers are 1 (New Year’s Day) to 9 (Christmas)',
    ),
    ...when(
      badYear,
      `${path.slice(0, path.lastIndexOf('.'))}.holidays_year`,
      '节假日年份应对应已列出的节假日，格式为四位年份',
      'holidays_year maps listed holidays to years of four digits',
    ),
  ];
}

/** A range of days in order. */
export function rangeProblems(from: string, to: string, path: string): DocumentProblem[] {
  return when(
    !isDate(from) || !isDate(to) || to < from,
    path,
    '日期不存在，或结束早于开始',
    'a day does not exist, or the last is before the first',
  );
}
