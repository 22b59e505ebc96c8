import { expect, test } from 'vitest';
import { day, oneOf, whole, word } from './search.ts';

test('what a filter can not be is left out', () => {
  expect([word('7400000000000000123'), word(''), word(3), word('x'.repeat(201))]).toEqual([
    '7400000000000000123',
    undefined,
    undefined,
    undefined,
  ]);
  expect([day('2026-09-11'), day('2026-02-30'), day(20260911)]).toEqual(['2026-09-11', undefined, undefined]);
  expect([whole('14', 1, 31), whole(14, 1, 31), whole('99', 1, 31), whole('x', 1, 31)]).toEqual([
    14,
    14,
    undefined,
    undefined,
  ]);
  expect([oneOf('b', ['a', 'b']), oneOf('c', ['a', 'b'])]).toEqual(['b', undefined]);
});
