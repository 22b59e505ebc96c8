import { type Session, statement } from '@yuzhu/runtime';
import type { HotelDetails } from '../hotels/details.ts';
import { addressLine } from '../hotels/lookup.ts';
import type { RoomDetails } from '../rooms/details.ts';
import type { HotelFacts } from './hotels.ts';
import type { RoomFacts } from './rooms.ts';

/** An unmatched hotel or room type of the hotel system, with what it told of itself. */
export type OwnEntry<Facts> = Facts & { readonly ownId: string };

/** More hotels or room types than are matched by hand at once. */
const MOST = 1000;

const HOTELS = statement(
  'matching_hotels',
  `SELECT hotel_id, name, details FROM gateway.hotels WHERE account_id = $1 AND platform_hotel_id IS NULL
   ORDER BY hotel_id LIMIT ${MOST}`,
);

/** The account's hotels without a match. */
export async function unmatchedHotels(session: Session, accountId: string): Promise<OwnEntry<HotelFacts>[]> {
  const rows = await session.query<{ hotel_id: string; name: string; details: HotelDetails | null }>(HOTELS, [
    accountId,
  ]);
  return rows.map(({ hotel_id: ownId, name, details }) => {
    const { latitude, longitude, address } = details?.hotel_base_info ?? {};
    return { ownId, name, latitude, longitude, address: address && addressLine(address) };
  });
}

const ROOMS = statement(
  'matching_rooms',
  `SELECT t.room_type_id, t.name, t.max_guests, t.details FROM gateway.room_types t
   JOIN gateway.hotels h USING (account_id, hotel_id)
   WHERE t.account_id = $1 AND h.platform_hotel_id = $2 AND t.platform_room_id IS NULL
   ORDER BY t.room_type_id LIMIT ${MOST}`,
);

/** The room types without a match of the hotel that is matched with one of the platform's. */
export async function unmatchedRooms(
  session: Session,
  accountId: string,
  platformHotelId: string,
): Promise<OwnEntry<RoomFacts>[]> {
  const rows = await session.query<{
    room_type_id: string;
    name: string;
    max_guests: number;
    details: RoomDetails | null;
  }>(ROOMS, [accountId, platformHotelId]);
  return rows.map(({ room_type_id: ownId, name, max_guests: guests, details }) => ({
    ownId,
    name,
    guests,
    area: details?.area?.value_list?.[0],
    beds: details?.bed_groups?.[0]?.bed_items.map((bed) => ({ count: bed.bed_num ?? 1, width: bed.bed_size })),
  }));
}

const MATCHED = statement(
  'matching_matched_rooms',
  `SELECT t.platform_room_id, t.room_type_id FROM gateway.room_types t JOIN gateway.hotels h USING (account_id, hotel_id)
   WHERE t.account_id = $1 AND h.platform_hotel_id = ANY ($2::text[]) AND t.platform_room_id IS NOT NULL`,
);

/** The matched room types of some of the platform's hotels: the platform's id -> the hotel's own. */
export async function matchedRooms(
  session: Session,
  accountId: string,
  platformHotelIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await session.query<{ platform_room_id: string; room_type_id: string }>(MATCHED, [
    accountId,
    platformHotelIds,
  ]);
  return new Map(rows.map((row) => [row.platform_room_id, row.room_type_id]));
}
