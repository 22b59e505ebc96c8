import { interfaces, MATCH_STATE } from '@yuzhu/contract';
import { testDatabase } from '@yuzhu/runtime/testkit';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { publishDue } from '../publications/publisher.ts';
import { listPublications } from '../publications/store.ts';
import { setRoomDetails } from '../rooms/publish-store.ts';
import { findRoomType } from '../rooms/store.ts';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { platformContext, seedCatalog } from '../testing/platform-context.ts';
import { refusal, type Step, startPlatformDouble, success } from '../testing/platform-double.ts';
import { applyHotelNotice } from './notice.ts';
import { publishHotel } from './publish.ts';
import { readHotels, setHotelDetails } from './publish-store.ts';
import { findHotel } from './store.ts';

const database = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'hotels' });
const double = await startPlatformDouble();
afterAll(() => double.close());

const { hotelSave, hotelStatus, roomSave } = interfaces;
const never = new AbortController().signal;
const MINUTE = 60_000;
const DETAILS = {
  hotel_base_info: { latitude: 31.24, longitude: 121.49 },
  hotel_facilities: [{ facility_category: 1, facility_id: 101 }],
  hotel_policy: { pet_policy: { is_allow_pet: false } },
};

let accounts = 0;

async function house(known = false) {
  const number = ++accounts;
  const accountId = `7011223344561${String(number).padStart(6, '0')}`;
  const clientKey = `aw${accountId}`;
  const ctx = platformContext(database.open({ max: 8 }), { platformUrl: double.url, timeoutMs: 500 });
  const hotelId = `H-${number}`;
  const roomTypeId = `R-${number}`;
  await seedCatalog(ctx, { accountId, clientKey, hotelId, rooms: { [roomTypeId]: [] } });
  if (!known) {
    await ctx.db.execute('UPDATE gateway.room_types SET platform_room_id = NULL WHERE account_id = $1', [accountId]);
    await ctx.db.execute('UPDATE gateway.hotels SET platform_hotel_id = NULL WHERE account_id = $1', [accountId]);
  }
  await setHotelDetails(ctx.db, accountId, hotelId, DETAILS);
  return {
    ctx,
    accountId,
    hotelId,
    roomTypeId,
    publish: () => publishHotel(ctx, accountId, hotelId),
    notice: (content: object) => ctx.db.tx((session) => applyHotelNotice(session, clientKey, content, ctx.clock.now())),
    round: () => publishDue(ctx, never),
    later: async (ms: number) => {
      ctx.clock.advance(ms);
      await publishDue(ctx, never);
    },
    state: async () => {
      const row = await findHotel(ctx.db, accountId, hotelId);
      return [row?.publish_state, row?.publish_reason] as const;
    },
    platformId: async () => (await readHotels(ctx.db, accountId, [hotelId]))[0]?.platformHotelId,
    queue: async () =>
      (await listPublications(ctx, accountId)).map(({ kind, state, nextStep }) => [kind, state, nextStep]),
  };
}

const told =
  (status: number, message = '', more: object = {}): Step =>
  ({ body }) => {
    const [id] = (body as { out_hotel_id_list: string[] }).out_hotel_id_list;
    return { body: { data: [{ out_hotel_id: id, status, message, ...more }], extra: { error_code: 0 } } };
  };

beforeEach(async () => {
  await database.database.execute('TRUNCATE gateway.publications');
  double.calls.length = 0;
});

