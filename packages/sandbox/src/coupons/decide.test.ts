import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  activate,
  type Coupon,
  type CouponMove,
  chooseCoupons,
  couponStatus,
  moveNights,
  shareOf,
  voidCoupon,
} from './decide.ts';

const fresh = (total: number, id = 'c'): Coupon => ({
  couponId: id,
  state: 'pending',
  total,
  free: total,
  held: 0,
  booked: 0,
  verified: 0,
  settled: 0,
});
const steps = fc.array(
  fc.tuple(
    fc.constantFrom<CouponMove | 'activate' | 'void'>(
      'hold',
      'book',
      'release',
      'verify',
      'settle',
      'activate',
      'void',
    ),
    fc.integer({ min: -1, max: 4 }),
  ),
  { maxLength: 40 },
);

describe('coupons', () => {
  it('never hold more or fewer nights than they are worth, whatever happens', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), steps, (total, played) => {
        let coupon = fresh(total);
        for (const [what, nights] of played) {
          const before = coupon;
          const next =
            what === 'activate'
              ? activate(coupon)
              : what === 'void'
                ? voidCoupon(coupon)
                : moveNights(coupon, what, nights);
          coupon = next ?? coupon;
          const { free, held, booked, verified, settled } = coupon;
          expect(free + held + booked + verified + settled).toBe(total);
          expect(Math.min(free, held, booked, verified, settled)).toBeGreaterThanOrEqual(0);
          expect(settled).toBeGreaterThanOrEqual(before.settled);
          if (before.state !== 'usable')
            expect(coupon.free).toBe(before.free + (what === 'release' && next ? nights : 0));
          if (coupon.state === 'void') expect(couponStatus(coupon)).toBe('void');
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('chosen ones are enough, usable and no more than needed; whole where they must not be split', () => {
    const some = fc.array(
      fc.record({ total: fc.integer({ min: 1, max: 4 }), used: fc.integer({ min: 0, max: 4 }), usable: fc.boolean() }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(some, fc.integer({ min: 0, max: 12 }), fc.boolean(), (made, nights, separable) => {
        const coupons = made.map(({ total, used, usable }, index) => {
          const gone = Math.min(used, total);
          return {
            ...fresh(total, String(index)),
            state: usable ? ('usable' as const) : ('void' as const),
            free: total - gone,
            booked: gone,
          };
        });
        const able = coupons.filter(({ state, free, total }) => state === 'usable' && (separable || free === total));
        const uses = chooseCoupons(coupons, nights, separable);
        const room = able.reduce((sum, { free }) => sum + free, 0);
        if (uses === undefined) {
          expect(nights === 0 || room < nights).toBe(true);
          return;
        }
        expect(uses.reduce((sum, use) => sum + use.nights, 0)).toBe(nights);
        for (const use of uses) {
          const coupon = able.find(({ couponId }) => couponId === use.couponId);
          expect(coupon !== undefined && moveNights(coupon, 'hold', use.nights)).toBeTruthy();
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('begun ones are used up first', () => {
    const begun = { ...fresh(3, 'b'), state: 'usable' as const, free: 1, booked: 2 };
    const whole = { ...fresh(3, 'a'), state: 'usable' as const };
    expect(chooseCoupons([whole, begun], 2, true)).toEqual([
      { couponId: 'b', nights: 1 },
      { couponId: 'a', nights: 1 },
    ]);
  });

  it('shares of a price add up to it, in any order of use', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 9 }),
        (price, parts) => {
          const total = parts.reduce((sum, part) => sum + part, 0);
          let before = 0;
          let paid = 0;
          for (const part of parts) {
            const share = shareOf(price, total, before, part);
            expect(share).toBeGreaterThanOrEqual(0);
            paid += share;
            before += part;
          }
          expect(paid).toBe(price);
        },
      ),
    );
  });
});
