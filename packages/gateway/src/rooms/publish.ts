import { interfaces } from '@yuzhu/contract';
import type { Session } from '@yuzhu/runtime';
import { isTestShop } from '../accounts/provision.ts';
import type { GatewayContext } from '../context.ts';
import { notFound } from '../errors.ts';
import { lookupHotels } from '../hotels/lookup.ts';
import { setCategory } from '../hotels/store.ts';
import { NEXT_STEPS, type NextStep } from '../platform/next-steps.ts';
import { afterFailure } from '../publications/after-failure.ts';
import { patienceFor } from '../publications/patience.ts';
import {
  failPublication,
  type Publication,
  postponePublication,
  queuePublications,
  settlePublication,
  waitingPublications,
} from '../publications/store.ts';
import { CHECK_MS, type PublishedRoom, roomSaveVerdict, whyNotPublishable } from './decide-publish.ts';
import { roomInfo } from './details.ts';
import { lockRooms, readRooms, roomsOf, setRoomSaved, setRoomState } from './publish-store.ts';

type Ctx = Pick<GatewayContext, 'db' | 'clock' | 'random' | 'platform' | 'wake'>;

/** Queues a room type to be saved at the platform; in the transaction that edits it, `wake.publications()` afterwards. */
export async function queueRoom(session: Session, accountId: string, roomTypeId: string, now: number): Promise<void> {
  await setRoomState(session, accountId, roomTypeId, 'saving', undefined);
  await queuePublications(session, accountId, 'room', [roomTypeId], now);
}

/**
 * Saves a room type at the platform, where it goes to audit. Tries at once; what has to wait goes on by itself. The
 * partner's id within the hotel makes a repetition harmless (inferred).
 * @throws AppError NOT_FOUND, NOT_PUBLISHABLE, and those of `lookupHotels` when the hotel's category has to be asked for
 */
export async function publishRoom(ctx: Ctx, accountId: string, roomTypeId: string): Promise<void> {
  await learnCategory(ctx, accountId, roomTypeId);
  const hotelId = await ctx.db.tx(async (session) => {
    const [room] = await lockRooms(session, accountId, [roomTypeId]);
    if (room === undefined) throw notFound('room_type', roomTypeId);
    const why = whyNotPublishable(room);
    if (why !== undefined) throw NEXT_STEPS.error('NOT_PUBLISHABLE', { reason_zh: why.zh, reason_en: why.en });
    await queueRoom(session, accountId, roomTypeId, ctx.clock.now());
    return room.hotelId;
  });
  await saveHotelRooms(ctx, accountId, hotelId, [roomTypeId], true);
}

/** A hotel whose platform id was entered by hand has no category yet: the platform's list tells it, once. */
async function learnCategory(ctx: Ctx, accountId: string, roomTypeId: string): Promise<void> {
  const [room] = await readRooms(ctx.db, accountId, [roomTypeId]);
  if (room?.platformHotelId === undefined) return;
  if (room.details?.category_id !== undefined || room.hotelCategoryId !== undefined) return;
  const listed = await lookupHotels(ctx, accountId);
  const category = listed.find((hotel) => hotel.platformHotelId === room.platformHotelId)?.categoryId;
  if (category !== undefined) await setCategory(ctx.db, accountId, room.hotelId, category);
}

/**
 * Tells the platform about queued room types of one hotel, as they are at this moment. `patient`: a person waits.
 * @returns false when another process is at it
 */
export async function saveHotelRooms(
  ctx: Ctx,
  accountId: string,
  hotelId: string,
  roomTypeIds: readonly string[],
  patient: boolean,
): Promise<boolean> {
  const work = async (): Promise<true> => {
    // The queue is read before the room types: a change in between is told now and stays queued, never the other way round.
    const queue = await waitingPublications(ctx.db, accountId, 'room', roomTypeIds);
    const ids = queue.map((one) => one.subjectId);
    for (const room of await readRooms(ctx.db, accountId, ids)) {
      const queued = queue.find((one) => one.subjectId === room.roomTypeId);
      if (queued !== undefined) await save(ctx, accountId, room, queued, patient);
    }
    return true;
  };
  const done = await ctx.platform.exclusive.run(roomsOf(accountId, hotelId), patient, work);
  ctx.wake.publications();
  return done ?? false;
}

async function save(
  ctx: Ctx,
  accountId: string,
  room: PublishedRoom,
  queued: Publication,
  patient: boolean,
): Promise<void> {
  const { details, platformHotelId } = room;
  const why = whyNotPublishable(room);
  const categoryId = details?.category_id ?? room.hotelCategoryId;
  if (why !== undefined || details === undefined || platformHotelId === undefined || categoryId === undefined) {
    return fail(ctx, room, queued, `${why?.zh} (${why?.en})`, 'NOT_PUBLISHABLE');
  }
  const request = {
    account_id: accountId,
    poi_id: platformHotelId,
    room_info: roomInfo(room, details, categoryId),
  };
  const testData = details.is_test_data === true || (await isTestShop(ctx.db, accountId));
  const patienceMs = patienceFor(patient);
  const outcome = await ctx.platform.call(interfaces.roomSave, request, { accountId, patienceMs, testData });
  const now = ctx.clock.now();
  if (!outcome.ok) {
    const next = afterFailure(queued, outcome, now, ctx.random.next());
    if (next.state === 'failed') return fail(ctx, room, queued, next.error, next.nextStep);
    return ctx.db.tx(async (session) => {
      await setRoomState(session, accountId, room.roomTypeId, 'saving', next.error);
      await postponePublication(session, queued, next.tries, next.nextAt, next.error, next.nextStep);
    });
  }
  const verdict = roomSaveVerdict(outcome.data);
  const words = `${'message' in verdict ? verdict.message : ''} (logid ${outcome.logid ?? '-'})`;
  if (verdict.state === 'refused') return fail(ctx, room, queued, words, 'ITEM_REFUSED');
  if (verdict.state === 'duplicate') {
    return fail(ctx, room, queued, `${verdict.platformRoomId} ${words}`, 'ROOM_DUPLICATE');
  }
  const kept = await ctx.db.tx(async (session) => {
    if (!(await setRoomSaved(session, accountId, room.roomTypeId, verdict.platformRoomId))) return false;
    // Edited meanwhile: it stays queued, and the newer text is told next.
    if (!(await settlePublication(session, queued))) {
      await setRoomState(session, accountId, room.roomTypeId, 'saving', undefined);
    }
    await queuePublications(session, accountId, 'room-check', [room.roomTypeId], now, now + CHECK_MS);
    return true;
  });
  if (kept) return;
  const error = `the platform answered id ${verdict.platformRoomId}, which another room type has`;
  await fail(ctx, room, queued, error, 'ITEM_REFUSED');
}

async function fail(
  ctx: Ctx,
  room: PublishedRoom,
  queued: Publication,
  error: string,
  nextStep: NextStep,
): Promise<void> {
  await ctx.db.tx(async (session) => {
    if (!(await failPublication(session, queued, error, nextStep))) return;
    await setRoomState(session, queued.accountId, room.roomTypeId, 'failed', error);
  });
}
