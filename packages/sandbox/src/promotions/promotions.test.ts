import { interfaces } from '@yuzhu/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { DEMO_MERCHANT } from '../seed/seed.ts';
import { fingerprint } from '../testing/fingerprint.ts';
import { type OnSale, type SellOptions, tradeWorld } from '../testing/trade-world.ts';
import { addUsers } from '../users/store.ts';

const world = await tradeWorld('promotions');
const { partner } = world;
const { accountId } = DEMO_MERCHANT;
const CREATE = '/spi/voucher-order';

beforeEach(async () => {
  await world.move('2s');
  partner.forget();
});

const limited = (num: number): SellOptions => ({
  change: (info) => ({
    ...info,
    sale_info: { ...info.sale_info, inventory_info: { is_limit: true, num } },
    trade_info: { ...info.trade_info, limt_buy_rule: { each_person_each_order_max: 5 } },
  }),
  terms: { serviceFeeBp: 600 },
});

interface Made {
  readonly promotion_id: string;
  readonly sold: number;
}

async function promote(sale: OnSale, body: object): Promise<Made> {
  const to = world.sandbox.context.clock.now() + 86_400_000;
  const made = await world.operator('POST', `/vouchers/${sale.voucherId}/promotions`, { name: '活动', to, ...body });
  expect(made.status).toBe(201);
  return made.body as unknown as Made;
}
const promotion = async (id: string): Promise<Made | undefined> =>
  ((await world.operator('GET', '/promotions')).body as unknown as { promotions: Made[] }).promotions.find(
    (one) => one.promotion_id === id,
  );
const buy = (sale: OnSale, more: object = {}) =>
  world.guest('POST', '/orders', { voucher_id: sale.voucherId, count: 1, ...more });
const pay = (id: string) => world.guest('POST', `/orders/${id}/pay`);
const balances = async (): Promise<Record<string, number>> => {
  const { body } = await world.operator('GET', `/ledger?account_id=${accountId}`);
  expect(body.sum).toBe(0);
  return Object.fromEntries(body.accounts.map((one) => [one.ledger_account, one.balance]));
};

/** Buys, pays, books a night and lets it be settled; the order and the bill's line of its only coupon. */
async function settled(sale: OnSale, more: object = {}) {
  const ordered = (await buy(sale, more)).body;
  await pay(ordered.order_id);
  const stay = { order_id: ordered.order_id, rate_plan_id: sale.ratePlanId, rooms: 1 };
  const booked = await world.guest('POST', '/bookings', { ...stay, check_in: world.day(3), check_out: world.day(4) });
  expect(booked.body.state).toBe('accepted');
  const told = partner.seen(CREATE).find((call) => call.body.order_id === ordered.order_id)?.body;
  const day = world.day(5);
  await world.moveTo(`${day} 03:00`);
  const { data } = await world.call(interfaces.tripBillDetail, {
    account_id: accountId,
    bill_date: day,
    cursor: '0',
    size: '50',
  });
  const line = data.ledger_records.find((one) => one.shop_order_id === booked.body.booking_id);
  const income = await world.call(
    interfaces.incomeByOrder,
    { shop_order_id: booked.body.booking_id, simulate_ledger_charge: 'false' },
    { headers: { 'rpc-transit-life-account': accountId } },
  );
  return { ordered, told, line, income: income.data };
}

