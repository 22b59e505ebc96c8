import { testDatabase } from '@yuzhu/runtime/testkit';
import { expect, it } from 'vitest';
import { parseDataKeys } from '../keys/data-keys.ts';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { seedAccount } from '../testing/seed.ts';
import { DATA_KEY } from '../testing/test-gateway.ts';
import { matchedRooms, unmatchedHotels, unmatchedRooms } from './own-entries.ts';

const { database: db } = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'own-entries' });
const seeded = await seedAccount(db, parseDataKeys(DATA_KEY), { roomTypes: 2 });
const { accountId, platformHotelId, room } = seeded;

it('what a hotel told of itself counts, as far as it told it, and what is matched is left out', async () => {
  expect(await unmatchedHotels(db, accountId)).toEqual([]);
  await db.execute(
    `INSERT INTO gateway.hotels (account_id, hotel_id, name, details, created_at) VALUES
       ($1, 'NEW', '云栖酒店', $2, now()), ($1, 'OLD', '澹舟酒店', NULL, now())`,
    [
      accountId,
      {
        hotel_base_info: {
          latitude: 30.25,
          longitude: 120.16,
          address: { province: '上海市', city: '上海市', detail_address: '湖滨路9号' },
        },
      },
    ],
  );
  expect(await unmatchedHotels(db, accountId)).toEqual([
    { ownId: 'NEW', name: '云栖酒店', latitude: 30.25, longitude: 120.16, address: '上海市 湖滨路9号' },
    { ownId: 'OLD', name: '澹舟酒店', latitude: undefined, longitude: undefined, address: undefined },
  ]);
});

it('room types of the matched hotel alone, with area and beds', async () => {
  expect(await unmatchedRooms(db, accountId, platformHotelId)).toEqual([]);
  await db.execute(
    'UPDATE gateway.room_types SET platform_room_id = NULL, details = $3 WHERE account_id = $1 AND room_type_id = $2',
    [
      accountId,
      room.roomTypeId,
      {
        area: { value_type: 1, value_list: [32] },
        bed_groups: [{ bed_items: [{ bed_type: 2, bed_num: 2, bed_size: 120 }] }],
      },
    ],
  );
  expect(await unmatchedRooms(db, accountId, platformHotelId)).toMatchObject([
    { ownId: room.roomTypeId, area: 32, beds: [{ count: 2, width: 120 }] },
  ]);
  expect(await unmatchedRooms(db, accountId, 'another')).toEqual([]);
  // The second one is still matched, and it alone.
  const other = seeded.rooms[1];
  expect([...(await matchedRooms(db, accountId, [platformHotelId]))]).toEqual([
    [other?.platformRoomId, other?.roomTypeId],
  ]);
  expect((await matchedRooms(db, accountId, ['another'])).size).toBe(0);
});
