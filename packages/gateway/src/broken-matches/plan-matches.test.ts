import { interfaces, MATCH_STATE } from '@yuzhu/contract';
import { describe, expect, it } from 'vitest';
import { setAriMode } from '../ari/mode.ts';
import { sendNotices } from '../ari/notifying/notice-sender.ts';
import { ariRefusals } from '../ari/watching/view.ts';
import { findRatePlan, saveRatePlan } from '../goods/store.ts';
import { confirmRoom } from '../hotels/match.ts';
import { queuePublications } from '../publications/store.ts';
import { setRoomsWanted } from '../rooms/publish-store.ts';
import { type Aris, openMatchStage } from '../testing/match-stage.ts';
import { day } from '../testing/platform-context.ts';
import { success } from '../testing/platform-double.ts';
import { askAgain } from './ask-again.ts';
import { matchOfPush } from './decide.ts';
import { listBroken } from './store.ts';

const { ctx, db, clock, double, never, house, verdicts, unmatched, noticesPass } = await openMatchStage('plan_matches');
const { stockSave, priceSave, roomStatus, roomOperate, roomQuery } = interfaces;
const HOUR = 3600_000;

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
