import { type Session, sqlState } from '@yuzhu/runtime';
import { listBroken, mendPlans, plansOfRoom } from '../broken-matches/store.ts';
import type { GatewayContext } from '../context.ts';
import { GATEWAY_ERRORS, NOUNS, notFound } from '../errors.ts';
import { NEXT_STEPS } from '../platform/next-steps.ts';
import { queuePublications } from '../publications/store.ts';
import { findRoomType, type RoomTypeRow, roomTypeInUse, saveRoomType } from '../rooms/store.ts';
import { lookupHotels, lookupRooms } from './lookup.ts';
import { queueWaitingRooms } from './settle-match.ts';
import { findHotel, type HotelRow, hotelInUse, lockHotel, saveHotel, setCategory } from './store.ts';

type Ctx = Pick<GatewayContext, 'db' | 'clock' | 'platform' | 'wake'>;

/**
 * Matches a hotel with the platform's, after asking the platform whether the merchant has it.
 * @throws AppError NOT_FOUND, NOT_LISTED (the platform does not list it), PLATFORM_ID_FIXED, PLATFORM_ID_TAKEN, and
 * those of `lookupHotels`; nothing is changed then
 */
export async function confirmHotel(
  ctx: Ctx,
  accountId: string,
  hotelId: string,
  platformHotelId: string,
): Promise<HotelRow> {
  if ((await findHotel(ctx.db, accountId, hotelId)) === undefined) throw notFound('hotel', hotelId);
  const listed = await lookupHotels(ctx, accountId);
  const chosen = listed.find((hotel) => hotel.platformHotelId === platformHotelId);
  if (chosen === undefined) throw notListed('hotel', platformHotelId);
  const matched = await keepId(ctx, platformHotelId, async (session) => {
    const hotel = await lockHotel(session, accountId, hotelId);
    if (hotel === undefined) throw notFound('hotel', hotelId);
    const known = hotel.platform_hotel_id;
    if (known !== null && known !== platformHotelId && (await hotelInUse(session, accountId, hotelId))) {
      throw fixed('hotel', hotelId, known);
    }
    if (chosen.categoryId !== undefined) await setCategory(session, accountId, hotelId, chosen.categoryId);
    const now = ctx.clock.now();
    const saved = await saveHotel(session, accountId, { ...hotel, platform_hotel_id: platformHotelId }, now);
    await queueWaitingRooms(session, accountId, hotelId, now);
    return saved;
  });
  ctx.wake.publications();
  return matched;
}

/**
 * Matches a room type with the platform's, after asking the platform whether the matched hotel has it.
 * @throws AppError NOT_FOUND, NOT_MATCHED (its hotel is not matched), NOT_LISTED (the platform does not list it),
 * PLATFORM_ID_FIXED, PLATFORM_ID_TAKEN, and those of `lookupRooms`; nothing is changed then
 */
export async function confirmRoom(
  ctx: Ctx,
  accountId: string,
  roomTypeId: string,
  platformRoomId: string,
): Promise<RoomTypeRow> {
  const room = await findRoomType(ctx.db, accountId, roomTypeId);
  if (room === undefined) throw notFound('room_type', roomTypeId);
  const platformHotelId = (await findHotel(ctx.db, accountId, room.hotel_id))?.platform_hotel_id ?? null;
  if (platformHotelId === null) {
    const { zh, en } = NOUNS.hotel;
    throw GATEWAY_ERRORS.error('NOT_MATCHED', { what_zh: zh, what_en: en, id: room.hotel_id });
  }
  const listed = await lookupRooms(ctx, accountId, [platformHotelId]);
  if (!listed.some((one) => one.platformRoomId === platformRoomId)) throw notListed('room_type', platformRoomId);
  const matched = await keepId(ctx, platformRoomId, async (session) => {
    const current = await findRoomType(session, accountId, roomTypeId, true);
    if (current === undefined) throw notFound('room_type', roomTypeId);
    const known = current.platform_room_id;
    if (known !== null && known !== platformRoomId && (await roomTypeInUse(session, accountId, roomTypeId))) {
      throw fixed('room_type', roomTypeId, known);
    }
    const now = ctx.clock.now();
    const saved = await saveRoomType(session, accountId, { ...current, platform_room_id: platformRoomId }, now);
    await confirmPlans(session, accountId, roomTypeId, now);
    return saved;
  });
  ctx.wake.publications();
  ctx.wake.ari();
  return matched;
}

/** A person says that the match is right: what was off for that comes back; what the room type is off for is asked. */
async function confirmPlans(session: Session, accountId: string, roomTypeId: string, now: number): Promise<void> {
  const plans = await plansOfRoom(session, accountId, roomTypeId);
  await mendPlans(session, accountId, plans, now, 'rate_plan');
  const broken = (await listBroken(session, accountId)).some((one) => one.roomTypeId === roomTypeId);
  if (broken) await queuePublications(session, accountId, 'room-check', [roomTypeId], now);
}

/**
 * Takes a hotel's match back. Its room types keep theirs: they come into force again with the hotel.
 * @throws AppError NOT_FOUND, PLATFORM_ID_FIXED when goods at the platform hang on it
 */
export function undoHotel(ctx: Pick<Ctx, 'db' | 'clock'>, accountId: string, hotelId: string): Promise<HotelRow> {
  return ctx.db.tx(async (session) => {
    const hotel = await lockHotel(session, accountId, hotelId);
    if (hotel === undefined) throw notFound('hotel', hotelId);
    const known = hotel.platform_hotel_id;
    if (known !== null && (await hotelInUse(session, accountId, hotelId))) throw fixed('hotel', hotelId, known);
    return saveHotel(session, accountId, { ...hotel, platform_hotel_id: null }, ctx.clock.now());
  });
}

/**
 * Takes a room type's match back.
 * @throws AppError NOT_FOUND, PLATFORM_ID_FIXED when goods at the platform hang on it
 */
export function undoRoom(ctx: Pick<Ctx, 'db' | 'clock'>, accountId: string, roomTypeId: string): Promise<RoomTypeRow> {
  return ctx.db.tx(async (session) => {
    const room = await findRoomType(session, accountId, roomTypeId, true);
    if (room === undefined) throw notFound('room_type', roomTypeId);
    const known = room.platform_room_id;
    if (known !== null && (await roomTypeInUse(session, accountId, roomTypeId))) {
      throw fixed('room_type', roomTypeId, known);
    }
    return saveRoomType(session, accountId, { ...room, platform_room_id: null }, ctx.clock.now());
  });
}

async function keepId<T>(ctx: Pick<Ctx, 'db'>, platformId: string, work: (session: Session) => Promise<T>): Promise<T> {
  try {
    return await ctx.db.tx(work);
  } catch (error) {
    if (sqlState(error) !== '23505') throw error;
    throw GATEWAY_ERRORS.error('PLATFORM_ID_TAKEN', { platform_id: platformId }, error);
  }
}

function fixed(noun: 'hotel' | 'room_type', id: string, platformId: string): Error {
  const { zh, en } = NOUNS[noun];
  return GATEWAY_ERRORS.error('PLATFORM_ID_FIXED', { what_zh: zh, what_en: en, id, platform_id: platformId });
}

function notListed(noun: 'hotel' | 'room_type', platformId: string): Error {
  const { zh, en } = NOUNS[noun];
  return NEXT_STEPS.error('NOT_LISTED', { what_zh: zh, what_en: en, platform_id: platformId });
}
