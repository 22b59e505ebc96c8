import { readMessage, type Spi, spis } from '@yuzhu/contract';
import { badInputs, foreignInputs } from '@yuzhu/contract/testing';
import { testDatabase } from '@yuzhu/runtime/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { checksum, checksumOf } from '../testing/checksum.ts';
import { bookingMessage, checkMessage, voucherOrderMessage } from '../testing/messages.ts';
import { type Seeded, seedAccount, seedVoucherOrders } from '../testing/seed.ts';
import { type SpiCallOptions, spiClient } from '../testing/spi-client.ts';
import { startSpiGateway } from '../testing/spi-gateway.ts';

/*
 * Bad input to every interface the platform calls, made from the contract: unreadable, wrong, missing and foreign messages,
 * and such without the right signature, get a code the contract lists and change no row of any table. What the lenient
 * reading mends is an order and is answered as one. A new interface without a good message turns red.
 */

const { database: db } = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'bad spi' });
const gateway = await startSpiGateway(db);
const { keys } = gateway.ctx;
const ours = await seedAccount(db, keys, { account: 1, nights: 60, stock: 10_000 });
const theirs = await seedAccount(db, keys, { account: 2 });
const ORDER = { ours: '1120000000000000001', theirs: '1120000000000000002' };
const BOOKING = { ours: '1130000000000000001', theirs: '1130000000000000002' };
await seedVoucherOrders(db, keys, ours, [ORDER.ours], { vouchers: 10_000 });
await seedVoucherOrders(db, keys, theirs, [ORDER.theirs], { vouchers: 20 });
const platform = spiClient(gateway.url, ours);
const stranger = spiClient(gateway.url, theirs);

afterAll(async () => {
  await platform.close();
  await stranger.close();
  await gateway.stop();
});

beforeAll(async () => {
  for (const [client, seeded, orderId, sourceOrderId] of [
    [platform, ours, BOOKING.ours, ORDER.ours],
    [stranger, theirs, BOOKING.theirs, ORDER.theirs],
  ] as const)
    expect((await client.send('booking', bookingMessage(seeded, { orderId, sourceOrderId }))).code).toBe(0);
});

let ids = 0;
/** An order id nobody has used: what the lenient reading accepts makes an order. */
const fresh = () => `11400000000${String(++ids).padStart(8, '0')}`;

/** A message of each interface that is accepted as things stand. */
const GOOD: Readonly<Record<string, () => Record<string, unknown>>> = {
  'bookable-check': () => ({
    ...checkMessage(ours),
    hotel_id: ours.platformHotelId,
    room_id: ours.room.platformRoomId,
  }),
  'voucher-order': () => voucherOrderMessage(ours, { orderId: fresh() }),
  booking: () => bookingMessage(ours, { orderId: fresh(), sourceOrderId: ORDER.ours }),
  payment: () => ({ order_id: ORDER.ours, biz_type: 2011, pay_time_unix: 1_789_012_390, currency: 'CNY' }),
  'ari-pull': () => ({
    hotel_ids: [ours.platformHotelId],
    rate_plan_ids: [ours.room.platformRatePlanId],
    date_range: { start: '2026-10-01', end: '2026-10-07' },
  }),
};

const pairsOf = (mine: Seeded, other: Seeded): ReadonlyMap<string, string> =>
  new Map([
    [mine.platformHotelId, other.platformHotelId],
    [mine.room.platformRoomId, other.room.platformRoomId],
    [mine.room.platformRatePlanId, other.room.platformRatePlanId],
    [mine.platformVoucherId, other.platformVoucherId],
    [ORDER.ours, ORDER.theirs],
    [BOOKING.ours, BOOKING.theirs],
  ]);

/**
 * Whether a message is refused, as docs/gateway-spi.md tells it: what is needed and missing or unusable costs it, what is
 * optional and unusable is left out and flagged.
 */
function mustBeRefused(spi: Spi, text: string): boolean {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return true;
  }
  const { required = [] } = spi.request as { required?: readonly string[] };
  const { faults } = readMessage(spi.request, body, 'lenient');
  const members = faults.map(({ path }) => path.split(/[.[]/, 1)[0] ?? '');
  return members.some((member) => member === '' || required.includes(member));
}

