import { interfaces } from '@yuzhu/contract';
import { testDatabase } from '@yuzhu/runtime/testkit';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { platformContext, seedCatalog } from '../testing/platform-context.ts';
import { refusal, startPlatformDouble, success } from '../testing/platform-double.ts';
import { lookupHotels, lookupRooms } from './lookup.ts';
import { confirmHotel, confirmRoom } from './match.ts';

const database = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'hotels' });
const double = await startPlatformDouble();
afterAll(() => double.close());
const ctx = platformContext(database.database, { platformUrl: double.url, timeoutMs: 1000 });
const { hotelQuery, hotelScroll, roomQuery } = interfaces;

const ACCOUNT = '7301122334455667788';
await seedCatalog(ctx, {
  accountId: ACCOUNT,
  clientKey: 'awhotels',
  hotelId: 'H1',
  rooms: { R1: ['A1'], R2: [] },
  published: false,
});
await seedCatalog(ctx, { accountId: '7301122334455667799', clientKey: 'awhotels', hotelId: 'H9', rooms: {} });

const hotel = (id: string, name = `Hotel ${id}`) => ({
  hotel_id: id,
  hotel_name: name,
  latitude: 31.2401,
  longitude: 121.4903,
  address: { province: '上海市', city: '上海市', district: '黄浦区', detail_address: '示例路88号' },
  category_id: 8_001_001,
});
const page = (index: number, ids: readonly string[], more?: boolean) =>
  success({
    hotel_list: ids.map((id) => hotel(id)),
    pagination: {
      page_index: index,
      page_size: 50,
      total_count: 120,
      ...(more === undefined ? {} : { has_more: more }),
    },
  });
const many = (from: number, count: number) => Array.from({ length: count }, (_, at) => `P${from + at}`);

beforeEach(async () => {
  double.calls.length = 0;
  await ctx.db.execute('UPDATE gateway.hotels SET platform_hotel_id = NULL WHERE hotel_id = $1', ['H1']);
  await ctx.db.execute('UPDATE gateway.room_types SET platform_room_id = NULL');
  await ctx.db.execute('UPDATE gateway.rate_plans SET platform_rate_plan_id = NULL');
});

describe('looking up hotels', () => {
  it('as an agent, whose ability is the scrolling list: text or object, until a page is empty', async () => {
    double.next(hotelQuery, () => refusal(2190004, '应用未获得该能力'));
    double.next(
      hotelScroll,
      () => success({ hotel_list: [hotel('S1'), hotel('S2')], scroll_id: 'a' }),
      () => {
        const data = JSON.stringify({ error_code: 0, hotel_list: [hotel('S3')], scroll_id: 'b' });
        return { body: { data, extra: { error_code: 0 } } };
      },
      () => success({ hotel_list: [], scroll_id: 'c' }),
    );
    const found = await lookupHotels(ctx, ACCOUNT);
    expect(found.map(({ platformHotelId }) => platformHotelId)).toEqual(['S1', 'S2', 'S3']);
    const cursors = double.seen(hotelScroll).map(({ body }) => (body as { scroll_id?: string }).scroll_id);
    expect(cursors).toEqual([undefined, 'a', 'b']);
  });

  it('with neither ability, tells of the one most apply for', async () => {
    double.next(hotelQuery, () => refusal(2190004, 'no hotel-query'));
    double.next(hotelScroll, () => refusal(2190004, 'no hotel-scroll'));
    await expect(lookupHotels(ctx, ACCOUNT)).rejects.toMatchObject({
      code: 'PLATFORM_UNAUTHORISED',
      details: { reason: expect.stringContaining('no hotel-query') },
    });
  });

  it('reads every page until the platform says it was the last', async () => {
    double.next(
      hotelQuery,
      () => page(1, many(0, 50), true),
      () => page(2, many(50, 50), true),
      () => page(3, many(100, 20), false),
    );
    const found = await lookupHotels(ctx, ACCOUNT);
    expect(found).toHaveLength(120);
    expect(found[0]).toEqual({
      platformHotelId: 'P0',
      name: 'Hotel P0',
      address: '上海市 黄浦区 示例路88号',
      latitude: 31.2401,
      longitude: 121.4903,
      categoryId: 8_001_001,
    });
    expect(double.seen(hotelQuery).map(({ body }) => body)).toEqual(
      [1, 2, 3].map((index) => ({ account_id: ACCOUNT, page_index: index, page_size: 50 })),
    );
  });

  it('ends without paging members at a page that is not full, and at a page that brings nothing new', async () => {
    double.next(
      hotelQuery,
      () => page(1, many(0, 50)),
      () => page(2, many(50, 3)),
    );
    expect(await lookupHotels(ctx, ACCOUNT)).toHaveLength(53);
    double.next(
      hotelQuery,
      () => page(1, many(0, 50), true),
      () => page(2, many(0, 50), true),
    );
    expect(await lookupHotels(ctx, ACCOUNT)).toHaveLength(50);
  });

  it('tells a person why it did not work', async () => {
    double.next(
      hotelQuery,
      () => refusal(2119005),
      () => 'drop',
      () => refusal(2119001, 'account_id invalid'),
    );
    await expect(lookupHotels(ctx, ACCOUNT)).rejects.toMatchObject({ code: 'PLATFORM_UNAUTHORISED' });
    await expect(lookupHotels(ctx, ACCOUNT)).rejects.toMatchObject({ code: 'PLATFORM_SILENT' });
    await expect(lookupHotels(ctx, ACCOUNT)).rejects.toMatchObject({
      code: 'PLATFORM_REFUSED',
      details: { reason: 'account_id invalid', platform_code: 2119001, logid: 'LOGID' },
    });
  });
});

