import { interfaces, ROOM_OPERATION } from '@yuzhu/contract';
import { type DirtyMark, markDirty } from '../ari/dirty.ts';
import { findProbes } from '../broken-matches/probe-plans.ts';
import type { GatewayContext } from '../context.ts';
import { GATEWAY_ERRORS, notFound } from '../errors.ts';
import { lotsOf } from '../lots.ts';
import { itemsPerCall } from '../platform/limits.ts';
import type { NextStep } from '../platform/next-steps.ts';
import type { PlatformFailure } from '../platform/outcome.ts';
import { afterFailure, noVerdict } from '../publications/after-failure.ts';
import { patienceFor } from '../publications/patience.ts';
import {
  failPublication,
  forgetPublications,
  type Publication,
  postponePublication,
  queuePublications,
  settlePublication,
  waitingPublications,
} from '../publications/store.ts';
import { type PublishedRoom, type RoomShelf, stateAfterShelf } from './decide-publish.ts';
import { lockRooms, readRooms, roomsOf, setRoomDeleted, setRoomState, setRoomsWanted } from './publish-store.ts';
import { roomTypeInUse } from './store.ts';

type Ctx = Pick<GatewayContext, 'db' | 'clock' | 'random' | 'platform' | 'wake'>;

/** A refusal while the audit may still run is no failure: tried again after this (our choice). */
const AUDIT_PAUSE_MS = 3600_000;

const OPERATION = { on: ROOM_OPERATION.online, off: ROOM_OPERATION.offline, deleted: ROOM_OPERATION.delete } as const;

/**
 * Says what the hotel wants of room types: online, offline, or gone from the platform. Carried out at once where the
 * platform knows them; a wish for one that was not saved yet is kept.
 * @throws AppError NOT_FOUND, ROOM_IN_USE (delete while the platform has goods of it); nothing is changed then
 */
export async function setRoomShelf(
  ctx: Ctx,
  accountId: string,
  roomTypeIds: readonly string[],
  wanted: RoomShelf,
): Promise<void> {
  const ids = [...new Set(roomTypeIds)];
  const rooms = await ctx.db.tx(async (session) => {
    const found = await lockRooms(session, accountId, ids);
    const missing = ids.find((id) => !found.some((room) => room.roomTypeId === id));
    if (missing !== undefined) throw notFound('room_type', missing);
    if (wanted === 'deleted') {
      for (const id of ids) {
        if (await roomTypeInUse(session, accountId, id)) throw GATEWAY_ERRORS.error('ROOM_IN_USE', { id });
      }
    }
    await setRoomsWanted(session, accountId, ids, wanted);
    const known = found.filter((room) => room.platformRoomId !== undefined).map((room) => room.roomTypeId);
    await queuePublications(session, accountId, 'room-shelf', known, ctx.clock.now());
    return found;
  });
  for (const [hotelId, ofHotel] of Map.groupBy(rooms, (room) => room.hotelId)) {
    const own = ofHotel.map((room) => room.roomTypeId);
    await operateHotelRooms(ctx, accountId, hotelId, own, true);
  }
}

/**
 * Carries out queued wishes for room types of one hotel, as they are at this moment, in lots of five.
 * @returns false when another process is at it
 */
export async function operateHotelRooms(
  ctx: Ctx,
  accountId: string,
  hotelId: string,
  roomTypeIds: readonly string[],
  patient: boolean,
): Promise<boolean> {
  const work = async (): Promise<true> => {
    const queue = await waitingPublications(ctx.db, accountId, 'room-shelf', roomTypeIds);
    const ids = queue.map((one) => one.subjectId);
    const wishes: Wish[] = [];
    for (const room of await readRooms(ctx.db, accountId, ids)) {
      const queued = queue.find((one) => one.subjectId === room.roomTypeId);
      if (queued === undefined) continue;
      const { platformRoomId: id, wantedShelf: wanted } = room;
      if (id === undefined || wanted === undefined) await settlePublication(ctx.db, queued);
      else wishes.push({ room, queued, id, wanted });
    }
    for (const [wanted, alike] of Map.groupBy(wishes, (wish) => wish.wanted)) {
      for (const lot of lotsOf(alike, itemsPerCall(interfaces.roomOperate))) {
        await operate(ctx, accountId, wanted, lot, patient);
      }
    }
    return true;
  };
  const done = await ctx.platform.exclusive.run(roomsOf(accountId, hotelId), patient, work);
  ctx.wake.publications();
  return done ?? false;
}

