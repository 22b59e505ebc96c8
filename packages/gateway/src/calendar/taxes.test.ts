import { interfaces } from '@yuzhu/contract';
import { testDatabase } from '@yuzhu/runtime/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { priceRequest } from '../ari/sending/calls.ts';
import { acknowledge } from '../ari/sending/store.ts';
import { readPrice } from '../ari/sending/truth.ts';
import { findDrift } from '../ari/watching/drift.ts';
import { calendarDrift } from '../ari/watching/view.ts';
import { findBooking } from '../bookings/read.ts';
import { goodsRequest } from '../goods/decide.ts';
import { readGoods } from '../goods/publish-store.ts';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { bookingMessage, checkMessage } from '../testing/messages.ts';
import { seedAccount, seedVoucherOrders } from '../testing/seed.ts';
import { spiClient } from '../testing/spi-client.ts';
import { startSpiGateway } from '../testing/spi-gateway.ts';
import type { CheckReply } from './check.ts';
import { decidePrices } from './decide.ts';
import type { PullReply } from './pull.ts';
import { writeCalendar } from './write.ts';

const { database: db } = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'taxes' });
const gateway = await startSpiGateway(db);
const { ctx } = gateway;
const seeded = await seedAccount(db, ctx.keys, { roomTypes: 1, stock: 3, nights: 4 });
const mainland = await seedAccount(db, ctx.keys, { account: 2, roomTypes: 1, nights: 4 });
const platform = spiClient(gateway.url, seeded);
afterAll(async () => {
  await platform.close();
  await gateway.stop();
});
const { accountId, hotelId, room } = seeded;
await db.execute("UPDATE gateway.accounts SET currency = 'HKD' WHERE account_id = $1", [accountId]);
await db.execute('UPDATE gateway.rate_nights SET price_before_tax = 48000 WHERE account_id = $1', [accountId]);

const night = seeded.night(0);
const put = (of: typeof seeded, members: object) =>
  writeCalendar(
    ctx,
    of.accountId,
    { stock: [], quotas: [], prices: [{ rate_plan_id: of.room.ratePlanId, from: night, to: night, ...members }] },
    { keyId: 'key', requestId: 'request' },
  );

describe('prices outside the mainland', () => {
  const at = { subject: 'P', night };
  const before = { ...at, price: 52_800, rack_price: null, price_before_tax: 48_000, open: true };
  const decide = (standing: typeof before | undefined, wish: object, abroad = true) =>
    decidePrices(standing === undefined ? [] : [standing], new Map([['P', new Map([[night, wish]])]]), abroad);

  it('have their amount before tax, not above the price; elsewhere there is none', () => {
    expect(decide(undefined, { price: 60_000 }).beforeTaxWrong).toEqual([at]);
    expect(decide(undefined, { price: 60_000, price_before_tax: 60_001 }).beforeTaxWrong).toEqual([at]);
    expect(decide(before, { price: 47_000 }).beforeTaxWrong).toEqual([at]);
    expect(decide(before, { price_before_tax: null }).beforeTaxWrong).toEqual([at]);
    expect(decide(undefined, { price: 60_000, price_before_tax: 55_000 }, false).beforeTaxNeedless).toEqual([at]);
    expect(decide(undefined, { price: 60_000 }, false).writes).toHaveLength(1);
  });

  it('change when either amount changes', () => {
    const changed = decide(before, { price_before_tax: 47_000 });
    expect(changed.writes).toEqual([{ ...before, price_before_tax: 47_000 }]);
    expect(changed.priceChanged).toEqual([at]);
    expect(decide(before, { price: 52_800, price_before_tax: 48_000 }).writes).toEqual([]);
  });

  it('are written and refused over the calendar', async () => {
    await expect(put(seeded, { price: 40_000 })).rejects.toMatchObject({ code: 'BEFORE_TAX_WRONG' });
    await expect(put(mainland, { price_before_tax: 1 })).rejects.toMatchObject({ code: 'BEFORE_TAX_NEEDLESS' });
    await expect(put(seeded, { price: 60_000, price_before_tax: 55_000 })).resolves.toMatchObject({ price_nights: 1 });
  });
});

