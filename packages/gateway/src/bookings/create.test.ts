import { addDays, DAY_MS, hotelDate } from '@yuzhu/contract';
import { testDatabase } from '@yuzhu/runtime/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { bookingMessage, voucherOrderMessage } from '../testing/messages.ts';
import { seedAccount } from '../testing/seed.ts';
import { spiClient } from '../testing/spi-client.ts';
import { startSpiGateway } from '../testing/spi-gateway.ts';
import { findBooking } from './read.ts';

const { database: db } = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'create' });
const gateway = await startSpiGateway(db);
const seeded = await seedAccount(db, gateway.ctx.keys, { roomTypes: 1, stock: 5 });
const stranger = await seedAccount(db, gateway.ctx.keys, { account: 2, roomTypes: 1, stock: 5 });
const platform = spiClient(gateway.url, seeded);
const other = spiClient(gateway.url, stranger);
afterAll(async () => {
  await platform.close();
  await other.close();
  await gateway.stop();
});

describe('a create that comes again', () => {
  const wish = { orderId: '1130000000000000001', sourceOrderId: '1120000000000000001', nights: 1 };
  const late = { ...wish, orderId: '1130000000000000002' };

  it('gets its first answer when the night is long over, and when the rate plan is gone', async () => {
    await platform.send('voucher-order', voucherOrderMessage(seeded, { orderId: wish.sourceOrderId, vouchers: 2 }));
    const first = await platform.send('booking', bookingMessage(seeded, wish));
    expect(first).toMatchObject({ status: 200, code: 0 });

    gateway.clock.advance(60 * DAY_MS);
    expect((await platform.send('booking', bookingMessage(seeded, wish))).text).toBe(first.text);
    const unknownPlan = { ...bookingMessage(seeded, wish), rate_plan_id: '1889999999999999999' };
    expect((await platform.send('booking', unknownPlan)).text).toBe(first.text);
  });

  it('while a new id for such a night is refused, and another merchant learns nothing', async () => {
    expect(await platform.send('booking', bookingMessage(seeded, late))).toMatchObject({ status: 200, code: 18 });
    const foreign = { ...bookingMessage(stranger, wish), order_id: wish.orderId };
    expect(await other.send('booking', foreign)).toMatchObject({ status: 200, code: 18 });
  });
});

