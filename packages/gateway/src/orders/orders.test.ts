import { testDatabase } from '@yuzhu/runtime/testkit';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openGuests } from '../guests/guests.ts';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { bookingMessage, voucherOrderMessage } from '../testing/messages.ts';
import { type Seeded, seedAccount } from '../testing/seed.ts';
import { type SpiClient, spiClient } from '../testing/spi-client.ts';
import { startSpiGateway } from '../testing/spi-gateway.ts';
import { listVoucherOrders } from './read.ts';
import { unitsBought, unitsTaken } from './units.ts';

const { database: db } = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'orders' });
const gateway = await startSpiGateway(db);
afterAll(() => gateway.stop());
const { keys } = gateway.ctx;

let accounts = 0;
let seeded: Seeded;
let platform: SpiClient;
const clients: SpiClient[] = [];
afterAll(() => Promise.all(clients.map((client) => client.close())));

async function fresh(options: Parameters<typeof seedAccount>[2] = {}): Promise<void> {
  accounts += 1;
  seeded = await seedAccount(db, keys, { account: accounts, ...options });
  platform = spiClient(gateway.url, seeded);
  clients.push(platform);
}
beforeEach(() => fresh());

const id = (n: number) => `1120000${String(accounts).padStart(6, '0')}${String(n).padStart(6, '0')}`;
const order = (n: number, change: object = {}) => ({
  ...voucherOrderMessage(seeded, { orderId: id(n), vouchers: 2 }),
  ...change,
});
const textOf = ({ text }: { readonly text: string }) => text;
const stored = (n: number) =>
  db.one<Record<string, unknown> & { guest: Buffer; request: Buffer }>(
    'SELECT * FROM gateway.voucher_orders WHERE order_id = $1',
    [id(n)],
  );

