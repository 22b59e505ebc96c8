import { queryPairs, signSpi, signSpiOld } from '@yuzhu/contract';
import { describe, expect, it } from 'vitest';
import { DEMO_MERCHANT } from '../seed/seed.ts';
import { SEED_USERS } from '../seed/users.ts';
import type { Change } from '../testing/samples.ts';
import { says } from '../testing/scripted-partner.ts';
import { type OnSale, tradeWorld } from '../testing/trade-world.ts';

const world = await tradeWorld('orders');
const { partner } = world;
const { clock } = world.sandbox.context;
const guestId = SEED_USERS[0]?.userId ?? '';
const CREATE = '/spi/voucher-order';

const buy = (sale: OnSale, count = 1, headers = {}) =>
  world.guest('POST', '/orders', { voucher_id: sale.voucherId, count }, headers);
const pay = (id: string) => world.guest('POST', `/orders/${id}/pay`);
const read = async (id: string) => (await world.guest('GET', `/orders/${id}`)).body;

async function guestBalance(): Promise<number> {
  const { body } = await world.operator('GET', '/ledger');
  expect(body.sum).toBe(0);
  return body.accounts.find((one) => one.ledger_account === `guest:${guestId}`)?.balance ?? 0;
}

describe('voucher orders', () => {
  it('one-step: paid first, then created with pay_info, signed both ways', async () => {
    partner.forget();
    const sale = await world.sell();
    const ordered = await world.guest('POST', '/orders', { voucher_id: sale.voucherId, count: 2, remark: '安静' });
    expect(ordered.status).toBe(201);
    expect(ordered.body).toMatchObject({ state: 'waiting-payment', pay_amount: 99_800, actions: ['pay'] });
    expect(partner.seen(CREATE)).toHaveLength(0);

    const paid = await pay(ordered.body.order_id);
    expect(paid.body).toMatchObject({
      state: 'paid',
      hotel_order_id: `PV-${ordered.body.order_id}`,
      actions: ['book'],
    });
    expect(paid.body.coupons.map((coupon) => coupon.status)).toEqual(['unused', 'unused']);

    const [call] = partner.seen(CREATE);
    expect(call?.body).toMatchObject({
      order_id: ordered.body.order_id,
      pre_sale_coupon_id: sale.voucherId,
      biz_type: 2011,
      total_amount: 99_800,
      total_coupon_count: 2,
      each_coupon_amount: 49_900,
      total_coupon_actual_count: 99_800,
      pay_info: { pay_time_unix: Math.floor(clock.now() / 1000) },
      remark_from_guest: '安静',
    });
    const query = queryPairs(call?.query ?? '');
    const raw = call?.raw ?? Buffer.alloc(0);
    const { clientKey, clientSecret } = DEMO_MERCHANT;
    expect(Object.fromEntries(query)).toEqual({
      client_key: clientKey,
      timestamp: String(clock.now()),
      sign: signSpiOld(clientSecret, query, raw),
    });
    expect(call?.headers['x-life-sign']).toBe(signSpi(clientSecret, query, raw));
    expect(call?.headers['x-life-clientkey']).toBe(clientKey);
    expect(call?.headers['x-bytedance-logid']).toMatch(/^20260901100000[0-9A-F]{20}$/);
    expect(call?.headers['x-stress-tag']).toBeUndefined();
  });

  it('two-step: created without pay_info, then paid and noticed', async () => {
    partner.forget();
    const sale = await world.sell({ terms: { creationMode: 'two-step' } });
    const ordered = await buy(sale);
    expect(ordered.body).toMatchObject({ state: 'unpaid', actions: ['pay'], notice: 'none' });
    expect(ordered.body.coupons[0]?.status).toBe('pending');
    expect(partner.seen(CREATE)[0]?.body.pay_info).toBeUndefined();
    expect(partner.seen('/spi/payment')).toHaveLength(0);

    const paid = await pay(ordered.body.order_id);
    expect(paid.body).toMatchObject({ state: 'paid', notice: 'acknowledged' });
    expect(partner.seen('/spi/payment')[0]?.body).toEqual({
      order_id: ordered.body.order_id,
      order_out_id: `PV-${ordered.body.order_id}`,
      biz_type: 2011,
      pay_time_unix: Math.floor(clock.now() / 1000),
      currency: 'CNY',
      origin_amount: 49_900,
      pay_amount: 49_900,
      merchant_receivable_amount: 46_906,
    });
    expect((await pay(ordered.body.order_id)).status).toBe(409);
  });

  it.each(['one-step', 'two-step'] as const)(
    '%s unpaid: closed after exactly 15 minutes, stock given back',
    async (creationMode) => {
      const change: Change = (info) => ({
        ...info,
        sale_info: { ...info.sale_info, inventory_info: { is_limit: true, num: 3 } },
      });
      const sale = await world.sell({ terms: { creationMode }, change });
      const { order_id } = (await buy(sale, 3)).body;
      expect((await buy(sale)).body.error).toMatchObject({ code: 'VOUCHER_SOLD_OUT', details: { left: 0 } });
      const before = await guestBalance();
      await world.move('899s');
      expect((await read(order_id)).state).not.toBe('closed');
      await world.move('1s');
      expect(await read(order_id)).toMatchObject({
        state: 'closed',
        close_reason: 'unpaid',
        paid_at: null,
        actions: [],
      });
      expect((await read(order_id)).coupons.every((one) => one.status === 'void')).toBe(true);
      expect((await pay(order_id)).body.error.code).toBe('ORDER_STATE');
      expect(await guestBalance()).toBe(before);
      expect((await buy(sale, 3)).status).toBe(201);
    },
  );

  it.each([1, 6, 13])('final code %i of the create call: closed at once, money back, guest sees it', async (code) => {
    const sale = await world.sell();
    partner.on(CREATE, () => says(code, {}, '不接'));
    partner.forget();
    const before = await guestBalance();
    const { order_id } = (await buy(sale)).body;
    const closed = (await pay(order_id)).body;
    expect(closed).toMatchObject({ state: 'closed', close_reason: 'create-failed', failure: { code, text: '不接' } });
    expect(closed.paid_at).not.toBeNull();
    expect(await guestBalance()).toBe(before);
    const { body } = await world.operator('GET', `/ledger/postings?subject=${order_id}`);
    expect(body.postings.map((posting) => posting.kind).sort()).toEqual(['payment', 'refund']);
    await world.move('30m');
    expect(partner.seen(CREATE)).toHaveLength(1);
    partner.on(CREATE);
  });

  it('code 100 and no answer are repeated on the schedule with the very same bytes, until given up', async () => {
    const sale = await world.sell();
    const at: number[] = [];
    partner.on(CREATE, (_call, nth) => {
      at.push(clock.now());
      return (
        [
          says(100),
          { status: 500, text: 'oops' },
          { text: '{"data":' },
          { cut: true as const },
          { hang: true as const },
        ][nth % 5] ?? says(100)
      );
    });
    partner.forget();
    const { order_id } = (await buy(sale)).body;
    const begun = clock.now();
    expect((await pay(order_id)).body.state).toBe('creating');
    await world.move('9m');
    expect(at.map((ms) => (ms - begun) / 1000)).toEqual([0, 2, 5, 15, 30, 60, 120, 180, 240, 300, 360, 420, 480]);
    const seen = partner.seen(CREATE);
    expect(new Set(seen.map((call) => call.raw.toString('hex'))).size).toBe(1);
    expect(new Set(seen.map((call) => call.headers['x-bytedance-logid'])).size).toBe(13);
    expect(await read(order_id)).toMatchObject({
      state: 'closed',
      close_reason: 'create-failed',
      failure: { code: null },
    });
    const { body } = await world.operator('GET', `/exchanges?subject=${order_id}`);
    const verdicts = ['status', 'malformed', 'connection', 'timeout', 'answered'];
    expect(body.exchanges.map((one) => one.verdict).reverse()).toEqual(
      Array.from({ length: 13 }, (_, index) => verdicts[index % 5]),
    );
    partner.on(CREATE);
  });

  it('a first success stops the series', async () => {
    const sale = await world.sell();
    partner.on(CREATE, (call, nth) =>
      nth < 3 ? says(100) : says(0, { order_id: call.body.order_id, order_out_id: 'LATE' }),
    );
    partner.forget();
    const { order_id } = (await buy(sale)).body;
    await pay(order_id);
    await world.move('4s');
    expect((await read(order_id)).state).toBe('creating');
    await world.move('1s');
    expect(await read(order_id)).toMatchObject({ state: 'paid', hotel_order_id: 'LATE' });
    await world.move('10m');
    expect(partner.seen(CREATE)).toHaveLength(3);
    partner.on(CREATE);
  });

  it('a payment notice is repeated on 100 and leaves the order paid when it is never taken', async () => {
    const sale = await world.sell({ terms: { creationMode: 'two-step' } });
    partner.on('/spi/payment', () => says(100));
    const { order_id } = (await buy(sale)).body;
    partner.forget();
    expect((await pay(order_id)).body).toMatchObject({ state: 'paid', notice: 'sending' });
    await world.move('9m');
    expect(partner.seen('/spi/payment')).toHaveLength(13);
    expect(await read(order_id)).toMatchObject({ state: 'paid', notice: 'failed' });
    partner.on('/spi/payment');
  });

  it('load-test traffic carries X-Stress-Tag on every call of the order', async () => {
    const sale = await world.sell({ terms: { creationMode: 'two-step' } });
    partner.forget();
    const { order_id } = (await buy(sale, 1, { 'x-stress-tag': '1' })).body;
    await pay(order_id);
    const stay = { order_id, rate_plan_id: sale.ratePlanId, check_in: world.day(3), check_out: world.day(4), rooms: 1 };
    expect((await world.guest('POST', '/bookings', stay)).body.state).toBe('accepted');
    expect(partner.seen().map((call) => call.headers['x-stress-tag'])).toEqual(['1', '1', '1', '1']);
  });

  it('sells exactly the stock to any number of guests at once, and keeps the limits', async () => {
    const sale = await world.sell({
      change: (info) => ({
        ...info,
        sale_info: { ...info.sale_info, inventory_info: { is_limit: true, num: 20 } },
        trade_info: { ...info.trade_info, limt_buy_rule: { each_person_each_order_max: 2, each_person_max: 3 } },
      }),
    });
    expect((await buy(sale, 3)).body.error).toMatchObject({ code: 'PURCHASE_LIMIT', details: { limit: 2 } });
    const body = { voucher_id: sale.voucherId, count: 1 };
    const mine = await Promise.all(Array.from({ length: 6 }, () => world.guest('POST', '/orders', body)));
    expect(mine.filter((one) => one.status === 201)).toHaveLength(3);
    expect(mine.find((one) => one.status !== 201)?.body.error.code).toBe('PURCHASE_LIMIT');
    const users = SEED_USERS.slice(1, 25);
    const all = await Promise.all(users.map(({ userId }) => world.guestAs(userId, 'POST', '/orders', body)));
    expect(all.filter((one) => one.status === 201)).toHaveLength(17);
    expect(all.filter((one) => one.body.error?.code === 'VOUCHER_SOLD_OUT')).toHaveLength(7);
    const listed = await world.guest('GET', '/vouchers');
    expect(listed.body.vouchers.find((one) => one.voucher_id === sale.voucherId)?.stock_left).toBe(0);
  });

  it('sells nothing before, after and off the shelf', async () => {
    const later = await world.sell({
      change: (info) => ({
        ...info,
        sale_info: { ...info.sale_info, sale_date: { from: '2026-12-01 10:00', to: '2026-12-31 10:00' } },
      }),
    });
    expect((await buy(later)).body.error).toMatchObject({
      code: 'VOUCHER_NOT_ON_SALE',
      details: { reason: 'sale-not-begun' },
    });
    const off = await world.sell();
    await world.db.execute("UPDATE sandbox.vouchers SET shelf = 'off' WHERE voucher_id = $1", [off.voucherId]);
    expect((await buy(off)).body.error.code).toBe('VOUCHER_UNKNOWN');
  });

  it('is paid once, however often and at once the guest pays', async () => {
    const sale = await world.sell();
    const { order_id } = (await buy(sale)).body;
    const paid = await Promise.all(Array.from({ length: 8 }, () => pay(order_id)));
    expect(paid.filter((one) => one.status === 200)).toHaveLength(1);
    const { body } = await world.operator('GET', `/ledger/postings?subject=${order_id}`);
    expect(body.postings).toHaveLength(1);
    expect(partner.seen(CREATE).filter((call) => call.body.order_id === order_id)).toHaveLength(1);
  });
});
