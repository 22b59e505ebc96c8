import { describe, expect, test } from 'vitest';
import { addDays, daysFrom, isDay, monthStart, monthWeeks, nightsBetween, weekday } from './nights.ts';

describe('days', () => {
  test('only existing days written in full are days', () => {
    expect(isDay('2028-02-29')).toBe(true);
    for (const text of ['2026-02-29', '2026-2-3', '2026-13-01', '', 'x2026-01-01']) expect(isDay(text)).toBe(false);
  });

  test('days are counted over months, years and leap days', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
    expect(nightsBetween('2026-09-30', '2026-10-03')).toBe(3);
    expect(nightsBetween('2026-10-03', '2026-09-30')).toBe(-3);
    expect(daysFrom('2026-09-30', '2026-10-02')).toEqual(['2026-09-30', '2026-10-01']);
    expect(daysFrom('2026-10-02', '2026-10-02')).toEqual([]);
  });

  test('the week begins on Monday', () => {
    expect(weekday('2026-09-07')).toBe(0);
    expect(weekday('2026-09-13')).toBe(6);
  });

  test('a month is laid out in whole weeks', () => {
    expect(monthStart('2026-11-30', 2)).toBe('2027-01-01');
    const weeks = monthWeeks('2026-09-15');
    expect(weeks).toHaveLength(5);
    expect(weeks[0]).toEqual([
      null,
      '2026-09-01',
      '2026-09-02',
      '2026-09-03',
      '2026-09-04',
      '2026-09-05',
      '2026-09-06',
    ]);
    expect(weeks[4]).toEqual(['2026-09-28', '2026-09-29', '2026-09-30', null, null, null, null]);
    // A month that fills its weeks exactly gets no empty week.
    expect(monthWeeks('2027-02-01')).toHaveLength(4);
  });
});
