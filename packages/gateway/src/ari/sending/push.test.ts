import { daysBetween, daysIn, interfaces, type OpenApi, weekday } from '@yuzhu/contract';
import { type Database, manualClock, type Session, startLoop } from '@yuzhu/runtime';
import { testDatabase, until, untilBlocked } from '@yuzhu/runtime/testkit';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { GATEWAY_MIGRATIONS } from '../../start/migrations.ts';
import {
  day,
  NOW,
  type PlatformContext,
  platformContext,
  seedCatalog,
  seedPrice,
  seedStock,
} from '../../testing/platform-context.ts';
import { refusal, type Scripted, type SeenCall, startPlatformDouble, success } from '../../testing/platform-double.ts';
import { markDirty, rateMarks, roomMarks } from '../dirty.ts';
import { pushAgain } from '../push-again.ts';
import { ariPauses, ariRefusals, calendarDrift, pendingNights } from '../watching/view.ts';
import { createAriSender } from './sender.ts';

const database = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'ari_push' });
const double = await startPlatformDouble();
afterAll(() => double.close());

const { stockSave, priceSave } = interfaces;
/** Other tests may keep the machine busy. */
const PATIENT = { what: 'everything told', timeoutMs: 60_000, everyMs: 50 };
const never = new AbortController().signal;

let accounts = 0;

interface House {
  readonly accountId: string;
  readonly hotelId: string;
  readonly ctx: PlatformContext;
  readonly other: PlatformContext;
  readonly db: Database;
  /** One round of this process. */
  round(): Promise<number | undefined>;
  /** Nights the platform has yet to be told. */
  pending(): Promise<string[]>;
}

/** A hotel with room types of this test alone; its ids carry a number, so that platform ids stay unique. */
async function house(
  rooms: Record<string, readonly string[]>,
  published = true,
): Promise<House & { id(name: string): string }> {
  const number = ++accounts;
  const accountId = `7011223344557${String(number).padStart(6, '0')}`;
  const hotelId = `H${number}`;
  const clock = manualClock(NOW);
  const make = (seed: string) => platformContext(database.open({ max: 12 }), { platformUrl: double.url, clock, seed });
  const ctx = make('one');
  const id = (name: string) => `${name}-${number}`;
  const named = Object.fromEntries(Object.entries(rooms).map(([room, plans]) => [id(room), plans.map(id)]));
  await seedCatalog(ctx, { accountId, clientKey: `aw${accountId}`, hotelId, rooms: named, published });
  const sender = createAriSender(ctx);
  return {
    accountId,
    hotelId,
    ctx,
    other: make('two'),
    db: ctx.db,
    id,
    round: () => sender.round(never),
    pending: async () =>
      (await pendingNights(ctx, accountId, { limit: 1000 })).map(
        ({ kind, subjectId, night }) => `${kind} ${subjectId} ${night}`,
      ),
  };
}

/** Sets stock and marks it, in one transaction, as the calendar does. */
async function changeStock(home: House, roomTypeId: string, nights: readonly string[], stock: number): Promise<void> {
  await home.db.tx(async (session) => {
    await session.execute(
      `INSERT INTO gateway.room_nights (account_id, room_type_id, night, stock)
       SELECT $1, $2, night, $4 FROM unnest($3::date[]) AS night
       ON CONFLICT (account_id, room_type_id, night) DO UPDATE SET stock = excluded.stock`,
      [home.accountId, roomTypeId, nights, stock],
    );
    await markDirty(session, home.accountId, roomMarks(roomTypeId, nights), NOW);
  });
}

/** Sets a price and marks it. */
async function changePrice(
  home: House,
  plan: { readonly ratePlanId: string; readonly roomTypeId: string },
  nights: readonly string[],
  price: number,
): Promise<void> {
  await home.db.tx(async (session) => {
    await session.execute(
      `INSERT INTO gateway.rate_nights (account_id, rate_plan_id, night, price)
       SELECT $1, $2, night, $4 FROM unnest($3::date[]) AS night
       ON CONFLICT (account_id, rate_plan_id, night) DO UPDATE SET price = excluded.price`,
      [home.accountId, plan.ratePlanId, nights, price],
    );
    await markDirty(session, home.accountId, rateMarks(plan.ratePlanId, plan.roomTypeId, nights), NOW);
  });
}

