import { addDays, hotelDate, interfaces } from '@yuzhu/contract';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_MERCHANT, SECOND_MERCHANT } from '../seed/seed.ts';
import { catalogWorld } from '../testing/catalog-world.ts';
import { fingerprint } from '../testing/fingerprint.ts';
import { startReceiver } from '../testing/receiver.ts';
import { operate, savedGoods } from '../testing/samples.ts';
import { nightsOfCheck, nightsOfPull } from './changes.ts';
import { calendarNights, writeNights } from './nights.ts';
import { pendingWrites } from './store.ts';

const partner = await startReceiver();
const world = await catalogWorld('calendar', { webhookUrl: partner.url });
const account_id = DEMO_MERCHANT.accountId;
const hotel_id = DEMO_MERCHANT.hotels[0]?.hotel.hotelId ?? '';
const today = hotelDate(world.clock.now());
const DELAY = 500;
const day = (ahead: number) => addDays(today, ahead);

let plan = '';
let other = '';
let foreign = '';
let names = 0;

beforeAll(async () => {
  [foreign = ''] = await savedGoods(world, 'foreign', SECOND_MERCHANT);
});

beforeEach(async () => {
  world.passReal(1000);
  await world.ctx.faults.clear();
  partner.received.length = 0;
  [plan = '', other = ''] = await savedGoods(world, `plan ${++names}`);
});

type Group = Record<string, unknown>;

function group(first: number, last: number, more: Group = {}, rate_plan_id = plan): Group {
  return { rate_plan_id, timerange: { start: day(first), end: day(last) }, ...more };
}

const stock = (aris: unknown, more: Group = {}) =>
  world.call(interfaces.stockSave, { account_id, hotel_id, aris, ...more });
const price = (aris: unknown, more: Group = {}) =>
  world.call(interfaces.priceSave, { account_id, hotel_id, aris, ...more });

/** Nights as short text: status, rooms, price. */
async function shown(first: number, last: number, rate_plan_id = plan): Promise<string[]> {
  const nights = Array.from({ length: last - first + 1 }, (_, at) => day(first + at));
  const rows = await calendarNights(world.db, account_id, rate_plan_id, nights);
  return rows.map((row) => `${row.available ? 'open' : 'shut'} ${row.inventory} ${row.originalAmount ?? '-'}`);
}

