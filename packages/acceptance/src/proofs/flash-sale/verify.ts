import type { HotelVoucherOrder } from '../../actors/hotel-views.ts';
import type { Check } from '../../report/events.ts';
import { check } from '../crash/verify.ts';
import type { CrowdResult } from './crowd.ts';

/** What both sides show after a flash sale. Money in fen. */
export interface FlashEvidence {
  readonly stock: number;
  readonly perPerson: number;
  readonly price: number;
  readonly crowd: CrowdResult;
  /** The platform's count of the promotion. */
  readonly sold: number;
  /** Money the platform holds for guests. */
  readonly held: number;
  readonly ledgerSum: number;
  readonly promotionId: string;
  /** Every voucher order the hotel's side has. */
  readonly hotelOrders: readonly HotelVoucherOrder[];
}

/** Whether exactly the stock was sold, nobody got more than the limit, and the hotel sees the same orders. Pure. */
export function verifyFlashSale(evidence: FlashEvidence): Check[] {
  const { stock, perPerson, price, crowd, sold, held, ledgerSum, promotionId, hotelOrders } = evidence;
  const { won, refused } = crowd;
  const vouchers = won.reduce((sum, one) => sum + one.count, 0);
  const perGuest = new Map<string, number>();
  for (const { userId, count } of won) perGuest.set(userId, (perGuest.get(userId) ?? 0) + count);
  const greedy = [...perGuest].filter(([, count]) => count > perPerson).map(([userId, count]) => `${userId}: ${count}`);
  const known = new Map(hotelOrders.map((order) => [order.order_id, order]));
  const wonIds = new Set(won.map(({ orderId }) => orderId));
  const odd = (orderId: string, count: number, payAmount: number): boolean => {
    const order = known.get(orderId);
    return (
      order?.state !== 'paid' ||
      order.vouchers !== count ||
      order.pay_amount !== payAmount ||
      order.promotion?.promotion_id !== promotionId
    );
  };
  const foreign = Object.keys(refused).filter((code) => code !== 'PROMOTION_SOLD_OUT' && code !== 'PROMOTION_LIMIT');
  const differs = (name: string, seen: number, wanted: number) =>
    seen === wanted ? [] : [`${name} ${seen}, not ${wanted}`];
  return [
    check('恰好售出活动库存', 'exactly the stock of the sale was sold', [
      ...differs('guests got', vouchers, stock),
      ...differs('the platform counted', sold, stock),
    ]),
    check('没有人超过每人限购', 'nobody got more than the limit per person', greedy),
    check('有人被限购或售罄拒绝', 'somebody was refused', Object.keys(refused).length === 0 ? ['nobody'] : []),
    check('其余的人都因售罄或限购被拒', 'everybody else was told sold out or over the limit', foreign),
    check(
      '每个订单都已支付',
      'every order is paid',
      won.filter(({ state }) => state !== 'paid').map(({ orderId, state }) => `${orderId} ${state}`),
    ),
    check('按秒杀价收款，总账平衡', 'the flash price was paid, and the ledger balances', [
      ...differs('held', held, vouchers * price),
      ...differs('sum of the ledger', ledgerSum, 0),
    ]),
    check(
      '网关与平台的订单、数量、金额、活动一致',
      'the gateway has the same orders with number, money and promotion',
      won.filter((one) => odd(one.orderId, one.count, one.payAmount)).map(({ orderId }) => orderId),
    ),
    check(
      '网关没有多余的订单',
      'the gateway has no other order',
      hotelOrders.filter(({ order_id }) => !wonIds.has(order_id)).map(({ order_id }) => order_id),
    ),
  ];
}
