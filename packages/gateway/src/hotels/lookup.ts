import { interfaces, PLATFORM, type ReplyOf } from '@yuzhu/contract';
import type { GatewayContext } from '../context.ts';
import { GATEWAY_ERRORS } from '../errors.ts';
import { NEXT_STEPS } from '../platform/next-steps.ts';
import { describeFailure, type PlatformFailure } from '../platform/outcome.ts';
import { scrollHotels } from './scroll.ts';

type Ctx = Pick<GatewayContext, 'platform'>;

/** A hotel of the merchant as the platform knows it. */
export interface PlatformHotel {
  readonly platformHotelId: string;
  readonly name: string;
  /** Province to street, in one line. */
  readonly address: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly categoryId: number | undefined;
}

/** A physical room type as the platform knows it. */
export interface PlatformRoom {
  readonly platformHotelId: string;
  readonly platformRoomId: string;
  readonly name: string;
  readonly nameEn: string | undefined;
  /** Match state; 6 = usable (inferred: no list of room states is published). */
  readonly status: number | undefined;
  readonly maxGuests: number | undefined;
  readonly rooms: number | undefined;
  /** Square metres; of a range the least. */
  readonly area: number | undefined;
  /** Beds of the first arrangement; width in cm (inferred). */
  readonly beds: readonly { readonly count: number; readonly width: number | undefined }[];
}

/** Entries a page (observed: 20 and 50 are in use). */
const PAGE_SIZE = 50;
/** No merchant has this many pages: a platform that never says "last" must not keep us for ever. */
const MOST_PAGES = 200;
/** A person waits: how long for a turn under the rate limits. */
const PATIENCE_MS = 5000;

/**
 * The merchant's hotels on the platform, all pages, for matching by hand.
 * @throws AppError PLATFORM_REFUSED, PLATFORM_SILENT, PLATFORM_BUSY, PLATFORM_UNAUTHORISED
 */
export async function lookupHotels(ctx: Ctx, accountId: string): Promise<PlatformHotel[]> {
  const hotels = new Map<string, PlatformHotel>();
  for (let page = 1; page <= MOST_PAGES; page++) {
    const request = { account_id: accountId, page_index: page, page_size: PAGE_SIZE };
    const outcome = await ctx.platform.call(interfaces.hotelQuery, request, { accountId, patienceMs: PATIENCE_MS });
    if (!outcome.ok) return page === 1 ? lookupAsAgent(ctx, accountId, outcome) : raise(lookupError(outcome));
    const list = outcome.data.hotel_list ?? [];
    const before = hotels.size;
    for (const hotel of list) hotels.set(hotel.hotel_id, toHotel(hotel));
    if (!hasMore(outcome.data, list.length) || hotels.size === before) break;
  }
  return [...hotels.values()];
}

/** Agents' applications lack the ability for the paged list and have the one for the scrolling list (given). */
async function lookupAsAgent(ctx: Ctx, accountId: string, refused: PlatformFailure): Promise<PlatformHotel[]> {
  if (refused.code !== PLATFORM.scopeMissing) throw lookupError(refused);
  const scrolled = await scrollHotels(ctx, accountId, PATIENCE_MS);
  // Who may do neither is told of the first: it is what most would apply for.
  if (!scrolled.ok) throw lookupError(scrolled.code === PLATFORM.scopeMissing ? refused : scrolled);
  return scrolled.hotels.map(toHotel);
}

function raise(error: Error): never {
  throw error;
}

type HotelPage = ReplyOf<typeof interfaces.hotelQuery>;

/** `has_more` and `page_count` are optional (sdk): without them a full page means "go on". */
function hasMore(page: HotelPage, size: number): boolean {
  const paging = page.pagination;
  if (paging?.has_more !== undefined) return paging.has_more && size > 0;
  if (paging?.page_count !== undefined) return paging.page_index < paging.page_count && size > 0;
  return size >= PAGE_SIZE;
}

/** An address in one line, province to street; a city that is a province is named once. */
export function addressLine(address: NonNullable<HotelPage['hotel_list']>[number]['address']): string {
  const { province, city, district, detail_address: street } = address;
  const parts = [province, city === province ? undefined : city, district, street];
  return parts.filter((part) => part !== undefined && part !== '').join(' ');
}

function toHotel(hotel: NonNullable<HotelPage['hotel_list']>[number]): PlatformHotel {
  return {
    platformHotelId: hotel.hotel_id,
    name: hotel.hotel_name,
    address: addressLine(hotel.address),
    latitude: hotel.latitude,
    longitude: hotel.longitude,
    categoryId: hotel.category_id,
  };
}

/**
 * The physical room types of hotels on the platform. Entries without an id are left out.
 * @throws AppError PLATFORM_REFUSED, PLATFORM_SILENT, PLATFORM_BUSY, PLATFORM_UNAUTHORISED
 */
export async function lookupRooms(
  ctx: Ctx,
  accountId: string,
  platformHotelIds: readonly string[],
): Promise<PlatformRoom[]> {
  const rooms: PlatformRoom[] = [];
  // One hotel a call: how many may be asked for at once is not published.
  for (const platformHotelId of new Set(platformHotelIds)) {
    const request = { account_id: accountId, poi_ids: [platformHotelId] };
    const outcome = await ctx.platform.call(interfaces.roomQuery, request, { accountId, patienceMs: PATIENCE_MS });
    if (!outcome.ok) throw lookupError(outcome);
    for (const room of outcome.data.room_lists?.[platformHotelId] ?? []) {
      if (room.room_id === undefined || room.room_id === '') continue;
      rooms.push({
        platformHotelId,
        platformRoomId: room.room_id,
        name: room.cn_name ?? room.en_name ?? room.room_id,
        nameEn: room.en_name,
        status: room.status,
        maxGuests: room.max_occupancy,
        rooms: room.room_num,
        area: room.area?.value_list?.[0],
        beds: (room.bed_groups?.[0]?.bed_items ?? []).map((bed) => ({ count: bed.bed_num ?? 1, width: bed.bed_size })),
      });
    }
  }
  return rooms;
}

/** The error for a person who waits for a call on the platform. */
export function lookupError(failure: PlatformFailure): Error {
  const details = { reason: describeFailure(failure) };
  switch (failure.next) {
    case 'backoff':
      return NEXT_STEPS.error('PLATFORM_BUSY', details);
    case 'retry':
    case 'token':
      return NEXT_STEPS.error(failure.code === undefined ? 'PLATFORM_SILENT' : 'PLATFORM_BUSY', details);
    case 'authorise':
      return NEXT_STEPS.error('PLATFORM_UNAUTHORISED', details);
    case 'fix':
    case 'stop':
      return GATEWAY_ERRORS.error('PLATFORM_REFUSED', {
        reason: failure.description,
        platform_code: failure.code ?? '-',
        logid: failure.logid ?? '-',
      });
  }
}
