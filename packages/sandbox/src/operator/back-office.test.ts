import { addDays, interfaces } from '@yuzhu/contract';
import { until } from '@yuzhu/runtime/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import { DEMO_MERCHANT } from '../seed/seed.ts';
import { fingerprint } from '../testing/fingerprint.ts';
import { presaleInfo } from '../testing/samples.ts';
import { tradeWorld } from '../testing/trade-world.ts';

const world = await tradeWorld('back_office');
const { partner } = world;
const { accountId } = DEMO_MERCHANT;
const room = DEMO_MERCHANT.hotels[0]?.rooms[0]?.roomId ?? '';

interface Made {
  readonly rate_plan_id: string;
  readonly voucher_id: string;
  readonly out_id: string;
  readonly version: number;
  readonly bookings: readonly { readonly booking_id: string }[];
  readonly state: string;
}
const office = async (method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown) => {
  const { status, body: answer } = await world.operator(method, path, body);
  return { status, body: answer as unknown as Made & { error: { code: string; details: Record<string, unknown> } } };
};
const document = (ratePlanIds: readonly string[], change: object = {}) => {
  const { out_id: _own, ...info } = presaleInfo('', ratePlanIds, world.sandbox.context.clock.now());
  return { ...info, pre_sale_coupon_info: { ...info.pre_sale_coupon_info, markup_info: [] }, ...change };
};

beforeEach(async () => {
  await world.move('2s');
  partner.forget();
});

/** A voucher made by hand over some goods, audited, on the shelf and in its time on sale. */
async function handMade(ratePlanIds: readonly string[], docking: 'direct' | 'manual') {
  const made = await office('POST', `/accounts/${accountId}/vouchers`, {
    docking,
    presale_info: document(ratePlanIds),
  });
  expect(made.status).toBe(201);
  expect((await office('PUT', `/vouchers/${made.body.voucher_id}/shelf`, { shelf: 'on' })).body.error).toMatchObject({
    code: 'VOUCHER_INVALID',
  });
  await world.move('2h');
  expect((await office('PUT', `/vouchers/${made.body.voucher_id}/shelf`, { shelf: 'on' })).status).toBe(200);
  return made.body.voucher_id;
}

async function bought(voucherId: string) {
  const ordered = await world.guest('POST', '/orders', { voucher_id: voucherId, count: 1 });
  expect(ordered.status).toBe(201);
  const paid = await world.guest('POST', `/orders/${ordered.body.order_id}/pay`);
  return paid.body;
}

describe('a voucher made by hand over the goods of a connected hotel', () => {
  it('is audited without telling the partner, and the partner hears of it by its first order', async () => {
    const sale = await world.sell();
    partner.forget();
    const voucherId = await handMade([sale.ratePlanId], 'direct');
    expect(partner.seen('/webhooks')).toHaveLength(0);
    const order = await bought(voucherId);
    expect(order.state).toBe('paid');
    expect(partner.seen('/spi/voucher-order').map((call) => call.body.pre_sale_coupon_id)).toEqual([voucherId]);
    const booked = await world.guest('POST', '/bookings', {
      order_id: order.order_id,
      rate_plan_id: sale.ratePlanId,
      check_in: world.day(3),
      check_out: world.day(4),
      rooms: 1,
    });
    expect(booked.body).toMatchObject({ state: 'accepted', decided_by: 'partner' });
    const refused = await office('POST', `/bookings/${booked.body.booking_id}/decision`, { accept: false });
    expect(refused.body.error.code).toBe('DIRECT_BOOKING');
  });

  it('is checked like any other: what is wrong is named and nothing changed', async () => {
    const sale = await world.sell();
    const before = await fingerprint(world.db);
    const answer = await office('POST', `/accounts/${accountId}/vouchers`, {
      presale_info: document([sale.ratePlanId], { settle_type: 3 }),
    });
    expect(answer.status).toBe(409);
    expect(answer.body.error).toMatchObject({
      code: 'VOUCHER_INVALID',
      details: { rule: 'settle-type', path: 'presale_info.settle_type' },
    });
    expect(await fingerprint(world.db)).toBe(before);
  });
});

