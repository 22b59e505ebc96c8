import { describe, expect, it } from 'vitest';
import type { HotelVoucherOrder } from '../../actors/hotel-views.ts';
import { type FlashEvidence, verifyFlashSale } from './verify.ts';

const won = (n: number, userId = `u${n}`) => ({ userId, orderId: `o${n}`, count: 1, payAmount: 9900, state: 'paid' });
const kept = (n: number, change: Partial<HotelVoucherOrder> = {}): HotelVoucherOrder => ({
  order_id: `o${n}`,
  order_number: `PV-${n}`,
  state: 'paid',
  vouchers: 1,
  units_total: 1,
  units_used: 0,
  pay_amount: 9900,
  promotion: { promotion_id: 'p', promotion_type: '1', discount: 40_000 },
  attention: [],
  ...change,
});
const good: FlashEvidence = {
  stock: 2,
  perPerson: 1,
  price: 9900,
  crowd: { won: [won(1), won(2)], refused: { PROMOTION_SOLD_OUT: 3 }, attempts: 5, seconds: 1 },
  sold: 2,
  held: 19_800,
  ledgerSum: 0,
  promotionId: 'p',
  hotelOrders: [kept(1), kept(2)],
};
const failed = (evidence: FlashEvidence) =>
  verifyFlashSale(evidence)
    .filter(({ ok }) => !ok)
    .map(({ what }) => what.en);

describe('the checks of a flash sale', () => {
  it('pass when everything agrees', () => {
    expect(failed(good)).toEqual([]);
  });

  it.each([
    ['one sold too many', { sold: 3 }, /stock/],
    ['one sold too few', { crowd: { ...good.crowd, won: [won(1)] } }, /stock/],
    ['somebody over the limit', { crowd: { ...good.crowd, won: [won(1), won(2, 'u1')] } }, /limit/],
    ['nobody refused', { crowd: { ...good.crowd, refused: {} } }, /refused/],
    ['another refusal', { crowd: { ...good.crowd, refused: { 'status 500': 1 } } }, /everybody else/],
    ['an unpaid order', { crowd: { ...good.crowd, won: [won(1), { ...won(2), state: 'creating' }] } }, /is paid/],
    ['another price', { held: 1 }, /flash price/],
    ['an order the gateway has not', { hotelOrders: [kept(1)] }, /same orders/],
    ['another amount', { hotelOrders: [kept(1), kept(2, { pay_amount: 1 })] }, /same orders/],
    ['no promotion', { hotelOrders: [kept(1), kept(2, { promotion: null })] }, /same orders/],
    ['an order too many', { hotelOrders: [kept(1), kept(2), kept(3)] }, /no other/],
  ] as const)('see %s', (_what, change, expected) => {
    expect(failed({ ...good, ...change }).join(' ')).toMatch(expected);
  });
});