describe('voucher orders', () => {
  it('are kept with everything that was said, sealed where personal', async () => {
    const body = order(1, {
      total_coupon_discount: 10_000,
      total_coupon_actual_count: 119_800,
      remark_from_guest: '生日',
    });
    const { data } = await platform.send('voucher-order', body);
    expect(data).toEqual({
      error_code: 0,
      description: 'success',
      order_id: id(1),
      order_out_id: expect.stringMatching(/^PV260901-\d{6}$/),
    });
    const row = await stored(1);
    expect(row).toMatchObject({
      account_id: seeded.accountId,
      voucher_id: seeded.voucherId,
      state: 'paid',
      vouchers: 2,
      unit: 'voucher',
      units_total: 2,
      units_used: 0,
      total_amount: 129_800,
      pay_amount: 119_800,
      paid_at: 1_789_012_390_000,
      attention: [],
    });
    expect(row.guest.toString('latin1')).not.toContain('138');
    expect(openGuests(keys, row.guest)).toMatchObject({ contact: { phone: '+8613800138000' }, remark: '生日' });
    expect(keys.decryptText(row.request)).toBe(JSON.stringify(body));
  });

  it('keep the marketing the platform names, whatever it calls it, and an odd amount costs no order', async () => {
    const promotion = (more: object) => ({
      total_coupon_discount: 10_000,
      total_coupon_actual_count: 119_800,
      promotion_info: { coupon_promotion_id: '7701', coupon_promotion_type: '1', ...more },
    });
    expect(
      await platform.send('voucher-order', order(1, promotion({ coupon_promotion_discount: 10_000 }))),
    ).toMatchObject({ code: 0 });
    expect(await stored(1)).toMatchObject({
      promotion_id: '7701',
      promotion_type: '1',
      promotion_discount: 10_000,
      pay_amount: 119_800,
      attention: [],
    });
    expect(await platform.send('voucher-order', order(2, promotion({ coupon_promotion_discount: -5 })))).toMatchObject({
      code: 0,
    });
    expect(await stored(2)).toMatchObject({ promotion_id: '7701', promotion_discount: null });
    await platform.send('voucher-order', order(3, { promotion_info: { coupon_promotion_id: '' } }));
    expect(await stored(3)).toMatchObject({ promotion_id: null, promotion_type: null, promotion_discount: null });
    // A NUL is no text to the database, and costs no order.
    expect(
      await platform.send('voucher-order', order(4, promotion({ coupon_promotion_id: '77\u000001' }))),
    ).toMatchObject({
      code: 0,
    });
    expect(await stored(4)).toMatchObject({ promotion_id: '77\uFFFD01' });
    await platform.send('voucher-order', order(5, { total_coupon_discount: 10_000, total_coupon_actual_count: 1 }));
    expect(await stored(5)).toMatchObject({ attention: ['total_differs'] });
    const listed = async (wanted: boolean) =>
      (await listVoucherOrders(db, seeded.accountId, { promotion: wanted, limit: 10 })).map((one) => one.promotion_id);
    expect(await listed(true)).toEqual(['77\uFFFD01', '7701', '7701']);
    expect(await listed(false)).toEqual([null, null]);
  });

  it('get the same number for the same id, three times at once and later', async () => {
    const answers = await Promise.all([1, 1, 1, 2, 2, 2].map((n) => platform.send('voucher-order', order(n))));
    const numbers = answers.map(({ data }) => data.order_out_id);
    expect(new Set(numbers.slice(0, 3)).size).toBe(1);
    expect(new Set(numbers.slice(3)).size).toBe(1);
    expect(numbers[0]).not.toBe(numbers[3]);
    expect((await platform.send('voucher-order', order(1, { total_coupon_count: 9, pay_info: undefined }))).text).toBe(
      answers[0]?.text,
    );
    expect(await stored(1)).toMatchObject({ vouchers: 2, state: 'paid' });
  });

  it('count their use by the voucher’s rules', async () => {
    await fresh({ voucher: { roomsPerVoucher: 2, nightsPerVoucher: 3, separable: true } });
    await platform.send('voucher-order', order(1));
    expect(await stored(1)).toMatchObject({
      unit: 'room_night',
      units_total: 12,
      rooms_per_voucher: 2,
      nights_per_voucher: 3,
    });
  });

  it('of a voucher that is unknown belong to the only account of the application, or to nobody', async () => {
    expect(await platform.send('voucher-order', order(1, { pre_sale_coupon_id: '777' }))).toMatchObject({ code: 0 });
    expect(await stored(1)).toMatchObject({
      account_id: seeded.accountId,
      voucher_id: null,
      attention: ['voucher_unknown'],
    });
    const { clientKey, secret } = seeded;
    await fresh({ application: { clientKey, secret } });
    expect(await platform.send('voucher-order', order(2, { pre_sale_coupon_id: '777' }))).toMatchObject({ code: 1 });
    expect(await platform.send('voucher-order', order(2))).toMatchObject({ code: 0 });
  });

  it('of a voucher that was unknown keep their answer when the application gets more accounts, and when one has it', async () => {
    const sent = [order(1, { pre_sale_coupon_id: '778' }), order(2, { pre_sale_coupon_id: '778' })];
    const first = await Promise.all(sent.map((body) => platform.send('voucher-order', body)));
    expect(first).toMatchObject([{ code: 0 }, { code: 0 }]);
    const { accountId, clientKey, secret } = seeded;
    await fresh({ application: { clientKey, secret } });
    const again = async () => (await Promise.all(sent.map((body) => platform.send('voucher-order', body)))).map(textOf);
    expect(await again()).toEqual(first.map(textOf));
    await db.execute("UPDATE gateway.vouchers SET platform_voucher_id = '778' WHERE account_id = $1", [
      seeded.accountId,
    ]);
    expect(await again()).toEqual(first.map(textOf));
    const owners = await db.query(
      "SELECT DISTINCT account_id FROM gateway.voucher_orders WHERE platform_voucher_id = '778'",
      [],
    );
    expect(owners).toEqual([{ account_id: accountId }]);
  });

  it('of a voucher of another application are not taken for its account', async () => {
    const theirs = seeded.platformVoucherId;
    await fresh();
    await platform.send('voucher-order', order(1, { pre_sale_coupon_id: theirs }));
    expect(await stored(1)).toMatchObject({ account_id: seeded.accountId, voucher_id: null });
  });
});

