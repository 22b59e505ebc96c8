import Type from 'typebox';
import { lookupRooms } from '../../hotels/lookup.ts';
import { matchedRooms, unmatchedRooms } from '../../matching/own-entries.ts';
import { type RoomFacts, roomComparison } from '../../matching/rooms.ts';
import { list, nullable, output, platformId } from '../fields.ts';
import { noSuggestion, suggestionFields, suggestionsFor } from '../platform-suggestions.ts';
import { apiRoute } from '../route.ts';

export default apiRoute({
  operation: 'lookupPlatformRooms',
  method: 'GET',
  path: '/platform/rooms',
  group: 'rooms',
  title: { zh: '查询平台上的物理房型', en: 'Look up room types on the platform' },
  about: {
    zh: '向平台查询酒店的物理房型，用来匹配 platform_room_id。',
    en: 'Asks the platform for the physical room types of hotels, to find the platform_room_id of each.',
  },
  query: { platform_hotel_ids: list(platformId('hotel'), 'hotels, at most 20', { minItems: 1, maxItems: 20 }) },
  reply: Type.Object({
    items: list(
      output('PlatformRoom', {
        platform_hotel_id: Type.String(),
        platform_room_id: Type.String(),
        name: Type.String(),
        name_en: nullable(Type.String()),
        status: nullable(Type.Integer({ description: 'match state at the platform; 6 usable (inferred)' })),
        max_guests: nullable(Type.Integer()),
        rooms: nullable(Type.Integer({ description: 'rooms of this type' })),
        area: nullable(Type.Number({ description: 'square metres; of a range the least' })),
        matched_to: nullable(Type.String({ description: 'own id of the room type it is matched to' })),
        ...suggestionFields,
      }),
      'room types as the platform knows them',
    ),
  }),
  errors: ['PLATFORM_REFUSED', 'PLATFORM_SILENT', 'PLATFORM_BUSY', 'PLATFORM_UNAUTHORISED'],
  handle: async (ctx, { caller, query }) => {
    const found = await lookupRooms(ctx, caller.accountId, query.platform_hotel_ids);
    const matched = await matchedRooms(ctx.db, caller.accountId, query.platform_hotel_ids);
    // Only room types of the very hotel are compared: every house has a 豪华大床房.
    const suggestions = new Map<string, ReturnType<typeof suggestionsFor>>();
    for (const platformHotelId of query.platform_hotel_ids) {
      const unmatched = await unmatchedRooms(ctx.db, caller.accountId, platformHotelId);
      const open = found.filter(
        (room) => room.platformHotelId === platformHotelId && !matched.has(room.platformRoomId),
      );
      suggestions.set(
        platformHotelId,
        suggestionsFor<RoomFacts, unknown>(
          unmatched,
          open.map((room) => ({ ...room, platformId: room.platformRoomId, guests: room.maxGuests })),
          roomComparison,
        ),
      );
    }
    return {
      items: found.map((room) => ({
        platform_hotel_id: room.platformHotelId,
        platform_room_id: room.platformRoomId,
        name: room.name,
        name_en: room.nameEn ?? null,
        status: room.status ?? null,
        max_guests: room.maxGuests ?? null,
        rooms: room.rooms ?? null,
        area: room.area ?? null,
        matched_to: matched.get(room.platformRoomId) ?? null,
        ...(suggestions.get(room.platformHotelId) ?? noSuggestion)(room.platformRoomId),
      })),
    };
  },
});
