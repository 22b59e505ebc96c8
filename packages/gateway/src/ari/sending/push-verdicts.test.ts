import { daysIn, interfaces, type OpenApi } from '@yuzhu/contract';
import { until } from '@yuzhu/runtime/testkit';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { day, NOW, seedCatalog, seedPrice } from '../../testing/platform-context.ts';
import { refusal, type Scripted, type SeenCall, success } from '../../testing/platform-double.ts';
import { acceptAll, changeStock, groupsIn, openPushHouses, platformCopy } from '../../testing/push-houses.ts';
import { markDirty, roomMarks } from '../dirty.ts';
import { pushAgain } from '../push-again.ts';
import { ariPauses, ariRefusals, calendarDrift } from '../watching/view.ts';
import { createAriSender } from './sender.ts';

const houses = await openPushHouses('ari_verdicts');
const { double, house } = houses;
afterAll(() => houses.close());
beforeEach(() => houses.clear());

const { stockSave, priceSave } = interfaces;
/** Other tests may keep the machine busy. */
const PATIENT = { what: 'everything told', timeoutMs: 60_000, everyMs: 50 };

/** What the platform holds after all it was sent. */
const held = (one: OpenApi) => platformCopy(one, double.seen(one));

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
      expect(held(stockSave).get(`P-${home.id('A')} ${day(1)}`)).toBe('5 closed');
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
    expect(held(stockSave).get(`P-${home.id('A')} ${day(1)}`)).toBe('99 closed');
  });
});

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
    expect(held(stockSave).has(`P-${home.id('A')} ${day(1)}`)).toBe(true);
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