describe('a flash sale', () => {
  it('has its own price, told to the hotel as marketing, borne by the merchant in the bill', async () => {
    const sale = await world.sell(limited(100));
    const { promotion_id } = await promote(sale, { kind: 'flash-sale', flash_price: 9900, stock: 10, per_person: 1 });
    const listed = (await world.guest('GET', '/vouchers')).body.vouchers.find(
      (one) => one.voucher_id === sale.voucherId,
    );
    expect(listed).toMatchObject({
      price: 49_900,
      boosted: false,
      promotions: [{ promotion_id, price: 9900, stock_left: 10 }],
    });
    const before = await balances();
    const { ordered, told, line, income } = await settled(sale, { promotion_id });
    expect(ordered).toMatchObject({
      unit_amount: 49_900,
      pay_amount: 9900,
      promotion: { promotion_id, kind: 'flash-sale', discount: 40_000 },
    });
    expect(told).toMatchObject({
      total_amount: 49_900,
      each_coupon_amount: 49_900,
      total_coupon_discount: 40_000,
      total_coupon_actual_count: 9900,
      promotion_info: {
        coupon_promotion_id: promotion_id,
        coupon_promotion_type: '1',
        coupon_promotion_discount: 40_000,
      },
    });
    expect(line).toMatchObject({
      fund_amount: 9306,
      amount: { original: 49_900, pay: 9900, merchant_ticket: 40_000, platform_ticket: 0, ledger_total: 9306 },
    });
    expect(income).toMatchObject({ ledger_income: 9306, amount: line?.amount });
    const after = await balances();
    expect((after[`merchant:${accountId}`] ?? 0) - (before[`merchant:${accountId}`] ?? 0)).toBe(9306);
  });

  it('is bought by its own door only; without it the price is the normal one', async () => {
    const sale = await world.sell(limited(100));
    await promote(sale, { kind: 'flash-sale', flash_price: 9900, stock: 1 });
    expect((await buy(sale)).body).toMatchObject({ pay_amount: 49_900, promotion: null });
  });

  it('sells its stock and not one more to a crowd, and to nobody more than the limit; the hotel hears of exactly those', async () => {
    const sale = await world.sell(limited(500));
    const { promotion_id } = await promote(sale, { kind: 'flash-sale', flash_price: 9900, stock: 20, per_person: 2 });
    const crowd = Array.from({ length: 60 }, (_, at) => `crowd-${at}`);
    await addUsers(
      world.db,
      crowd.map((userId) => ({ userId, nickname: userId, name: userId, phone: '19900000000' })),
      0,
    );
    const body = { voucher_id: sale.voucherId, count: 1, promotion_id };
    const tries = crowd.flatMap((userId) => [userId, userId, userId]);
    const answers = await Promise.all(tries.map((userId) => world.guestAs(userId, 'POST', '/orders', body)));
    const sold = answers.filter(({ status }) => status === 201);
    expect(sold).toHaveLength(20);
    const refused = answers.filter(({ status }) => status !== 201).map((one) => one.body.error.code);
    expect(new Set(refused)).toEqual(
      new Set(['PROMOTION_SOLD_OUT', 'PROMOTION_LIMIT'].filter((one) => refused.includes(one))),
    );
    const perGuest = new Map<string, number>();
    for (const [at, { status }] of answers.entries())
      if (status === 201) perGuest.set(tries[at] ?? '', (perGuest.get(tries[at] ?? '') ?? 0) + 1);
    expect(Math.max(...perGuest.values())).toBeLessThanOrEqual(2);
    for (const [at, one] of answers.entries())
      if (one.status === 201) await world.guestAs(tries[at] ?? '', 'POST', `/orders/${one.body.order_id}/pay`);
    const told = partner.seen(CREATE).map((call) => call.body.order_id);
    expect(new Set(told)).toEqual(new Set(sold.map((one) => one.body.order_id)));
    expect(await promotion(promotion_id)).toMatchObject({ sold: 20 });
  });

  it.each([
    ['PROMOTION_LIMIT', { count: 2 }],
    ['PROMOTION_SOLD_OUT', { count: 4 }],
    ['PROMOTION_NOT_RUNNING', { promotion_id: '780000' }],
  ])('refuses with %s and changes nothing', async (code, more) => {
    const sale = await world.sell(limited(100));
    const per_person = code === 'PROMOTION_LIMIT' ? 1 : 5;
    const { promotion_id } = await promote(sale, { kind: 'flash-sale', flash_price: 9900, stock: 3, per_person });
    const before = await fingerprint(world.db);
    const answer = await buy(sale, { promotion_id, ...more });
    expect(answer.status).toBe(409);
    expect(answer.body.error.code).toBe(code);
    expect(await fingerprint(world.db)).toBe(before);
  });

  it('gives its stock back with an order nobody paid, and is over when its time is or when it is ended', async () => {
    const sale = await world.sell(limited(100));
    const { promotion_id } = await promote(sale, { kind: 'flash-sale', flash_price: 9900, stock: 1, per_person: 1 });
    expect((await buy(sale, { promotion_id })).status).toBe(201);
    expect((await buy(sale, { promotion_id })).body.error.code).toBe('PROMOTION_SOLD_OUT');
    await world.move('16m');
    expect(await promotion(promotion_id)).toMatchObject({ sold: 0 });
    expect((await buy(sale, { promotion_id })).status).toBe(201);
    await world.operator('POST', `/promotions/${promotion_id}/end`);
    await world.move('16m');
    expect((await buy(sale, { promotion_id })).body.error.code).toBe('PROMOTION_NOT_RUNNING');
    const brief = await promote(sale, { kind: 'flash-sale', flash_price: 9900, stock: 1 });
    await world.move('25h');
    expect((await buy(sale, { promotion_id: brief.promotion_id })).body.error.code).toBe('PROMOTION_NOT_RUNNING');
  });
});

