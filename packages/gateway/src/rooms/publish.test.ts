import { interfaces, MATCH_STATE } from '@yuzhu/contract';
import { testDatabase } from '@yuzhu/runtime/testkit';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { publishDue } from '../publications/publisher.ts';
import { listPublications } from '../publications/store.ts';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { platformContext, seedCatalog } from '../testing/platform-context.ts';
import { refusal, type SeenCall, startPlatformDouble, success } from '../testing/platform-double.ts';
import { applyRoomNotice } from './notice.ts';
import { publishRoom } from './publish.ts';
import { readRooms, setRoomDetails } from './publish-store.ts';
import { setRoomShelf } from './shelf.ts';
import { findRoomType } from './store.ts';

const database = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'rooms' });
const double = await startPlatformDouble();
afterAll(() => double.close());

const { roomSave, roomStatus, roomOperate, hotelQuery } = interfaces;
const never = new AbortController().signal;
const MINUTE = 60_000;
const DETAILS = { images: [{ image_url: 'https://img.example.com/1.jpg' }], room_num: 4, category_id: 8001001 };

let accounts = 0;

/** A hotel with room types that have no goods; `fresh` ones are unknown to the platform. */
async function house(names: readonly string[], known = false) {
  const number = ++accounts;
  const accountId = `7011223344560${String(number).padStart(6, '0')}`;
  const clientKey = `aw${accountId}`;
  const ctx = platformContext(database.open({ max: 8 }), { platformUrl: double.url, timeoutMs: 500 });
  const id = (name: string) => `${name}-${number}`;
  const rooms = Object.fromEntries(names.map((name) => [id(name), []]));
  await seedCatalog(ctx, { accountId, clientKey, hotelId: id('H'), rooms });
  if (!known)
    await ctx.db.execute('UPDATE gateway.room_types SET platform_room_id = NULL WHERE account_id = $1', [accountId]);
  for (const name of names) await setRoomDetails(ctx.db, accountId, id(name), DETAILS);
  const state = async (name = 'A') => {
    const row = await findRoomType(ctx.db, accountId, id(name));
    return [row?.publish_state, row?.publish_reason] as const;
  };
  return {
    ctx,
    accountId,
    id,
    state,
    publish: (name = 'A') => publishRoom(ctx, accountId, id(name)),
    shelf: (wanted: 'on' | 'off' | 'deleted', ...which: string[]) =>
      setRoomShelf(ctx, accountId, which.map(id), wanted),
    notice: (content: object) => ctx.db.tx((session) => applyRoomNotice(session, clientKey, content, ctx.clock.now())),
    round: () => publishDue(ctx, never),
    queue: async () =>
      (await listPublications(ctx, accountId)).map(({ kind, state: at, nextStep }) => [kind, at, nextStep]),
    platformId: async (name = 'A') => (await readRooms(ctx.db, accountId, [id(name)]))[0]?.platformRoomId,
  };
}

const bodyOf = (call: SeenCall | undefined) => call?.body as { room_info: Record<string, unknown>; room_ids: string[] };
const answer =
  (status: number, audit_message = '') =>
  (call: SeenCall) =>
    success({ room_list: bodyOf(call).room_ids.map((room_id) => ({ room_id, cn_name: 'x', status, audit_message })) });

beforeEach(async () => {
  await database.database.execute('TRUNCATE gateway.publications');
  double.calls.length = 0;
});

