import { describe, expect, it } from 'vitest';
import { writeNights } from '../calendar/nights.ts';
import { DEMO_MERCHANT } from '../seed/seed.ts';
import { says } from '../testing/scripted-partner.ts';
import { tradeWorld } from '../testing/trade-world.ts';

const world = await tradeWorld('pulls', { YUZHU_SANDBOX_ARI_PULL_EVERY: '5m' });
const { partner } = world;
const { clock } = world.sandbox.context;
const PULL = '/spi/ari';

const nights = async (ratePlanId: string, from: string, to: string) =>
  world.db.query<{ night: string; available: boolean; inventory: number; price: number | null }>(
    `SELECT night, available, inventory, original_amount AS price FROM sandbox.nights
     WHERE rate_plan_id = $1 AND night BETWEEN $2 AND $3 ORDER BY night`,
    [ratePlanId, from, to],
  );

describe('scheduled ARI pulls', () => {
  it('go every five minutes to each hotel with goods on sale, for the next thirty nights', async () => {
    await world.move('5m');
    expect(partner.seen(PULL)).toHaveLength(0);
    const sale = await world.sell();
    const at: number[] = [];
    partner.on(PULL, () => {
      at.push(clock.now());
      return says(0, { status: true, room_rates: [] });
    });
    const from = clock.now();
    for (let n = 0; n < 3; n++) await world.move('5m');
    expect(at.map((ms) => (ms - from) / 60_000)).toEqual([5, 10, 15]);
    expect(partner.seen(PULL)[0]?.body).toEqual({
      hotel_ids: [sale.hotelId],
      date_range: { start: '2026-09-01', end: '2026-09-30' },
      client_key: DEMO_MERCHANT.clientKey,
    });
  });

  it('over a long move of the clock: once at the first moment due, once on arrival', async () => {
    partner.forget();
    await world.move('3d');
    expect(partner.seen(PULL)).toHaveLength(2);
    partner.forget();
    await world.move('5m');
    expect(partner.seen(PULL)).toHaveLength(1);
  });

  it('write what is told, night by night, and nothing else', async () => {
    const sale = await world.sell({ price: 50_000, inventory: 4 });
    const rate = (rate_plan_id: string, rate_avail_infos: object[], more = {}) => ({
      rate_plan_id,
      rate_avail_infos,
      ...more,
    });
    const info = (start: string, end: string, more: object = {}) => ({
      timerange: { start, end },
      original_amount: 66_000,
      available: true,
      inventory: 2,
      ...more,
    });
    partner.on(PULL, () =>
      says(0, {
        status: true,
        room_rates: [
          // 2026-09-14 is a Monday.
          rate(sale.ratePlanId, [
            info('2026-09-14', '2026-09-20', { days_of_week: [6, 7] }),
            info('2026-09-16', '2026-09-16', { original_amount: -1, available: false, inventory: 0 }),
          ]),
          rate('1790000000000000', [info('2026-09-14', '2026-09-20')]),
          rate(sale.ratePlanId, [info('2026-09-14', '2026-09-20')], { status: false }),
        ],
      }),
    );
    await world.move('5m');
    expect(await nights(sale.ratePlanId, '2026-09-15', '2026-09-20')).toEqual([
      { night: '2026-09-15', available: true, inventory: 4, price: 50_000 },
      { night: '2026-09-16', available: false, inventory: 0, price: null },
      { night: '2026-09-17', available: true, inventory: 4, price: 50_000 },
      { night: '2026-09-18', available: true, inventory: 4, price: 50_000 },
      { night: '2026-09-19', available: true, inventory: 2, price: 66_000 },
      { night: '2026-09-20', available: true, inventory: 2, price: 66_000 },
    ]);
  });

  it('leave nights alone that a newer answer has told already; what was asked for later is newer whatever the clock', async () => {
    const { ratePlanId } = await world.sell();
    const told = async (inventory: number, now: number, snapshot?: { askedAt: number; readAt: number }) => {
      const changes = [{ ratePlanId, nights: [{ night: '2026-09-14', inventory }] }];
      await world.db.tx((session) => writeNights(session, DEMO_MERCHANT.accountId, changes, now, snapshot));
      return (await nights(ratePlanId, '2026-09-14', '2026-09-14'))[0]?.inventory;
    };
    expect(await told(3, 200, { askedAt: 100, readAt: 500 })).toBe(3);
    // Two under way at once: the partner's word decides.
    expect(await told(7, 300, { askedAt: 150, readAt: 400 })).toBe(3);
    expect(await told(6, 300, { askedAt: 150, readAt: 600 })).toBe(6);
    // Its clock has gone back meanwhile.
    expect(await told(5, 900, { askedAt: 400, readAt: 250 })).toBe(5);
    expect(await told(2, 950)).toBe(2);
  });

  it.each([
    ['an answer the partner takes back (status false)', says(0, { status: false, errors: ['no'], room_rates: [] })],
    ['a refusal', says(13)],
    ['no answer', { status: 500, text: '' }],
    ['an odd answer', { text: '{"data":{"error_code":0,"status":"yes"}}' }],
  ])('%s changes nothing and is not repeated before its time', async (_what, reply) => {
    const sale = await world.sell();
    const before = await nights(sale.ratePlanId, '2026-09-05', '2027-09-01');
    partner.on(PULL, () => reply);
    partner.forget();
    await world.move('5m');
    expect(partner.seen(PULL)).toHaveLength(1);
    expect(await nights(sale.ratePlanId, '2026-09-05', '2027-09-01')).toEqual(before);
    partner.on(PULL);
  });

  it('leave hotels alone whose vouchers or goods are off the shelf', async () => {
    await world.db.execute("UPDATE sandbox.vouchers SET shelf = 'off'");
    partner.forget();
    await world.move('10m');
    expect(partner.seen(PULL)).toHaveLength(0);
  });
});
