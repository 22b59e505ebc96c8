import { encryptField } from '@yuzhu/contract';
import { testDatabase } from '@yuzhu/runtime/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import type { Attention } from '../attention.ts';
import { type Guests, openGuests } from '../guests/guests.ts';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { bookingMessage, checkMessage, voucherOrderMessage } from '../testing/messages.ts';
import { seedAccount, seedVoucherOrders } from '../testing/seed.ts';
import { spiClient } from '../testing/spi-client.ts';
import { startSpiGateway } from '../testing/spi-gateway.ts';

const { database: db } = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'honest' });
const gateway = await startSpiGateway(db);
const { keys } = gateway.ctx;
const seeded = await seedAccount(db, keys, { roomTypes: 2, stock: 1000 });
const VOUCHER_ORDER = '1120000000000000001';
await seedVoucherOrders(db, keys, seeded, [VOUCHER_ORDER], { vouchers: 1000 });
const platform = spiClient(gateway.url, seeded);
afterAll(async () => {
  await platform.close();
  await gateway.stop();
});

const sealed = (plain: string) => encryptField(seeded.secret, plain);
let ids = 0;

interface Kept {
  readonly attention: Attention[];
  readonly guests: Guests;
  readonly request: string;
}

/** Sends a booking that must be accepted and gives what was kept of it. */
async function accepted(change: Record<string, unknown> | ((text: string) => string)): Promise<Kept> {
  const orderId = `113000000000000${String(ids++).padStart(4, '0')}`;
  const message = bookingMessage(seeded, { orderId, sourceOrderId: VOUCHER_ORDER });
  const body =
    typeof change === 'function' ? change(JSON.stringify(message)) : JSON.stringify({ ...message, ...change });
  const result = await platform.send('booking', body);
  expect(result).toMatchObject({ status: 200, code: 0, description: 'success' });
  const row = await db.one<{ attention: Attention[]; guest: Buffer; request: Buffer }>(
    'SELECT attention, guest, request FROM gateway.bookings WHERE order_id = $1',
    [orderId],
  );
  const request = keys.decryptText(row.request);
  expect(request).toBe(body);
  return { attention: row.attention, guests: openGuests(keys, row.guest), request };
}

