import { expect, test } from 'vitest';
import { hotelDay, hotelMinute, hotelSecond, parseHotelTime, stretch } from './hotel-time.ts';

const LATE = Date.UTC(2026, 8, 11, 16, 5, 9);

test('moments are shown in hotel time, whatever the machine’s zone', () => {
  expect(hotelSecond(LATE)).toBe('2026-09-12 00:05:09');
  expect(hotelMinute(LATE)).toBe('2026-09-12 00:05');
  expect(hotelDay(LATE)).toBe('2026-09-12');
});

test('a typed hotel time is read back to the same moment', () => {
  expect(parseHotelTime('2026-09-12 00:05:09')).toBe(LATE);
  expect(parseHotelTime('2026-09-12 00:05')).toBe(LATE - 9000);
  for (const text of ['2026-02-30 10:00', '2026-09-12 24:00', '2026-09-12', 'soon']) {
    expect(parseHotelTime(text)).toBeUndefined();
  }
});

test('a stretch of time is split, and none is left after the end', () => {
  expect(stretch(90_061_999)).toEqual({ days: 1, hours: 1, minutes: 1, seconds: 1 });
  expect(stretch(-5)).toEqual({ days: 0, hours: 0, minutes: 0, seconds: 0 });
});
