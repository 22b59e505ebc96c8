import { interfaces } from '@yuzhu/contract';
import { describe, expect, it } from 'vitest';
import { DEMO_MERCHANT, SECOND_MERCHANT } from '../seed/seed.ts';
import { catalogWorld } from '../testing/catalog-world.ts';

const world = await catalogWorld('hotels');
const account_id = DEMO_MERCHANT.accountId;

function page(page_index: unknown, page_size: unknown) {
  world.passReal(1000);
  return world.call(interfaces.hotelQuery, { account_id, page_index, page_size });
}

describe('hotel query', () => {
  it('lists the merchant’s own hotels, in six cities', async () => {
    const { data } = await page(1, 20);
    expect(data.hotel_list).toHaveLength(6);
    expect(new Set(data.hotel_list?.map((hotel) => hotel.address.city)).size).toBe(6);
    expect(data.hotel_list?.every((hotel) => hotel.account_id === account_id)).toBe(true);
    expect(data.pagination).toEqual({ page_index: 1, page_size: 20, total_count: 6, page_count: 1, has_more: false });
  });

  it('pages from 1 without losing or repeating one', async () => {
    const pages = [await page(1, 4), await page(2, 4), await page(3, 4)];
    expect(pages.map(({ data }) => data.hotel_list?.length)).toEqual([4, 2, 0]);
    expect(pages.map(({ data }) => data.pagination?.has_more)).toEqual([true, false, false]);
    expect(new Set(pages.flatMap(({ data }) => data.hotel_list?.map((hotel) => hotel.hotel_id))).size).toBe(6);
  });

  it('cuts a page to 50 entries', async () => {
    expect((await page(1, 5000)).data.pagination?.page_size).toBe(50);
  });

  it('gives the second merchant its own two', async () => {
    const token = await world.token(SECOND_MERCHANT);
    const request = { account_id: SECOND_MERCHANT.accountId, page_index: 1, page_size: 50 };
    const { data } = await world.call(interfaces.hotelQuery, request, { token });
    expect(data.hotel_list?.map((hotel) => hotel.address.city)).toEqual(['大理白族自治州', '厦门市']);
  });

  it.each([
    ['page 0', 0, 20, 2100005, 'page_index'],
    ['a negative page', -1, 20, 2100005, 'page_index'],
    ['an empty page', 1, 0, 2100005, 'page_size'],
    ['a page in text', '1', 20, 2100004, 'page_index'],
    ['a page of null', null, 20, 2100005, 'page_index'],
    ['an empty text for a page', '', 20, 2100005, 'page_index'],
    ['a fraction', 1.5, 20, 2100004, 'page_index'],
    ['a list', [1], 20, 2100004, 'page_index'],
  ])('refuses %s and names the member', async (_name, index, size, code, member) => {
    const { data, extra } = await page(index, size);
    expect(data.error_code).toBe(code);
    expect(extra.sub_description).toContain(member);
  });

  it('answers the largest page a number can name', async () => {
    expect((await page(Number.MAX_SAFE_INTEGER, 50)).data).toMatchObject({ error_code: 0, hotel_list: [] });
  });
});

describe('hotel scroll, for agents', () => {
  const scroll = (members: object) => {
    world.passReal(1000);
    return world.call(interfaces.hotelScroll, { account_id, ...members });
  };

  it('goes on from the cursor until a page is empty, losing and repeating none', async () => {
    const seen: string[] = [];
    const sizes: number[] = [];
    let cursor: string | undefined;
    do {
      const { data } = await scroll({ page_size: 4, ...(cursor === undefined ? {} : { scroll_id: cursor }) });
      sizes.push(data.hotel_list?.length ?? 0);
      seen.push(...(data.hotel_list ?? []).map((hotel) => hotel.hotel_id));
      cursor = data.scroll_id;
    } while (cursor !== undefined);
    expect(sizes).toEqual([4, 2, 0]);
    expect(seen).toEqual(DEMO_MERCHANT.hotels.map(({ hotel }) => hotel.hotelId).sort());
  });

  it('refuses an empty page, and a cursor of its own making or of another merchant', async () => {
    expect((await scroll({ page_size: 0 })).data.error_code).toBe(2100005);
    expect((await scroll({ page_size: 4, scroll_id: 'made-up' })).data.error_code).toBe(2100005);
    const request = { account_id: SECOND_MERCHANT.accountId, page_size: 1 };
    const { data } = await world.call(interfaces.hotelScroll, request, { token: await world.token(SECOND_MERCHANT) });
    expect((await scroll({ page_size: 4, scroll_id: data.scroll_id })).data.error_code).toBe(2100005);
  });
});

describe('room query', () => {
  const ids = DEMO_MERCHANT.hotels.map(({ hotel }) => hotel.hotelId);
  const ask = (poi_ids: unknown) => {
    world.passReal(1000);
    return world.call(interfaces.roomQuery, { account_id, poi_ids });
  };

  it('gives three to six room types of every hotel', async () => {
    const { data } = await ask(ids);
    const lists = Object.entries(data.room_lists ?? {});
    expect(lists.map(([id]) => id).sort()).toEqual([...ids].sort());
    for (const [, rooms] of lists) {
      expect(rooms.length).toBeGreaterThanOrEqual(3);
      expect(rooms.length).toBeLessThanOrEqual(6);
      expect(rooms.every((room) => room.status === 6 && (room.room_num ?? 0) > 0 && room.cn_name !== '')).toBe(true);
    }
  });

  it('gives another merchant’s and unknown hotels an empty list', async () => {
    const foreign = SECOND_MERCHANT.hotels[0]?.hotel.hotelId ?? '';
    const { data } = await ask([foreign, '7599999999999999999', '__proto__']);
    expect(data.room_lists).toEqual(JSON.parse(`{"${foreign}":[],"7599999999999999999":[],"__proto__":[]}`));
  });

  it.each([
    ['no list', undefined, 2100005],
    ['null', null, 2100005],
    ['an empty text', '', 2100005],
    ['an empty list', [], 2100005],
    ['a number for an id', [7500000000000001000], 2100004],
    ['a text for the list', '7500000000000001101', 2100004],
    ['51 hotels', Array.from({ length: 51 }, (_, at) => `75${at}`), 2100005],
    ['an id of 129 characters', ['7'.repeat(129)], 2100005],
  ])('refuses %s', async (_name, poi_ids, code) => {
    const { data, extra } = await ask(poi_ids);
    expect(data.error_code).toBe(code);
    expect(extra.sub_description).toContain('poi_ids');
  });
});
