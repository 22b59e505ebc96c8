import { interfaces } from '@yuzhu/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../ids.ts';
import { post } from '../ledger/store.ts';
import { DEMO_MERCHANT, SECOND_MERCHANT } from '../seed/seed.ts';
import type { Change } from '../testing/samples.ts';
import { type OnSale, tradeWorld } from '../testing/trade-world.ts';

const world = await tradeWorld('settlement');
const { clock } = world.sandbox.context;
const { accountId } = DEMO_MERCHANT;
const account = { 'rpc-transit-life-account': accountId };

// The limits of the bill interfaces are per second of the platform's clock and of real time.
beforeEach(async () => {
  await world.move('2s');
});

const product =
  (more: object): Change =>
  (info) => ({
    ...info,
    pre_sale_coupon_info: { ...info.pre_sale_coupon_info, ...more },
  });
const everyNight = {
  markup_info: [{ markup_amount: 3333, markup_date_type: 2, markup_days_of_week: [1, 2, 3, 4, 5, 6, 7] }],
};

async function booked(sale: OnSale, order_id: string, from: number, nights: number, rooms = 1): Promise<string> {
  const body = {
    order_id,
    rate_plan_id: sale.ratePlanId,
    check_in: world.day(from),
    check_out: world.day(from + nights),
    rooms,
  };
  const made = (await world.guest('POST', '/bookings', body)).body;
  if (made.state === 'waiting-payment') await world.guest('POST', `/bookings/${made.booking_id}/pay`);
  return made.booking_id;
}
const read = async (id: string) => (await world.guest('GET', `/bookings/${id}`)).body;
const balances = async (): Promise<Record<string, number>> => {
  const { body } = await world.operator('GET', `/ledger?account_id=${accountId}`);
  expect(body.sum).toBe(0);
  return Object.fromEntries(body.accounts.map((one) => [one.ledger_account, one.balance]));
};
const bill = (bill_date: string, more: object = {}) =>
  world.call(interfaces.tripBillDetail, { account_id: accountId, bill_date, cursor: '0', size: 50, ...more });
const income = (shop_order_id: string, simulate: boolean, headers: Readonly<Record<string, string>> = account) =>
  world.call(interfaces.incomeByOrder, { shop_order_id, simulate_ledger_charge: simulate }, { headers });