describe('odd but honest bookings are taken', () => {
  it('as they usually come, without a flag', async () => {
    const { attention, guests } = await accepted({});
    expect(attention).toEqual([]);
    expect(guests.contact).toEqual({ name: '林一', phone: '+8613800138000' });
  });

  const contacts: [string, unknown, Attention[], object | undefined][] = [
    ['no phone', { name: '林一' }, ['phone_missing'], { name: '林一' }],
    ['an empty phone', { name: '林一', phone: '' }, ['phone_missing'], { name: '林一' }],
    ['a null phone', { name: '林一', phone: null }, ['phone_missing'], { name: '林一' }],
    ['a phone with Enc.', { phone: 'Enc.djIuMC4uLg==' }, ['phone_online'], { phone_raw: 'Enc.djIuMC4uLg==' }],
    [
      'a phone that can not be decrypted',
      { phone: 'AAAAAAAAAAAAAAAAAAAAAA==' },
      ['phone_unreadable'],
      { phone_raw: 'AAAAAAAAAAAAAAAAAAAAAA==' },
    ],
    ['a phone that is no ciphertext', { phone: '???' }, ['phone_unreadable'], { phone_raw: '???' }],
    ['a plain phone', { phone: '13800138000' }, [], { phone: '+8613800138000' }],
    ['a phone as a number', { phone: 13_800_138_000 }, ['member_mended'], { phone: '+8613800138000' }],
    ['JSON inside the phone', { phone: sealed('{"phone":"+8613800138000"}') }, [], { phone: '+8613800138000' }],
    ['a JSON text inside the phone', { phone: sealed('"13800138000"') }, [], { phone: '+8613800138000' }],
    ['JSON without a number inside the phone', { phone: sealed('{"x":1}') }, ['phone_odd'], { phone: '{"x":1}' }],
    ['an encrypted name', { name: sealed('欧阳娜娜'), phone: sealed('13800138000') }, [], { name: '欧阳娜娜' }],
    ['a plain name', { name: 'Lin', phone: sealed('13800138000') }, [], { name: 'Lin' }],
    ['a name of emoji and NUL', { name: '👨‍👩‍👧\u0000', phone: sealed('13800138000') }, [], { name: '👨‍👩‍👧\u0000' }],
    ['a contact that is text', '林一 13800138000', ['member_dropped', 'phone_missing'], undefined],
    ['a contact that is a list', [], ['member_dropped', 'phone_missing'], undefined],
    ['no contact', undefined, ['phone_missing'], undefined],
    ['a null contact', null, ['phone_missing'], undefined],
    ['an empty contact', '', ['phone_missing'], undefined],
  ];
  it.each(contacts)('with %s', async (_name, contact_info, flags, person) => {
    const { attention, guests } = await accepted({ contact_info, occupancies: undefined });
    expect([...attention].sort()).toEqual([...flags].sort());
    if (person === undefined) expect(guests.contact).toBeUndefined();
    else expect(guests.contact).toMatchObject(person);
  });

  const others: [string, Record<string, unknown>, Attention[]][] = [
    ['unknown extra fields', { future: { of: ['the', 'platform'] }, daily_total: 'x' }, []],
    [
      '"" for absent',
      {
        early_arrival_time: '',
        remark_from_guest: '',
        currency: '',
        pay_info: '',
        meals: '',
        hotel_id: '',
        room_id: '',
      },
      [],
    ],
    [
      'null for absent',
      {
        early_arrival_time: null,
        total_amount: null,
        occupancies: null,
        cancel_rule: null,
        crowd_config: null,
        pay_info: null,
      },
      [],
    ],
    [
      'amounts as numeric text',
      { total_amount: '105600', number_of_units: '1', number_of_guests: '2', biz_type: '2012' },
      ['member_mended'],
    ],
    ['a list with a hole', { occupancies: [null, { name: '周' }] }, ['member_dropped']],
    ['meals of another kind', { meals: [{ meal_type: 'breakfast' }] }, ['member_dropped']],
    ['a cancellation rule nobody knows', { cancel_rule: [{ cancel_type: 'none' }] }, ['member_dropped']],
    ['no guests', { number_of_guests: 0 }, ['guests_odd']],
    ['another total', { total_amount: 1 }, ['total_differs']],
    ['a total of 0', { total_amount: 0 }, ['total_differs']],
    ['another hotel id', { hotel_id: '7500000000000009999' }, ['ids_differ']],
    ['another room id', { room_id: '7600000000000009999' }, ['ids_differ']],
    ['no nightly price at all', { daily_rates: [] }, ['rates_incomplete']],
  ];
  it.each(others)('with %s', async (_name, change, flags) => {
    expect((await accepted(change)).attention.sort()).toEqual([...flags].sort());
  });

  const rate = (start: string, end: string, original_amount: unknown, more: object = {}) => ({
    original_amount,
    period_start_date: start,
    period_end_date: end,
    ...more,
  });
  const rates: [string, unknown[], Attention[]][] = [
    [
      'prices as text',
      [rate('2026-10-01', '2026-10-02', '52800'), rate('2026-10-02', '2026-10-03', '52800')],
      ['member_mended'],
    ],
    [
      'a price of 0',
      [rate('2026-10-01', '2026-10-02', 0), rate('2026-10-02', '2026-10-03', 52_800)],
      ['price_cleared'],
    ],
    ['a price of -1', [rate('2026-10-01', '2026-10-02', -1), rate('2026-10-02', '2026-10-03', -1)], ['price_cleared']],
    ['one entry for both nights', [rate('2026-10-01', '2026-10-03', 52_800)], []],
    [
      'the same day at both ends',
      [rate('2026-10-01', '2026-10-01', 52_800), rate('2026-10-02', '2026-10-02', 52_800)],
      [],
    ],
    ['a night missing', [rate('2026-10-01', '2026-10-02', 52_800)], ['rates_incomplete']],
    [
      'a night too many',
      [rate('2026-10-01', '2026-10-03', 52_800), rate('2026-10-03', '2026-10-04', 1)],
      ['rates_incomplete'],
    ],
    [
      'a night twice',
      [rate('2026-10-01', '2026-10-03', 52_800), rate('2026-10-01', '2026-10-02', 52_800)],
      ['rates_incomplete'],
    ],
    [
      'times of an hourly room',
      [rate('2026-10-01', '2026-10-03', 52_800, { period_start_time: '2026-10-01 10:00', usage_duration: 4 })],
      [],
    ],
  ];
  it.each(rates)('with %s', async (_name, daily_rates, flags) => {
    expect((await accepted({ daily_rates })).attention.sort()).toEqual([...flags].sort());
  });

  it('with ids that are numbers', async () => {
    const { attention } = await accepted((text) =>
      text
        .replace(`"${VOUCHER_ORDER}"`, VOUCHER_ORDER)
        .replace(`"${seeded.room.platformRatePlanId}"`, seeded.room.platformRatePlanId),
    );
    expect(attention).toEqual(['member_mended']);
  });

  it('with spaces, another order of members and escapes in the body', async () => {
    await accepted((text) =>
      JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text)).reverse()), null, 2).replaceAll(
        '林',
        '\\u6797',
      ),
    );
  });

  it('with prototype keys beside the real ones', async () => {
    await accepted((text) => text.replace('{', '{"__proto__":{"number_of_units":0},"constructor":1,'));
  });

  it('with a surcharge that was paid without nightly amounts', async () => {
    const { attention } = await accepted({ pay_info: { add_amount: 8000, pay_amount: 8000 } });
    expect(attention).toEqual(['surcharge_differs']);
    const { surcharge } = await db.one<{ surcharge: number }>(
      'SELECT max(surcharge) AS surcharge FROM gateway.bookings',
    );
    expect(surcharge).toBe(8000);
  });
});

