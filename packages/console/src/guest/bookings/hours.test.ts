import { expect, test } from 'vitest';
import { startTimes } from './hours.ts';

test('a guest may come every half hour as long as the stay ends in time', () => {
  const hourly = { earliest_check_in: '09:00', latest_check_out: '14:30', usage_duration: 4 };
  expect(startTimes(hourly)).toEqual(['09:00', '09:30', '10:00', '10:30']);
  expect(startTimes({ ...hourly, latest_check_out: '12:00' })).toEqual([]);
});

test('a room that closes in the morning is used over midnight', () => {
  const night = { earliest_check_in: '22:30', latest_check_out: '04:00', usage_duration: 4 };
  expect(startTimes(night)).toEqual(['22:30', '23:00', '23:30', '00:00']);
});
