import type { Session } from '@yuzhu/runtime';
import { queuePublications } from '../publications/store.ts';
import { looseTexts, type NoticeResult } from '../webhooks/notice-result.ts';
import { hotelsOfNotice } from './publish-store.ts';

/**
 * Works the notice of a hotel's match or audit in, inside the caller's transaction: its members are not documented, so it
 * only says that something changed, and the platform is asked what.
 */
export async function applyHotelNotice(
  session: Session,
  clientKey: string,
  content: unknown,
  now: number,
): Promise<NoticeResult> {
  const { out_hotel_id: outHotelId, hotel_id: hotelId, account_id: account } = looseTexts(content);
  if (hotelId === undefined && outHotelId === undefined) {
    return { state: 'failed', error: 'content names no hotel: neither out_hotel_id nor hotel_id' };
  }
  const found = await hotelsOfNotice(session, clientKey, { outHotelId, hotelId, account });
  for (const one of found) await queuePublications(session, one.account_id, 'hotel-check', [one.hotel_id], now);
  const [first] = found;
  if (first === undefined) return { state: 'done', note: `no hotel ${outHotelId ?? ''} (${hotelId ?? ''}) here` };
  return { state: 'done', note: undefined, accountId: first.account_id };
}