describe('publishing a hotel', () => {
  it('is sent without the platform’s id, matched after the notice, and its room types follow', async () => {
    const home = await house();
    await setRoomDetails(home.ctx.db, home.accountId, home.roomTypeId, {
      images: [{ image_url: 'https://x.example/1.jpg' }],
    });
    await home.publish();
    expect(double.seen(hotelSave)[0]?.body).toEqual({
      ...DETAILS,
      account_id: home.accountId,
      out_hotel_id: home.hotelId,
      active: true,
      hotel_base_info: { hotel_name: `Hotel ${home.hotelId}`, ...DETAILS.hotel_base_info },
    });
    expect(await home.state()).toEqual(['matching', null]);
    expect(await home.platformId()).toBeUndefined();
    await home.notice({ out_hotel_id: home.hotelId, status: 4 });
    await home.round();
    // What counts is the answer, not what the notice said.
    expect(await home.state()).toEqual(['matched', null]);
    expect(await home.platformId()).toBe(`P-${home.hotelId}`);
    await home.round();
    expect(double.seen(roomSave)[0]?.body).toMatchObject({
      poi_id: `P-${home.hotelId}`,
      room_info: { category_id: 8001001, out_room_id: home.roomTypeId },
    });
    expect((await findRoomType(home.ctx.db, home.accountId, home.roomTypeId))?.publish_state).toBe('auditing');
    // From now on it is an update.
    await home.publish();
    expect(double.seen(hotelSave)[1]?.body).toMatchObject({ hotel_id: `P-${home.hotelId}` });
  });

  it('goes on without the notice; while it is to be claimed it stands on the to-do list and is asked about', async () => {
    const home = await house();
    double.next(hotelStatus, told(2), told(8, '', { hotel_id: 'P-X' }), told(6, '', { hotel_id: `P-${home.hotelId}` }));
    await home.publish();
    await home.later(15 * MINUTE);
    expect(await home.state()).toEqual(['matching', null]);
    await home.later(60 * MINUTE);
    expect(await home.state()).toEqual(['claim_pending', null]);
    // Nothing is sold through a hotel that is not confirmed.
    expect(await home.platformId()).toBeUndefined();
    expect(await home.queue()).toEqual([
      ['hotel', 'failed', 'HOTEL_UNCLAIMED'],
      ['hotel-check', 'waiting', undefined],
    ]);
    await home.later(60 * MINUTE);
    expect(await home.state()).toEqual(['matched', null]);
    expect(await home.queue()).toEqual([]);
  });

  it.each([
    [MATCH_STATE.matchFailed, 'failed', 'HOTEL_NOT_MATCHED'],
    [MATCH_STATE.rejected, 'rejected', 'HOTEL_REJECTED'],
    [MATCH_STATE.abnormal, 'failed', 'ITEM_REFUSED'],
  ])('state %i stands on the to-do list with its reason until details are sent again', async (status, state, step) => {
    const home = await house();
    double.next(hotelStatus, told(status, '缺少坐标'));
    await home.publish();
    await home.later(15 * MINUTE);
    expect((await home.state())[0]).toBe(state);
    expect((await home.state())[1]).toContain('缺少坐标');
    expect(await home.queue()).toEqual([['hotel', 'failed', step]]);
    await home.publish();
    await home.later(15 * MINUTE);
    expect(await home.state()).toEqual(['matched', null]);
    expect(await home.queue()).toEqual([]);
  });

  it('an answer about another hotel than ours is not taken', async () => {
    const home = await house(true);
    double.next(hotelSave, () =>
      success({ out_hotel_id: home.hotelId, status: 6, message: '', hotel_id: 'P-ANOTHER' }),
    );
    await home.publish();
    expect((await home.state())[0]).toBe('failed');
    expect(await home.platformId()).toBe(`P-${home.hotelId}`);
    expect(await home.queue()).toEqual([['hotel', 'failed', 'ITEM_REFUSED']]);
  });

  it('a lost answer is repeated, a refusal is not', async () => {
    const home = await house();
    double.next(hotelSave, () => 'drop');
    await home.publish();
    expect((await home.state())[0]).toBe('saving');
    await home.later(5000);
    expect(await home.state()).toEqual(['matching', null]);
    double.next(hotelSave, () => refusal(2100005, '名称不合法'));
    await home.publish();
    expect((await home.state())[1]).toContain('名称不合法');
    const sent = double.seen(hotelSave).length;
    await home.later(60 * MINUTE);
    expect(double.seen(hotelSave)).toHaveLength(sent);
  });

  it('without details it is not sent; notices about nothing here change nothing', async () => {
    const home = await house();
    await home.ctx.db.execute('UPDATE gateway.hotels SET details = NULL WHERE account_id = $1', [home.accountId]);
    await expect(home.publish()).rejects.toMatchObject({ code: 'NOT_PUBLISHABLE' });
    expect(await home.notice({ out_hotel_id: home.hotelId, status: 6 })).toMatchObject({ state: 'done' });
    expect(await home.notice({ status: 6 })).toMatchObject({ state: 'failed' });
    expect(await home.queue()).toEqual([]);
    expect(double.calls).toEqual([]);
  });
});
