import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEDGER, payment, refund, settlement, split } from './postings.ts';

const terms = fc.record({
  serviceFeeBp: fc.integer({ min: 0, max: 10_000 }),
  commissionBp: fc.integer({ min: 0, max: 10_000 }),
  creatorId: fc.option(fc.constant('K1')),
});
const amounts = fc.integer({ min: 0, max: 1_000_000_000 });
const sum = (entries: readonly { amount: number }[]) => entries.reduce((total, { amount }) => total + amount, 0);

describe('postings', () => {
  it('the documented example: 299.00 yuan at 6 % is 17.94 fee and 281.06 income', () => {
    expect(split(29_900, { serviceFeeBp: 600, commissionBp: 0, creatorId: null })).toEqual({
      amount: 29_900,
      serviceFee: 1794,
      commission: 0,
      merchant: 28_106,
    });
  });

  it('round half up to the fen', () => {
    const at = (amount: number) => split(amount, { serviceFeeBp: 500, commissionBp: 0, creatorId: null }).serviceFee;
    expect([at(9), at(10), at(11), at(29), at(30)]).toEqual([0, 1, 1, 1, 2]);
  });

  it('parts add up to the amount and are never negative', () => {
    fc.assert(
      fc.property(amounts, terms, (amount, given) => {
        const { serviceFee, commission, merchant } = split(amount, given);
        expect(serviceFee + commission + merchant).toBe(amount);
        expect(Math.min(serviceFee, commission, merchant)).toBeGreaterThanOrEqual(0);
        if (given.creatorId === null) expect(commission).toBe(0);
      }),
      { numRuns: 2000 },
    );
  });

  it('every posting balances and has no empty entry', () => {
    fc.assert(
      fc.property(amounts, terms, (amount, given) => {
        for (const posting of [
          payment('o', 'u', amount),
          refund('o', 'u', amount),
          settlement('b', 'a', given, split(amount, given)),
        ]) {
          expect(sum(posting.entries)).toBe(0);
          expect(posting.entries.every((entry) => entry.amount !== 0)).toBe(true);
        }
      }),
    );
  });

  it('the platform never holds less than nothing, and at the end exactly nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 100_000 }), fc.boolean(), terms), { maxLength: 30 }),
        (sales) => {
          const held = new Map<string, number>();
          const book = (entries: readonly { account: string; amount: number }[]) => {
            for (const { account, amount } of entries) held.set(account, (held.get(account) ?? 0) + amount);
            expect(held.get(LEDGER.holding) ?? 0).toBeGreaterThanOrEqual(0);
          };
          for (const [amount] of sales) book(payment('o', 'u', amount).entries);
          for (const [amount, back, given] of sales)
            book(back ? refund('o', 'u', amount).entries : settlement('b', 'a', given, split(amount, given)).entries);
          expect(held.get(LEDGER.holding) ?? 0).toBe(0);
          expect([...held.values()].reduce((total, one) => total + one, 0)).toBe(0);
        },
      ),
    );
  });
});