interface Group {
  readonly rate_plan_id: string;
  readonly timerange: { readonly start: string; readonly end: string };
  readonly days_of_week?: readonly number[];
  readonly available?: boolean;
  readonly inventory?: number;
  readonly original_amount?: number;
  readonly retail_amount?: number;
}

const groupsIn = (call: SeenCall): readonly Group[] => (call.body as { aris: readonly Group[] }).aris;

/** What the platform holds after the calls it was sent, last write wins: `plan night` -> value. */
function platformCopy(one: OpenApi, calls: readonly SeenCall[] = double.seen(one)): Map<string, string> {
  const copy = new Map<string, string>();
  for (const call of calls) {
    for (const group of groupsIn(call)) {
      for (const night of daysIn(group.timerange.start, group.timerange.end)) {
        if (group.days_of_week !== undefined && !group.days_of_week.includes(weekday(night))) continue;
        const value =
          one === stockSave
            ? `${group.inventory} ${group.available ? 'open' : 'closed'}`
            : `${group.original_amount} ${group.retail_amount ?? '-'}`;
        copy.set(`${group.rate_plan_id} ${night}`, value);
      }
    }
  }
  return copy;
}

beforeEach(async () => {
  await database.database.execute('TRUNCATE gateway.ari_dirty');
  double.calls.length = 0;
});

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
    expect([...platformCopy(stockSave)].sort()).toEqual(
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
    expect([...platformCopy(priceSave)].sort()).toEqual(
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
    const copy = platformCopy(priceSave);
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
    expect([...platformCopy(stockSave).keys()]).toEqual([`P-${home.id('A')} ${day(365)}`]);
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
    expect(platformCopy(priceSave).get(`P-${plan.ratePlanId} ${day(5)}`)).toBe('30000 30000');
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
    expect(platformCopy(stockSave).get(`P-${home.id('A')} ${day(5)}`)).toBe('8 closed');
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
    expect(platformCopy(stockSave).get(`P-${home.id('A')} ${day(5)}`)).toBe(told);
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
    const prices = platformCopy(priceSave);
    const stocks = platformCopy(stockSave);
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
    expect(platformCopy(stockSave).get(`P-${home.id('A')} ${day(1)}`)).toBe('2 closed');
  });
});

