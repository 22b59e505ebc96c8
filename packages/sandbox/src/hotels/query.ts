import { interfaces, PLATFORM } from '@yuzhu/contract';
import { type OpenApiHandler, refuseWith, registerOpenApi } from '../openapi/handler.ts';
import { type Hotel, hotelPage } from './store.ts';

/** More entries a page are cut to this (inferred). */
export const LARGEST_PAGE = 50;

const queryHotels: OpenApiHandler<typeof interfaces.hotelQuery> = async (_ctx, { request, accountId, session }) => {
  const { page_index: page, page_size: asked } = request;
  // Pages count from 1 (observed).
  if (page < 1) refuseWith(PLATFORM.badParameter, 'page_index must be at least 1');
  if (asked < 1) refuseWith(PLATFORM.badParameter, 'page_size must be at least 1');
  const size = Math.min(asked, LARGEST_PAGE);
  const { hotels, total } = await hotelPage(session, accountId, (page - 1) * size, size);
  return {
    hotel_list: hotels.map((hotel) => wireHotel(hotel, accountId)),
    pagination: {
      page_index: page,
      page_size: size,
      total_count: total,
      page_count: Math.ceil(total / size),
      has_more: page * size < total,
    },
  };
};

/** A hotel in the lists. */
export function wireHotel(hotel: Hotel, accountId: string) {
  return {
    hotel_id: hotel.hotelId,
    hotel_name: hotel.name,
    latitude: hotel.latitude,
    longitude: hotel.longitude,
    address: {
      country: '中国',
      province: hotel.province,
      city: hotel.city,
      district: hotel.district,
      detail_address: hotel.address,
    },
    account_id: accountId,
    category_id: hotel.categoryId,
  };
}

/** Self-service list of a merchant's hotels. */
export const hotelQueryApi = registerOpenApi(interfaces.hotelQuery, queryHotels);