describe('looking up rooms', () => {
  it('asks hotel by hotel and leaves out entries without an id', async () => {
    const room = {
      room_id: 'PR1',
      cn_name: '豪华大床房',
      en_name: 'Deluxe King',
      status: 6,
      max_occupancy: 2,
      room_num: 18,
      area: { value_type: 1, value_list: [30, 35] },
      bed_groups: [{ bed_items: [{ bed_type: 1, bed_num: 1, bed_size: 180 }] }],
    };
    double.next(
      roomQuery,
      () => success({ room_lists: { P1: [room, { cn_name: 'no id' }] } }),
      () => success({}),
    );
    expect(await lookupRooms(ctx, ACCOUNT, ['P1', 'P2', 'P1'])).toEqual([
      {
        platformHotelId: 'P1',
        platformRoomId: 'PR1',
        name: '豪华大床房',
        nameEn: 'Deluxe King',
        status: 6,
        maxGuests: 2,
        rooms: 18,
        area: 30,
        beds: [{ count: 1, width: 180 }],
      },
    ]);
    expect(double.seen(roomQuery).map(({ body }) => (body as { poi_ids: string[] }).poi_ids)).toEqual([['P1'], ['P2']]);
  });
});

describe('confirming a match', () => {
  const lists = (...ids: string[]) => double.always(hotelQuery, () => page(1, ids, false));
  const listsRooms = (...ids: string[]) =>
    double.always(roomQuery, () => success({ room_lists: { P1: ids.map((id) => ({ room_id: id })) } }));

  it('takes the id the platform lists, for the hotel and then for its rooms', async () => {
    lists('P1', 'P2');
    listsRooms('PR1');
    await expect(confirmRoom(ctx, ACCOUNT, 'R1', 'PR1')).rejects.toMatchObject({ code: 'NOT_MATCHED' });
    expect(await confirmHotel(ctx, ACCOUNT, 'H1', 'P1')).toMatchObject({ hotel_id: 'H1', platform_hotel_id: 'P1' });
    expect(await confirmRoom(ctx, ACCOUNT, 'R1', 'PR1')).toMatchObject({ room_type_id: 'R1', platform_room_id: 'PR1' });
    await expect(confirmRoom(ctx, ACCOUNT, 'R2', 'PR1')).rejects.toMatchObject({ code: 'PLATFORM_ID_TAKEN' });
    await expect(confirmRoom(ctx, ACCOUNT, 'R2', 'PR7')).rejects.toMatchObject({ code: 'NOT_LISTED' });
  });

  it('refuses what is not listed, not ours, taken, or in use by goods; nothing changes', async () => {
    lists('P1', 'P2', 'P-H9');
    await expect(confirmHotel(ctx, ACCOUNT, 'H1', 'P7')).rejects.toMatchObject({ code: 'NOT_LISTED' });
    await expect(confirmHotel(ctx, ACCOUNT, 'H9', 'P1')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(confirmHotel(ctx, ACCOUNT, 'H1', 'P-H9')).rejects.toMatchObject({ code: 'PLATFORM_ID_TAKEN' });
    await confirmHotel(ctx, ACCOUNT, 'H1', 'P1');
    await ctx.db.execute("UPDATE gateway.rate_plans SET platform_rate_plan_id = 'PA1' WHERE rate_plan_id = 'A1'");
    await expect(confirmHotel(ctx, ACCOUNT, 'H1', 'P2')).rejects.toMatchObject({ code: 'PLATFORM_ID_FIXED' });
    expect(await confirmHotel(ctx, ACCOUNT, 'H1', 'P1')).toMatchObject({ platform_hotel_id: 'P1' });
  });
});