describe('stock and price pushes', () => {
  it('accepts at once and writes a little later, both ends of the range included', async () => {
    const { data } = await stock([group(1, 3, { available: true, inventory: 12 })]);
    expect(data).toEqual({
      error_code: 0,
      description: 'success',
      save_result: [{ rate_plan_id: plan, code: 0, message: 'success' }],
    });
    expect(await shown(1, 3)).toEqual(Array(3).fill('shut 0 -'));
    expect(await pendingWrites(world.db, account_id)).toBe(1);
    await world.advance(DELAY - 1);
    expect(await shown(1, 3)).toEqual(Array(3).fill('shut 0 -'));
    await world.advance(1);
    expect(await shown(0, 4)).toEqual(['shut 0 -', ...Array(3).fill('open 12 -'), 'shut 0 -']);
    expect(await pendingWrites(world.db, account_id)).toBe(0);
  });

  it('is incremental: other nights and members left out keep their values', async () => {
    await stock([group(1, 5, { available: true, inventory: 12 })]);
    await price([group(1, 5, { original_amount: 52_000, retail_amount: 88_800 })]);
    await world.advance(DELAY);
    await stock([group(2, 2, { inventory: 3 }), group(3, 3, { available: false })]);
    await price([group(4, 4, { retail_amount: 99_900 }), group(5, 5, { original_amount: 60_000 })]);
    await world.advance(DELAY);
    expect(await shown(1, 5)).toEqual([
      'open 12 52000',
      'open 3 52000',
      'shut 12 52000',
      'open 12 52000',
      'open 12 60000',
    ]);
    const [fourth] = await calendarNights(world.db, account_id, plan, [day(4)]);
    expect(fourth?.retailAmount).toBe(99_900);
  });

  it.each([0, -1])('clears a price by %i: the night can not be booked then', async (clear) => {
    await stock([group(1, 2, { available: true, inventory: 2 })]);
    await price([group(1, 2, { original_amount: 52_000 })]);
    await price([group(2, 2, { original_amount: clear })]);
    await world.advance(DELAY);
    expect(await shown(1, 2)).toEqual(['open 2 52000', 'open 2 -']);
  });

  it('takes only the named weekdays of a range', async () => {
    await stock([group(0, 13, { available: true, inventory: 1, days_of_week: [5, 6] })]);
    await world.advance(DELAY);
    const open = (await shown(0, 13)).flatMap((text, at) => (text.startsWith('open') ? [at] : []));
    // 1 September 2026 is a Tuesday.
    expect(open).toEqual([3, 4, 10, 11]);
  });

  it('lets later groups win, and a higher priority over a lower one', async () => {
    await price([group(1, 4, { original_amount: 100 }), group(2, 3, { original_amount: 200 })]);
    await price(
      [group(3, 3, { original_amount: 900, priority: 2 }), group(3, 4, { original_amount: 300, priority: 1 })],
      {},
    );
    await world.advance(DELAY);
    expect(await shown(1, 4)).toEqual(['shut 0 100', 'shut 0 200', 'shut 0 900', 'shut 0 300']);
  });

  it('writes pushes in the order they came', async () => {
    for (let inventory = 1; inventory <= 15; inventory++) await stock([group(1, 1, { available: true, inventory })]);
    await world.advance(DELAY);
    expect(await shown(1, 1)).toEqual(['open 15 -']);
  });

  it('writes pushes in the order they came also when the clock was set back between them', async () => {
    await stock([group(1, 1, { available: true, inventory: 1 })]);
    world.clock.set(world.clock.now() - 60_000);
    await stock([group(1, 1, { available: true, inventory: 2 })]);
    await world.advance(DELAY);
    expect(await shown(1, 1)).toEqual(['open 2 -']);
    await world.advance(60_000);
    expect(await shown(1, 1)).toEqual(['open 2 -']);
    expect(await pendingWrites(world.db, account_id)).toBe(0);
  });

  it('passes over prices for one length of stay', async () => {
    await price([group(1, 1, { original_amount: 500, length_of_stay: 3 })]);
    await world.advance(DELAY);
    expect(await shown(1, 1)).toEqual(['shut 0 -']);
  });

  it('answers once per rate plan and refuses a plan with any bad group, writing the others', async () => {
    const { data } = await stock([
      group(1, 1, { available: true, inventory: 5 }),
      group(1, 1, { available: true, inventory: 7 }, other),
      group(-3, -1, { inventory: 1 }),
    ]);
    expect(data.error_code).toBe(0);
    expect(data.save_result).toEqual([
      { rate_plan_id: plan, code: 5, message: '日期已过' },
      { rate_plan_id: other, code: 0, message: 'success' },
    ]);
    await world.advance(DELAY);
    expect([await shown(1, 1), await shown(1, 1, other)]).toEqual([['shut 0 -'], ['open 7 -']]);
  });

  const plain = { available: true, inventory: 1 };
  it.each([
    ['an unknown plan', () => group(1, 1, plain, '1799999999999999'), 1],
    ['another merchant’s plan', () => group(1, 1, plain, foreign), 1],
    ['a voucher id for a plan', () => group(1, 1, plain, '1880000000000001'), 1],
    ['another room type', () => group(1, 1, { ...plain, room_id: DEMO_MERCHANT.hotels[0]?.rooms[3]?.roomId }), 1],
    ['a range that ends before it begins', () => group(3, 1, plain), 5],
    ['a range in the past', () => group(-2, -1, plain), 5],
    [
      'a day that does not exist',
      () => ({ rate_plan_id: plan, timerange: { start: '2026-09-31', end: '2026-10-01' } }),
      5,
    ],
    ['a night beyond the horizon', () => group(360, 366, plain), 5],
    ['more rooms than a hotel has', () => group(1, 1, { inventory: 100_001 }), 13],
  ])('refuses %s in the item and writes nothing', async (_name, bad, code) => {
    const before = await fingerprint(world.db);
    const { data } = await stock([bad()]);
    expect(data.error_code).toBe(0);
    expect(data.save_result).toHaveLength(1);
    expect(data.save_result[0]?.code).toBe(code);
    expect(await fingerprint(world.db)).toBe(before);
  });

  it.each([
    ['a rack price below the price', { original_amount: 500, retail_amount: 499 }, 8],
    ['a price of a billion yuan', { original_amount: 100_000_000_000 }, 13],
    ['a price of -2', { original_amount: -2 }, 13],
  ])('refuses %s', async (_name, members, code) => {
    const { data } = await price([group(1, 1, members)]);
    expect(data.save_result[0]?.code).toBe(code);
  });

  it('refuses another hotel than the plan’s', async () => {
    const { data } = await price([group(1, 1, { original_amount: 500 })], {
      hotel_id: DEMO_MERCHANT.hotels[1]?.hotel.hotelId,
    });
    expect(data.save_result[0]?.code).toBe(1);
  });

  it('takes the night of today and the last of the horizon', async () => {
    const { data } = await stock([group(0, 0, plain)]);
    expect(data.save_result[0]?.code).toBe(0);
    expect((await stock([group(365, 365, plain)])).data.save_result[0]?.code).toBe(0);
  });

  it.each([
    ['51 groups', () => Array.from({ length: 51 }, () => group(1, 1, plain)), 2119001, 'aris holds 51, at most 50'],
    ['31 nights over all groups', () => [group(1, 1, plain), group(31, 31, plain)], 2119001, 'aris spans 31 nights'],
    ['no groups', () => [], 2119001, 'aris'],
    ['null', () => null, 2119001, 'aris'],
    ['a group without a range', () => [{ rate_plan_id: plan }], 2119001, 'aris[0].timerange'],
    ['a range without an end', () => [{ rate_plan_id: plan, timerange: { start: day(1) } }], 2119001, 'timerange.end'],
    ['negative rooms', () => [group(1, 1, { inventory: -1 })], 2119001, 'inventory'],
    ['rooms in text', () => [group(1, 1, { inventory: '5' })], 2100004, 'inventory'],
    ['a status in text', () => [group(1, 1, { available: 'true' })], 2100004, 'available'],
    ['weekday 8', () => [group(1, 1, { ...plain, days_of_week: [8] })], 2119001, 'days_of_week'],
    [
      'a range written from/to',
      () => [{ rate_plan_id: plan, timerange: { from: day(1), to: day(2) } }],
      2119001,
      'timerange.start',
    ],
    ['a number for the plan', () => [group(1, 1, plain, 1790000000000001 as never)], 2100004, 'rate_plan_id'],
  ])('refuses a call with %s', async (_name, aris, code, text) => {
    const before = await fingerprint(world.db);
    const { data, extra } = await stock(aris());
    expect(data).toEqual({ error_code: code, description: extra.description });
    expect(extra.sub_description).toContain(text);
    expect(await fingerprint(world.db)).toBe(before);
  });

  it('takes 50 groups and 30 nights', async () => {
    const aris = Array.from({ length: 50 }, (_, at) => group(1 + (at % 30), 1 + (at % 30), plain));
    expect((await stock(aris)).data.save_result[0]?.code).toBe(0);
  });

  it('needs the hotel in prices but not in stock', async () => {
    expect((await stock([group(1, 1, plain)], { hotel_id: '' })).data.error_code).toBe(0);
    expect((await price([group(1, 1, { original_amount: 5 })], { hotel_id: '' })).data.error_code).toBe(2119001);
  });
});