interface Wish {
  readonly room: PublishedRoom;
  readonly queued: Publication;
  /** The platform's id. */
  readonly id: string;
  readonly wanted: RoomShelf;
}

async function operate(
  ctx: Ctx,
  accountId: string,
  wanted: RoomShelf,
  lot: readonly Wish[],
  patient: boolean,
): Promise<void> {
  const request = { account_id: accountId, op_type: OPERATION[wanted], room_ids: lot.map(({ id }) => id) };
  const patienceMs = patienceFor(patient);
  const outcome = await ctx.platform.call(interfaces.roomOperate, request, { accountId, patienceMs });
  for (const wish of lot) {
    if (!outcome.ok) {
      await retry(ctx, wish, outcome);
      continue;
    }
    const verdict = outcome.data.room_list?.find(({ room_id: id }) => id === wish.id);
    if (verdict === undefined) await retry(ctx, wish, noVerdict(outcome.logid));
    else if (verdict.code === 0) await settle(ctx, accountId, wish);
    else await refuse(ctx, wish, `${verdict.code} ${verdict.message} (logid ${outcome.logid ?? '-'})`);
  }
}

async function settle(ctx: Ctx, accountId: string, { room, queued, wanted }: Wish): Promise<void> {
  const { roomTypeId } = room;
  const now = ctx.clock.now();
  let probes: readonly DirtyMark[] = [];
  await ctx.db.tx(async (session) => {
    probes = [];
    const [current] = await lockRooms(session, accountId, [roomTypeId]);
    if (current === undefined) return;
    if (wanted === 'deleted') {
      await setRoomDeleted(session, accountId, roomTypeId);
      return forgetPublications(session, accountId, ['room', 'room-shelf', 'room-check'], roomTypeId);
    }
    await settlePublication(session, queued);
    const state = stateAfterShelf(current.state, wanted);
    if (state !== current.state) await setRoomState(session, accountId, roomTypeId, state, undefined);
    // Pushes were refused while it was off, and its rate plans may count as not matched.
    if (wanted === 'on') probes = (await findProbes(session, accountId, roomTypeId, now, 0)).marks;
  });
  await markDirty(ctx.db, accountId, probes, now);
  if (wanted === 'on') ctx.wake.ari();
}

/** While an audit runs the platform may refuse what it allows afterwards. */
async function refuse(ctx: Ctx, { room, queued, wanted }: Wish, error: string): Promise<void> {
  const inAudit = room.state === 'auditing' || room.state === 'saving';
  if (!inAudit || wanted === 'deleted') return fail(ctx, queued, error, 'ITEM_REFUSED');
  const nextAt = ctx.clock.now() + AUDIT_PAUSE_MS;
  return postponePublication(ctx.db, queued, queued.attempts + 1, nextAt, error, 'ITEM_REFUSED');
}

async function retry(ctx: Ctx, { queued }: Wish, failure: PlatformFailure): Promise<void> {
  const next = afterFailure(queued, failure, ctx.clock.now(), ctx.random.next());
  if (next.state === 'failed') return fail(ctx, queued, next.error, next.nextStep);
  return postponePublication(ctx.db, queued, next.tries, next.nextAt, next.error, next.nextStep);
}

async function fail(ctx: Ctx, queued: Publication, error: string, nextStep: NextStep): Promise<void> {
  await failPublication(ctx.db, queued, error, nextStep);
}
