import { interfaces, MATCH_STATE } from '@yuzhu/contract';
import { testDatabase, until } from '@yuzhu/runtime/testkit';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { markDirty, rateMarks, roomMarks } from '../ari/dirty.ts';
import { setAriMode } from '../ari/mode.ts';
import { sendNotices } from '../ari/notifying/notice-sender.ts';
import { createAriSender } from '../ari/sending/sender.ts';
import { ariRefusals } from '../ari/watching/view.ts';
import { findRatePlan, saveRatePlan } from '../goods/store.ts';
import { confirmRoom } from '../hotels/match.ts';
import { publishDue } from '../publications/publisher.ts';
import { queuePublications } from '../publications/store.ts';
import { setRoomsWanted } from '../rooms/publish-store.ts';
import { GATEWAY_MIGRATIONS } from '../start/database.ts';
import { day, platformContext, seedCatalog, seedPrice, seedStock } from '../testing/platform-context.ts';
import { type SeenCall, startPlatformDouble, success } from '../testing/platform-double.ts';
import { askAboutRooms, askAgain } from './ask-again.ts';
import { matchOfPush, matchOfRoom, nextStepOf } from './decide.ts';
import { listBroken } from './store.ts';

const database = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'broken_matches' });
const double = await startPlatformDouble();
const ctx = platformContext(database.open({ max: 8 }), { platformUrl: double.url });
afterAll(() => double.close());

const { stockSave, priceSave, ariNotify, roomStatus, roomOperate, roomQuery } = interfaces;
const { db, clock } = ctx;
const never = new AbortController().signal;
const sender = createAriSender(ctx);
const HOUR = 3600_000;
const NIGHTS = [day(1), day(2)];
let houses = 0;

interface Aris {
  readonly aris: readonly {
    readonly rate_plan_id: string;
    readonly timerange: { readonly start: string };
    readonly available?: boolean;
  }[];
}

/** A hotel with room type R (rate plans A and B) and S (C), everything told. */
async function house() {
  const number = ++houses;
  const accountId = `7011223344559${String(number).padStart(6, '0')}`;
  const id = (name: string) => `${name}-${number}`;
  const rooms = { [id('R')]: [id('A'), id('B')], [id('S')]: [id('C')] };
  await seedCatalog(ctx, { accountId, clientKey: `aw${accountId}`, hotelId: id('H'), rooms });
  for (const room of Object.keys(rooms)) await seedStock(ctx, accountId, room, NIGHTS, 5);
  for (const plan of Object.values(rooms).flat()) await seedPrice(ctx, accountId, plan, NIGHTS, 50_000);
  const home = {
    accountId,
    id,
    change: async (plan: string, room: string) => {
      await markDirty(db, accountId, rateMarks(id(plan), id(room), NIGHTS), clock.now());
    },
    tell: async () => {
      for (let due = await sender.round(never); due !== undefined && due < clock.now() + 60_000; ) {
        clock.set(due);
        due = await sender.round(never);
      }
    },
    /** The platform refuses a push of rate plan A; its room type holds. */
    breakA: async () => {
      home.roomSays('R', MATCH_STATE.usable);
      unmatched(`P-${id('A')}`);
      await home.change('A', 'R');
      await home.tell();
    },
    /** Publications that are due, questions too. */
    publish: async () => {
      await publishDue(ctx, never);
    },
    broken: async () =>
      (await listBroken(db, accountId)).map(({ ratePlanId, level, side }) => `${ratePlanId} ${level} ${side}`),
    active: async () =>
      (
        await db.query<{ id: string }>(
          'SELECT rate_plan_id AS id FROM gateway.rate_plans WHERE account_id = $1 AND active ORDER BY 1',
          [accountId],
        )
      ).map((row) => row.id),
    roomSays: (room: string, status: number | undefined, message = '') =>
      double.always(roomStatus, ({ body }) => {
        const ids = (body as { room_ids: readonly string[] }).room_ids;
        const other = ids.map((room_id) => ({ room_id, cn_name: room_id, status: 6, audit_message: '' }));
        return success({
          room_list: other.flatMap((one) =>
            one.room_id !== `P-${id(room)}`
              ? [one]
              : status === undefined
                ? []
                : [{ ...one, status, audit_message: message }],
          ),
        });
      }),
  };
  return home;
}

const verdicts = (call: SeenCall, code: (plan: string) => number, words = '预定商品匹配关系已解除') =>
  success({
    save_result: [...new Set((call.body as Aris).aris.map((group) => group.rate_plan_id))].map((rate_plan_id) => ({
      rate_plan_id,
      code: code(rate_plan_id),
      message: code(rate_plan_id) === 0 ? 'success' : words,
    })),
  });

