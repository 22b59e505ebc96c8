import { addDays, interfaces, PLATFORM } from '@yuzhu/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { DEMO_MERCHANT, SECOND_MERCHANT } from '../seed/seed.ts';
import { fingerprint } from '../testing/fingerprint.ts';
import { says } from '../testing/scripted-partner.ts';
import { tradeWorld } from '../testing/trade-world.ts';
import { noticeProblem, pullsOf } from './decide-notice.ts';
import { calendarNights } from './nights.ts';

const world = await tradeWorld('notify');
const { partner, day } = world;
const account_id = DEMO_MERCHANT.accountId;
const PULL = '/spi/ari';

const notify = (members: object) => world.call(interfaces.ariNotify, { account_id, ...members });
const range = (first: number, last: number) => ({ start: day(first), end: day(last) });

beforeEach(async () => {
  await world.sandbox.context.faults.clear();
  partner.forget();
});

describe('a change notice', () => {
  it('writes nothing itself: it pulls exactly what it names and writes the answer', async () => {
    const sale = await world.sell({ price: 50_000, inventory: 4 });
    const other = await world.sell();
    partner.on(PULL, () =>
      says(0, {
        status: true,
        room_rates: [
          {
            rate_plan_id: sale.ratePlanId,
            status: true,
            rate_avail_infos: [
              { timerange: range(3, 3), original_amount: 66_000, available: true, inventory: 1 },
              { timerange: range(4, 4), original_amount: -1, available: false, inventory: 0 },
            ],
          },
        ],
      }),
    );
    const ids = [sale.ratePlanId, other.ratePlanId];
    const { data } = await notify({ date_range: range(3, 5), rate_plan_ids: ids, notify_scene: [1, 2, 3] });
    expect(data).toEqual({
      error_code: 0,
      description: 'success',
      code: 0,
      message: 'success',
      save_result: ids.map((rate_plan_id) => ({ rate_plan_id, pass: true, message: '' })),
    });
    expect(partner.seen(PULL)).toHaveLength(0);
    await world.move('1s');
    expect(partner.seen(PULL).map(({ body }) => body)).toEqual([
      {
        hotel_ids: [sale.hotelId],
        rate_plan_ids: [...ids].sort(),
        date_range: range(3, 5),
        client_key: DEMO_MERCHANT.clientKey,
      },
    ]);
    const nights = await calendarNights(world.db, account_id, sale.ratePlanId, [day(3), day(4), day(5)]);
    expect(nights.map((night) => [night.available, night.inventory, night.originalAmount])).toEqual([
      [true, 1, 66_000],
      [false, 0, null],
      [true, 4, 50_000],
    ]);
    partner.on(PULL);
  });

  it('may name whole hotels: those are pulled without naming goods', async () => {
    const sale = await world.sell();
    const { data } = await notify({ date_range: range(-1, 6), hotel_ids: [sale.hotelId] });
    expect(data).toMatchObject({ code: 0, save_result: [] });
    await world.move('1s');
    expect(partner.seen(PULL).map(({ body }) => body)).toEqual([
      { hotel_ids: [sale.hotelId], date_range: range(0, 6), client_key: DEMO_MERCHANT.clientKey },
    ]);
  });

  it('gives each good its verdict: unknown and foreign ones do not pass and are not pulled', async () => {
    const sale = await world.sell();
    const foreign = await world.sell({ merchant: SECOND_MERCHANT });
    const ids = ['1790000000000000', sale.ratePlanId, foreign.ratePlanId];
    const { data } = await notify({ date_range: range(0, 0), rate_plan_ids: ids });
    expect(data.save_result?.map(({ pass }) => pass)).toEqual([false, true, false]);
    await world.move('1s');
    expect(partner.seen(PULL).map(({ body }) => body)).toMatchObject([{ rate_plan_ids: [sale.ratePlanId] }]);
  });

  it('is pulled again, ever more seldom, when the partner does not answer, five times in all', async () => {
    const sale = await world.sell();
    partner.on(PULL, () => ({ status: 500, text: '' }));
    await notify({ date_range: range(0, 0), rate_plan_ids: [sale.ratePlanId] });
    const at: number[] = [];
    for (let second = 1; second <= 60; second++) {
      await world.move('1s');
      if (partner.seen(PULL).length > at.length) at.push(second);
    }
    expect(at).toEqual([1, 11, 41]);
    await world.move('1h');
    expect(partner.seen(PULL)).toHaveLength(5);
    partner.on(PULL);
  });

  it('with the fault write-fails is accepted and followed by nothing', async () => {
    const sale = await world.sell();
    await world.sandbox.context.faults.add({
      interfaceName: 'ari-notify',
      direction: 'in',
      fault: { kind: 'write-fails' },
      pick: { next: 1 },
    });
    const { data } = await notify({ date_range: range(0, 0), rate_plan_ids: [sale.ratePlanId] });
    expect(data.code).toBe(0);
    await world.move('1m');
    expect(partner.seen(PULL)).toHaveLength(0);
  });
});

