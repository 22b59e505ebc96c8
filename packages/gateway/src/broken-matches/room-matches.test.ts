import { interfaces, MATCH_STATE } from '@yuzhu/contract';
import { describe, expect, it } from 'vitest';
import { queuePublications } from '../publications/store.ts';
import { setRoomsWanted } from '../rooms/publish-store.ts';
import { type Aris, type House, openMatchStage } from '../testing/match-stage.ts';
import { askAboutRooms } from './ask-again.ts';
import { matchOfRoom, nextStepOf } from './decide.ts';
import { listBroken } from './store.ts';

const { ctx, db, clock, double, house, unmatched } = await openMatchStage('room_matches');
const { stockSave } = interfaces;
const HOUR = 3600_000;

describe('a room type the platform does not match any more', () => {
  const notice = (home: House) => queuePublications(db, home.accountId, 'room-check', [home.id('R')], clock.now());

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
