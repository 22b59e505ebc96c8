import { expect, it } from 'vitest';
import { offerOf, type Promotion } from './vouchers.ts';

const sale: Promotion = {
  promotion_id: 'f',
  kind: 'flash-sale',
  name: '秒杀',
  price: 9900,
  stock_left: 3,
  per_person: 1,
  from: 100,
  to: 200,
};

it('the offer is the cheapest promotion that runs and has something left', () => {
  const subsidy = { ...sale, promotion_id: 's', kind: 'subsidy', price: 44_900, stock_left: null };
  const price = 49_900;
  const named = (promotions: readonly Promotion[], now = 150) =>
    offerOf({ price, promotions }, now).promotion?.promotion_id;
  expect(offerOf({ price, promotions: [] }, 150)).toEqual({ price, promotion: undefined });
  expect(offerOf({ price, promotions: [subsidy, sale] }, 150)).toEqual({ price: 9900, promotion: sale });
  expect(named([subsidy, { ...sale, stock_left: 0 }])).toBe('s');
  expect(named([sale], 99)).toBeUndefined();
  expect(named([sale], 201)).toBeUndefined();
});