describe('verdicts', () => {
  it('a refused rate plan is shown and not repeated; the others are through; a change or a request tells it again', async () => {
    const home = await house({ R: ['A', 'B'] });
    const nights = [day(1), day(2)];
    const refuseB = (call: SeenCall) =>
      success({
        save_result: [...new Set(groupsIn(call).map((group) => group.rate_plan_id))].map((id) => ({
          rate_plan_id: id,
          code: id === `P-${home.id('B')}` ? 13 : 0,
          message: id === `P-${home.id('B')}` ? 'rate plan is disabled' : 'success',
        })),
      });
    double.next(stockSave, refuseB);
    await changeStock(home, home.id('R'), nights, 4);
    expect(await home.round()).toBeUndefined();
    await home.round();
    expect(double.seen(stockSave)).toHaveLength(1);
    const refusals = await ariRefusals(home.ctx, home.accountId, { limit: 10 });
    expect(refusals).toEqual(
      nights.map((night) =>
        expect.objectContaining({
          kind: 'stock',
          ratePlanId: home.id('B'),
          night,
          code: 13,
          message: 'rate plan is disabled',
          logid: 'LOGID',
        }),
      ),
    );
    const [a] = await calendarDrift(home.ctx, home.accountId, { ratePlanId: home.id('A'), from: day(1), to: day(1) });
    expect(a?.acknowledged.inventory).toBe(4);
    await pushAgain(home.ctx, home.accountId, { ratePlanIds: [home.id('B')], from: day(1), to: day(1) });
    await home.round();
    const left = await ariRefusals(home.ctx, home.accountId, { limit: 10 });
    expect(left.map(({ night }) => night)).toEqual([day(2)]);
    await changeStock(home, home.id('R'), [day(2)], 3);
    await home.round();
    expect(await ariRefusals(home.ctx, home.accountId, { limit: 10 })).toEqual([]);
  });

  it('one failure among several verdicts on a plan is a failure', async () => {
    const home = await house({ R: ['A'] });
    const id = `P-${home.id('A')}`;
    double.next(stockSave, () =>
      success({
        save_result: [
          { rate_plan_id: id, code: 0, message: 'success' },
          { rate_plan_id: id, code: 5, message: 'bad date' },
          { rate_plan_id: id, code: 0, message: 'success' },
        ],
      }),
    );
    await changeStock(home, home.id('R'), [day(1)], 4);
    await home.round();
    expect(await ariRefusals(home.ctx, home.accountId, { limit: 10 })).toHaveLength(1);
  });

  it('a call refused as a whole is halved until the culprit stands alone', async () => {
    const home = await house({ R: ['A', 'B', 'C', 'D', 'E'] });
    const bad = `P-${home.id('D')}`;
    double.always(stockSave, (call) =>
      groupsIn(call).some((group) => group.rate_plan_id === bad)
        ? refusal(2119001, 'rate_plan_id invalid')
        : acceptAll(call),
    );
    await changeStock(home, home.id('R'), [day(1)], 4);
    await home.round();
    double.always(stockSave, acceptAll);
    expect(await ariRefusals(home.ctx, home.accountId, { limit: 10 })).toEqual([
      expect.objectContaining({ ratePlanId: home.id('D'), code: 2119001 }),
    ]);
    expect(await home.pending()).toEqual([]);
    for (const plan of ['A', 'B', 'C', 'E']) {
      const [night] = await calendarDrift(home.ctx, home.accountId, {
        ratePlanId: home.id(plan),
        from: day(1),
        to: day(1),
      });
      expect(night?.acknowledged.inventory).toBe(4);
    }
  });

  it('a missing verdict is asked for again, and after five times put before a person', async () => {
    const home = await house({ R: ['A', 'B'] });
    const onlyA = () => success({ save_result: [{ rate_plan_id: `P-${home.id('A')}`, code: 0, message: 'success' }] });
    double.always(stockSave, onlyA);
    await changeStock(home, home.id('R'), [day(1)], 4);
    for (let round = 1; round <= 4; round++) {
      const due = await home.round();
      expect((due as number) - home.ctx.clock.now()).toBeGreaterThanOrEqual(1000);
      // Only that room type rests: its hotel goes on.
      expect(await ariPauses(home.ctx, home.accountId)).toEqual([]);
      expect(await home.pending()).toHaveLength(1);
      home.ctx.clock.set(due as number);
    }
    await home.round();
    double.always(stockSave, acceptAll);
    expect(await home.pending()).toEqual([]);
    expect(await ariPauses(home.ctx, home.accountId)).toEqual([]);
    expect(await ariRefusals(home.ctx, home.accountId, { limit: 10 })).toEqual([
      expect.objectContaining({ ratePlanId: home.id('B'), code: undefined }),
    ]);
  });

  it.each([
    ['no answer', (): Scripted => 'drop', 'PLATFORM_SILENT', 2000],
    ['system busy', () => refusal(2119002), 'PLATFORM_BUSY', 2000],
    ['too frequent', () => refusal(2119003), 'PLATFORM_BUSY', 2000],
    ['not authorised', () => refusal(2119005), 'PLATFORM_UNAUTHORISED', 60_000],
    ['interface offline', () => refusal(2119010), 'PLATFORM_STOPPED', 60_000],
    ['an answer of another shape', () => success({ save_result: 'yes' }), 'ANSWER_UNREADABLE', 2000],
  ])(
    '%s: the nights stay marked, the hotel rests with the reason, and goes on by itself',
    async (_, step, nextStep, pause) => {
      const home = await house({ R: ['A'] });
      double.next(stockSave, step);
      await changeStock(home, home.id('R'), [day(1)], 4);
      const due = await home.round();
      expect((due as number) - NOW).toBeGreaterThanOrEqual(pause / 2);
      expect((due as number) - NOW).toBeLessThanOrEqual(pause);
      expect(await home.pending()).toHaveLength(1);
      expect(await ariPauses(home.ctx, home.accountId)).toEqual([expect.objectContaining({ nextStep, strikes: 1 })]);
      // A change meanwhile does not wake it early.
      await changeStock(home, home.id('R'), [day(1)], 5);
      expect(await home.round()).toBe(due);
      expect(double.seen(stockSave)).toHaveLength(1);
      home.ctx.clock.set(due as number);
      await home.round();
      expect(await home.pending()).toEqual([]);
      expect(await ariPauses(home.ctx, home.accountId)).toEqual([]);
      expect(platformCopy(stockSave).get(`P-${home.id('A')} ${day(1)}`)).toBe('5 closed');
    },
  );

  it('our own rate limit is no failure: what did not leave stays marked and is due when there is a turn', async () => {
    const homes = await Promise.all(Array.from({ length: 1 }, () => house({ R: ['A'] })));
    const home = homes[0] as (typeof homes)[number];
    for (let at = 0; at < 20; at++) {
      await changeStock(home, home.id('R'), [day(1)], at);
      await home.round();
    }
    await changeStock(home, home.id('R'), [day(1)], 99);
    const due = await home.round();
    expect(due).toBeGreaterThan(NOW);
    expect(await ariPauses(home.ctx, home.accountId)).toEqual([]);
    home.ctx.clock.set(due as number);
    await home.round();
    expect(platformCopy(stockSave).get(`P-${home.id('A')} ${day(1)}`)).toBe('99 closed');
  });
});