describe('a subsidy', () => {
  it('lowers the guest’s price by itself and leaves the merchant what the full price would bring', async () => {
    const sale = await world.sell(limited(100));
    const { promotion_id } = await promote(sale, { kind: 'subsidy', discount: 5000, stock: 50 });
    const before = await balances();
    const { ordered, told, line, income } = await settled(sale);
    expect(ordered).toMatchObject({
      unit_amount: 49_900,
      pay_amount: 44_900,
      promotion: { kind: 'subsidy', discount: 5000 },
    });
    expect(told).toMatchObject({
      total_coupon_actual_count: 44_900,
      promotion_info: {
        coupon_promotion_id: promotion_id,
        coupon_promotion_type: '3',
        coupon_promotion_discount: 5000,
      },
    });
    // 6 % of 499.00 yuan is 29.94.
    expect(line).toMatchObject({
      fund_amount: 46_906,
      amount: {
        original: 49_900,
        pay: 44_900,
        merchant_ticket: 0,
        platform_ticket: 5000,
        total_merchant_platform_service: 2994,
      },
    });
    expect(income).toMatchObject({ ledger_income: 46_906, amount: line?.amount });
    const after = await balances();
    expect((after['platform:subsidy'] ?? 0) - (before['platform:subsidy'] ?? 0)).toBe(-5000);
    expect((after[`merchant:${accountId}`] ?? 0) - (before[`merchant:${accountId}`] ?? 0)).toBe(46_906);
  });

  it('tells the merchant’s share of the full price when the order is paid after its creation', async () => {
    const sale = await world.sell({ ...limited(100), terms: { creationMode: 'two-step', serviceFeeBp: 600 } });
    await promote(sale, { kind: 'subsidy', discount: 5000 });
    const { order_id } = (await buy(sale, { count: 2 })).body;
    await pay(order_id);
    expect(partner.seen('/spi/payment').at(-1)?.body).toMatchObject({
      order_id,
      origin_amount: 99_800,
      pay_amount: 89_800,
      merchant_receivable_amount: 93_812,
    });
  });

  it('is over when its stock is: then the price is the normal one', async () => {
    const sale = await world.sell(limited(100));
    await promote(sale, { kind: 'subsidy', discount: 5000, stock: 1 });
    expect((await buy(sale)).body.pay_amount).toBe(44_900);
    expect((await buy(sale)).body).toMatchObject({ pay_amount: 49_900, promotion: null });
  });
});

describe('a boosted listing', () => {
  it('stands before the others and takes its fee on top of the service fee', async () => {
    await world.sell(limited(100));
    const sale = await world.sell(limited(100));
    const { promotion_id } = await promote(sale, { kind: 'boost', discount: 900, fee_bp: 400 });
    const [first] = (await world.guest('GET', '/vouchers')).body.vouchers;
    expect(first).toMatchObject({ voucher_id: sale.voucherId, boosted: true });
    const { ordered, told, line } = await settled(sale);
    expect(ordered).toMatchObject({ pay_amount: 49_000, promotion: { kind: 'boost', discount: 900 } });
    expect(told).toMatchObject({ promotion_info: { coupon_promotion_id: promotion_id, coupon_promotion_type: '2' } });
    expect(line).toMatchObject({
      fund_amount: 44_100,
      amount: { total_merchant_platform_service: 4900, merchant_ticket: 900 },
    });
  });
});

describe('setting up', () => {
  it.each([
    ['a flash price above the price', { kind: 'flash-sale', flash_price: 60_000, stock: 5 }, 'flash-price-not-lower'],
    ['a flash sale without stock', { kind: 'flash-sale', flash_price: 100 }, 'flash-stock-missing'],
    ['a subsidy of nothing', { kind: 'subsidy' }, 'no-discount'],
    ['a time that is over', { kind: 'boost', from: 1, to: 2 }, 'over'],
  ])('refuses %s and changes nothing', async (_what, body, rule) => {
    const sale = await world.sell(limited(100));
    const before = await fingerprint(world.db);
    const to = world.sandbox.context.clock.now() + 1000;
    const answer = await world.operator('POST', `/vouchers/${sale.voucherId}/promotions`, {
      name: '活动',
      to,
      ...body,
    });
    expect(answer).toMatchObject({ status: 409, body: { error: { code: 'PROMOTION_INVALID', details: { rule } } } });
    expect(await fingerprint(world.db)).toBe(before);
  });

  it('of two flash sales at once takes one', async () => {
    const sale = await world.sell(limited(100));
    const body = {
      name: '秒杀',
      kind: 'flash-sale',
      flash_price: 100,
      stock: 5,
      to: world.sandbox.context.clock.now() + 1000,
    };
    const made = await Promise.all(
      [1, 2, 3].map(() => world.operator('POST', `/vouchers/${sale.voucherId}/promotions`, body)),
    );
    expect(made.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });

  it('asks for a voucher on sale', async () => {
    const answer = await world.operator('POST', '/vouchers/188000/promotions', { name: 'x', kind: 'boost', to: 9e12 });
    expect(answer.body.error.code).toBe('VOUCHER_UNKNOWN');
  });
});
