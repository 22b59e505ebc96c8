import { interfaces } from '@yuzhu/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { DEMO_MERCHANT } from '../seed/seed.ts';
import { says } from '../testing/scripted-partner.ts';
import { type OnSale, tradeWorld } from '../testing/trade-world.ts';
import { calendarNights } from './nights.ts';

const world = await tradeWorld('taxes');
const { partner, db } = world;
const { accountId } = DEMO_MERCHANT;
const account_id = accountId;

interface Ledger {
  readonly sums: readonly { readonly currency: string; readonly sum: number }[];
  readonly accounts: readonly object[];
}
const DAY = '2026-09-10';

const abroad = (currency: string | null) => world.operator('PUT', `/accounts/${accountId}/handling`, { currency });
beforeEach(async () => {
  for (const path of ['/spi/bookable-check', '/spi/booking', '/spi/voucher-order', '/spi/ari']) partner.on(path);
  expect((await abroad('HKD')).status).toBe(200);
});

/** A good as the merchant would have saved it. */
async function onSale(): Promise<OnSale> {
  const sale = await world.sell({ change: (info) => ({ ...info, currency: 'HKD' }) });
  await db.execute("UPDATE sandbox.goods SET currency = 'HKD' WHERE rate_plan_id = $1", [sale.ratePlanId]);
  await db.execute('UPDATE sandbox.nights SET amount_before_tax = 55000 WHERE rate_plan_id = $1', [sale.ratePlanId]);
  return sale;
}
const shown = async (sale: OnSale) => {
  const [night] = await calendarNights(db, accountId, sale.ratePlanId, [DAY]);
  return [night?.originalAmount, night?.beforeTax];
};

