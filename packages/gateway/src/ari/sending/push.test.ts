import { daysBetween, daysIn, interfaces, type OpenApi, weekday } from '@yuzhu/contract';
import { type Session, startLoop } from '@yuzhu/runtime';
import { until, untilBlocked } from '@yuzhu/runtime/testkit';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { day, NOW, seedPrice, seedStock } from '../../testing/platform-context.ts';
import {
  acceptAll,
  changePrice,
  changeStock,
  groupsIn,
  type House,
  openPushHouses,
  platformCopy,
} from '../../testing/push-houses.ts';
import { markDirty, rateMarks, roomMarks } from '../dirty.ts';
import { calendarDrift } from '../watching/view.ts';
import { createAriSender } from './sender.ts';

const houses = await openPushHouses('ari_push');
const { double, house } = houses;
afterAll(() => houses.close());
beforeEach(() => houses.clear());

const { stockSave, priceSave } = interfaces;
/** Other tests may keep the machine busy. */
const PATIENT = { what: 'everything told', timeoutMs: 60_000, everyMs: 50 };
const never = new AbortController().signal;

/** What the platform holds after all it was sent. */
const held = (one: OpenApi) => platformCopy(one, double.seen(one));

describe('what is told', () => {
  it('is the truth when it leaves: rooms left, and open only with room, plan and price', async () => {
    const home = await house({ R: ['A', 'B'] });
    const [room, a, b] = [home.id('R'), home.id('A'), home.id('B')];
    const nights = daysIn(day(0), day(3));
    await seedStock(home.ctx, home.accountId, room, nights, 5);
    await home.db.execute('UPDATE gateway.room_nights SET sold = 2 WHERE account_id = $1 AND night = $2', [
      home.accountId,
      day(0),
    ]);
    await home.db.execute('UPDATE gateway.room_nights SET open = false WHERE account_id = $1 AND night = $2', [
      home.accountId,
      day(1),
    ]);
    await seedPrice(home.ctx, home.accountId, a, nights, 50_000);
    await seedPrice(home.ctx, home.accountId, b, nights, 60_000);
    await home.db.execute(
      'UPDATE gateway.rate_nights SET open = false WHERE account_id = $1 AND rate_plan_id = $2 AND night = $3',
      [home.accountId, b, day(2)],
    );
    await home.db.execute(
      'DELETE FROM gateway.rate_nights WHERE account_id = $1 AND rate_plan_id = $2 AND night = $3',
      [home.accountId, b, day(3)],
    );
    await home.db.execute(
      'UPDATE gateway.rate_nights SET rack_price = 88800 WHERE account_id = $1 AND rate_plan_id = $2 AND night = $3',
      [home.accountId, a, day(0)],
    );
    await home.db.tx((session) =>
      markDirty(session, home.accountId, [...rateMarks(a, room, nights), ...rateMarks(b, room, nights)], NOW),
    );
    await home.round();
    expect([...held(stockSave)].sort()).toEqual(
      [
        [`P-${a} ${day(0)}`, '3 open'],
        [`P-${a} ${day(1)}`, '5 closed'],
        [`P-${a} ${day(2)}`, '5 open'],
        [`P-${a} ${day(3)}`, '5 open'],
        [`P-${b} ${day(0)}`, '3 open'],
        [`P-${b} ${day(1)}`, '5 closed'],
        [`P-${b} ${day(2)}`, '5 closed'],
        [`P-${b} ${day(3)}`, '5 closed'],
      ].sort(),
    );
    expect([...held(priceSave)].sort()).toEqual(
      [
        [`P-${a} ${day(0)}`, '50000 88800'],
        [`P-${a} ${day(1)}`, '50000 50000'],
        [`P-${a} ${day(2)}`, '50000 50000'],
        [`P-${a} ${day(3)}`, '50000 50000'],
        [`P-${b} ${day(0)}`, '60000 60000'],
        [`P-${b} ${day(1)}`, '60000 60000'],
        [`P-${b} ${day(2)}`, '60000 60000'],
        [`P-${b} ${day(3)}`, '-1 -'],
      ].sort(),
    );
    expect(await home.pending()).toEqual([]);
    for (const plan of [a, b]) {
      const drift = await calendarDrift(home.ctx, home.accountId, { ratePlanId: plan, from: day(0), to: day(3) });
      expect(drift.map((night) => night.same)).toEqual([true, true, true, true]);
    }
  });

  it('a year of six rate plans keeps to 50 groups, 7 nights a group, 30 nights a call, in order of nights', async () => {
    const home = await house(Object.fromEntries(Array.from({ length: 3 }, (_, r) => [`R${r}`, [`A${r}`, `B${r}`]])));
    const nights = daysIn(day(0), day(364));
    for (let r = 0; r < 3; r++) {
      for (const plan of [home.id(`A${r}`), home.id(`B${r}`)]) {
        await home.db.execute(
          `INSERT INTO gateway.rate_nights (account_id, rate_plan_id, night, price)
           SELECT $1, $2, night, 40000 + 10000 * (extract(isodow FROM night)::int / 6) + $4
           FROM unnest($3::date[]) AS night`,
          [home.accountId, plan, nights, r],
        );
        await home.db.tx((session) =>
          markDirty(session, home.accountId, rateMarks(plan, home.id(`R${r}`), nights), NOW),
        );
      }
    }
    home.ctx.clock.run(1000);
    const loop = startLoop({
      name: 'ari',
      clock: home.ctx.clock,
      log: home.ctx.log,
      next: createAriSender(home.ctx).round,
    });
    await until(async () => (await home.pending()).length === 0, PATIENT);
    await loop.stop();
    const calls = [...double.seen(priceSave), ...double.seen(stockSave)];
    for (const call of calls) {
      const groups = groupsIn(call);
      expect(groups.length).toBeLessThanOrEqual(50);
      const starts = groups.map((group) => group.timerange.start).sort();
      const ends = groups.map((group) => group.timerange.end).sort();
      expect(daysBetween(starts[0] as string, ends.at(-1) as string)).toBeLessThan(30);
      for (const { timerange } of groups) expect(daysBetween(timerange.start, timerange.end)).toBeLessThan(7);
    }
    const copy = held(priceSave);
    expect(copy.size).toBe(6 * 365);
    for (const night of nights) {
      const price = 40_000 + (weekday(night) >= 6 ? 10_000 : 0) + 2;
      expect(copy.get(`P-${home.id('A2')} ${night}`)).toBe(`${price} ${price}`);
    }
  }, 90_000);

  it('leaves out plans that are not published and forgets their marks; publishing marks them again', async () => {
    const home = await house({ R: ['A'] }, false);
    await changePrice(home, { ratePlanId: home.id('A'), roomTypeId: home.id('R') }, [day(1)], 50_000);
    await home.round();
    expect(double.seen(priceSave)).toHaveLength(0);
    expect(await home.pending()).toEqual([]);
  });

  it('drops nights that are over and keeps nights beyond the horizon for their day', async () => {
    const home = await house({ R: ['A'] });
    await changeStock(home, home.id('R'), [day(-1), day(365), day(366)], 3);
    const due = await home.round();
    expect([...held(stockSave).keys()]).toEqual([`P-${home.id('A')} ${day(365)}`]);
    expect(await home.pending()).toEqual([`stock ${home.id('R')} ${day(366)}`]);
    home.ctx.clock.set(due as number);
    await home.round();
    expect(await home.pending()).toEqual([]);
  });
});

