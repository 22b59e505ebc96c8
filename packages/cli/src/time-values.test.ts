import { hotelMoment } from '@yuzhu/contract';
import { describe, expect, it } from 'vitest';
import { parseMoment, parseSpan } from './time-values.ts';

describe('a span of time', () => {
  it.each([
    ['90s', 90_000],
    ['30m', 1_800_000],
    ['1d', 86_400_000],
    ['1d2h30m', 95_400_000],
  ])('%s', (text, ms) => {
    expect(parseSpan('--by', text)).toBe(ms);
  });

  it.each(['', '5', 'd', '1 d', '1d!', '-1d', '1.5h'])('"%s" is none', (text) => {
    expect(() => parseSpan('--by', text)).toThrow(/VALUE_INVALID/);
  });
});

describe('a moment', () => {
  it.each([
    ['2026-09-12', hotelMoment('2026-09-12')],
    ['2026-09-12 03:00', hotelMoment('2026-09-12', '03:00')],
    ['2026-09-12T03:00:05', hotelMoment('2026-09-12', '03:00:05')],
  ])('%s is hotel time', (text, ms) => {
    expect(parseMoment('--to', text)).toBe(ms);
  });

  it.each(['', 'tomorrow', '2026-02-30', '2026-09-12 25:00'])('"%s" is none', (text) => {
    expect(() => parseMoment('--to', text)).toThrow(/VALUE_INVALID/);
  });
});
