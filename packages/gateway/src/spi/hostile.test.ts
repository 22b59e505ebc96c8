import { testDatabase } from '@yuzhu/runtime/testkit';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findExchange } from '../exchanges/read.ts';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { checksum } from '../testing/checksum.ts';
import { bookingMessage, checkMessage, voucherOrderMessage } from '../testing/messages.ts';
import { seedAccount, seedVoucherOrders } from '../testing/seed.ts';
import { type SpiCallOptions, signedRequest, spiClient } from '../testing/spi-client.ts';
import { startSpiGateway } from '../testing/spi-gateway.ts';

const { database: db } = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'hostile' });
const gateway = await startSpiGateway(db);
const { keys } = gateway.ctx;
const ours = await seedAccount(db, keys, { account: 1, roomTypes: 2, nights: 60 });
const theirs = await seedAccount(db, keys, { account: 2 });
await seedVoucherOrders(db, keys, ours, ['1120000000000000001'], { vouchers: 20 });
await seedVoucherOrders(db, keys, theirs, ['1120000000000000002'], { vouchers: 20 });
const platform = spiClient(gateway.url, ours);
afterAll(async () => {
  await platform.close();
  await gateway.stop();
});

// One good booking of each merchant, so that there is something to damage.
beforeAll(async () => {
  const other = spiClient(gateway.url, theirs);
  const made = await other.send('booking', {
    ...bookingMessage(theirs, { orderId: '1130000000000000002', sourceOrderId: '1120000000000000002' }),
  });
  const mine = await platform.send('booking', booking({ order_id: '1130000000000000001' }));
  expect([made.code, mine.code]).toEqual([0, 0]);
  await other.close();
});

const booking = (change: object = {}) => ({
  ...bookingMessage(ours, { orderId: '1130000000000000099', sourceOrderId: '1120000000000000001' }),
  ...change,
});
const check = (change: object = {}) => ({ ...checkMessage(ours), ...change });
const order = (change: object = {}) => ({
  ...voucherOrderMessage(ours, { orderId: '1120000000000000099' }),
  ...change,
});
const payment = (change: object = {}) => ({ order_id: '1120000000000000001', biz_type: 2011, ...change });
const pull = (change: object = {}) => ({
  hotel_ids: [ours.platformHotelId],
  date_range: { start: '2026-10-01', end: '2026-10-07' },
  ...change,
});
const text = (value: object) => JSON.stringify(value);
const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const rate = (change: object) => ({
  daily_rates: [{ original_amount: 52_800, period_start_date: '2026-10-01', period_end_date: '2026-10-03', ...change }],
});

interface Case {
  readonly what: string;
  readonly door: string;
  readonly body: object | string | Uint8Array;
  readonly options?: SpiCallOptions;
  readonly status?: number;
  readonly code: number;
  readonly says: RegExp;
}

const goodBytes = Buffer.from(text(booking()));
const SIGNATURE = /signature invalid/;

