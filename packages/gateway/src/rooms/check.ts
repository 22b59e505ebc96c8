import { interfaces } from '@yuzhu/contract';
import { type DirtyMark, markDirty } from '../ari/dirty.ts';
import { matchOfRoom, type RoomWord } from '../broken-matches/decide.ts';
import { findProbes } from '../broken-matches/probe-plans.ts';
import { settleRoomMatch } from '../broken-matches/settle-room.ts';
import type { GatewayContext } from '../context.ts';
import { lotsOf } from '../lots.ts';
import { afterFailure } from '../publications/after-failure.ts';
import {
  clearFailed,
  failPublication,
  type Publication,
  postponePublication,
  putFailed,
  queuePublications,
  settlePublication,
  waitingPublications,
} from '../publications/store.ts';
import { type PublishedRoom, type RoomCheckEffect, readRoomStatus } from './decide-publish.ts';
import { lockRooms, readRooms, roomsOf, setRoomState } from './publish-store.ts';

type Ctx = Pick<GatewayContext, 'db' | 'clock' | 'random' | 'platform' | 'wake'>;

/** An audit that is still running is looked at again after this (our choice). */
const AGAIN_MS = 3600_000;
/** Room types asked for at once (the maximum is not published). */
const PER_CALL = 50;

/**
 * Asks the platform what became of saved room types of one hotel. The notice of an audit only causes this question: what
 * it holds is not documented.
 * @returns false when another process is at it
 */
export async function checkHotelRooms(
  ctx: Ctx,
  accountId: string,
  hotelId: string,
  roomTypeIds: readonly string[],
): Promise<boolean> {
  const work = async (): Promise<true> => {
    const queue = await waitingPublications(ctx.db, accountId, 'room-check', roomTypeIds);
    const ids = queue.map((one) => one.subjectId);
    const due = (await readRooms(ctx.db, accountId, ids)).flatMap((room) => {
      const queued = queue.find((one) => one.subjectId === room.roomTypeId);
      return queued === undefined ? [] : [{ room, queued }];
    });
    const known = due.filter(({ room }) => room.platformRoomId !== undefined);
    // Without an id its save has not come through yet, and asks when it has.
    for (const one of due) if (!known.includes(one)) await settlePublication(ctx.db, one.queued);
    for (const lot of lotsOf(known, PER_CALL)) await ask(ctx, accountId, lot);
    return true;
  };
  const done = await ctx.platform.exclusive.run(roomsOf(accountId, hotelId), false, work);
  ctx.wake.publications();
  ctx.wake.ari();
  return done ?? false;
}

interface Due {
  readonly room: PublishedRoom;
  readonly queued: Publication;
}

async function ask(ctx: Ctx, accountId: string, lot: readonly Due[]): Promise<void> {
  const request = { account_id: accountId, room_ids: lot.flatMap(({ room }) => room.platformRoomId ?? []) };
  const outcome = await ctx.platform.call(interfaces.roomStatus, request, { accountId });
  const now = ctx.clock.now();
  for (const one of lot) {
    if (!outcome.ok) {
      const next = afterFailure(one.queued, outcome, now, ctx.random.next());
      if (next.state === 'failed') await failPublication(ctx.db, one.queued, next.error, next.nextStep);
      else await postponePublication(ctx.db, one.queued, next.tries, next.nextAt, next.error, next.nextStep);
      continue;
    }
    const found = outcome.data.room_list?.find(({ room_id: id }) => id === one.room.platformRoomId);
    const effect: RoomCheckEffect =
      found === undefined
        ? { state: 'failed', reason: 'the platform does not list this room type any more', waits: false }
        : readRoomStatus(found.status, found.audit_message ?? '');
    const { logid } = outcome;
    const word = { status: found?.status, message: found?.audit_message ?? '', logid };
    await apply(ctx, accountId, one, effect, word, now);
  }
}

async function apply(
  ctx: Ctx,
  accountId: string,
  { room, queued }: Due,
  effect: RoomCheckEffect,
  word: RoomWord,
  now: number,
): Promise<void> {
  const { roomTypeId } = room;
  let probes: readonly DirtyMark[] = [];
  await ctx.db.tx(async (session) => {
    probes = [];
    const [current] = await lockRooms(session, accountId, [roomTypeId]);
    // A newer save that waits, and the hotel's own wish to delete it, say more than what was just heard.
    const overtaken = current === undefined || current.state === 'saving' || current.state === 'deleted';
    if (overtaken) return void (await settlePublication(session, queued));
    const roomBroken = await settleRoomMatch(
      session,
      accountId,
      roomTypeId,
      matchOfRoom(word, current.wantedShelf),
      now,
    );
    // What the hotel itself took off the shelf is refused as long as it stays there; back on it, it is asked about at once.
    let broken = roomBroken;
    if (!roomBroken && current.wantedShelf !== 'off') {
      const found = await findProbes(session, accountId, roomTypeId, now, AGAIN_MS);
      broken = found.any;
      probes = found.marks;
    }
    // Matched by hand: it is on sale, but nothing of it was ever published from here.
    if (current.state === 'draft') {
      await settlePublication(session, queued);
      if (broken) await queuePublications(session, accountId, 'room-check', [roomTypeId], now, now + AGAIN_MS);
      return;
    }
    await setRoomState(session, accountId, roomTypeId, effect.state, effect.reason);
    if (effect.waits) {
      return postponePublication(session, queued, queued.attempts, now + AGAIN_MS, undefined, undefined);
    }
    await settlePublication(session, queued);
    if (broken) await queuePublications(session, accountId, 'room-check', [roomTypeId], now, now + AGAIN_MS);
    if (effect.state === 'rejected' || effect.state === 'failed') {
      const step = effect.state === 'rejected' ? 'ROOM_REJECTED' : 'ITEM_REFUSED';
      return putFailed(session, accountId, 'room', roomTypeId, effect.reason ?? '', step, now);
    }
    await clearFailed(session, accountId, 'room', roomTypeId);
    const wanted = current.wantedShelf;
    const asWanted = wanted === undefined || (wanted === 'on') === (effect.state === 'usable');
    if (!asWanted) await queuePublications(session, accountId, 'room-shelf', [roomTypeId], now);
  });
  await markDirty(ctx.db, accountId, probes, now);
}