/** Interfaces that only look: whatever comes, they change nothing. */
const LOOKS: ReadonlySet<string> = new Set(['bookable-check', 'ari-pull']);

/**
 * Places where a foreign id does not cost the order: a voucher nobody here knows makes an order that waits for its voucher,
 * and a booking is of its rate plan, whatever hotel or room type it names beside it. The order is the signer's own.
 */
const TAKEN: Readonly<Record<string, readonly string[]>> = {
  'voucher-order': ['body.pre_sale_coupon_id'],
  booking: ['body.hotel_id', 'body.room_id'],
};

/** When the platform last pulled, and what it was answered, is a record and no trade; it is kept once the answer has left. */
const everything = () => checksum(db, ['ari_pulls', 'ari_acknowledged']);

/** A refusal of something the platform may ask for again is kept; it stands for itself and takes nothing. */
const withoutRefusals = () => db.execute("DELETE FROM gateway.bookings WHERE state = 'refused'");

describe.each(spis.map((spi) => ({ name: spi.name, spi })))('$name', ({ name, spi }) => {
  const door = spi.path.replace('/spi/', '');
  const send = (text: string, options?: SpiCallOptions) => platform.send(door, text, options);

  it('answers bad input with its own codes and changes nothing; then the good message is accepted', async () => {
    const make = GOOD[name];
    expect(make, `a good message of ${name}, to make bad ones from`).toBeDefined();
    const variants = badInputs(spi, make?.() ?? {}).length;
    let refusals = 0;
    for (let at = 0; at < variants; at++) {
      // Made anew each time: an id that got an answer keeps it.
      const { kind, what, text } = badInputs(spi, make?.() ?? {})[at] ?? { kind: 'wrong', what: '', text: '' };
      const before = await everything();
      const { status, code, text: answer } = await send(text);
      const said = `${name}: ${what}: ${answer}`;
      expect([200, 413]).toContain(status);
      expect(spi.codes, said).toContain(code);
      if (kind === 'unreadable' || mustBeRefused(spi, text)) expect(code, said).not.toBe(0);
      if (code !== 0) {
        refusals += 1;
        await withoutRefusals();
      }
      if (code !== 0 || LOOKS.has(name)) expect(await everything(), said).toBe(before);
    }
    expect(refusals).toBeGreaterThan(10);

    const count = foreignInputs(make?.() ?? {}, pairsOf(ours, theirs)).length;
    expect(count).toBeGreaterThan(0);
    for (let at = 0; at < count; at++) {
      const { what, text } = foreignInputs(make?.() ?? {}, pairsOf(ours, theirs))[at] ?? { what: '', text: '' };
      const before = { all: await everything(), theirs: await checksumOf(db, theirs.accountId) };
      const { code, text: answer } = await send(text);
      const said = `${name}: ${what}: ${answer}`;
      expect(spi.codes, said).toContain(code);
      await withoutRefusals();
      expect(await checksumOf(db, theirs.accountId), said).toBe(before.theirs);
      const isTaken = TAKEN[name]?.some((place) => what.endsWith(place)) === true;
      if (isTaken) expect(code, said).toBe(0);
      else expect(await everything(), said).toBe(before.all);
      for (const secret of pairsOf(ours, theirs).values())
        if (!text.includes(secret)) expect(answer).not.toContain(secret);
    }

    const good = JSON.stringify(make?.());
    const before = await everything();
    for (const options of [
      { headers: { 'x-life-sign': '' } },
      { headers: { 'x-life-sign': '0'.repeat(64) } },
      { headers: { 'x-life-clientkey': 'nobody' } },
      { headers: { 'x-life-clientkey': theirs.clientKey } },
      { signed: Buffer.from('{}') },
    ]) {
      expect(await send(good, options)).toMatchObject({ status: 401, code: 13 });
      expect(await everything()).toBe(before);
    }
    expect(await send(good)).toMatchObject({ status: 200, code: 0 });
  });
});
