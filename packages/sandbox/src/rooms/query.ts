import { interfaces, PLATFORM } from '@yuzhu/contract';
import { hotelsByIds } from '../hotels/store.ts';
import { type OpenApiHandler, refuseWith, registerOpenApi } from '../openapi/handler.ts';
import { type RoomType, roomTypesOf } from './store.ts';

/** Hotels one call may ask for (inferred; the maximum is not published). */
const MOST_HOTELS = 50;

const queryRooms: OpenApiHandler<typeof interfaces.roomQuery> = async (_ctx, { request, accountId, session }) => {
  const asked = [...new Set(request.poi_ids ?? [])];
  if (asked.length === 0) refuseWith(PLATFORM.badParameter, 'poi_ids is missing');
  if (asked.length > MOST_HOTELS)
    refuseWith(PLATFORM.badParameter, `poi_ids holds ${asked.length}, at most ${MOST_HOTELS}`);
  const hotels = await hotelsByIds(session, accountId, asked);
  const category = new Map(hotels.map((hotel) => [hotel.hotelId, hotel.categoryId]));
  const rooms = await roomTypesOf(session, accountId, asked);
  // Every hotel asked for gets a key; unknown and foreign ones an empty list (inferred).
  const lists = asked.map((hotelId) => {
    const own = rooms.filter((room) => room.hotelId === hotelId);
    return [hotelId, own.map((room) => wireRoom(room, category.get(hotelId)))] as const;
  });
  return { room_lists: Object.fromEntries(lists) };
};

function wireRoom(room: RoomType, category: number | undefined) {
  return {
    room_id: room.roomId,
    cn_name: room.cnName,
    en_name: room.enName,
    status: room.status,
    ...(category === undefined ? {} : { category_id: category }),
    max_occupancy: room.maxOccupancy,
    room_num: room.rooms,
    ...room.details,
  };
}

/** Self-service search of the room types of hotels. */
export const roomQueryApi = registerOpenApi(interfaces.roomQuery, queryRooms);
