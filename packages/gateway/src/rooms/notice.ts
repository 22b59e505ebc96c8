import { interfaces, readMessage } from '@yuzhu/contract';
import type { Session } from '@yuzhu/runtime';
import { queuePublications } from '../publications/store.ts';
import type { NoticeResult } from '../webhooks/notice-result.ts';
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
  const reading = readMessage(interfaces.roomAuditResult.request, content, 'lenient');
  // Only the id is needed: without a state the question is the same.
  const { room_id: roomId, out_room_id: outRoomId, poi_id: hotelId } = looseIds(reading.value ?? content);
  if (roomId === undefined && outRoomId === undefined) {
    return { state: 'failed', error: 'content names no room type: neither room_id nor out_room_id' };
  }
  const found = await roomsOfNotice(session, clientKey, { roomId: roomId ?? '', outRoomId, hotelId });
  if (found.length === 0) return { state: 'done', note: `no room type ${outRoomId ?? ''} (${roomId ?? ''}) here` };
  for (const { account_id: accountId, room_type_id: roomTypeId } of found) {
    await queuePublications(session, accountId, 'room-check', [roomTypeId], now);
  }
  const [first] = found;
  return { state: 'done', note: undefined, ...(first === undefined ? {} : { accountId: first.account_id }) };
}

type Ids = Readonly<Partial<Record<'room_id' | 'out_room_id' | 'poi_id', string>>>;

function looseIds(content: unknown): Ids {
  const members = typeof content === 'object' && content !== null ? Object.entries(content) : [];
  const texts = members.filter(([, value]) => typeof value === 'string' && value !== '' && value.length <= 128);
  return Object.fromEntries(texts) as Ids;
}
