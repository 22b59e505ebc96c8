import { interfaces, signSpi } from '@yuzhu/contract';
import { describe, expect, it } from 'vitest';
import { checkExchange } from './check-exchange.ts';
import type { SeenExchange } from './exchange.ts';

const SECRET = '0123456789abcdef0123456789ABCDEF';
const request = {
  order_id: '1120000000000000101',
  biz_type: 2011,
  pre_sale_coupon_id: '1880099887766554',
  total_amount: 49_900,
  total_coupon_count: 1,
  each_coupon_amount: 49_900,
};
const requestText = JSON.stringify(request);

/** A voucher order as the platform sends it, kept by both sides. */
function seen(change: Partial<SeenExchange> = {}): SeenExchange {
  const pairs: [string, string][] = [
    ['client_key', 'aw1'],
    ['timestamp', '1767225600123'],
  ];
  return {
    from: 'platform',
    definition: interfaces.voucherOrder,
    logid: 'L1',
    at: 0,
    attempt: 1,
    url: 'http://127.0.0.1:7001/spi/voucher-order?client_key=aw1&timestamp=1767225600123&sign=old',
    headers: { 'X-Life-Sign': signSpi(SECRET, pairs, Buffer.from(requestText)) },
    requestText,
    request,
    reply: { error_code: 0, description: 'success', order_id: request.order_id, order_out_id: 'PV1' },
    code: 0,
    keptByHotel: true,
    ...change,
  };
}

/** English names of the checks that fail. */
const failing = (one: SeenExchange) =>
  checkExchange(one, () => SECRET)
    .filter(({ ok }) => !ok)
    .map(({ what }) => what.en);

describe('what holds for every exchange', () => {
  it('a proper one passes all checks', () => {
    expect(checkExchange(seen(), () => SECRET).map(({ ok }) => ok)).toEqual([true, true, true]);
  });

  it('a request that breaks the contract is named with its place', () => {
    const { total_amount: _, ...without } = request;
    const [contract] = checkExchange(seen({ request: without }), () => SECRET);
    expect(contract).toMatchObject({ ok: false, seen: 'total_amount' });
  });

  it('an answer that breaks the contract is noticed, unless it is a refusal', () => {
    expect(failing(seen({ reply: { order_id: 5 } }))).toEqual(['contract']);
    expect(failing(seen({ reply: {}, code: 13 }))).toEqual([]);
  });

  it('a signature over other bytes, with another secret or none is noticed', () => {
    expect(failing(seen({ requestText: `${requestText} ` }))).toEqual(['signed']);
    expect(failing(seen({ headers: {} }))).toEqual(['signed']);
    expect(checkExchange(seen(), () => 'another secret').find(({ what }) => what.en === 'signed')?.ok).toBe(false);
  });

  it('an exchange the hotel’s side kept no record of is noticed', () => {
    expect(failing(seen({ keptByHotel: false }))).toEqual(['kept by both']);
  });
});