const cases: Case[] = [
  // Signature
  {
    what: 'no signature',
    door: 'booking',
    body: booking(),
    options: { headers: { 'x-life-sign': '' } },
    status: 401,
    code: 13,
    says: SIGNATURE,
  },
  {
    what: 'a signature of another body',
    door: 'booking',
    body: booking({ remark_from_guest: 'x' }),
    options: { signed: goodBytes },
    status: 401,
    code: 13,
    says: SIGNATURE,
  },
  {
    what: 'a body re-serialised after signing',
    door: 'booking',
    body: JSON.stringify(booking(), null, 1),
    options: { signed: goodBytes },
    status: 401,
    code: 13,
    says: SIGNATURE,
  },
  {
    what: 'a byte appended after signing',
    door: 'voucher-order',
    body: `${text(order())} `,
    options: { signed: Buffer.from(text(order())) },
    status: 401,
    code: 13,
    says: SIGNATURE,
  },
  {
    what: 'a query changed after signing',
    door: 'payment',
    body: payment(),
    options: {
      headers: {
        'x-life-sign':
          signedRequest(ours, '/spi/payment', Buffer.from(text(payment())), { query: 'client_key=other&timestamp=1' })
            .headers['x-life-sign'] ?? '',
      },
    },
    status: 401,
    code: 13,
    says: SIGNATURE,
  },
  {
    what: 'an unknown application',
    door: 'bookable-check',
    body: check(),
    options: { headers: { 'x-life-clientkey': 'nobody' } },
    status: 401,
    code: 13,
    says: SIGNATURE,
  },
  {
    what: 'another application’s key with our signature',
    door: 'bookable-check',
    body: check(),
    options: { headers: { 'x-life-clientkey': theirs.clientKey } },
    status: 401,
    code: 13,
    says: SIGNATURE,
  },
  {
    what: 'the old signature where it is not allowed',
    door: 'booking',
    body: booking(),
    options: { old: true },
    status: 401,
    code: 13,
    says: SIGNATURE,
  },
  {
    what: 'SQL in the application key',
    door: 'ari',
    body: pull(),
    options: { headers: { 'x-life-clientkey': "' OR 1=1 --" } },
    status: 401,
    code: 13,
    says: SIGNATURE,
  },
  {
    what: 'a NUL byte in the query’s application key',
    door: 'ari',
    body: pull(),
    options: { query: 'client_key=a%00b&timestamp=1', headers: { 'x-life-clientkey': '' } },
    status: 401,
    code: 13,
    says: SIGNATURE,
  },
  {
    what: 'a signature of the wrong length',
    door: 'booking',
    body: booking(),
    options: { headers: { 'x-life-sign': 'f'.repeat(500) } },
    status: 401,
    code: 13,
    says: SIGNATURE,
  },
  // Bodies
  { what: 'nothing', door: 'booking', body: '', code: 13, says: /not JSON/ },
  { what: 'half a body', door: 'booking', body: text(booking()).slice(0, 200), code: 13, says: /not JSON/ },
  { what: 'a list', door: 'voucher-order', body: [order()], code: 13, says: /not a JSON object/ },
  { what: 'null', door: 'payment', body: 'null', code: 13, says: /not a JSON object/ },
  {
    what: 'bytes that are no text',
    door: 'ari',
    body: Buffer.from([0xff, 0xfe, 0x00, 0x7b]),
    code: 13,
    says: /not JSON/,
  },
  {
    what: 'a raw NUL byte',
    door: 'booking',
    body: text(booking()).replace('1130000000000000099', '11300000000000\u0000099'),
    code: 13,
    says: /not JSON/,
  },
  {
    what: '5,000 levels of nesting',
    door: 'bookable-check',
    body: text(check()).replace(/}$/, `,"deep":${nested(5000)}}`),
    code: 13,
    says: /nested deeper than 32/,
  },
  {
    what: 'nesting in lists without end',
    door: 'booking',
    body: '['.repeat(100_000),
    code: 13,
    says: /nested deeper than 32/,
  },
  {
    what: '10 MB',
    door: 'booking',
    body: text(booking({ remark_from_guest: 'x'.repeat(10_000_000) })),
    status: 413,
    code: 13,
    says: /larger than the limit of 1048576 bytes/,
  },
  {
    what: 'prototype keys',
    door: 'booking',
    body: text(booking({ order_id: '' })).replace(
      '{',
      '{"__proto__":{"order_id":"1130000000000000098"},"constructor":{"prototype":{"order_id":"7"}},',
    ),
    code: 13,
    says: /order_id is missing/,
  },
  // Types and values
  {
    what: 'an id that is a list',
    door: 'booking',
    body: booking({ order_id: ['1130000000000000099'] }),
    code: 13,
    says: /order_id is not valid/,
  },
  {
    what: 'an id that is an object',
    door: 'payment',
    body: payment({ order_id: { $ne: '' } }),
    code: 13,
    says: /order_id is not valid/,
  },
  {
    what: 'a missing id',
    door: 'voucher-order',
    body: order({ order_id: undefined }),
    code: 13,
    says: /order_id is missing/,
  },
  {
    what: 'an id of 5,000 digits',
    door: 'booking',
    body: booking({ order_id: '1'.repeat(5000) }),
    code: 13,
    says: /order_id is not valid/,
  },
  {
    what: 'a NUL character in an id',
    door: 'booking',
    body: booking({ order_id: '113\u0000' }),
    code: 13,
    says: /order_id holds characters/,
  },
  {
    what: 'a NUL character in the voucher order’s id',
    door: 'booking',
    body: booking({ source_order_id: '112\u0000' }),
    code: 13,
    says: /source_order_id holds characters/,
  },
  {
    what: 'half a character in an id',
    door: 'voucher-order',
    body: text(order()).replace('1120000000000000099', '112\\ud800'),
    code: 13,
    says: /order_id holds characters/,
  },
  {
    what: 'a NUL character in a hotel id',
    door: 'ari',
    body: pull({ hotel_ids: ['75\u0000'] }),
    code: 13,
    says: /hotel_ids holds characters/,
  },
  {
    what: 'no voucher order',
    door: 'booking',
    body: booking({ source_order_id: undefined }),
    code: 13,
    says: /source_order_id is missing/,
  },
  {
    what: 'no nightly prices',
    door: 'booking',
    body: booking({ daily_rates: undefined }),
    code: 13,
    says: /daily_rates is missing/,
  },
  {
    what: 'a booking of another kind',
    door: 'booking',
    body: booking({ biz_type: 2021 }),
    code: 13,
    says: /biz_type must be 2012/,
  },
  {
    what: 'an amount that is no number',
    door: 'voucher-order',
    body: order({ total_amount: 'much' }),
    code: 13,
    says: /total_amount is not valid/,
  },
  {
    what: 'a broken amount',
    door: 'voucher-order',
    body: order({ total_amount: 1.5 }),
    code: 13,
    says: /total_amount is not valid/,
  },
  {
    what: 'an amount beyond all numbers',
    door: 'voucher-order',
    body: text(order()).replace('"total_amount":64900', '"total_amount":1e400'),
    code: 13,
    says: /total_amount is not valid/,
  },
  {
    what: 'a negative total',
    door: 'voucher-order',
    body: order({ total_amount: -64_900 }),
    code: 13,
    says: /total_amount is not possible/,
  },
  {
    what: 'a negative price',
    door: 'booking',
    body: booking(rate({ original_amount: -52_800 })),
    code: 13,
    says: /daily_rates\[0\]\.original_amount is not possible/,
  },
  {
    what: 'a negative surcharge',
    door: 'booking',
    body: booking(rate({ daily_add_amount: -1 })),
    code: 13,
    says: /daily_add_amount is not possible/,
  },
  {
    what: 'a negative payment of the surcharge',
    door: 'booking',
    body: booking({ pay_info: { add_amount: -5 } }),
    code: 13,
    says: /pay_info\.add_amount is not possible/,
  },
  {
    what: 'a negative payment',
    door: 'payment',
    body: payment({ pay_amount: -1 }),
    code: 13,
    says: /pay_amount is not possible/,
  },
  {
    what: 'a price of 90 million million',
    door: 'bookable-check',
    body: check(rate({ original_amount: 9_000_000_000_000_000 })),
    code: 13,
    says: /original_amount is not possible/,
  },
  { what: 'no rooms', door: 'booking', body: booking({ number_of_units: 0 }), code: 13, says: /number_of_units/ },
  {
    what: 'fewer rooms than none',
    door: 'bookable-check',
    body: check({ number_of_units: -3 }),
    code: 13,
    says: /number_of_units/,
  },
  {
    what: 'a billion rooms',
    door: 'booking',
    body: booking({ number_of_units: 1_000_000_000 }),
    code: 13,
    says: /number_of_units must be 1 to 1000/,
  },
  {
    what: 'a billion guests',
    door: 'booking',
    body: booking({ number_of_guests: 1_000_000_000 }),
    code: 13,
    says: /number_of_guests/,
  },
  {
    what: 'a thousand guests',
    door: 'booking',
    body: booking({ number_of_guests: 1000 }),
    code: 2,
    says: /at most 2 guests/,
  },
  {
    what: 'a billion vouchers',
    door: 'voucher-order',
    body: order({ total_coupon_count: 1_000_000_000 }),
    code: 13,
    says: /total_coupon_count must be 1 to 10000/,
  },
  // Days
  {
    what: 'a day that does not exist',
    door: 'booking',
    body: booking({ check_in_date: '2026-02-30' }),
    code: 5,
    says: /check_in_date is no day/,
  },
  {
    what: 'a day written otherwise',
    door: 'bookable-check',
    body: check({ check_in_date: '01/10/2026' }),
    code: 5,
    says: /check_in_date is not valid/,
  },
  {
    what: 'departure before arrival',
    door: 'booking',
    body: booking({ check_out_date: '2026-09-30' }),
    code: 5,
    says: /check_out_date must be after/,
  },
  {
    what: 'a stay of no night',
    door: 'bookable-check',
    body: check({ check_out_date: '2026-10-01' }),
    code: 5,
    says: /check_out_date must be after/,
  },
  {
    what: 'a stay of 400 nights',
    door: 'booking',
    body: booking({ check_out_date: '2027-11-05' }),
    code: 3,
    says: /at most 365 nights/,
  },
  {
    what: 'a check of 400 nights',
    door: 'bookable-check',
    body: check({ check_out_date: '2027-11-05' }),
    code: 3,
    says: /at most 365 nights/,
  },
  {
    what: 'a stay of the last century',
    door: 'booking',
    body: booking({ check_in_date: '1999-01-01', check_out_date: '1999-01-02' }),
    code: 18,
    says: /is over/,
  },
  {
    what: 'a rate of a day that does not exist',
    door: 'booking',
    body: booking(rate({ period_start_date: '2026-13-01' })),
    code: 5,
    says: /daily_rates\[0\] holds a day/,
  },
  {
    what: 'a pull of ten years',
    door: 'ari',
    body: pull({ date_range: { start: '2026-01-01', end: '2036-01-01' } }),
    code: 5,
    says: /more than 367 nights/,
  },
  {
    what: 'a pull backwards',
    door: 'ari',
    body: pull({ date_range: { start: '2026-10-07', end: '2026-10-01' } }),
    code: 5,
    says: /before/,
  },
  {
    what: 'a pull of 5,000 goods',
    door: 'ari',
    body: pull({ rate_plan_ids: Array.from({ length: 5000 }, (_, at) => `${at + 1}`) }),
    code: 13,
    says: /at most 500 rate_plan_ids/,
  },
  { what: 'a pull of nothing', door: 'ari', body: pull({ hotel_ids: [] }), code: 13, says: /hotel_ids is not valid/ },
  // Others’ property
  {
    what: 'another merchant’s rate plan',
    door: 'bookable-check',
    body: check({ rate_plan_id: theirs.room.platformRatePlanId }),
    code: 1,
    says: /not known here/,
  },
  {
    what: 'a booking of another merchant’s rate plan',
    door: 'booking',
    body: booking({ rate_plan_id: theirs.room.platformRatePlanId }),
    code: 1,
    says: /not known here/,
  },
  {
    what: 'another merchant’s booking id',
    door: 'booking',
    body: booking({ order_id: '1130000000000000002' }),
    code: 9,
    says: /not of this merchant/,
  },
  {
    what: 'another merchant’s voucher order',
    door: 'booking',
    body: booking({ source_order_id: '1120000000000000002' }),
    code: 100,
    says: /not known yet/,
  },
  {
    what: 'another merchant’s voucher order id',
    door: 'voucher-order',
    body: order({ order_id: '1120000000000000002' }),
    code: 13,
    says: /not of this merchant/,
  },
  {
    what: 'a payment of another merchant’s order',
    door: 'payment',
    body: payment({ order_id: '1120000000000000002' }),
    code: 100,
    says: /not known yet/,
  },
  {
    what: 'a payment naming two orders',
    door: 'payment',
    body: payment({ order_out_id: 'PV-of-somebody-else' }),
    code: 9,
    says: /different orders/,
  },
  {
    what: 'a payment of the wrong kind',
    door: 'payment',
    body: payment({ biz_type: 2021 }),
    code: 13,
    says: /biz_type must be 2011 or 2012/,
  },
  {
    what: 'a rate plan that does not exist',
    door: 'booking',
    body: booking({ rate_plan_id: "1'; DROP TABLE gateway.bookings; --" }),
    code: 1,
    says: /not known here/,
  },
];