describe('a push whose writing fails', () => {
  it('is told by webhook, per good, when the good was switched off meanwhile', async () => {
    const { extra } = await stock([
      group(1, 1, { available: true, inventory: 5 }),
      group(1, 1, { inventory: 6 }, other),
    ]);
    expect(await operate(world, 2, plan)).toBe('0');
    await world.advance(DELAY);
    expect([await shown(1, 1), await shown(1, 1, other)]).toEqual([['shut 0 -'], ['shut 6 -']]);
    expect(partner.received).toHaveLength(1);
    expect(partner.received[0]?.envelope.event).toBe('life_hotel_async_ari_result');
    expect(partner.received[0]?.content).toEqual({
      account_id,
      hotel_id,
      rate_plan_id: plan,
      log_id: extra.logid,
      type: 2,
      code: 13,
      message: '预定商品已停用',
    });
  });

  it('is told when the good was deleted meanwhile', async () => {
    await price([group(1, 1, { original_amount: 500 })]);
    await operate(world, 2, plan);
    await operate(world, 3, plan);
    await world.advance(DELAY);
    expect(partner.received.map(({ content }) => [content.type, content.message])).toEqual([[1, '预定商品已删除']]);
  });

  it('can be asked for by a fault, and the next push heals it', async () => {
    const rule = {
      interfaceName: 'price-save',
      direction: 'in',
      fault: { kind: 'write-fails' },
      pick: { next: 1 },
    } as const;
    await world.ctx.faults.add(rule);
    const { data } = await price([group(1, 1, { original_amount: 500 })]);
    expect(data.save_result[0]?.code).toBe(0);
    await world.advance(DELAY);
    expect(await shown(1, 1)).toEqual(['shut 0 -']);
    expect(partner.received.map(({ content }) => content.message)).toEqual(['写入失败，请重新推送']);
    await price([group(1, 1, { original_amount: 500 })]);
    await world.advance(DELAY);
    expect(await shown(1, 1)).toEqual(['shut 0 500']);
    expect(partner.received).toHaveLength(1);
  });
});