describe('what the platform hears of them', () => {
  it('both amounts and the currency in pushes, kept as acknowledged; a difference in tax is drift', async () => {
    const range = { accountId, hotelId, from: night, to: night, limit: 10, first: '', except: [] };
    const { rows } = await readPrice(db, range);
    const [row] = rows;
    expect(row?.value).toEqual({ price: 60_000, rackPrice: 60_000, beforeTax: 55_000, currency: 'HKD' });
    const group = {
      ratePlanId: room.ratePlanId,
      platformRatePlanId: room.platformRatePlanId,
      platformRoomId: undefined,
      start: night,
      end: night,
      nights: [night],
      daysOfWeek: undefined,
      value: row?.value ?? { price: 0, rackPrice: undefined },
    };
    expect(priceRequest(accountId, seeded.platformHotelId, [group]).aris[0]).toMatchObject({
      original_amount: 60_000,
      retail_amount: 60_000,
      amount_before_tax: 55_000,
      currency: 'HKD',
    });
    await acknowledge(db, accountId, 'price', [group], ctx.clock.now());
    await acknowledge(
      db,
      accountId,
      'stock',
      [{ ...group, value: { inventory: 3, available: true } }],
      ctx.clock.now(),
    );
    await db.execute('DELETE FROM gateway.ari_dirty');
    const drift = async () =>
      (await calendarDrift(ctx, accountId, { ratePlanId: room.ratePlanId, from: night, to: night }))[0]?.same;
    expect(await drift()).toBe(true);
    const found = async () => (await findDrift(ctx, accountId, { limit: 9 })).items.map((one) => one.night);
    expect(await found()).not.toContain(night);
    await db.execute('UPDATE gateway.ari_acknowledged SET price_before_tax = 1 WHERE account_id = $1', [accountId]);
    expect(await drift()).toBe(false);
    expect(await found()).toContain(night);
  });

  it('the currency also of a night that is cleared, and nothing of the kind on the mainland', async () => {
    await put(seeded, { price: null });
    const range = { hotelId, from: night, to: night, limit: 10, first: '', except: [] };
    const abroad = await readPrice(db, { ...range, accountId });
    expect(abroad.rows.map((one) => one.value)).toEqual([{ price: -1, rackPrice: undefined, currency: 'HKD' }]);
    await put(seeded, { price: 60_000, price_before_tax: 55_000 });
    await put(mainland, { price: 50_000 });
    const home = await readPrice(db, { ...range, accountId: mainland.accountId, hotelId: mainland.hotelId });
    expect(home.rows.map((one) => one.value)).toEqual([{ price: 50_000, rackPrice: 50_000 }]);
  });

  it('in pulls and in the answer to a check', async () => {
    const { data } = await platform.send('ari', {
      hotel_ids: [seeded.platformHotelId],
      date_range: { start: night, end: seeded.night(4) },
    });
    expect((data as PullReply).room_rates[0]?.rate_avail_infos).toMatchObject([
      { original_amount: 60_000, amount_before_tax: 55_000, currency: 'HKD' },
      { original_amount: 52_800, amount_before_tax: 48_000, currency: 'HKD' },
      { original_amount: -1, currency: 'HKD' },
    ]);
    const check = await platform.send('bookable-check', checkMessage(seeded, { nights: 2, price: 52_800 }));
    expect(check.code).toBe(8);
    const { ari } = check.data as CheckReply;
    expect(ari?.stock_and_amount).toMatchObject([
      { original_amount: 60_000, amount_before_tax: 55_000, currency: 'HKD' },
      { original_amount: 52_800, amount_before_tax: 48_000, currency: 'HKD' },
    ]);
  });

  it('with the goods: the currency, which on the mainland is not told', async () => {
    const wire = async (of: typeof seeded) =>
      goodsRequest(of.accountId, await readGoods(db, of.accountId, [of.room.ratePlanId])).rate_plan.rooms[0]
        ?.rate_plans[0];
    expect((await wire(seeded))?.currency).toBe('HKD');
    expect(await wire(mainland)).not.toHaveProperty('currency');
  });
});

describe('a booking', () => {
  it('keeps currency and amount before tax as the platform named them, by night or in all', async () => {
    const ids = ['11200000000000000001', '11200000000000000002', '11200000000000000003'];
    await seedVoucherOrders(db, ctx.keys, seeded, ids, { vouchers: 2 });
    const send = async (at: number, day: number, change: (message: Record<string, unknown>) => object) => {
      const orderId = `1130000000000000000${at}`;
      const message = bookingMessage(seeded, { orderId, sourceOrderId: ids[at] ?? '', nights: 1, day, rooms: 1 });
      const daily_rates = (message.daily_rates as object[]).map((one) => ({ ...one, currency: 'HKD' }));
      const answer = await platform.send(interfaces.booking.name, {
        ...message,
        currency: 'HKD',
        ...change({ daily_rates }),
      });
      expect(answer.code).toBe(0);
      return findBooking(db, accountId, orderId);
    };
    const byNight = await send(0, 1, ({ daily_rates }) => ({
      daily_rates: (daily_rates as object[]).map((one) => ({ ...one, amount_before_tax: 48_000 })),
    }));
    expect(byNight).toMatchObject({ currency: 'HKD', room_amount: 52_800, room_amount_before_tax: 48_000 });
    const inAll = await send(1, 2, () => ({ amount_before_tax: 47_999 }));
    expect(inAll).toMatchObject({ currency: 'HKD', room_amount_before_tax: 47_999 });
    const odd = await send(2, 3, () => ({ amount_before_tax: -5, currency: 'dollars' }));
    expect(odd).toMatchObject({ currency: null, room_amount_before_tax: null });
  });
});