describe('odd but honest messages of the other kinds', () => {
  it('a voucher order without contact, with text amounts and a voucher made by hand', async () => {
    const body = {
      ...voucherOrderMessage(seeded, { orderId: '1120000000000000050', platformVoucherId: '999' }),
      total_amount: '64900',
      total_coupon_count: '1',
      contact_info: null,
    };
    expect(await platform.send('voucher-order', body)).toMatchObject({
      code: 0,
      data: { order_out_id: expect.stringMatching(/^PV260901-\d{6}$/) },
    });
    const row = await db.one<{ attention: string[]; voucher_id: string | null }>(
      "SELECT attention, voucher_id FROM gateway.voucher_orders WHERE order_id = '1120000000000000050'",
    );
    expect(row).toEqual({ attention: ['member_mended', 'voucher_unknown'], voucher_id: null });
  });

  it('a bookable check without prices, with null members', async () => {
    expect(
      await platform.send('bookable-check', {
        ...checkMessage(seeded),
        daily_rates: null,
        meals: '',
        occupancies: null,
      }),
    ).toMatchObject({ code: 0 });
  });

  it('a payment with text amounts and without our number', async () => {
    expect(
      await platform.send('payment', {
        order_id: VOUCHER_ORDER,
        biz_type: '2011',
        pay_amount: '64900',
        order_out_id: '',
      }),
    ).toMatchObject({ code: 0 });
  });

  it('a pull with empty lists and a client_key', async () => {
    const body = {
      hotel_ids: [seeded.platformHotelId],
      rate_plan_ids: [],
      date_range: { start: '2026-10-01', end: '2026-10-01' },
      client_key: '',
    };
    const { data } = await platform.send('ari', body);
    expect(data).toMatchObject({ error_code: 0, status: true });
    expect(data.room_rates).toHaveLength(2);
  });
});