describe('payment notices', () => {
  it('pay a voucher order once; an unknown order is asked for again', async () => {
    const notice = {
      order_id: id(1),
      order_out_id: '',
      biz_type: 2011,
      pay_time_unix: 1_789_012_400,
      pay_amount: 100_000,
    };
    expect(await platform.send('payment', notice)).toMatchObject({ code: 100 });
    const { data } = await platform.send('voucher-order', order(1, { pay_info: undefined }));
    expect(await stored(1)).toMatchObject({ state: 'unpaid', paid_at: null });
    const right = { ...notice, order_out_id: data.order_out_id };
    expect(await platform.send('payment', right)).toMatchObject({ code: 0 });
    expect(await platform.send('payment', { ...right, pay_time_unix: 1 })).toMatchObject({ code: 0 });
    expect(await stored(1)).toMatchObject({ state: 'paid', paid_at: 1_789_012_400_000, pay_amount: 100_000 });
  });

  it('that come after the order was closed are taken and flagged once', async () => {
    await platform.send('voucher-order', order(1, { pay_info: undefined }));
    await db.execute("UPDATE gateway.voucher_orders SET state = 'closed' WHERE order_id = $1", [id(1)]);
    for (let again = 0; again < 2; again++) {
      expect(await platform.send('payment', { order_id: id(1), biz_type: 2011 })).toMatchObject({ code: 0 });
    }
    expect(await stored(1)).toMatchObject({ state: 'closed', attention: ['paid_after_close'] });
  });

  it('let a booking that came before the payment be made', async () => {
    const booking = bookingMessage(seeded, { orderId: id(9), sourceOrderId: id(1), nights: 1 });
    expect(await platform.send('booking', booking)).toMatchObject({ code: 100 });
    await platform.send('voucher-order', order(1, { pay_info: undefined }));
    expect(await platform.send('booking', booking)).toMatchObject({ code: 100 });
    await platform.send('payment', { order_id: id(1), biz_type: 2011 });
    expect(await platform.send('booking', booking)).toMatchObject({ code: 0 });
  });

  it('of a surcharge move the booking on; of a refused booking they are told so', async () => {
    await platform.send('voucher-order', order(1));
    const booking = bookingMessage(seeded, { orderId: id(9), sourceOrderId: id(1), nights: 1, surcharge: 500 });
    const { data } = await platform.send('booking', booking);
    expect(data.confirm_info).toMatchObject({ confirm_mode: 2 });
    expect(
      await platform.send('payment', { order_id: id(9), order_out_id: data.order_out_id, biz_type: 2012 }),
    ).toMatchObject({ code: 0 });
    expect(await db.one('SELECT state FROM gateway.bookings WHERE order_id = $1', [id(9)])).toEqual({
      state: 'accepted',
    });
    await platform.send('booking', bookingMessage(seeded, { orderId: id(8), sourceOrderId: id(1), price: 1 }));
    expect(await platform.send('payment', { order_id: id(8), biz_type: 2012 })).toMatchObject({ code: 9 });
    expect(await platform.send('payment', { order_id: id(1), biz_type: 2012 })).toMatchObject({ code: 100 });
  });
});

describe('units of use', () => {
  const rules = fc.record({
    roomsPerVoucher: fc.integer({ min: 1, max: 5 }),
    nightsPerVoucher: fc.integer({ min: 1, max: 7 }),
    separable: fc.boolean(),
  });

  it('one voucher is enough for exactly the stay it stands for, and for nothing larger', () => {
    fc.assert(
      fc.property(rules, fc.integer({ min: 1, max: 4 }), (rule, vouchers) => {
        const { total } = unitsBought(rule, vouchers);
        expect(unitsTaken(rule, rule.roomsPerVoucher * vouchers, rule.nightsPerVoucher)).toBe(total);
        expect(unitsTaken(rule, rule.roomsPerVoucher * vouchers + 1, rule.nightsPerVoucher)).toBeGreaterThan(total);
        expect(unitsTaken(rule, rule.roomsPerVoucher * vouchers, rule.nightsPerVoucher + 1)).toBeGreaterThan(total);
      }),
    );
  });

  it('a booking always takes something, and never less for a larger stay', () => {
    fc.assert(
      fc.property(
        fc.option(rules),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 60 }),
        (rule, rooms, nights) => {
          const units = unitsTaken(rule, rooms, nights);
          expect(units).toBeGreaterThan(0);
          expect(unitsTaken(rule, rooms + 1, nights)).toBeGreaterThanOrEqual(units);
          expect(unitsTaken(rule, rooms, nights + 1)).toBeGreaterThanOrEqual(units);
        },
      ),
    );
  });
});