describe('a change that races a send', () => {
  it('is told by the next send, whichever instant it falls on', async () => {
    const home = await house({ R: ['A'] });
    const plan = { ratePlanId: home.id('A'), roomTypeId: home.id('R') };
    await seedStock(home.ctx, home.accountId, plan.roomTypeId, [day(5)], 9);
    await changePrice(home, plan, [day(5)], 10_000);
    // While the platform thinks about 10,000 the price changes, twice.
    double.next(priceSave, async (call) => {
      await changePrice(home, plan, [day(5)], 20_000);
      await changePrice(home, plan, [day(5)], 30_000);
      return acceptAll(call);
    });
    await home.round();
    expect(held(priceSave).get(`P-${plan.ratePlanId} ${day(5)}`)).toBe('30000 30000');
    expect(double.seen(priceSave)).toHaveLength(2);
    // The changes mark room status too, perhaps after the round's stock had been told.
    await home.round();
    expect(await home.pending()).toEqual([]);
  });

  /** As `gateway.book` does it: the counter changes, the mark that is there stays as it is. */
  async function bookRoom(session: Session, home: House, room: string): Promise<void> {
    await session.execute('UPDATE gateway.room_nights SET sold = sold + 1 WHERE account_id = $1', [home.accountId]);
    await session.execute(
      `INSERT INTO gateway.ari_dirty (account_id, kind, subject_id, night, since) VALUES ($1, 'stock', $2, $3, now())
       ON CONFLICT DO NOTHING`,
      [home.accountId, room, day(5)],
    );
  }

  it('may be a booking that is committed before the mark is forgotten', async () => {
    const home = await house({ R: ['A'] });
    await changeStock(home, home.id('R'), [day(5)], 9);
    double.next(stockSave, async (call) => {
      await bookRoom(home.other.db, home, home.id('R'));
      return acceptAll(call);
    });
    await home.round();
    expect(held(stockSave).get(`P-${home.id('A')} ${day(5)}`)).toBe('8 closed');
    expect(double.seen(stockSave)).toHaveLength(2);
    expect(await home.pending()).toEqual([]);
  });

  it.each([
    { who: 'a calendar', told: '7 closed' },
    { who: 'a booking', told: '6 closed' },
  ])('and is $who that commits while the mark is being forgotten is never lost', async ({ who, told }) => {
    const home = await house({ R: ['A'] });
    const room = home.id('R');
    await changeStock(home, room, [day(5)], who === 'a booking' ? 7 : 1);
    // A transaction holds the night while the sender wants to forget it, then commits.
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    let marked: () => void = () => undefined;
    const isMarked = new Promise<void>((resolve) => {
      marked = resolve;
    });
    let change: Promise<unknown> = Promise.resolve();
    double.next(stockSave, async (call) => {
      change = home.other.db.tx(async (session) => {
        if (who === 'a booking') await bookRoom(session, home, room);
        else {
          await session.execute('UPDATE gateway.room_nights SET stock = 7 WHERE account_id = $1', [home.accountId]);
          await markDirty(session, home.accountId, roomMarks(room, [day(5)]), NOW);
        }
        marked();
        await released;
      });
      await isMarked;
      return acceptAll(call);
    });
    const round = home.round();
    // The sender now waits for the row of the night or of its mark.
    await untilBlocked(home.other.db, 'the sender waiting for the mark');
    release();
    await change;
    await round;
    expect(held(stockSave).get(`P-${home.id('A')} ${day(5)}`)).toBe(told);
    expect(await home.pending()).toEqual([]);
  });

  it('random changes from two writers, two senders: in the end the platform holds the truth of every night', async () => {
    const home = await house({ R: ['A', 'B'], S: ['C'] });
    const nights = daysIn(day(1), day(9));
    const plans = [
      { ratePlanId: home.id('A'), roomTypeId: home.id('R') },
      { ratePlanId: home.id('B'), roomTypeId: home.id('R') },
      { ratePlanId: home.id('C'), roomTypeId: home.id('S') },
    ];
    const random = home.ctx.random.fork('changes');
    const loops = [home.ctx, home.other].map((ctx) =>
      startLoop({
        name: 'ari',
        clock: ctx.clock,
        log: ctx.log,
        idlePollMs: 5,
        next: createAriSender(ctx).round,
      }),
    );
    // Fast enough that the platform's limits do not hold anything up.
    home.ctx.clock.run(1000);
    const writer = async (writerNumber: number) => {
      for (let change = 0; change < 60; change++) {
        const from = random.int(nights.length);
        const some = nights.slice(from, from + 1 + random.int(4));
        const plan = plans[random.int(plans.length)] as (typeof plans)[number];
        if (random.int(2) === 0) await changePrice(home, plan, some, 10_000 + change * 10 + writerNumber);
        else await changeStock(home, plan.roomTypeId, some, random.int(20));
      }
    };
    await Promise.all([writer(1), writer(2)]);
    await until(async () => (await home.pending()).length === 0, PATIENT);
    await Promise.all(loops.map((loop) => loop.stop()));
    const prices = held(priceSave);
    const stocks = held(stockSave);
    for (const { ratePlanId } of plans) {
      for (const night of await calendarDrift(home.ctx, home.accountId, { ratePlanId, from: day(1), to: day(9) })) {
        expect(night.same).toBe(true);
        const key = `P-${ratePlanId} ${night.night}`;
        if (night.price > 0) expect(prices.get(key)).toBe(`${night.price} ${night.rackPrice}`);
        if (stocks.has(key)) expect(stocks.get(key)).toBe(`${night.inventory} ${night.available ? 'open' : 'closed'}`);
      }
    }
  }, 90_000);

  it('two senders never tell one hotel at the same time', async () => {
    const home = await house({ R: ['A'] });
    await changeStock(home, home.id('R'), [day(1)], 1);
    let inside = 0;
    let most = 0;
    let arrived: () => void = () => undefined;
    const first = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    let go: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    double.always(stockSave, async (call) => {
      inside += 1;
      most = Math.max(most, inside);
      arrived();
      await gate;
      inside -= 1;
      return acceptAll(call);
    });
    const one = home.round();
    await first;
    await changeStock(home, home.id('R'), [day(1)], 2);
    expect(await createAriSender(home.other).round(never)).toBeUndefined();
    go();
    await one;
    double.always(stockSave, acceptAll);
    expect(most).toBe(1);
    expect(held(stockSave).get(`P-${home.id('A')} ${day(1)}`)).toBe('2 closed');
  });
});
