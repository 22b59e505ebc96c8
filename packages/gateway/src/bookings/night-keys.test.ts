import { addDays } from '@yuzhu/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nightKeys } from './night-keys.ts';

const stays = fc.array(
  fc.record({
    subject: fc.constantFrom('a', 'b', 'B', 'aa'),
    checkIn: fc.nat(40).map((days) => addDays('2026-02-10', days)),
    stay: fc.record({ length: fc.integer({ min: 1, max: 9 }) }),
  }),
  { minLength: 1, maxLength: 20 },
);

describe('the nights of a batch', () => {
  it('are there once each, in the order of locks, and those of a stay follow one another', () => {
    fc.assert(
      fc.property(stays, (items) => {
        const keys = nightKeys(items, ({ subject }) => subject);
        const texts = keys.days.map((day, at) => `${keys.subjects[at]} ${addDays('1970-01-01', day)}`);
        expect(texts).toEqual([...new Set(texts)].sort());
        const wanted = new Set<string>();
        for (const [at, item] of items.entries()) {
          for (let night = 0; night < item.stay.length; night++) {
            const text = `${item.subject} ${addDays(item.checkIn, night)}`;
            wanted.add(text);
            expect(texts[(keys.first[at] as number) - 1 + night]).toBe(text);
          }
        }
        expect(new Set(texts)).toEqual(wanted);
      }),
    );
  });
});
