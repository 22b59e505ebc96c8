import { interfaces, type ReplyOf } from '@yuzhu/contract';
import type { GatewayContext } from '../context.ts';
import type { PlatformFailure } from '../platform/outcome.ts';

/** A hotel as the platform lists it. */
type Listed = NonNullable<ReplyOf<typeof interfaces.hotelScroll>['hotel_list']>[number];

/** No merchant has this many pages: a platform that never says "last" must not keep us for ever. */
const MOST_PAGES = 200;
const PAGE_SIZE = 50;

/**
 * The list of hotels for agents (代理商), whose applications have another ability than the paged list wants: page by page
 * until one is empty (inferred) or the cursor stands still.
 */
export async function scrollHotels(
  ctx: Pick<GatewayContext, 'platform'>,
  accountId: string,
  patienceMs: number,
): Promise<{ readonly ok: true; readonly hotels: readonly Listed[] } | PlatformFailure> {
  const hotels = new Map<string, Listed>();
  let cursor: string | undefined;
  for (let page = 1; page <= MOST_PAGES; page++) {
    const request = {
      account_id: accountId,
      page_size: PAGE_SIZE,
      ...(cursor === undefined ? {} : { scroll_id: cursor }),
    };
    const outcome = await ctx.platform.call(interfaces.hotelScroll, request, { accountId, patienceMs });
    if (!outcome.ok) return outcome;
    const { hotel_list: list = [], scroll_id: next } = outcome.data;
    for (const hotel of list) hotels.set(hotel.hotel_id, hotel);
    if (list.length === 0 || next === undefined || next === '' || next === cursor) break;
    cursor = next;
  }
  return { ok: true, hotels: [...hotels.values()] };
}