function acceptAll(call: SeenCall) {
  const ids = new Set(groupsIn(call).map((group) => group.rate_plan_id));
  return success({ save_result: [...ids].map((id) => ({ rate_plan_id: id, code: 0, message: 'success' })) });
}

describe('under a rate limit', () => {
  it('hotels that change all the time do not starve the others: who waits longest comes first', async () => {
    const home = await house({ R: ['A'] });
    const { accountId, ctx } = home;
    // 22 busy hotels for 20 calls a second; the quiet one has the last id.
    const busy = Array.from({ length: 22 }, (_, at) => `B${at}-${accountId}`);
    for (const hotelId of busy) {
      const rooms = { [`R-${hotelId}`]: [`A-${hotelId}`] };
      await seedCatalog(ctx, { accountId, clientKey: `aw${accountId}`, hotelId, rooms });
    }
    let at = NOW;
    const mark = (roomTypeId: string) => markDirty(ctx.db, accountId, roomMarks(roomTypeId, [day(1)]), ++at);
    double.always(stockSave, async (call) => {
      const [group] = groupsIn(call);
      const room = group?.rate_plan_id.replace('P-A-', 'R-') ?? '';
      if (room.startsWith('R-B')) await mark(room);
      return acceptAll(call);
    });
    for (const hotelId of busy) await mark(`R-${hotelId}`);
    await mark(home.id('R'));
    for (let second = 0; second < 3; second++) {
      ctx.clock.set((await home.round()) as number);
    }
    double.always(stockSave, acceptAll);
    expect(platformCopy(stockSave).has(`P-${home.id('A')} ${day(1)}`)).toBe(true);
    const told = new Set(double.seen(stockSave).map((call) => (call.body as { hotel_id: string }).hotel_id));
    expect(told.size).toBe(23);
  });

  it('one change of an account does not wait behind the thousands of another that shares the limit', async () => {
    const plans = Array.from({ length: 12 }, (_, at) => `A${at}`);
    const home = await house({ R: plans });
    const { accountId, ctx, db } = home;
    const other = `${accountId}9`;
    await seedCatalog(ctx, {
      accountId: other,
      clientKey: `aw${accountId}`,
      hotelId: 'small',
      rooms: { [`Q${accountId}`]: [`S${accountId}`] },
    });
    await seedPrice(ctx, other, `S${accountId}`, [day(1)], 50_000);
    await db.execute(
      `INSERT INTO gateway.rate_nights (account_id, rate_plan_id, night, price)
       SELECT $1, plan, night, 10000 + row_number() OVER (ORDER BY plan, night)
       FROM unnest($2::text[]) AS plan CROSS JOIN unnest($3::date[]) AS night`,
      [accountId, plans.map(home.id), daysIn(day(0), day(364))],
    );
    await db.execute(
      `INSERT INTO gateway.ari_dirty (account_id, kind, subject_id, night, since)
       SELECT account_id, 'price', rate_plan_id, night, now() FROM gateway.rate_nights WHERE account_id = $1`,
      [accountId],
    );
    const sender = createAriSender(ctx);
    const stop = new AbortController();
    ctx.clock.run(1);
    const round = sender.round(stop.signal);
    await until(() => double.seen(priceSave).length >= 22, PATIENT);
    await markDirty(db, other, [{ kind: 'price', subjectId: `S${accountId}`, night: day(1) }], NOW);
    const before = double.seen(priceSave).length;
    sender.poke();
    const ofOther = () =>
      double.seen(priceSave).findIndex((call) => (call.body as { hotel_id: string }).hotel_id === 'P-small');
    await until(() => ofOther() >= 0, PATIENT);
    stop.abort();
    await round;
    ctx.clock.stop();
    // Behind it waited some sixty calls; before it left what was on its way or stood in the line already.
    expect(ofOther() - before).toBeLessThan(20);
  });
});
