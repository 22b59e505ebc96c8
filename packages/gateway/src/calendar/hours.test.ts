import { hotelClock, hotelMoment } from '@yuzhu/contract';
import { testDatabase } from '@yuzhu/runtime/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { findBooking } from '../bookings/read.ts';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { bookingMessage, checkMessage } from '../testing/messages.ts';
import { seedAccount, seedVoucherOrders } from '../testing/seed.ts';
import { spiClient } from '../testing/spi-client.ts';
import { startSpiGateway } from '../testing/spi-gateway.ts';
import { decideHours } from './hours.ts';
import type { Stay } from './stay.ts';

const FOUR_HOURS = { earliest_check_in: '09:00', latest_check_out: '20:00', usage_duration: 4 };
const DAY = '2026-10-01';
const stay = (nights = [DAY]): Stay => ({ checkIn: DAY, checkOut: '2026-10-02', nights, rooms: 1, guests: 1 });
const rate = (more: object) => [
  { original_amount: 1, period_start_date: DAY, period_end_date: '2026-10-02', usage_duration: 4, ...more },
];
const from = (time: string, day = DAY) => rate({ period_start_time: `${day} ${time}` });

describe('the hours of a stay', () => {
  it('begin within those of the rate plan and last as long as it says', () => {
    const { hours, refusal, attention } = decideHours(FOUR_HOURS, stay(), from('14:30'));
    expect(refusal).toBeUndefined();
    expect([...attention]).toEqual([]);
    expect(hours).toEqual({ startsAt: hotelMoment(DAY, '14:30'), endsAt: hotelMoment(DAY, '18:30') });
  });

  it.each([
    ['09:00', undefined],
    ['16:00', undefined],
    ['16:00:00', undefined],
    ['08:59', 18],
    ['16:01', 18],
    ['23:30', 18],
  ])('may begin at the edges and not beyond: %s', (time, code) => {
    expect(decideHours(FOUR_HOURS, stay(), from(time)).refusal?.code).toBe(code);
  });

  it('belong to the day of the stay; a plan that reaches into the morning takes them from the evening before', () => {
    expect(decideHours(FOUR_HOURS, stay(), from('10:00', '2026-10-02')).refusal?.code).toBe(18);
    const night = { earliest_check_in: '20:00', latest_check_out: '06:00', usage_duration: 4 };
    const late = decideHours(night, stay(), from('01:30', '2026-10-02'));
    expect(hotelClock(late.hours?.endsAt ?? 0)).toBe('2026-10-02 05:30:00');
    expect(decideHours(night, stay(), from('02:01', '2026-10-02')).refusal?.code).toBe(18);
    expect(decideHours(night, stay(), from('19:59')).refusal?.code).toBe(18);
  });

  it('are not known before the guest chose; what can not be read is flagged and costs no order', () => {
    for (const rates of [undefined, [], rate({}), from('soon'), from('25:00'), rate({ period_start_time: '' })]) {
      const decision = decideHours(FOUR_HOURS, stay(), rates);
      expect(decision).toMatchObject({ hours: undefined, refusal: undefined });
      expect([...decision.attention]).toEqual(['hours_missing']);
    }
  });

  it('are those of one day and of the length that is sold; an odd end is flagged', () => {
    expect(decideHours(FOUR_HOURS, stay([DAY, '2026-10-02']), from('10:00')).refusal?.code).toBe(3);
    expect(decideHours(FOUR_HOURS, stay(), rate({ usage_duration: 3 })).refusal?.code).toBe(13);
    const odd = rate({ period_start_time: `${DAY} 10:00`, period_end_time: `${DAY} 15:00` });
    expect([...decideHours(FOUR_HOURS, stay(), odd).attention]).toEqual(['hours_odd']);
  });
});

const { database: db } = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'hours' });
const gateway = await startSpiGateway(db);
const seeded = await seedAccount(db, gateway.ctx.keys, { roomTypes: 1, stock: 2 });
const platform = spiClient(gateway.url, seeded);
afterAll(async () => {
  await platform.close();
  await gateway.stop();
});
await db.execute('UPDATE gateway.rate_plans SET sales_type = 2, hourly = $1::jsonb', [JSON.stringify(FOUR_HOURS)]);

const withHours = (message: Record<string, unknown>, more: object) => ({
  ...message,
  daily_rates: (message.daily_rates as object[]).map((one) => ({ ...one, usage_duration: 4, ...more })),
});
const at = (time: string, end?: string) => ({
  period_start_time: `${DAY} ${time}:00`,
  ...(end === undefined ? {} : { period_end_time: `${DAY} ${end}:00` }),
});

describe('a check of an hourly room', () => {
  const check = async (more: object, nights = 1) =>
    (await platform.send('bookable-check', withHours(checkMessage(seeded, { nights }), more))).code;

  it('is answered without hours, and with those that fit', async () => {
    expect(await check({})).toBe(0);
    expect(await check(at('14:00', '18:00'))).toBe(0);
    expect(await check(at('18:00', '22:00'))).toBe(18);
    expect(await check(at('14:00'), 2)).toBe(3);
  });

  it('goes by the hours as they are now', async () => {
    const later = { ...FOUR_HOURS, latest_check_out: '23:00' };
    await db.execute('UPDATE gateway.rate_plans SET hourly = $1::jsonb', [JSON.stringify(later)]);
    expect(await check(at('18:00', '22:00'))).toBe(0);
    await db.execute('UPDATE gateway.rate_plans SET hourly = $1::jsonb', [JSON.stringify(FOUR_HOURS)]);
  });
});

describe('a booking of an hourly room', () => {
  const book = async (n: number, more: object) => {
    const sourceOrderId = `11200000000000000${n}`;
    const orderId = `11300000000000000${n}`;
    await seedVoucherOrders(db, gateway.ctx.keys, seeded, [sourceOrderId]);
    const message = withHours(bookingMessage(seeded, { orderId, sourceOrderId, nights: 1 }), more);
    const send = () => platform.send('booking', message);
    const answer = await send();
    expect((await send()).text).toBe(answer.text);
    return { code: answer.code, booking: await findBooking(db, seeded.accountId, orderId) };
  };
  const sold = async () =>
    (await db.one<{ sold: number }>('SELECT sold FROM gateway.room_nights WHERE night = $1', [DAY])).sold;

  it('keeps its hours and takes the room-night of its date', async () => {
    const { code, booking } = await book(1, at('14:00', '18:00'));
    expect(code).toBe(0);
    expect(booking).toMatchObject({
      starts_at: hotelMoment(DAY, '14:00'),
      ends_at: hotelMoment(DAY, '18:00'),
      attention: [],
    });
    expect(await sold()).toBe(1);
  });

  it('outside the hours is refused for ever, and takes nothing', async () => {
    const { code, booking } = await book(2, at('19:00', '23:00'));
    expect(code).toBe(18);
    expect(booking).toMatchObject({ state: 'refused', reason: '4 hours between 09:00 and 20:00 of the day' });
    expect(await sold()).toBe(1);
  });

  it('without a beginning is made and put before a person', async () => {
    const { code, booking } = await book(3, {});
    expect(code).toBe(0);
    expect(booking).toMatchObject({ starts_at: null, ends_at: null, attention: ['hours_missing'] });
    expect(await sold()).toBe(2);
  });
});
