import { daysIn } from '@yuzhu/contract';
import { testDatabase } from '@yuzhu/runtime/testkit';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { bookingMessage, checkMessage } from '../testing/messages.ts';
import { type Seeded, seedAccount, seedVoucherOrders } from '../testing/seed.ts';
import { type SpiClient, spiClient } from '../testing/spi-client.ts';
import { startSpiGateway } from '../testing/spi-gateway.ts';
import type { CheckReply } from './check.ts';
import { type PullReply, pullReply } from './pull.ts';
import { readStay } from './stay.ts';

const { database: db } = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'answers' });
const gateway = await startSpiGateway(db);
const { keys } = gateway.ctx;

let accounts = 0;
let seeded: Seeded;
let platform: SpiClient;
const clients: SpiClient[] = [];
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await gateway.stop();
});

async function fresh(options: Parameters<typeof seedAccount>[2] = {}): Promise<void> {
  accounts += 1;
  seeded = await seedAccount(db, keys, { account: accounts, roomTypes: 2, nights: 10, stock: 3, ...options });
  platform = spiClient(gateway.url, seeded);
  clients.push(platform);
}
beforeEach(() => fresh());

const set = (sql: string, ...values: unknown[]) => db.execute(sql, [seeded.accountId, ...values]);

describe('bookable check', () => {
  it('answers 0 without current values when all is well', async () => {
    expect((await platform.send('bookable-check', checkMessage(seeded))).data).toEqual({
      error_code: 0,
      description: 'success',
    });
  });

  it('gives the current values of every night when it says no, marking what is closed or has no price', async () => {
    await set("UPDATE gateway.rate_nights SET price = 60000 WHERE account_id = $1 AND night = '2026-10-02'");
    await set("UPDATE gateway.room_nights SET open = false WHERE account_id = $1 AND night = '2026-10-03'");
    await set("DELETE FROM gateway.rate_nights WHERE account_id = $1 AND night = '2026-10-04'");
    await set("DELETE FROM gateway.room_nights WHERE account_id = $1 AND night = '2026-10-05'");
    const { code, data } = await platform.send('bookable-check', checkMessage(seeded, { nights: 5 }));
    expect(code).toBe(8);
    const { stock_and_amount } = (data as CheckReply).ari as NonNullable<CheckReply['ari']>;
    const night = {
      room_id: seeded.room.platformRoomId,
      rate_plan_id: seeded.room.platformRatePlanId,
      currency: 'CNY',
    };
    expect(stock_and_amount).toEqual([
      {
        ...night,
        timerange: { start: '2026-10-01', end: '2026-10-02' },
        original_amount: 52_800,
        available: true,
        inventory: 3,
      },
      {
        ...night,
        timerange: { start: '2026-10-02', end: '2026-10-03' },
        original_amount: 60_000,
        available: true,
        inventory: 3,
      },
      {
        ...night,
        timerange: { start: '2026-10-03', end: '2026-10-04' },
        original_amount: 52_800,
        available: false,
        inventory: 3,
      },
      {
        ...night,
        timerange: { start: '2026-10-04', end: '2026-10-05' },
        original_amount: -1,
        available: false,
        inventory: 3,
      },
      {
        ...night,
        timerange: { start: '2026-10-05', end: '2026-10-06' },
        original_amount: 52_800,
        available: false,
        inventory: 0,
      },
    ]);
  });

  it('says of every stay what the booking of it says, when nobody comes between', async () => {
    const night = fc.record({
      price: fc.constantFrom(52_800, 52_800, 52_800, 60_000, null),
      rateOpen: fc.constantFrom(true, true, true, false),
      roomOpen: fc.constantFrom(true, true, true, false),
      stock: fc.constantFrom(0, 1, 2, 3, 3, null),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(night, { minLength: 4, maxLength: 4 }),
        fc.constantFrom(true, true, true, false),
        fc.nat(2),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 2 }),
        fc.constantFrom(1, 2, 3),
        async (nights, active, day, length, rooms, guests) => {
          await fresh();
          const sourceOrderId = `v${accounts}`;
          await seedVoucherOrders(db, keys, seeded, [sourceOrderId], { vouchers: 10 });
          await set('UPDATE gateway.rate_plans SET active = $2 WHERE account_id = $1', active);
          for (const [at, { price, rateOpen, roomOpen, stock }] of nights.entries()) {
            const date = seeded.night(at);
            if (price === null) await set('DELETE FROM gateway.rate_nights WHERE account_id = $1 AND night = $2', date);
            else
              await set(
                'UPDATE gateway.rate_nights SET price = $3, open = $4 WHERE account_id = $1 AND night = $2',
                date,
                price,
                rateOpen,
              );
            if (stock === null) await set('DELETE FROM gateway.room_nights WHERE account_id = $1 AND night = $2', date);
            else
              await set(
                'UPDATE gateway.room_nights SET stock = $3, open = $4 WHERE account_id = $1 AND night = $2',
                date,
                stock,
                roomOpen,
              );
          }
          const wish = { day, nights: Math.min(length, 4 - day), rooms };
          const more = { number_of_guests: guests * rooms };
          const check = await platform.send('bookable-check', { ...checkMessage(seeded, wish), ...more });
          const booking = await platform.send('booking', {
            ...bookingMessage(seeded, { ...wish, orderId: `b${accounts}`, sourceOrderId }),
            ...more,
          });
          expect([check.code, check.description]).toEqual([booking.code, booking.description]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('stay', () => {
  const NOW = Date.parse('2026-09-01T00:30:00+08:00');
  const stay = (check_in_date: string, check_out_date: string) =>
    readStay({ check_in_date, check_out_date, number_of_units: 1, number_of_guests: 1 }, NOW);

  it('of today and, after midnight, of yesterday can be asked for; an earlier one is over', () => {
    expect(stay('2026-09-01', '2026-09-02')).toMatchObject({ ok: true, value: { nights: ['2026-09-01'] } });
    expect(stay('2026-08-31', '2026-09-02')).toMatchObject({
      ok: true,
      value: { nights: ['2026-08-31', '2026-09-01'] },
    });
    expect(stay('2026-08-30', '2026-09-02')).toMatchObject({ ok: false, refusal: { code: 18 } });
  });

  it('has every night from arrival to departure, over months, years and leap days', () => {
    expect(stay('2028-02-28', '2028-03-01')).toMatchObject({ value: { nights: ['2028-02-28', '2028-02-29'] } });
    fc.assert(
      fc.property(fc.nat(3000), fc.integer({ min: 1, max: 365 }), (start, length) => {
        const day = (n: number) =>
          new Date(Date.parse('2026-09-01T00:00:00Z') + n * 86_400_000).toISOString().slice(0, 10);
        const read = stay(day(start), day(start + length));
        expect(read.ok && read.value.nights).toEqual(Array.from({ length }, (_, at) => day(start + at)));
      }),
    );
  });
});

describe('ARI pull', () => {
  it('folds equal neighbouring nights and says of every night of the range exactly what is true', () => {
    const night = fc.record({
      price: fc.option(fc.constantFrom(100, 200)),
      rack: fc.option(fc.constant(300)),
      open: fc.boolean(),
      left: fc.nat(2),
    });
    fc.assert(
      fc.property(fc.array(fc.option(night), { minLength: 1, maxLength: 40 }), fc.boolean(), (calendar, active) => {
        const days = daysIn('2026-10-01', '2026-12-31').slice(0, calendar.length);
        const known = calendar
          .map((value, at) => ({ value, night: days[at] ?? '' }))
          .filter(({ value }) => value !== null);
        const good = {
          accountId: 'a',
          ratePlanId: 'p',
          roomTypeId: 'r',
          platformRatePlanId: '1',
          active,
          nights: known.map((one) => one.night),
          prices: known.map(({ value }) => value?.price ?? null),
          rackPrices: known.map(({ value }) => value?.rack ?? null),
          open: known.map(({ value }) => value?.open ?? false),
          roomsLeft: known.map(({ value }) => value?.left ?? 0),
          markKinds: [],
          markNights: [],
          markSeqs: [],
          markSold: [],
        };
        const question = { hotels: ['h'], goods: [], from: days[0] ?? '', to: days.at(-1) ?? '' };
        const [rates] = pullReply(question, [good], 0).room_rates;
        const told = (rates?.rate_avail_infos ?? []).flatMap(({ timerange, ...rest }) =>
          daysIn(timerange.start, timerange.end).map((date) => ({ date, ...rest })),
        );
        expect(told.map(({ date }) => date)).toEqual(days);
        for (const [at, value] of calendar.entries()) {
          const priced = value !== null && value.price !== null;
          expect(told[at]).toEqual({
            date: days[at],
            original_amount: value?.price ?? -1,
            ...(priced ? { retail_amount: value.rack ?? value.price } : {}),
            currency: 'CNY',
            available: priced && value.open && active,
            inventory: value?.left ?? 0,
          });
        }
        const pieces = rates?.rate_avail_infos ?? [];
        for (let at = 1; at < pieces.length; at++) {
          expect({ ...pieces[at], timerange: null }).not.toEqual({ ...pieces[at - 1], timerange: null });
        }
      }),
    );
  });

  it('gives all goods of the hotels, or those asked for, and tells which are unknown', async () => {
    const pull = async (change: object): Promise<PullReply> => {
      const body = {
        hotel_ids: [seeded.platformHotelId],
        date_range: { start: '2026-10-01', end: '2026-10-10' },
        ...change,
      };
      const { data } = await platform.send('ari', body);
      expect(data.error_code).toBe(0);
      return data as PullReply;
    };
    expect((await pull({})).room_rates.map((rate) => rate.rate_plan_id)).toEqual(
      seeded.rooms.map((room) => room.platformRatePlanId),
    );
    const one = await pull({ rate_plan_ids: [seeded.room.platformRatePlanId, '42'] });
    expect(one.room_rates).toMatchObject([
      {
        rate_plan_id: seeded.room.platformRatePlanId,
        status: true,
        rate_avail_infos: [{ timerange: { start: '2026-10-01', end: '2026-10-10' }, inventory: 3 }],
      },
      { rate_plan_id: '42', status: false, sub_error_code: 60_021, rate_avail_infos: [] },
    ]);
    expect(await pull({ hotel_ids: ['nowhere'] })).toMatchObject({ status: true, room_rates: [] });
    const mine = seeded;
    await fresh();
    expect((await pull({ hotel_ids: [mine.platformHotelId] })).room_rates).toEqual([]);
  });
});
