import type { Session } from '@yuzhu/runtime';
import { queuePublications } from '../publications/store.ts';
import { looseTexts, type NoticeResult } from '../webhooks/notice-result.ts';
import { roomsOfNotice } from './publish-store.ts';

/**
 * Works the notice of a room type's audit in, inside the caller's transaction: its members are not documented, so it
 * only says that something changed, and the platform is asked what.
 */
export async function applyRoomNotice(
  session: Session,
  clientKey: string,
  content: unknown,
  now: number,
): Promise<NoticeResult> {
  const { room_id: roomId, out_room_id: outRoomId, poi_id: hotelId } = looseTexts(content);
  if (roomId === undefined && outRoomId === undefined) {
    return { state: 'failed', error: 'content names no room type: neither room_id nor out_room_id' };
  }
  const found = await roomsOfNotice(session, clientKey, { roomId: roomId ?? '', outRoomId, hotelId });
  for (const { account_id: accountId, room_type_id: roomTypeId } of found) {
    await queuePublications(session, accountId, 'room-check', [roomTypeId], now);
  }
  const [first] = found;
  if (first === undefined) return { state: 'done', note: `no room type ${outRoomId ?? ''} (${roomId ?? ''}) here` };
  return { state: 'done', note: undefined, accountId: first.account_id };
}