describe('verification and settlement', () => {
  it('happen at 03:00 on the day after departure, not before; the bill is the ledger to the fen', async () => {
    const sale = await world.sell({
      change: product({ actual_amount: 49_901, ...everyNight }),
      terms: { serviceFeeBp: 600, commissionBp: 500, creatorId: 'K7' },
    });
    const order = await world.bought(sale, 4);
    const id = await booked(sale, order, 2, 2, 2);
    const checkOut = world.day(4);
    const estimate = await income(id, true);
    expect((await income(id, false)).data).toMatchObject({ error_code: 3000001, description: '订单尚未结算' });
    const before = await balances();
    expect(before['platform:holding']).toBe(4 * 49_901 + 4 * 3333);

    const due = `${world.day(5)} 03:00`;
    await world.moveTo(`${world.day(5)} 02:59`);
    expect((await read(id)).state).toBe('accepted');
    await world.moveTo(due);
    expect(await read(id)).toMatchObject({
      state: 'settled',
      verified_on: world.day(),
      check_out: checkOut,
      settled_at: clock.now(),
    });

    const { data } = await bill(world.day());
    expect(data).toMatchObject({ error_code: 0, has_more: false, cursor: '0' });
    expect(data.ledger_records).toHaveLength(5);
    const coupons = data.ledger_records.filter((line) => line.certificate_id !== undefined);
    // 49,901 fen: 6 % is 2,994.06, 5 % is 2,495.05.
    for (const line of coupons)
      expect(line).toMatchObject({
        account_id: accountId,
        shop_order_id: id,
        order_ext_id: `BK-${id}`,
        group_name: '北外滩高级房1晚含双早',
        sku_id: sale.voucherId,
        poi_id: sale.hotelId,
        book_number: id,
        biz_type: 1,
        settle_type: 1,
        settle_type_desc: '核销',
        settle_time: clock.now() / 1000,
        fund_amount: 44_412,
        amount: {
          original: 49_901,
          pay: 49_901,
          total_merchant_platform_service: 2994,
          talent_commission: 2495,
          ledger_total: 44_412,
        },
      });
    const surcharge = data.ledger_records.find((line) => line.certificate_id === undefined);
    // 13,332 fen: 6 % is 799.92, 5 % is 666.6.
    expect(surcharge).toMatchObject({
      shop_order_id: id,
      fund_amount: 11_865,
      amount: { pay: 13_332, total_merchant_platform_service: 800, talent_commission: 667 },
    });
    expect(data.ledger_records.map((line) => line.verify_serial_num)).toEqual([1, 2, 3, 4, 5]);
    expect(new Set(data.ledger_records.map((line) => line.verify_id)).size).toBe(5);

    const total = data.ledger_records.reduce((sum, line) => sum + (line.fund_amount ?? 0), 0);
    const after = await balances();
    expect(after['platform:holding']).toBe(0);
    expect(after[`merchant:${accountId}`]).toBe(total);
    expect(after['platform:service_fee']).toBe(4 * 2994 + 800);
    expect(after['creator:K7']).toBe(4 * 2495 + 667);
    const settled = await income(id, false);
    expect(settled.data.ledger_income).toBe(total);
    expect(settled.data.amount).toEqual(estimate.data.amount);
    expect(estimate.data.ledger_income).toBe(total);
    for (const line of data.ledger_records) {
      const { body } = await world.operator('GET', `/ledger/postings?subject=${id}&limit=50`);
      const posting = body.postings.find((one) => one.posting_id === line.flow_id);
      expect(posting?.entries).toContainEqual({ account: `merchant:${accountId}`, amount: line.fund_amount });
    }
    const order_ = (await world.guest('GET', `/orders/${order}`)).body;
    expect(order_.coupons.every((one) => one.status === 'settled')).toBe(true);
  });

  it('an early check-out brings it forward; a stay nobody reported is verified as planned; a no-show too', async () => {
    const sale = await world.sell({ terms: { commissionBp: 0 } });
    const order = await world.bought(sale, 8);
    const [early, silent, absent] = [
      await booked(sale, order, 1, 3),
      await booked(sale, order, 1, 3),
      await booked(sale, order, 1, 1),
    ];
    const stay = (id: string, accommodation_status: number) =>
      world.call(interfaces.stayStatus, { order_id: id, order_out_id: `BK-${id}`, accommodation_status });
    await world.moveTo(`${world.day(1)} 15:00`);
    expect((await stay(early ?? '', 1)).data.error_code).toBe(0);
    await stay(absent ?? '', 2);
    await world.moveTo(`${world.day(1)} 09:00`);
    await stay(early ?? '', 3);
    const departed = world.day();
    await world.moveTo(`${world.day(1)} 03:00`);
    expect(await read(early ?? '')).toMatchObject({ state: 'settled', verified_on: world.day() });
    expect(world.day(-1)).toBe(departed);
    expect((await read(absent ?? '')).state).toBe('settled');
    expect((await read(silent ?? '')).state).toBe('accepted');
    expect((await stay(early ?? '', 3)).data.error_code).toBe(0);
    expect((await stay(early ?? '', 2)).data.error_code).toBe(3000001);
    await world.moveTo(`${world.day(2)} 03:00`);
    expect((await read(silent ?? '')).state).toBe('settled');
  });

  it('a voucher split over bookings is worth its price in all, whatever the rounding', async () => {
    const sale = await world.sell({
      change: product({ apply_nights: 3, coupon_separate: true, actual_amount: 10_000 }),
    });
    const order = await world.bought(sale, 1);
    const holding = (await balances())['platform:holding'] ?? 0;
    const paid: number[] = [];
    for (const nights of [1, 2]) {
      const id = await booked(sale, order, 1, nights);
      await world.moveTo(`${world.day(2 + nights)} 03:00`);
      const { data } = await bill(world.day());
      const line = data.ledger_records.find((one) => one.shop_order_id === id);
      paid.push(line?.amount?.pay ?? 0);
    }
    expect(paid).toEqual([3333, 6667]);
    expect((await balances())['platform:holding']).toBe(holding - 10_000);
  });

  it('the database refuses a posting that does not balance', async () => {
    const { random, db } = world.sandbox.context;
    const entries = [
      { account: 'guest:x', amount: -5 },
      { account: 'platform:holding', amount: 4 },
    ];
    const unbalanced = db.tx((session) =>
      post(session, random, accountId, { kind: 'payment', subject: 'x', entries }, 0),
    );
    await expect(unbalanced).rejects.toThrow(/does not balance: -1/);
    await expect(newId(db, random, 'flow')).resolves.toMatch(/^74\d{17}$/);
  });
});

