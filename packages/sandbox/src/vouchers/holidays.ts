/** First and last day of a holiday period, both included. */
type Period = readonly [from: string, to: string];

/**
 * Holiday numbers of the platform (goods-api) with their days. 2026 as published by the State Council on 4 November
 * 2025; 2027 by the standing rule (Spring Festival eight days from its eve, Labour Day five, National Day seven, the
 * others one or three) because its notice was not out when this was written (inferred). Extend it once a year.
 */
export const HOLIDAYS: Readonly<Record<string, Readonly<Record<number, Period>>>> = {
  '2026': {
    1: ['2026-01-01', '2026-01-03'],
    2: ['2026-02-15', '2026-02-23'],
    3: ['2026-04-04', '2026-04-06'],
    4: ['2026-05-01', '2026-05-05'],
    5: ['2026-06-19', '2026-06-21'],
    6: ['2026-09-25', '2026-09-27'],
    7: ['2026-10-01', '2026-10-07'],
    8: ['2026-02-14', '2026-02-14'],
    9: ['2026-12-25', '2026-12-25'],
  },
  '2027': {
    1: ['2027-01-01', '2027-01-03'],
    2: ['2027-02-05', '2027-02-12'],
    3: ['2027-04-03', '2027-04-05'],
    4: ['2027-05-01', '2027-05-05'],
    5: ['2027-06-09', '2027-06-09'],
    6: ['2027-09-15', '2027-09-15'],
    7: ['2027-10-01', '2027-10-07'],
    8: ['2027-02-14', '2027-02-14'],
    9: ['2027-12-25', '2027-12-25'],
  },
};

/** Chinese names of the holiday numbers. */
export const HOLIDAY_NAMES: Readonly<Record<number, string>> = {
  1: '元旦',
  2: '春节',
  3: '清明节',
  4: '劳动节',
  5: '端午节',
  6: '中秋节',
  7: '国庆节',
  8: '情人节',
  9: '圣诞节',
};

/** Whether a number names a holiday. */
export function isHoliday(number: number): boolean {
  return Object.hasOwn(HOLIDAY_NAMES, number);
}

/** Whether the day belongs to the holiday; with a year, only to that year's. Unknown years have no holidays. */
export function onHoliday(day: string, holiday: number, year: string | null = null): boolean {
  if (year !== null && !day.startsWith(`${year}-`)) return false;
  const period = HOLIDAYS[day.slice(0, 4)]?.[holiday];
  return period !== undefined && period[0] <= day && day <= period[1];
}
