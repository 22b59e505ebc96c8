import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Promotion, promotedPrice, promotionRefusal, runs, setUpProblem, unnamedPromotion } from './decide.ts';

const base: Promotion = {
  promotionId: 'p1',
  kind: 'subsidy',
  name: '货补',
  state: 'on',
  from: 1000,
  to: 2000,
  discount: 3000,
  flashPrice: null,
  stock: null,
  perPerson: null,
  sold: 0,
  feeBp: 0,
};
const flash: Promotion = {
  ...base,
  promotionId: 'f1',
  kind: 'flash-sale',
  discount: 0,
  flashPrice: 9900,
  stock: 5,
  perPerson: 2,
};

const promotionArb: fc.Arbitrary<Promotion> = fc
  .record({
    promotionId: fc.constantFrom('p1', 'p2', 'p3'),
    kind: fc.constantFrom('flash-sale' as const, 'boost' as const, 'subsidy' as const),
    state: fc.constantFrom('on' as const, 'ended' as const),
    from: fc.integer({ min: 0, max: 100 }),
    to: fc.integer({ min: 0, max: 100 }),
    discount: fc.integer({ min: 0, max: 200_000 }),
    flashPrice: fc.option(fc.integer({ min: 1, max: 200_000 }), { nil: null }),
    stock: fc.option(fc.integer({ min: 0, max: 20 }), { nil: null }),
    perPerson: fc.option(fc.integer({ min: 1, max: 5 }), { nil: null }),
    sold: fc.integer({ min: 0, max: 20 }),
  })
  .map((change) => ({ ...base, ...change }));

describe('a promoted price', () => {
  it('adds up to the price to the fen, is never nothing and never more, and is borne by one side', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200_000 }), fc.option(promotionArb, { nil: undefined }), (price, one) => {
        const { pay, merchantPart, platformPart } = promotedPrice(price, one);
        expect(pay + merchantPart + platformPart).toBe(price);
        expect(Math.min(merchantPart, platformPart)).toBe(0);
        expect(pay).toBeGreaterThanOrEqual(1);
        expect(pay).toBeLessThanOrEqual(price);
        if (platformPart > 0) expect(one?.kind).toBe('subsidy');
      }),
    );
  });

  it('is the flash price at the merchant’s cost, or less by the platform’s subsidy', () => {
    expect(promotedPrice(49_900, flash)).toEqual({ pay: 9900, merchantPart: 40_000, platformPart: 0 });
    expect(promotedPrice(49_900, base)).toEqual({ pay: 46_900, merchantPart: 0, platformPart: 3000 });
  });
});

describe('a promotion', () => {
  it('sells to the piece of its stock and of its limit, while it runs', () => {
    expect(promotionRefusal(flash, 2, 0, 1000)).toBeNull();
    expect(promotionRefusal(flash, 2, 0, 2000)).toBeNull();
    expect(promotionRefusal(flash, 1, 0, 999)).toBe('not-running');
    expect(promotionRefusal(flash, 1, 0, 2001)).toBe('not-running');
    expect(promotionRefusal({ ...flash, state: 'ended' }, 1, 0, 1500)).toBe('not-running');
    expect(promotionRefusal(flash, 1, 2, 1500)).toBe('over-person-limit');
    expect(promotionRefusal({ ...flash, sold: 4 }, 1, 0, 1500)).toBeNull();
    expect(promotionRefusal({ ...flash, sold: 4 }, 2, 0, 1500)).toBe('sold-out');
  });

  it('that nobody named is the cheapest that takes the purchase, and never a flash sale', () => {
    fc.assert(
      fc.property(
        fc.array(promotionArb, { maxLength: 5 }),
        fc.integer({ min: 1, max: 200_000 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 100 }),
        (all, price, count, now) => {
          const bought = new Map([['p1', 1]]);
          const taking = all.filter(
            (one) =>
              one.kind !== 'flash-sale' && promotionRefusal(one, count, bought.get(one.promotionId) ?? 0, now) === null,
          );
          const chosen = unnamedPromotion(all, price, count, bought, now);
          expect(chosen === undefined).toBe(taking.length === 0);
          if (chosen === undefined) return;
          expect(runs(chosen, now)).toBe(true);
          const lowest = Math.min(...taking.map((one) => promotedPrice(price, one).pay));
          expect(promotedPrice(price, chosen).pay).toBe(lowest);
        },
      ),
    );
  });

  it.each([
    ['over', { to: 400 }],
    ['reversed', { to: 1000 }],
    ['flash-price-missing', { flashPrice: null }],
    ['flash-price-not-lower', { flashPrice: 49_900 }],
    ['flash-stock-missing', { stock: null }],
    ['flash-stock-above-voucher', { stock: 501 }],
    ['fee-not-boost', { feeBp: 100 }],
    ['no-discount', { kind: 'subsidy', flashPrice: null }],
    ['discount-too-high', { kind: 'boost', flashPrice: null, discount: 49_900 }],
    ['overlaps', { from: 2000, to: 2500 }],
    [null, { from: 2001, to: 2500 }],
    [null, { kind: 'boost', flashPrice: null, feeBp: 300 }],
  ] as const)('is not set up when it is %s', (problem, change) => {
    const one = { ...flash, ...change, ...(problem === 'over' ? { from: 100 } : {}) };
    const facts = {
      price: 49_900,
      currency: 'CNY',
      voucherStock: 500,
      others: problem === 'overlaps' || problem === null ? [flash] : [],
      now: 500,
    };
    expect(setUpProblem(one, facts)).toBe(problem);
    expect(setUpProblem(one, { ...facts, currency: 'HKD' })).toBe('foreign-currency');
  });
});