/** From now on the platform refuses these rate plans as not matched. */
function unmatched(...plans: readonly string[]): void {
  for (const one of [stockSave, priceSave]) {
    double.always(one, (call) => verdicts(call, (plan) => (plans.includes(plan) ? 1 : 0)));
  }
}

/** From now on change notices pass, but for this rate plan. */
function noticesPass(except: string | undefined, message: string): void {
  double.always(ariNotify, ({ body }) =>
    success({
      code: 0,
      message: 'success',
      save_result: (body as { rate_plan_ids: string[] }).rate_plan_ids.map((rate_plan_id) => ({
        rate_plan_id,
        pass: rate_plan_id !== except,
        message,
      })),
    }),
  );
}

/** Whether a session has waited for a lock for more than 1.2 s. */
async function waitingSince1200Ms(): Promise<boolean> {
  const rows = await db.query(
    `SELECT 1 FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted AND a.datname = current_database()
       AND l.waitstart < clock_timestamp() - interval '1200 ms'`,
    [],
  );
  return rows.length > 0;
}

beforeEach(async () => {
  await db.execute('TRUNCATE gateway.ari_dirty');
  double.calls.length = 0;
  unmatched();
});

describe('a rate plan the platform does not match any more', () => {
  it('is switched off alone; it comes back when the platform takes it again', async () => {
    const home = await house();
    const { id } = home;
    await home.breakA();
    const since = clock.now();
    expect(await home.broken()).toEqual([`${id('A')} rate_plan hotel_system`]);
    expect(await home.active()).toEqual([id('B'), id('C')]);
    // The platform is asked about the room type, which holds: it stays the rate plan's own matter.
    await home.publish();
    expect(double.seen(roomStatus)).toHaveLength(1);
    expect(await listBroken(db, home.accountId)).toMatchObject([
      {
        hotelId: id('H'),
        roomTypeId: id('R'),
        code: 1,
        reason: '预定商品匹配关系已解除',
        since: expect.any(Number),
      },
    ]);
    expect((await listBroken(db, home.accountId))[0]?.since).toBeLessThanOrEqual(since);
    // Refused once more: neither a second entry nor a later beginning.
    clock.set(clock.now() + HOUR);
    await askAgain(ctx, home.accountId);
    await home.tell();
    expect(await home.broken()).toHaveLength(1);
    expect((await listBroken(db, home.accountId))[0]?.since).toBeLessThanOrEqual(since);
    unmatched();
    expect(await askAgain(ctx, home.accountId)).toBe(1);
    double.calls.length = 0;
    await home.tell();
    expect(await home.broken()).toEqual([]);
    expect(await home.active()).toEqual([id('A'), id('B'), id('C')]);
    // Taken as closed first, told as open afterwards: what was marked meanwhile is found by the next round.
    await home.tell();
    const told = double.seen(stockSave).flatMap(({ body }) => (body as Aris).aris);
    const ofA = told.filter((group) => group.rate_plan_id === `P-${id('A')}` && group.timerange.start === day(1));
    expect(ofA.at(-1)).toMatchObject({ available: true });
  });

  it('comes back by itself: one night is told again every hour', async () => {
    const home = await house();
    const { id } = home;
    await home.breakA();
    await home.publish();
    const hourly = async () => {
      double.calls.length = 0;
      clock.set(clock.now() + HOUR);
      await home.publish();
      await home.tell();
      const told = double.seen(stockSave).flatMap(({ body }) => (body as Aris).aris);
      return told.filter((group) => group.rate_plan_id === `P-${id('A')}`).length;
    };
    expect(await hourly()).toBe(1);
    expect(await home.broken()).toHaveLength(1);
    expect(await hourly()).toBe(1);
    unmatched();
    expect(await hourly()).toBeGreaterThan(1);
    expect(await home.broken()).toEqual([]);
    expect(await home.active()).toEqual([id('A'), id('B'), id('C')]);
    // What was to be asked next is asked, and nothing after it.
    expect(await hourly()).toBe(0);
    expect(await hourly()).toBe(0);
    expect(double.seen(roomStatus)).toEqual([]);
  });

  it('comes back when its room type is on the shelf again, and is not asked about while the hotel keeps it off', async () => {
    const home = await house();
    const { id } = home;
    const operate = async (wanted: 'on' | 'off') => {
      double.always(roomOperate, () => success({ room_list: [{ room_id: `P-${id('R')}`, code: 0, message: '' }] }));
      home.roomSays('R', wanted === 'on' ? MATCH_STATE.usable : MATCH_STATE.disabled);
      await setRoomsWanted(db, home.accountId, [id('R')], wanted);
      await queuePublications(db, home.accountId, 'room-shelf', [id('R')], clock.now());
      await home.publish();
    };
    await operate('off');
    unmatched(`P-${id('A')}`, `P-${id('B')}`);
    await home.change('A', 'R');
    await home.tell();
    await home.publish();
    expect(await home.active()).toEqual([id('C')]);
    double.calls.length = 0;
    clock.set(clock.now() + HOUR);
    await home.publish();
    await home.tell();
    expect(double.calls).toEqual([]);
    unmatched();
    await operate('on');
    await home.tell();
    expect(await home.broken()).toEqual([]);
    expect(await home.active()).toEqual([id('A'), id('B'), id('C')]);
  });

  it('is switched off beside a publication, which locks the rate plan before its marks as well', async () => {
    const home = await house();
    const { id } = home;
    home.roomSays('R', MATCH_STATE.usable);
    unmatched(`P-${id('A')}`);
    await home.change('A', 'R');
    const marks = rateMarks(id('A'), id('R'), NIGHTS);
    let pushed: Promise<unknown> = Promise.resolve();
    await db.tx(async (session) => {
      // Shorter than a deadlock takes to be found.
      await session.execute("SET LOCAL lock_timeout = '500ms'");
      await session.query(
        'SELECT 1 FROM gateway.rate_plans WHERE account_id = $1 AND rate_plan_id = $2 FOR NO KEY UPDATE',
        [home.accountId, id('A')],
      );
      pushed = home.tell();
      const waits = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
      await until(async () => (await db.first(waits)) !== undefined, { what: 'the push waits for the rate plan' });
      await markDirty(session, home.accountId, marks, clock.now());
    });
    await pushed;
    await home.publish();
    expect(await home.broken()).toEqual([`${id('A')} rate_plan hotel_system`]);
    unmatched();
    await askAgain(ctx, home.accountId);
    await home.tell();
    expect(await home.broken()).toEqual([]);
  });

  it('has one place on the to-do list, not one for each of its refused nights', async () => {
    const home = await house();
    await home.breakA();
    expect(await ariRefusals(ctx, home.accountId, { limit: 9 })).toEqual([]);
    await db.execute('DELETE FROM gateway.broken_matches WHERE account_id = $1', [home.accountId]);
    expect((await ariRefusals(ctx, home.accountId, { limit: 9 })).length).toBeGreaterThan(1);
  });

  it('other refusals of a push switch nothing off', async () => {
    const home = await house();
    double.always(priceSave, (call) => verdicts(call, () => 13));
    await home.change('A', 'R');
    await home.tell();
    expect(await home.broken()).toEqual([]);
    expect(matchOfPush(13, '房型不存在')).toBe('unsaid');
  });

  it('code 1 in words that do not say so is a hiccup at first: told again, and switched off by the second refusal', async () => {
    const home = await house();
    const { id } = home;
    home.roomSays('R', MATCH_STATE.usable);
    double.always(priceSave, (call) => verdicts(call, (plan) => (plan === `P-${id('A')}` ? 1 : 0), '处理失败'));
    const nights = () => double.seen(priceSave).flatMap(({ body }) => (body as Aris).aris).length;
    await home.change('A', 'R');
    await sender.round(never);
    expect(nights()).toBeGreaterThan(0);
    expect(await home.broken()).toEqual([]);
    expect(await home.active()).toContain(id('A'));
    expect(await ariRefusals(ctx, home.accountId, { limit: 9 })).toEqual([]);
    // Whatever changes meanwhile, it is no second attempt before it has rested.
    await home.change('A', 'R');
    await sender.round(never);
    expect(await home.broken()).toEqual([]);
    await home.tell();
    expect(await home.broken()).toEqual([`${id('A')} rate_plan hotel_system`]);
    expect((await listBroken(db, home.accountId))[0]?.reason).toBe('处理失败');
    unmatched();
    await home.change('A', 'R');
    await home.tell();
    expect(await home.broken()).toEqual([]);
  });

  it('a hiccup that is over at the second attempt leaves the rate plan on sale and is forgotten', async () => {
    const home = await house();
    const { id } = home;
    for (const _twice of [1, 2]) {
      double.always(priceSave, (call) => verdicts(call, (plan) => (plan === `P-${id('A')}` ? 1 : 0), '处理失败'));
      await home.change('A', 'R');
      await sender.round(never);
      unmatched();
      await home.tell();
      expect(await home.broken()).toEqual([]);
      expect(await ariRefusals(ctx, home.accountId, { limit: 9 })).toEqual([]);
    }
    expect(await home.active()).toContain(id('A'));
  });

  it('a hiccup that turns into another refusal is listed with the words of that one', async () => {
    const home = await house();
    const { id } = home;
    double.always(priceSave, (call) => verdicts(call, (plan) => (plan === `P-${id('A')}` ? 1 : 0), '处理失败'));
    await home.change('A', 'R');
    await sender.round(never);
    double.always(priceSave, (call) => verdicts(call, (plan) => (plan === `P-${id('A')}` ? 13 : 0), '价格有误'));
    await home.tell();
    expect(await home.broken()).toEqual([]);
    expect(await ariRefusals(ctx, home.accountId, { limit: 1 })).toMatchObject([
      { ratePlanId: id('A'), code: 13, message: '价格有误' },
    ]);
  });

  it('comes back without waiting for others who mark its nights while they wait for it', async () => {
    const home = await house();
    const { accountId, id } = home;
    await home.breakA();
    await home.publish();
    unmatched();
    await db.execute('TRUNCATE gateway.ari_dirty');
    await markDirty(db, accountId, roomMarks(id('R'), NIGHTS), clock.now());
    let runs = 0;
    let round: Promise<unknown> = Promise.resolve();
    await db.tx(async (session) => {
      runs += 1;
      const [price, stock] = rateMarks(id('A'), id('R'), [day(1)]);
      await markDirty(session, accountId, price === undefined ? [] : [price], clock.now());
      if (runs === 1) round = sender.round(never);
      // Longer than PostgreSQL waits before it looks for a circle, so that it would be found here.
      await until(async () => (await waitingSince1200Ms()) || runs > 1);
      await markDirty(session, accountId, stock === undefined ? [] : [stock], clock.now());
    });
    await round;
    expect(runs).toBe(1);
    expect(await home.broken()).toEqual([]);
    expect(await home.active()).toContain(id('A'));
  });

  it('a notice that does not pass in such words counts at its repetition', async () => {
    const home = await house();
    const { id } = home;
    home.roomSays('R', MATCH_STATE.usable);
    await setAriMode(db, home.accountId, 'notice');
    noticesPass(`P-${id('A')}`, '处理失败');
    await home.change('A', 'R');
    const again = await sendNotices(ctx, never);
    expect(await home.broken()).toEqual([]);
    expect(again).toBeGreaterThan(clock.now());
    clock.set(again ?? 0);
    await sendNotices(ctx, never);
    expect(await home.broken()).toEqual([`${id('A')} rate_plan hotel_system`]);
    noticesPass(undefined, '');
    await home.change('A', 'R');
    await sendNotices(ctx, never);
    expect(await home.broken()).toEqual([]);
  });

  it('shows in the verdict on a change notice as well', async () => {
    const home = await house();
    const { id } = home;
    home.roomSays('R', MATCH_STATE.usable);
    await setAriMode(db, home.accountId, 'notice');
    noticesPass(`P-${id('A')}`, '物理房型匹配关系已解除');
    await home.change('A', 'R');
    await sendNotices(ctx, never);
    expect(await home.broken()).toEqual([`${id('A')} rate_plan hotel_system`]);
    noticesPass(undefined, '');
    await home.change('A', 'R');
    await sendNotices(ctx, never);
    expect(await home.broken()).toEqual([]);
  });

  it('comes back when a person confirms the match of its room type', async () => {
    const home = await house();
    const { id } = home;
    unmatched(`P-${id('A')}`);
    await home.change('A', 'R');
    await home.tell();
    unmatched();
    double.always(roomQuery, () =>
      success({ room_lists: { [`P-${id('H')}`]: [{ room_id: `P-${id('R')}`, cn_name: 'R' }] } }),
    );
    await confirmRoom(ctx, home.accountId, id('R'), `P-${id('R')}`);
    expect(await home.broken()).toEqual([]);
    expect(await home.active()).toContain(id('A'));
  });

  it('keeps what the hotel wants: on or off again meanwhile changes the wish alone', async () => {
    const home = await house();
    const { id } = home;
    unmatched(`P-${id('A')}`);
    await home.change('A', 'R');
    await home.tell();
    const plan = { rate_plan_id: id('A'), room_type_id: id('R'), name: 'A', sales_type: 1 as const, hourly: null };
    await saveRatePlan(db, home.accountId, { ...plan, active: true }, clock.now());
    expect((await findRatePlan(db, home.accountId, id('A')))?.active).toBe(true);
    expect(await home.active()).not.toContain(id('A'));
    await saveRatePlan(db, home.accountId, { ...plan, active: false }, clock.now());
    unmatched();
    await askAgain(ctx, home.accountId);
    await home.tell();
    expect(await home.broken()).toEqual([]);
    // Wanted off, so it stays off.
    expect(await home.active()).not.toContain(id('A'));
  });
});

