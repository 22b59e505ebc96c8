import { dayNumber } from '@yuzhu/contract';
import { testDatabase } from '@yuzhu/runtime/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bigintArray,
  boolArray,
  bytesArray,
  dateArray,
  dayArray,
  intArray,
  textArray,
  timestampArray,
} from './binary-arrays.ts';

const { database: db } = await testDatabase({ migrations: [], name: 'arrays' });

async function back(type: string, array: Buffer): Promise<unknown> {
  return (await db.one<{ value: unknown }>(`SELECT $1::${type} AS value`, [array])).value;
}

/** Every list that goes in comes out of PostgreSQL the same. */
function roundTrip<T>(type: string, write: (values: (T | null)[]) => Buffer, one: fc.Arbitrary<T>): Promise<void> {
  return fc.assert(
    fc.asyncProperty(fc.array(fc.option(one), { maxLength: 20 }), async (values) => {
      expect(await back(type, write(values))).toEqual(values);
    }),
    { numRuns: 60 },
  );
}

const day = fc
  .integer({ min: -30_000, max: 60_000 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));
/** Anything PostgreSQL takes as text: whole characters, no NUL. */
const text = fc.string({ unit: 'binary' }).map((value) => value.replaceAll('\0', '').toWellFormed());

describe('binary arrays', () => {
  it('carry text', () => roundTrip('text[]', textArray, text));
  it('carry bytes', () =>
    roundTrip(
      'bytea[]',
      bytesArray,
      fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    ));
  it('carry integers', () => roundTrip('int[]', intArray, fc.integer()));
  it('carry big integers', () => roundTrip('bigint[]', bigintArray, fc.maxSafeInteger()));
  it('carry booleans', () => roundTrip('boolean[]', boolArray, fc.boolean()));
  it('carry dates', () => roundTrip('date[]', dateArray, day));
  it('carry dates by their numbers', () =>
    fc.assert(
      fc.asyncProperty(fc.array(day, { maxLength: 20 }), async (days) => {
        expect(await back('date[]', dayArray(days.map(dayNumber)))).toEqual(days);
      }),
      { numRuns: 60 },
    ));
  it('carry moments to the millisecond', () =>
    roundTrip('timestamptz[]', timestampArray, fc.integer({ min: -1e12, max: 4e12 })));

  it('refuse a number that does not fit instead of cutting it', () => {
    expect(() => intArray([2 ** 31])).toThrow(RangeError);
    expect(() => bigintArray([2 ** 53])).toThrow(RangeError);
    expect(() => bigintArray([0.5])).toThrow(RangeError);
  });
});
