import { interfaces, PLATFORM } from '@yuzhu/contract';
import { type OpenApiHandler, refuseWith, registerOpenApi } from '../openapi/handler.ts';
import { LARGEST_PAGE, wireHotel } from './query.ts';
import { hotelsAfter } from './store.ts';

const scrollHotels: OpenApiHandler<typeof interfaces.hotelScroll> = async (_ctx, { request, accountId, session }) => {
  const { page_size: asked, scroll_id: cursor } = request;
  if (asked < 1) refuseWith(PLATFORM.badParameter, 'page_size must be at least 1');
  const after = cursor === undefined ? '' : placeOf(cursor, accountId);
  if (after === undefined) return refuseWith(PLATFORM.badParameter, 'scroll_id is not one of this account');
  const hotels = await hotelsAfter(session, accountId, after, Math.min(asked, LARGEST_PAGE));
  const last = hotels.at(-1)?.hotelId;
  return {
    hotel_list: hotels.map((hotel) => wireHotel(hotel, accountId)),
    ...(last === undefined ? {} : { scroll_id: cursorOf(accountId, last) }),
  };
};

/** The cursor names the account and the last hotel; callers must take it as it is (inferred). */
function cursorOf(accountId: string, hotelId: string): string {
  return Buffer.from(`${accountId}/${hotelId}`).toString('base64url');
}

function placeOf(cursor: string, accountId: string): string | undefined {
  const [account, hotelId, ...rest] = Buffer.from(cursor, 'base64url').toString('utf8').split('/');
  const fits = account === accountId && hotelId !== undefined && /^\d{1,20}$/.test(hotelId) && rest.length === 0;
  return fits ? hotelId : undefined;
}

/** The list for agents, who may not use the paged one. */
export const hotelScrollApi = registerOpenApi(interfaces.hotelScroll, scrollHotels);