describe('bills', () => {
  it('leave load-test traffic out', async () => {
    const sale = await world.sell();
    const stress = { 'x-stress-tag': '1' };
    const bought = await world.guest('POST', '/orders', { voucher_id: sale.voucherId, count: 1 }, stress);
    const orderId = bought.body.order_id;
    await world.guest('POST', `/orders/${orderId}/pay`);
    const id = await booked(sale, orderId, 1, 1);
    const real = await booked(sale, await world.bought(sale, 1), 1, 1);
    await world.moveTo(`${world.day(3)} 04:00`);
    expect((await read(id)).state).toBe('settled');
    const { data } = await bill(world.day());
    expect(data.ledger_records.map((line) => line.shop_order_id)).toEqual([real]);
  });

  it('come page by page with the cursor that was returned, in order, each line once', async () => {
    const sale = await world.sell();
    const order = await world.bought(sale, 7);
    const id = await booked(sale, order, 1, 7);
    await world.moveTo(`${world.day(9)} 03:00`);
    const day = world.day();
    const ids: string[] = [];
    let cursor = '0';
    for (let page = 1; page <= 3; page++) {
      const { data } = await bill(day, { cursor, size: 3 });
      expect(data.has_more).toBe(page < 3);
      ids.push(...data.ledger_records.map((line) => line.ledger_id ?? ''));
      cursor = data.cursor;
    }
    expect(cursor).toBe('0');
    expect(ids).toHaveLength(7);
    expect(ids).toEqual([...new Set(ids)].sort());
    expect((await bill(day)).data.ledger_records.map((line) => line.ledger_id)).toEqual(ids);
    expect((await bill(day, { biz_type: 3 })).data.ledger_records).toEqual([]);
    expect((await bill(day, { withdraw_id: 'W1' })).data.ledger_records).toEqual([]);
    expect((await bill(day, { cursor: '1' })).extra.sub_description).toContain('cursor');
    expect((await bill(day, { cursor: '1' })).data.error_code).toBe(2100005);
    expect((await bill(world.day(1), { cursor: ids[0] })).data.error_code).toBe(2100005);
    expect((await bill(world.day(1))).data).toMatchObject({ ledger_records: [], has_more: false });
    expect((await income(id, false)).data.ledger_income).toBe(7 * 46_906);
  });

  it('refuse impossible days and sizes, other merchants, and what has no income', async () => {
    expect((await bill('2026-02-30')).data.error_code).toBe(2100005);
    for (const size of [0, 51]) expect((await bill(world.day(), { size })).data.error_code).toBe(2100005);
    const foreign = await bill(world.day(), { account_id: SECOND_MERCHANT.accountId });
    expect(foreign.data.error_code).toBe(2119005);
    const sale = await world.sell();
    const order = await world.bought(sale, 1);
    expect((await income(order, true)).data.description).toBe('订单不存在');
    const id = await booked(sale, order, 1, 1);
    expect((await income(id, true, {})).data.error_code).toBe(2100005);
    const other = { merchant: SECOND_MERCHANT, headers: { 'rpc-transit-life-account': SECOND_MERCHANT.accountId } };
    const asked = { shop_order_id: id, simulate_ledger_charge: true };
    expect((await world.call(interfaces.incomeByOrder, asked, other)).data.description).toBe('订单不存在');
  });
});