describe('a merchant outside the mainland', () => {
  it('names his currency with every good', async () => {
    const sale = await onSale();
    const save = async (more: object) => {
      const rate_plan = { out_rate_plan_id: 'tax', rate_plan_name: '海景房', ...more };
      const members = {
        account_id,
        rate_plan: { hotel_id: sale.hotelId, rooms: [{ room_id: sale.roomId, rate_plans: [rate_plan] }] },
      };
      const { data } = await world.call(interfaces.goodsSave, members);
      return data.rate_plan_map[0];
    };
    expect(await save({})).toMatchObject({ code: '13', message: '非大陆商户必须填写currency' });
    expect(await save({ currency: 'CNY' })).toMatchObject({ code: '13', message: '币种与商户不一致' });
    expect(await save({ currency: 'HKD' })).toMatchObject({ code: '0' });
    await abroad(null);
    expect(await save({})).toMatchObject({ code: '0' });
  });

  it('guests and operator see the currency of every amount; the ledger keeps currencies apart', async () => {
    const mainland = (await abroad(null)).status;
    expect(mainland).toBe(200);
    const before = (await world.operator('GET', '/ledger')).body as unknown as Ledger;
    expect(before.sums.every(({ currency, sum }) => currency === 'CNY' && sum === 0)).toBe(true);
    await abroad('HKD');
    const sale = await onSale();
    const vouchers = (await world.guest('GET', '/vouchers?channel=live')).body as unknown as {
      vouchers: { voucher_id: string; currency: string }[];
    };
    expect(vouchers.vouchers.find(({ voucher_id }) => voucher_id === sale.voucherId)?.currency).toBe('HKD');
    const orderId = await world.bought(sale, 1);
    expect((await world.guest('GET', `/orders/${orderId}`)).body).toMatchObject({ currency: 'HKD' });
    const stay = { order_id: orderId, rate_plan_id: sale.ratePlanId, check_in: DAY, check_out: '2026-09-11', rooms: 1 };
    partner.on('/spi/bookable-check', () => says(0));
    expect((await world.guest('POST', '/bookings/look', stay)).body).toMatchObject({ currency: 'HKD' });
    const ledger = (await world.operator('GET', '/ledger')).body as unknown as Ledger;
    expect(ledger.sums).toEqual([{ currency: 'HKD', sum: 0 }]);
    expect(ledger.accounts).toContainEqual({ ledger_account: 'platform:holding', currency: 'HKD', balance: 49_900 });
    const { body } = await world.operator('GET', `/ledger/postings?subject=${orderId}`);
    expect(body).toMatchObject({ postings: [{ currency: 'HKD' }] });
  });

  it('pushes every price with currency and amount before tax, also day by day for a length of stay', async () => {
    const sale = await onSale();
    const push = async (more: object) => {
      const aris = [{ rate_plan_id: sale.ratePlanId, timerange: { start: DAY, end: DAY }, ...more }];
      const { data } = await world.call(interfaces.priceSave, { account_id, hotel_id: sale.hotelId, aris });
      await world.move('1s');
      return data.save_result[0]?.code;
    };
    expect(await push({ original_amount: 70_000 })).toBe(13);
    expect(await push({ original_amount: 70_000, currency: 'HKD' })).toBe(13);
    expect(await push({ original_amount: 70_000, amount_before_tax: 65_000 })).toBe(13);
    expect(await push({ original_amount: 70_000, currency: 'MOP', amount_before_tax: 65_000 })).toBe(13);
    expect(await push({ original_amount: 70_000, currency: 'HKD', amount_before_tax: 70_001 })).toBe(13);
    expect(await shown(sale)).toEqual([60_000, 55_000]);
    expect(await push({ original_amount: 70_000, currency: 'HKD', amount_before_tax: 65_000 })).toBe(0);
    expect(await shown(sale)).toEqual([70_000, 65_000]);
    const los = (before: object) => ({
      currency: 'HKD',
      length_of_stay: 2,
      los_rate_break_down: [{ day_original_amount: 60_000, ...before }],
    });
    expect(await push(los({}))).toBe(13);
    expect(await push(los({ day_amount_before_tax: 55_000 }))).toBe(0);
    expect(await push({ original_amount: -1, currency: 'HKD' })).toBe(0);
    expect(await shown(sale)).toEqual([null, null]);
    await abroad(null);
    expect(await push({ original_amount: 50_000 })).toBe(0);
  });

  it('answers pulls with both, or the piece is passed over', async () => {
    const sale = await onSale();
    const order = await world.bought(sale);
    const piece = { timerange: { start: DAY, end: DAY }, available: true, inventory: 4, original_amount: 80_000 };
    const pulled = async (more: object) => {
      partner.on('/spi/ari', () =>
        says(0, {
          status: true,
          room_rates: [{ rate_plan_id: sale.ratePlanId, rate_avail_infos: [{ ...piece, ...more }] }],
        }),
      );
      const stay = { order_id: order, rate_plan_id: sale.ratePlanId, check_in: DAY, check_out: '2026-09-11', rooms: 1 };
      await world.guest('POST', '/bookings/look', stay);
      await world.move('1m');
      return shown(sale);
    };
    expect(await pulled({})).toEqual([60_000, 55_000]);
    expect(await pulled({ currency: 'HKD' })).toEqual([60_000, 55_000]);
    expect(await pulled({ currency: 'HKD', amount_before_tax: 75_000 })).toEqual([80_000, 75_000]);
  });

  it('is asked and told in his currency, with both amounts of every night', async () => {
    const sale = await onSale();
    const order = await world.bought(sale, 2);
    const stay = { order_id: order, rate_plan_id: sale.ratePlanId, check_in: DAY, check_out: '2026-09-12', rooms: 1 };
    const booked = await world.guest('POST', '/bookings', stay);
    expect(booked.body).toMatchObject({ currency: 'HKD' });
    const rate = { original_amount: 60_000, amount_before_tax: 55_000, currency: 'HKD' };
    expect(partner.seen('/spi/bookable-check')[0]?.body).toMatchObject({ currency: 'HKD', daily_rates: [rate, rate] });
    expect(partner.seen('/spi/booking')[0]?.body).toMatchObject({
      currency: 'HKD',
      total_amount: 120_000,
      amount_before_tax: 110_000,
      daily_rates: [rate, rate],
    });
  });

  it('hears of a voucher order in his currency, without marketing and without an amount after it', async () => {
    const sale = await onSale();
    const bought = await world.guest('POST', '/orders', { voucher_id: sale.voucherId, count: 1 });
    await world.guest('POST', `/orders/${bought.body.order_id}/pay`);
    const body = partner.seen('/spi/voucher-order').at(-1)?.body;
    expect(body).toMatchObject({ currency: 'HKD' });
    expect(body).not.toHaveProperty('total_coupon_actual_count');
  });
});