describe('a create for a rate plan that is not known yet', () => {
  /** A new one for each test: an id that was known once is remembered. */
  let newPlan = '';
  let plans = 0;
  beforeEach(() => {
    newPlan = `188999999999999900${++plans}`;
  });
  const sold = async () =>
    (
      await db.one<{ sold: number }>('SELECT sum(sold)::int AS sold FROM gateway.room_nights WHERE account_id = $1', [
        seeded.accountId,
      ])
    ).sold;
  const publish = () =>
    db.execute('UPDATE gateway.rate_plans SET platform_rate_plan_id = $2 WHERE rate_plan_id = $1', [
      seeded.room.ratePlanId,
      newPlan,
    ]);
  const hide = () =>
    db.execute('UPDATE gateway.rate_plans SET platform_rate_plan_id = $2 WHERE rate_plan_id = $1', [
      seeded.room.ratePlanId,
      seeded.room.platformRatePlanId,
    ]);
  const create = (orderId: string, sourceOrderId: string, more: object = {}) =>
    platform.send('booking', {
      // Sixty days have gone by.
      ...bookingMessage(
        { ...seeded, night: (days) => addDays(hotelDate(gateway.clock.now()), days + 1) },
        {
          orderId,
          sourceOrderId,
          nights: 1,
        },
      ),
      rate_plan_id: newPlan,
      ...more,
    });
  const voucherOrder = '1120000000000000050';
  /** The stranger's message about a stay that is to come. */
  const foreign = (orderId: string, sourceOrderId: string) => {
    const first = addDays(hotelDate(gateway.clock.now()), 1);
    const days = { check_in_date: first, check_out_date: addDays(first, 1), daily_rates: [], rate_plan_id: newPlan };
    return { ...bookingMessage(stranger, { orderId, sourceOrderId }), ...days };
  };

  beforeAll(async () => {
    await platform.send('voucher-order', voucherOrderMessage(seeded, { orderId: voucherOrder, vouchers: 9 }));
    const first = addDays(hotelDate(gateway.clock.now()), 1);
    await db.execute(
      `INSERT INTO gateway.room_nights (account_id, room_type_id, night, stock) VALUES ($1, $2, $3, 9)
       ON CONFLICT (account_id, room_type_id, night) DO UPDATE SET stock = 9`,
      [seeded.accountId, seeded.room.roomTypeId, first],
    );
    await db.execute(
      `INSERT INTO gateway.rate_nights (account_id, rate_plan_id, night, price) VALUES ($1, $2, $3, $4)
       ON CONFLICT (account_id, rate_plan_id, night) DO UPDATE SET price = $4`,
      [seeded.accountId, seeded.room.ratePlanId, first, seeded.price],
    );
  });
  afterEach(() => hide());

  it('is refused for ever: the same id again, after the plan was published, takes nothing; another id is booked', async () => {
    const refused = await create('1130000000000000051', voucherOrder);
    expect(refused).toMatchObject({ status: 200, code: 1 });
    await publish();
    const before = await sold();
    expect((await create('1130000000000000051', voucherOrder)).text).toBe(refused.text);
    expect(await sold()).toBe(before);
    expect(await create('1130000000000000052', voucherOrder)).toMatchObject({ status: 200, code: 0 });
    expect(await sold()).toBe(before + 1);
    const kept = await findBooking(db, seeded.accountId, '1130000000000000051');
    expect(kept).toMatchObject({
      code: 1,
      state: 'refused',
      hotel_id: seeded.hotelId,
      rate_plan_id: '',
      units_taken: 0,
    });
  });

  it('at the same instant as the publishing has one answer only, whichever it is', async () => {
    const ids = Array.from({ length: 6 }, (_, at) => `113000000000000006${at}`);
    const copies = () => ids.map((id) => create(id, voucherOrder));
    const early = copies();
    await early[0];
    const meanwhile = copies();
    await publish();
    const answers = await Promise.all([...early, ...meanwhile, ...copies()]);
    for (const id of ids) {
      const texts = answers.filter(({ text }) => text.includes(id)).map(({ text }) => text);
      expect(new Set(texts).size).toBe(1);
      expect(texts).toHaveLength(3);
    }
  });

  it('an id of another merchant is answered 9, before and after', async () => {
    await other.send('voucher-order', voucherOrderMessage(stranger, { orderId: '1120000000000000070' }));
    const refused = await other.send('booking', foreign('1130000000000000071', '1120000000000000070'));
    expect(refused).toMatchObject({ code: 1 });
    expect(await create('1130000000000000071', voucherOrder)).toMatchObject({ code: 9 });
    await publish();
    expect(await create('1130000000000000071', voucherOrder)).toMatchObject({ code: 9 });
  });

  it('is kept under the account of its voucher order, else of its hotel, else the only one; else answered alone', async () => {
    const application = { clientKey: seeded.clientKey, secret: seeded.secret };
    const second = await seedAccount(db, gateway.ctx.keys, { account: 3, application });
    const keptBy = async (id: string) =>
      (await db.first<{ account_id: string }>('SELECT account_id FROM gateway.bookings WHERE order_id = $1', [id]))
        ?.account_id;
    const unknown = '1120000000000000099';
    await create('1130000000000000081', voucherOrder, { hotel_id: second.platformHotelId });
    expect(await keptBy('1130000000000000081')).toBe(seeded.accountId);
    await create('1130000000000000082', unknown, { hotel_id: second.platformHotelId });
    expect(await keptBy('1130000000000000082')).toBe(second.accountId);
    expect(await create('1130000000000000083', unknown, { hotel_id: '7500000000000000999' })).toMatchObject({
      code: 1,
    });
    expect(await keptBy('1130000000000000083')).toBeUndefined();
    await other.send('booking', { ...foreign('1130000000000000084', unknown), hotel_id: '7500000000000000999' });
    expect(await keptBy('1130000000000000084')).toBe(stranger.accountId);
  });
});