describe('publishing a room type', () => {
  it('saves it with name, guests and category, keeps the platform’s id, and asks after the notice', async () => {
    const home = await house(['A']);
    await home.publish();
    expect(double.seen(roomSave)[0]?.body).toEqual({
      account_id: home.accountId,
      poi_id: `P-${home.id('H')}`,
      room_info: { ...DETAILS, out_room_id: home.id('A'), cn_name: `Room ${home.id('A')}`, max_occupancy: 2 },
    });
    expect(await home.state()).toEqual(['auditing', null]);
    expect(await home.queue()).toEqual([['room-check', 'waiting', undefined]]);
    await home.round();
    expect(double.seen(roomStatus)).toEqual([]);
    await home.notice({ room_id: `P-${home.id('A')}`, status: 5 });
    await home.round();
    // What counts is the answer, not what the notice said.
    expect(await home.state()).toEqual(['usable', null]);
    expect(await home.queue()).toEqual([]);
    // The next save is an update.
    await home.publish();
    expect(bodyOf(double.seen(roomSave)[1]).room_info.room_id).toBe(`P-${home.id('A')}`);
  });

  it('goes on without the notice, and asks again while the audit runs', async () => {
    const home = await house(['A']);
    double.next(roomStatus, answer(MATCH_STATE.auditing), answer(42), answer(MATCH_STATE.usable));
    await home.publish();
    home.ctx.clock.advance(15 * MINUTE);
    await home.round();
    expect(await home.state()).toEqual(['auditing', null]);
    home.ctx.clock.advance(60 * MINUTE);
    await home.round();
    // An unknown number is shown as it came.
    expect(await home.state()).toEqual(['auditing', 'platform state 42']);
    home.ctx.clock.advance(60 * MINUTE);
    await home.round();
    expect(await home.state()).toEqual(['usable', null]);
    expect(await home.queue()).toEqual([]);
  });

  it('a rejection stands on the to-do list with its reason until a correction is sent', async () => {
    const home = await house(['A']);
    double.next(roomStatus, answer(MATCH_STATE.rejected, '图片模糊'), answer(MATCH_STATE.usable));
    await home.publish();
    await home.notice({ out_room_id: home.id('A'), poi_id: `P-${home.id('H')}`, room_id: `P-${home.id('A')}` });
    await home.round();
    expect(await home.state()).toEqual(['rejected', '图片模糊']);
    expect(await home.queue()).toEqual([['room', 'failed', 'ROOM_REJECTED']]);
    await home.publish();
    expect(await home.queue()).toEqual([['room-check', 'waiting', undefined]]);
    home.ctx.clock.advance(15 * MINUTE);
    await home.round();
    expect(await home.state()).toEqual(['usable', null]);
    expect(await home.queue()).toEqual([]);
  });

  it('a lost answer is repeated: the partner’s id makes it the same room type', async () => {
    const home = await house(['A']);
    double.next(roomSave, () => 'drop');
    await home.publish();
    expect((await home.state())[0]).toBe('saving');
    home.ctx.clock.advance(5000);
    await home.round();
    expect(await home.state()).toEqual(['auditing', null]);
    expect(await home.platformId()).toBe(`P-${home.id('A')}`);
  });

  it('a duplicate waits for a person, with the id of the other one', async () => {
    const home = await house(['A']);
    double.next(roomSave, () => success({ ok: false, room_id: '', duplicate_room_id: '7601', message: '同名' }));
    await home.publish();
    expect((await home.state())[1]).toContain('7601');
    expect(await home.queue()).toEqual([['room', 'failed', 'ROOM_DUPLICATE']]);
    expect(await home.platformId()).toBeUndefined();
  });

  it('a refusal is not repeated', async () => {
    const home = await house(['A']);
    double.next(roomSave, () => refusal(2100005, '参数不合法'));
    await home.publish();
    expect((await home.state())[0]).toBe('failed');
    home.ctx.clock.advance(60 * MINUTE);
    await home.round();
    expect(double.seen(roomSave)).toHaveLength(1);
  });

  it('learns the category of a hotel that was matched by hand, once', async () => {
    const home = await house(['A', 'B']);
    for (const name of ['A', 'B']) {
      const { category_id: _none, ...rest } = DETAILS;
      await setRoomDetails(home.ctx.db, home.accountId, home.id(name), rest);
    }
    const hotel = { hotel_id: `P-${home.id('H')}`, hotel_name: 'H', latitude: 1, longitude: 2, address: {} };
    const page = { page_index: 1, page_size: 50, total_count: 1, has_more: false };
    double.always(hotelQuery, () => success({ hotel_list: [{ ...hotel, category_id: 77 }], pagination: page }));
    await home.publish('A');
    await home.publish('B');
    expect(double.seen(hotelQuery)).toHaveLength(1);
    expect(double.seen(roomSave).map((call) => bodyOf(call).room_info.category_id)).toEqual([77, 77]);
  });

  it('without details, or of a hotel the platform does not know, is not sent', async () => {
    const home = await house(['A']);
    await home.ctx.db.execute('UPDATE gateway.hotels SET platform_hotel_id = NULL WHERE account_id = $1', [
      home.accountId,
    ]);
    await expect(home.publish()).rejects.toMatchObject({ code: 'NOT_PUBLISHABLE' });
    await expect(publishRoom(home.ctx, home.accountId, 'nobody')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(double.calls).toEqual([]);
  });

  it('a notice about nothing here, or about nothing at all, changes nothing', async () => {
    const home = await house(['A']);
    expect(await home.notice({ room_id: '999', status: 6 })).toMatchObject({ state: 'done' });
    expect(await home.notice({ status: 6 })).toMatchObject({ state: 'failed' });
    expect(await home.queue()).toEqual([]);
  });
});

describe('the shelf of room types', () => {
  it('goes in lots of five and reads every verdict', async () => {
    const names = Array.from({ length: 12 }, (_, at) => `R${at}`);
    const home = await house(names, true);
    double.next(roomOperate, ({ body }) => {
      const [bad, silent, ...rest] = (body as { room_ids: string[] }).room_ids;
      const verdicts = rest.map((room_id) => ({ room_id, code: 0, message: 'success' }));
      expect(silent).toBeDefined();
      return success({ room_list: [{ room_id: bad, code: 2100005, message: '房型不存在' }, ...verdicts] });
    });
    await home.shelf('off', ...names);
    expect(double.seen(roomOperate).map((call) => bodyOf(call).room_ids.length)).toEqual([5, 5, 2]);
    expect(await home.queue()).toEqual([
      ['room-shelf', 'failed', 'ITEM_REFUSED'],
      ['room-shelf', 'waiting', expect.any(String)],
    ]);
    const states = await Promise.all(names.map(async (name) => (await home.state(name))[0]));
    expect(states.filter((state) => state === 'offline')).toHaveLength(10);
    home.ctx.clock.advance(5000);
    await home.round();
    expect(await home.queue()).toEqual([['room-shelf', 'failed', 'ITEM_REFUSED']]);
  });

  it('a wish is kept until the audit is over, and carried out then', async () => {
    const home = await house(['A']);
    await home.shelf('off', 'A');
    expect(double.seen(roomOperate)).toEqual([]);
    await home.publish();
    home.ctx.clock.advance(15 * MINUTE);
    await home.round();
    expect(double.seen(roomOperate)).toHaveLength(1);
    expect(await home.state()).toEqual(['offline', null]);
  });

  it('deleted: the platform’s id is forgotten, and a later publication makes a new one', async () => {
    const home = await house(['A'], true);
    await home.shelf('deleted', 'A');
    expect(double.seen(roomOperate)[0]?.body).toMatchObject({ op_type: 3 });
    expect(await home.state()).toEqual(['deleted', null]);
    expect(await home.platformId()).toBeUndefined();
    expect(await home.queue()).toEqual([]);
    await home.publish();
    expect(bodyOf(double.seen(roomSave)[0]).room_info).not.toHaveProperty('room_id');
  });

  it('is not deleted while the platform has goods of it', async () => {
    const home = await house(['A', 'B'], true);
    await home.ctx.db.execute(
      `INSERT INTO gateway.rate_plans (account_id, rate_plan_id, room_type_id, name, platform_rate_plan_id, created_at)
       VALUES ($1, 'P', $2, 'P', $3, now())`,
      [home.accountId, home.id('A'), `PP-${home.id('A')}`],
    );
    await expect(home.shelf('deleted', 'B', 'A')).rejects.toMatchObject({ code: 'ROOM_IN_USE' });
    expect(double.calls).toEqual([]);
  });
});