describe('hostile input', () => {
  it.each(cases.map((one) => [`${one.door}: ${one.what}`, one] as const))('%s', async (_name, one) => {
    const before = await checksum(db);
    const result = await platform.send(one.door, one.body, one.options);
    expect({ status: result.status, code: result.code }).toEqual({ status: one.status ?? 200, code: one.code });
    expect(result.description).toMatch(one.says);
    // A refusal of a booking is kept, so that the id gets the same answer for ever; it changes nothing else.
    const kept = await db.query('DELETE FROM gateway.bookings WHERE order_id = $1 AND code <> 0 RETURNING order_id', [
      '1130000000000000099',
    ]);
    expect(kept.length).toBe(one.door === 'booking' && (one.code === 1 || one.code === 2) ? 1 : 0);
    expect(await checksum(db)).toBe(before);
  });

  it('a number of twenty digits keeps every digit', async () => {
    const body = text(booking({ order_id: 'ID' })).replace('"ID"', '11300000000000000123');
    const result = await platform.send('booking', body);
    expect(result).toMatchObject({ status: 200, code: 0, data: { order_id: '11300000000000000123' } });
    expect(await db.query('SELECT 1 FROM gateway.bookings WHERE order_id = $1', ['11300000000000000123'])).toHaveLength(
      1,
    );
  });

  it('replayed bytes get the same answer and change nothing', async () => {
    const body = Buffer.from(text(booking({ order_id: '1130000000000000200' })));
    const { target, headers } = signedRequest(ours, '/spi/booking', body);
    const once = () =>
      request(`${gateway.url}${target}`, { method: 'POST', headers, body }).then((reply) => reply.body.text());
    const first = await once();
    const before = await checksum(db);
    expect(JSON.parse(first)).toMatchObject({ data: { error_code: 0 } });
    for (let again = 0; again < 3; again++) expect(await once()).toBe(first);
    expect(await checksum(db)).toBe(before);
  });

  it('SQL in a name is a name', async () => {
    const name = "Robert'); DROP TABLE gateway.bookings;--";
    const result = await platform.send(
      'booking',
      booking({ order_id: '1130000000000000201', contact_info: { name, phone: '' } }),
    );
    expect(result.code).toBe(0);
    const { guest } = await db.one<{ guest: Buffer }>(
      "SELECT guest FROM gateway.bookings WHERE order_id = '1130000000000000201'",
    );
    expect(JSON.parse(keys.decryptText(guest)).contact.name).toBe(name);
  });

  it.each([
    ['GET', '/spi/booking', 404],
    ['POST', '/spi/unknown', 404],
    ['POST', '/spi/booking/../booking', 401],
    ['DELETE', '/spi/payment', 404],
  ] as const)('%s %s is answered %i in the envelope', async (method, path, status) => {
    const before = await checksum(db);
    const reply = await request(`${gateway.url}${path}`, { method, ...(method === 'POST' ? { body: '{}' } : {}) });
    expect(reply.statusCode).toBe(status);
    expect(await reply.body.json()).toMatchObject({ data: { error_code: 13 } });
    expect(await checksum(db)).toBe(before);
  });

  it('every exchange is on record, refused ones too; of unsigned ones only the beginning', async () => {
    await gateway.recorder.flush();
    const kept = await db.query<{ exchange_id: number; http_status: number }>(
      'SELECT exchange_id, http_status FROM gateway.exchanges',
    );
    expect(kept.length).toBeGreaterThan(cases.length);
    const unsigned = await Promise.all(
      kept.filter((one) => one.http_status === 401).map((one) => findExchange(db, keys, '', one.exchange_id)),
    );
    expect(unsigned.length).toBeGreaterThan(0);
    for (const one of unsigned) expect(one?.bodies.request?.length ?? 0).toBeLessThan(5000);
  });
});
