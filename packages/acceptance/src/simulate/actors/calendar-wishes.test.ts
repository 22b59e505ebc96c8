import { describe, expect, it } from 'vitest';
import { CalendarWishes } from './calendar-wishes.ts';

const NIGHT = { from: '2026-09-01', to: '2026-09-01' };

function allowedAfter(make: (wishes: CalendarWishes) => void): unknown[] {
  const wishes = new CalendarWishes();
  make(wishes);
  return [...wishes.allowed()].flatMap(({ values }) => [...values]);
}

describe('what the calendar may be in the end', () => {
  it('is the last acknowledged change', () => {
    const seen = allowedAfter((wishes) => {
      wishes.begin('king', NIGHT, 'price', 1)('done');
      wishes.begin('king', NIGHT, 'price', 2)('done');
      wishes.begin('king', NIGHT, 'price', 3)('refused');
    });
    expect(seen).toEqual([2]);
  });

  it('is any of those that were under way at the same time', () => {
    const seen = allowedAfter((wishes) => {
      const first = wishes.begin('king', NIGHT, 'price', 1);
      wishes.begin('king', NIGHT, 'price', 2)('done');
      first('done');
    });
    expect(seen).toEqual([1, 2]);
  });

  it('is also one that was never answered, or as it was before', () => {
    const seen = allowedAfter((wishes) => wishes.begin('king', NIGHT, 'price', 1)('unknown'));
    expect(seen).toEqual([1, undefined]);
    const later = allowedAfter((wishes) => {
      wishes.begin('king', NIGHT, 'price', 1)('unknown');
      wishes.begin('king', NIGHT, 'price', 2)('done');
    });
    expect(later).toEqual([1, 2]);
  });
});
