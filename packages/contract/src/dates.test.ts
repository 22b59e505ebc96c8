import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  daysBetween,
  daysIn,
  hotelClock,
  hotelDate,
  hotelMoment,
  isDate,
  nightsOf,
  parseHotelClock,
  weekday,
} from './dates.ts';
import { yuan } from './money.ts';
import { logid } from './wire/logid.ts';

const day = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10));

describe('days of the hotel', () => {
  it('knows which days exist', () => {
    for (const yes of ['2026-02-28', '2024-02-29', '2026-12-31']) expect(isDate(yes)).toBe(true);
    for (const no of [
      '2026-02-29',
      '2026-13-01',
      '2026-00-10',
      '2026-1-1',
      '20260101',
      '',
      '2026-01-01T00:00',
      '0000-01-01',
      ' 2026-01-01',
    ]) {
      expect(isDate(no)).toBe(false);
    }
  });

  it('knows every day of four centuries and no other, as the calendar of the machine does', () => {
    const first = Date.UTC(1900, 0, 1);
    for (let number = 0; number < 146_097; number++) {
      const text = new Date(first + number * 86_400_000).toISOString().slice(0, 10);
      if (!isDate(text) || addDays('1900-01-01', number) !== text || daysBetween('1900-01-01', text) !== number) {
        expect.fail(`${text} is day ${number} after 1900-01-01`);
      }
    }
    for (let year = 1900; year < 2300; year++) {
      for (const day of ['02-30', '04-31', '06-31', '09-31', '11-31', '12-32', '01-00']) {
        expect(isDate(`${year}-${day}`)).toBe(false);
      }
      expect(isDate(`${year}-02-29`)).toBe(new Date(Date.UTC(year, 1, 29)).getUTCDate() === 29);
    }
    expect(isDate('1899-12-31')).toBe(false);
  });

  it('counts nights without the day of departure', () => {
    expect(nightsOf('2026-02-27', '2026-03-02')).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
    expect(nightsOf('2026-03-02', '2026-03-02')).toEqual([]);
    expect(nightsOf('2026-03-02', '2026-03-01')).toEqual([]);
    expect(daysIn('2026-03-01', '2026-03-02')).toEqual(['2026-03-01', '2026-03-02']);
  });

  it('adds and subtracts as inverse operations, and weekdays go round', () => {
    expect(weekday('2026-11-23')).toBe(1);
    fc.assert(
      fc.property(day, fc.integer({ min: -400, max: 400 }), (from, days) => {
        const to = addDays(from, days);
        expect(daysBetween(from, to)).toBe(days);
        expect(addDays(to, -days)).toBe(from);
        expect((weekday(to) - weekday(from) - days) % 7).toBeCloseTo(0);
      }),
    );
  });

  it('changes the day at midnight in Shanghai, not in London', () => {
    const midnight = hotelMoment('2026-03-02');
    expect(midnight).toBe(Date.parse('2026-03-01T16:00:00Z'));
    expect(hotelDate(midnight)).toBe('2026-03-02');
    expect(hotelDate(midnight - 1)).toBe('2026-03-01');
    expect(hotelClock(midnight)).toBe('2026-03-02 00:00:00');
  });

  it('reads wall clocks with and without seconds and nothing else', () => {
    expect(parseHotelClock('2026-03-02 08:30')).toBe(hotelMoment('2026-03-02', '08:30'));
    expect(parseHotelClock('2026-03-02 08:30:15')).toBe(hotelMoment('2026-03-02', '08:30:15'));
    for (const no of ['2026-03-02', '2026-02-30 08:30', '2026-03-02 25:00', 'x'])
      expect(parseHotelClock(no)).toBeUndefined();
  });

  it('writes log ids and money as people know them', () => {
    expect(logid(Date.parse('2024-01-03T01:52:23Z'), Buffer.from('b0f05318fd52f8829e50', 'hex'))).toBe(
      '20240103095223B0F05318FD52F8829E50',
    );
    expect([yuan(129800), yuan(5), yuan(-1234), yuan(0)]).toEqual(['1298.00', '0.05', '-12.34', '0.00']);
  });
});
