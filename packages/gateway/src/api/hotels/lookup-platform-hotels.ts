import Type from 'typebox';
import { lookupHotels } from '../../hotels/lookup.ts';
import { listHotels } from '../../hotels/store.ts';
import { type HotelFacts, hotelComparison } from '../../matching/hotels.ts';
import { unmatchedHotels } from '../../matching/own-entries.ts';
import { list, nullable, output } from '../fields.ts';
import { MOST_SUGGESTED, suggestionFields, suggestionsFor } from '../platform-suggestions.ts';
import { apiRoute } from '../route.ts';

export default apiRoute({
  operation: 'lookupPlatformHotels',
  method: 'GET',
  path: '/platform/hotels',
  group: 'hotels',
  title: { zh: '查询平台上的酒店', en: 'Look up the hotels on the platform' },
  about: {
    zh: '向平台查询本商家的酒店（POI），用来匹配 platform_hotel_id。',
    en: 'Asks the platform for the merchant’s hotels (POIs), to find the platform_hotel_id of each.',
  },
  reply: Type.Object({
    items: list(
      output('PlatformHotel', {
        platform_hotel_id: Type.String(),
        name: Type.String(),
        address: Type.String(),
        latitude: Type.Number(),
        longitude: Type.Number(),
        category_id: nullable(Type.Integer()),
        matched_to: nullable(Type.String({ description: 'own id of the hotel it is matched to' })),
        ...suggestionFields,
      }),
      'hotels as the platform knows them',
    ),
  }),
  errors: ['PLATFORM_REFUSED', 'PLATFORM_SILENT', 'PLATFORM_BUSY', 'PLATFORM_UNAUTHORISED'],
  handle: async (ctx, { caller }) => {
    const found = await lookupHotels(ctx, caller.accountId);
    const own = await listHotels(ctx.db, caller.accountId, '', MOST_SUGGESTED);
    const matched = new Map(own.map((hotel) => [hotel.platform_hotel_id, hotel.hotel_id]));
    const suggestion = suggestionsFor<HotelFacts, unknown>(
      await unmatchedHotels(ctx.db, caller.accountId),
      found
        .filter((hotel) => !matched.has(hotel.platformHotelId))
        .map((hotel) => ({ ...hotel, platformId: hotel.platformHotelId })),
      hotelComparison,
    );
    return {
      items: found.map((hotel) => ({
        platform_hotel_id: hotel.platformHotelId,
        name: hotel.name,
        address: hotel.address,
        latitude: hotel.latitude,
        longitude: hotel.longitude,
        category_id: hotel.categoryId ?? null,
        matched_to: matched.get(hotel.platformHotelId) ?? null,
        ...suggestion(hotel.platformHotelId),
      })),
    };
  },
});
