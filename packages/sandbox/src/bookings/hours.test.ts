import { beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '../testing/samples.ts';
import { type OnSale, tradeWorld } from '../testing/trade-world.ts';
import { decideHours } from './hours.ts';

const HOURLY = { earliest_check_in: '09:00', latest_check_out: '20:00', usage_duration: 4 };
const good = { salesType: 2, hourly: HOURLY };
const DAY = '2026-09-10';

describe('the hours of a stay', () => {
  const decide = (startTime: string | undefined, of = good, nights = 1) =>
    decideHours(of, { checkIn: DAY, nights, startTime }, true);

  it('begin within those of the good', () => {
    expect(decide('09:00')).toEqual({
      hours: { start: `${DAY} 09:00:00`, end: `${DAY} 13:00:00`, duration: 4 },
    });
    expect(decide('16:00')).toMatchObject({ hours: { end: `${DAY} 20:00:00` } });
    for (const outside of ['08:59', '16:01', '23:00', '00:00'])
      expect(decide(outside)).toEqual({ refusal: 'hour-outside' });
  });

  it('after midnight belong to the evening before', () => {
    const night = { ...good, hourly: { earliest_check_in: '20:00', latest_check_out: '06:00', usage_duration: 4 } };
    expect(decide('01:30', night)).toMatchObject({
      hours: { start: '2026-09-11 01:30:00', end: '2026-09-11 05:30:00' },
    });
    expect(decide('02:30', night)).toEqual({ refusal: 'hour-outside' });
  });

  it('are needed when a booking is submitted, for one day, and only where they are sold', () => {
    expect(decideHours(good, { checkIn: DAY, nights: 1 }, false)).toEqual({ hours: { duration: 4 } });
    expect(decide(undefined)).toEqual({ refusal: 'hour-missing' });
    expect(decide('10:00', good, 2)).toEqual({ refusal: 'hourly-one-day' });
    const day = { salesType: 1, hourly: null };
    expect(decideHours(day, { checkIn: DAY, nights: 3 }, true)).toEqual({ hours: undefined });
    expect(decideHours(day, { checkIn: DAY, nights: 1, startTime: '10:00' }, true)).toEqual({
      refusal: 'hour-not-asked',
    });
  });
});

const world = await tradeWorld('hours');
const { partner } = world;
const { db } = world.sandbox.context;
beforeEach(() => {
  for (const path of ['/spi/bookable-check', '/spi/booking']) partner.on(path);
});

const hourly: Change = (info) => ({
  ...info,
  pre_sale_coupon_info: { ...info.pre_sale_coupon_info, sales_type: 2, usage_duration: 4 },
});
async function onSale(): Promise<OnSale> {
  const sale = await world.sell({ change: hourly });
  await db.execute('UPDATE sandbox.goods SET sales_type = 2, hourly = $2::jsonb WHERE rate_plan_id = $1', [
    sale.ratePlanId,
    JSON.stringify(HOURLY),
  ]);
  return sale;
}
const dailyRate = (path: string) => {
  const body = partner.seen(path).at(-1)?.body as { daily_rates: Record<string, unknown>[] } | undefined;
  return body?.daily_rates[0];
};

describe('a guest books by the hour', () => {
  it('the first check has no time, the second and the booking have it', async () => {
    const sale = await onSale();
    const order = await world.bought(sale);
    const stay = { order_id: order, rate_plan_id: sale.ratePlanId, check_in: DAY, check_out: '2026-09-11', rooms: 1 };
    const seen = await world.guest('POST', '/bookings/look', stay);
    expect(seen.body).toMatchObject({ bookable: true, reason: null });
    expect(dailyRate('/spi/bookable-check')).toEqual({
      original_amount: 60_000,
      currency: 'CNY',
      period_start_date: DAY,
      period_end_date: '2026-09-11',
      usage_duration: 4,
    });
    const booked = await world.guest('POST', '/bookings', { ...stay, start_time: '14:00' });
    expect(booked.status).toBe(201);
    expect(booked.body.hours).toEqual({ start: `${DAY} 14:00:00`, end: `${DAY} 18:00:00` });
    for (const path of ['/spi/bookable-check', '/spi/booking']) {
      expect(dailyRate(path)).toMatchObject({
        period_start_time: `${DAY} 14:00:00`,
        period_end_time: `${DAY} 18:00:00`,
        usage_duration: 4,
      });
    }
    const read = await world.guest('GET', `/bookings/${booked.body.booking_id}`);
    expect(read.body.hours).toEqual(booked.body.hours);
  });

  it('is refused by the platform without a time, outside the hours, or for two days, and the hotel is not asked', async () => {
    const sale = await onSale();
    const order = await world.bought(sale, 2);
    const stay = { order_id: order, rate_plan_id: sale.ratePlanId, check_in: DAY, check_out: '2026-09-11', rooms: 1 };
    const asked = partner.seen('/spi/bookable-check').length;
    for (const [more, reason] of [
      [{}, 'hour-missing'],
      [{ start_time: '17:00' }, 'hour-outside'],
      [{ start_time: '14:00', check_out: '2026-09-12' }, 'hourly-one-day'],
    ] as const) {
      const refused = await world.guest('POST', '/bookings', { ...stay, ...more });
      expect(refused.status).toBe(409);
      expect(refused.body).toMatchObject({ error: { code: 'NOT_BOOKABLE', details: { reason } } });
    }
    expect((await world.guest('POST', '/bookings', { ...stay, start_time: '24:00' })).status).toBe(400);
    expect(partner.seen('/spi/bookable-check')).toHaveLength(asked);
  });
});