describe('a room type the platform does not match any more', () => {
  const notice = (home: Awaited<ReturnType<typeof house>>) =>
    queuePublications(db, home.accountId, 'room-check', [home.id('R')], clock.now());

  it.each([
    ['off the shelf', MATCH_STATE.disabled, 'back_office', 'MATCH_OFF_SHELF'],
    ['abnormal', MATCH_STATE.abnormal, 'back_office', 'MATCH_OFF_SHELF'],
    ['not matched', MATCH_STATE.matchFailed, 'hotel_system', 'ROOM_MATCH_BROKEN'],
    ['not listed', undefined, 'hotel_system', 'ROOM_MATCH_BROKEN'],
  ])(
    '%s: the rate plans on it are switched off and told as closed, the hotel goes on',
    async (_what, status, side, step) => {
      const home = await house();
      const { id } = home;
      home.roomSays('R', status, '房型异常');
      await notice(home);
      await home.publish();
      expect(await home.broken()).toEqual([`${id('A')} room_type ${side}`, `${id('B')} room_type ${side}`]);
      expect(await home.active()).toEqual([id('C')]);
      const [first] = await listBroken(db, home.accountId);
      expect(first === undefined ? '' : nextStepOf(first)).toBe(step);
      await home.tell();
      const told = double.seen(stockSave).flatMap(({ body }) => (body as Aris).aris);
      expect(new Set(told.map((group) => `${group.rate_plan_id} ${group.available}`))).toEqual(
        new Set([`P-${id('A')} false`, `P-${id('B')} false`]),
      );
      // A push that is taken says nothing about the room type.
      expect(await home.broken()).toHaveLength(2);
      // Asked again by itself within the hour.
      home.roomSays('R', MATCH_STATE.usable);
      await home.publish();
      expect(await home.broken()).toHaveLength(2);
      clock.set(clock.now() + HOUR);
      await home.publish();
      expect(await home.broken()).toEqual([]);
      expect(await home.active()).toEqual([id('A'), id('B'), id('C')]);
      double.calls.length = 0;
      await home.tell();
      const again = double.seen(stockSave).flatMap(({ body }) => (body as Aris).aris);
      expect(again.every((group) => group.available === true)).toBe(true);
      expect(again.length).toBeGreaterThan(0);
    },
  );

  it('that the hotel itself wants off the shelf is no breakage', async () => {
    const home = await house();
    await setRoomsWanted(db, home.accountId, [home.id('R')], 'off');
    home.roomSays('R', MATCH_STATE.disabled);
    await notice(home);
    await home.publish();
    expect(await home.broken()).toEqual([]);
    expect(matchOfRoom({ status: MATCH_STATE.rejected, message: 'x', logid: undefined }, 'on')).toBe('unsaid');
  });

  it('is found every morning though its notice was lost, when it was published from here', async () => {
    const home = await house();
    const { id } = home;
    home.roomSays('R', MATCH_STATE.disabled);
    await askAboutRooms(ctx, home.accountId);
    await home.publish();
    expect(await home.broken()).toEqual([]);
    await db.execute(`UPDATE gateway.room_types SET publish_state = 'usable' WHERE account_id = $1`, [home.accountId]);
    await askAboutRooms(ctx, home.accountId);
    await home.publish();
    expect(await home.broken()).toEqual([`${id('A')} room_type back_office`, `${id('B')} room_type back_office`]);
  });

  it('says more than a refused push: the level stays', async () => {
    const home = await house();
    const { id } = home;
    home.roomSays('R', MATCH_STATE.disabled);
    unmatched(`P-${id('A')}`, `P-${id('B')}`);
    await home.change('A', 'R');
    await home.tell();
    expect(await home.broken()).toEqual([`${id('A')} rate_plan hotel_system`, `${id('B')} rate_plan hotel_system`]);
    await home.publish();
    expect(await home.broken()).toEqual([`${id('A')} room_type back_office`, `${id('B')} room_type back_office`]);
    await home.tell();
    expect(await home.broken()).toEqual([`${id('A')} room_type back_office`, `${id('B')} room_type back_office`]);
  });
});