describe('a fault of busy items', () => {
  it('refuses rate plans one by one, once each, as busy, and writes the others', async () => {
    const fault = { kind: 'items-busy', share: 0.5 } as const;
    await world.ctx.faults.add({ interfaceName: 'stock-save', direction: 'in', fault, pick: { next: 12 } });
    const seen: string[] = [];
    for (let n = 1; n <= 12; n++) {
      const { data } = await stock([group(1, 1, { inventory: n }), group(1, 1, { inventory: n }, other)]);
      await world.advance(DELAY);
      const told = [await shown(1, 1), await shown(1, 1, other)].map(([night]) => night === `shut ${n} -`);
      expect(data.save_result.map(({ code }) => code === 0)).toEqual(told);
      const codes = data.save_result.map(({ code }) => String(code));
      for (const [at, code] of codes.entries()) if (code !== '0') expect(seen.at(at - 2) ?? '0').toBe('0');
      seen.push(...codes);
    }
    expect(new Set(seen)).toEqual(new Set(['0', '2100004']));
  });
});

describe('what a partner tells in answers', () => {
  it('overwrites from a pull: ranges with both ends, status false ignored', async () => {
    const { changes, unusable } = nightsOfPull(
      [
        {
          rate_plan_id: plan,
          rate_avail_infos: [
            { timerange: { start: day(1), end: day(3) }, original_amount: 700, available: true, inventory: 4 },
            { timerange: { start: day(3), end: day(3) }, original_amount: -1, available: false, inventory: 0 },
            // Of stays of three nights only: says nothing about the night as such.
            {
              timerange: { start: day(1), end: day(1) },
              original_amount: 1,
              available: true,
              inventory: 9,
              length_of_stay: 3,
            },
          ],
        },
        {
          rate_plan_id: other,
          status: false,
          rate_avail_infos: [
            { timerange: { start: day(1), end: day(1) }, original_amount: 1, available: true, inventory: 1 },
          ],
        },
      ],
      today,
    );
    expect(unusable).toBe(0);
    expect(await writeNights(world.db, account_id, changes, world.clock.now())).toBe(3);
    expect(await shown(1, 4)).toEqual(['open 4 700', 'open 4 700', 'shut 0 -', 'shut 0 -']);
    expect(await shown(1, 1, other)).toEqual(['shut 0 -']);
  });

  it('overwrites from a bookable check: one night, the end being the next day', async () => {
    const night = (first: number, last: number) => ({ start: day(first), end: day(last) });
    const { changes } = nightsOfCheck(
      [
        { rate_plan_id: plan, timerange: night(1, 2), original_amount: 800, available: true, inventory: 2 },
        { rate_plan_id: plan, timerange: night(3, 3), original_amount: 900, available: true, inventory: 1 },
      ],
      today,
    );
    await writeNights(world.db, account_id, changes, world.clock.now());
    expect(await shown(1, 4)).toEqual(['open 2 800', 'shut 0 -', 'open 1 900', 'shut 0 -']);
  });

  it('passes over what can not be: impossible days, negative rooms, ranges of a thousand years', () => {
    const piece = (start: string, end: string, inventory = 1) => ({
      timerange: { start, end },
      original_amount: 1,
      available: true,
      inventory,
    });
    const { changes, unusable } = nightsOfPull(
      [
        {
          rate_plan_id: plan,
          rate_avail_infos: [
            piece('2026-02-30', day(1)),
            piece(day(2), day(1)),
            piece(day(1), day(1), -1),
            piece(day(1), day(1), 1e12),
            piece('2020-01-01', '9999-12-31'),
          ],
        },
      ],
      today,
    );
    expect(unusable).toBe(4);
    expect(changes[0]?.nights).toHaveLength(366);
  });

  it('never writes another merchant’s or an unknown good', async () => {
    const before = await fingerprint(world.db);
    const change = { night: day(1), available: true, inventory: 9, originalAmount: 1 };
    const changes = [foreign, '1799999999999999'].map((ratePlanId) => ({ ratePlanId, nights: [change] }));
    expect(await writeNights(world.db, account_id, changes, world.clock.now())).toBe(0);
    expect(await fingerprint(world.db)).toBe(before);
  });
});