describe('what the platform does not take', () => {
  const plan = '1790000000000001';
  it.each([
    ['no range', { rate_plan_ids: [plan] }, PLATFORM.illegalParameter],
    ['nothing named', { date_range: range(0, 1) }, PLATFORM.illegalParameter],
    ['empty lists', { date_range: range(0, 1), rate_plan_ids: [], hotel_ids: [] }, PLATFORM.illegalParameter],
    ['51 goods', { date_range: range(0, 1), rate_plan_ids: Array(51).fill(plan) }, PLATFORM.illegalParameter],
    ['51 hotels', { date_range: range(0, 1), hotel_ids: Array(51).fill('71') }, PLATFORM.illegalParameter],
    ['a good as a number', { date_range: range(0, 1), rate_plan_ids: [1] }, PLATFORM.busy],
    ['scene 5', { date_range: range(0, 1), rate_plan_ids: [plan], notify_scene: [5] }, PLATFORM.illegalParameter],
    ['scene 0', { date_range: range(0, 1), rate_plan_ids: [plan], notify_scene: [0] }, PLATFORM.illegalParameter],
    ['an end before the start', { date_range: range(1, 0), rate_plan_ids: [plan] }, PLATFORM.illegalParameter],
    ['the day before yesterday', { date_range: range(-2, 0), rate_plan_ids: [plan] }, PLATFORM.illegalParameter],
    ['nothing but yesterday', { date_range: range(-1, -1), rate_plan_ids: [plan] }, PLATFORM.illegalParameter],
    ['366 days', { date_range: range(0, 365), rate_plan_ids: [plan] }, PLATFORM.illegalParameter],
    ['beyond the calendar', { date_range: range(300, 366), rate_plan_ids: [plan] }, PLATFORM.illegalParameter],
    [
      'a day that is none',
      { date_range: { start: '2026-09-31', end: '2026-10-02' }, rate_plan_ids: [plan] },
      PLATFORM.illegalParameter,
    ],
    ['an unknown hotel', { date_range: range(0, 1), hotel_ids: ['7100000000000000'] }, PLATFORM.illegalParameter],
    [
      'another merchant’s hotel',
      { date_range: range(0, 1), hotel_ids: [SECOND_MERCHANT.hotels[0]?.hotel.hotelId] },
      PLATFORM.illegalParameter,
    ],
  ])('%s: refused, nothing changed', async (_what, members, code) => {
    const before = await fingerprint(world.db);
    const { data, status } = await notify(members);
    expect([status, data.error_code]).toEqual([200, code]);
    expect(await fingerprint(world.db)).toBe(before);
  });

  it('another merchant’s account', async () => {
    const { data } = await notify({ account_id: SECOND_MERCHANT.accountId, date_range: range(0, 1), hotel_ids: ['1'] });
    expect(data.error_code).toBe(PLATFORM.notAuthorised);
  });
});

describe('the decision', () => {
  const today = '2026-09-01';
  const notice = (start: string, end: string, more = {}) => ({
    account_id,
    date_range: { start, end },
    hotel_ids: ['h1'],
    ...more,
  });
  it('takes 365 days from yesterday, and the last day of the calendar', () => {
    expect(noticeProblem(notice('2026-08-31', addDays('2026-08-31', 364)), today)).toBeNull();
    expect(noticeProblem(notice(addDays(today, 1), addDays(today, 365)), today)).toBeNull();
  });

  it('names a good of a hotel that is pulled as a whole only once', () => {
    const goods = [
      { ratePlanId: 'p1', hotelId: 'h1' },
      { ratePlanId: 'p2', hotelId: 'h2' },
    ];
    expect(pullsOf(notice('2026-08-31', '2026-09-02', { rate_plan_ids: ['p1', 'p2'] }), goods, today)).toEqual([
      { from: today, to: '2026-09-02', hotelIds: ['h1'], ratePlanIds: [] },
      { from: today, to: '2026-09-02', hotelIds: ['h2'], ratePlanIds: ['p2'] },
    ]);
  });
});