describe('everything by hand (非直连)', () => {
  /** A good with two rooms a night for the next weeks, and a voucher over it. */
  async function house() {
    const good = await office('POST', `/accounts/${accountId}/goods`, { room_id: room, name: '手工房型' });
    const ratePlanId = good.body.rate_plan_id;
    const told = await office('PUT', `/goods/${ratePlanId}/nights`, {
      from: world.day(),
      to: world.day(20),
      price: 50_000,
      inventory: 2,
      available: true,
    });
    expect(told.body).toEqual({ nights: 21 });
    const voucherId = await handMade([ratePlanId], 'manual');
    return { ratePlanId, voucherId };
  }
  const stay = (order_id: string, rate_plan_id: string, from: number) => ({
    order_id,
    rate_plan_id,
    check_in: world.day(from),
    check_out: world.day(from + 1),
    rooms: 1,
  });
  const inventory = async (ratePlanId: string, night: string) =>
    (
      await world.db.one<{ inventory: number }>(
        'SELECT inventory FROM sandbox.nights WHERE rate_plan_id = $1 AND night = $2',
        [ratePlanId, night],
      )
    ).inventory;

  it('a good has the currency of its merchant', async () => {
    const made = async (currency: string | null) => {
      await world.operator('PUT', `/accounts/${accountId}/handling`, { currency });
      const good = await office('POST', `/accounts/${accountId}/goods`, { room_id: room, name: '手工房型' });
      return world.db.one('SELECT currency FROM sandbox.goods WHERE rate_plan_id = $1', [good.body.rate_plan_id]);
    };
    expect(await made('HKD')).toEqual({ currency: 'HKD' });
    expect(await made(null)).toEqual({ currency: 'CNY' });
  });

  it('no call leaves; a person accepts, the stay is verified on the day after and settled', async () => {
    const { ratePlanId, voucherId } = await house();
    partner.forget();
    const order = await bought(voucherId);
    expect(order).toMatchObject({ state: 'paid', creation_mode: 'one-step', hotel_order_id: null });
    const look = await world.guest('POST', '/bookings/look', stay(order.order_id, ratePlanId, 3));
    expect(look.body).toMatchObject({ bookable: true, nights: [{ price: 50_000 }] });
    const booked = (await world.guest('POST', '/bookings', stay(order.order_id, ratePlanId, 3))).body;
    expect(booked.state).toBe('waiting-accept');
    expect(await inventory(ratePlanId, world.day(3))).toBe(1);
    const waiting = await office('GET', `/accounts/${accountId}/bookings`);
    expect(waiting.body.bookings.map((one) => one.booking_id)).toEqual([booked.booking_id]);

    const { extra } = await world.call(
      interfaces.orderConfirm,
      { order_id: booked.booking_id, confirm_result: { confirm_result: 1 } },
      { headers: { 'rpc-transit-life-account': accountId } },
    );
    expect(extra.error_code).not.toBe(0);
    const accepted = await office('POST', `/bookings/${booked.booking_id}/decision`, {
      accept: true,
      confirm_number: 'LK-1',
    });
    expect(accepted.body).toMatchObject({ state: 'accepted', confirm_number: 'LK-1' });
    expect((await office('POST', `/bookings/${booked.booking_id}/decision`, { accept: false })).body.error.code).toBe(
      'BOOKING_STATE',
    );
    await world.moveTo(`${addDays(booked.check_out, 1)} 03:00`);
    expect((await world.guest('GET', `/bookings/${booked.booking_id}`)).body.state).toBe('settled');
    expect(partner.seen().filter((call) => call.path !== '/spi/ari')).toEqual([]);
  });

  it('a rejection, and a deadline nobody kept, give voucher and room back', async () => {
    const { ratePlanId, voucherId } = await house();
    for (const how of ['reject', 'deadline'] as const) {
      const order = await bought(voucherId);
      const booked = (await world.guest('POST', '/bookings', stay(order.order_id, ratePlanId, 3))).body;
      const night = booked.check_in;
      expect(await inventory(ratePlanId, night)).toBe(1);
      if (how === 'reject')
        await office('POST', `/bookings/${booked.booking_id}/decision`, { accept: false, reason: '满房' });
      else await world.move('61m');
      expect((await world.guest('GET', `/bookings/${booked.booking_id}`)).body).toMatchObject({ state: 'rejected' });
      expect(await inventory(ratePlanId, night)).toBe(2);
      const after = await world.guest('GET', `/orders/${order.order_id}`);
      expect(after.body.coupons[0]?.free).toBe(1);
    }
  });

  it('the last room is sold once, however many submit at once', async () => {
    const { ratePlanId, voucherId } = await house();
    const orders = await Promise.all(Array.from({ length: 5 }, () => bought(voucherId)));
    const answers = await Promise.all(
      orders.map(({ order_id }) => world.guest('POST', '/bookings', stay(order_id, ratePlanId, 4))),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
    expect(answers.filter(({ status }) => status !== 201).map((one) => one.body.error.details?.reason)).toEqual(
      Array.from({ length: 3 }, () => 'sold-out'),
    );
    await until(async () => (await inventory(ratePlanId, world.day(4))) === 0, { what: 'the night to be full' });
  });
});
