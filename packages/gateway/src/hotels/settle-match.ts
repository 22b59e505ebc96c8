import type { Session } from '@yuzhu/runtime';
import { clearFailed, putFailed, queuePublications } from '../publications/store.ts';
import { queueRoom } from '../rooms/publish.ts';
import { type HotelState, readMatchState } from './decide-publish.ts';
import { describedRooms, type PublishedHotel, setHotelMatched, setHotelState } from './publish-store.ts';

/** What the platform says of a hotel, in an answer to a save or to a question. */
export interface MatchWord {
  readonly status: number;
  readonly message?: string;
  readonly hotel_id?: string;
  readonly category_id?: number;
}

/** Audit notices may be lost (documented): this long after a save the platform is asked without one (our choice). */
const CHECK_MS = 15 * 60_000;
/** A match or audit that is still running is looked at again after this (our choice). */
export const AGAIN_MS = 3600_000;

/**
 * Works in what the platform said, in the caller's transaction: keeps state and reason, takes the platform's hotel for
 * ours once it is confirmed, puts what a person has to do on the to-do list, and lets room types follow that waited for
 * the hotel.
 * @returns whether the platform has to be asked again
 */
export async function settleMatch(
  session: Session,
  accountId: string,
  hotel: PublishedHotel,
  word: MatchWord,
  now: number,
): Promise<boolean> {
  const { hotelId } = hotel;
  const effect = readMatchState(word.status, word.message ?? '');
  const told = word.hotel_id || undefined;
  if (effect.confirmed && told !== undefined) {
    if (!(await setHotelMatched(session, accountId, hotelId, told, word.category_id))) {
      const reason = `the platform answered hotel ${told}, which is not ours: ${hotel.platformHotelId ?? 'another hotel has it'}`;
      await hold(session, accountId, hotelId, 'failed', reason, now);
      return false;
    }
    if (hotel.platformHotelId === undefined) await queueWaitingRooms(session, accountId, hotelId, now);
  }
  await setHotelState(session, accountId, hotelId, effect.state, effect.reason);
  if (effect.nextStep !== undefined) {
    await putFailed(session, accountId, 'hotel', hotelId, effect.reason ?? '', effect.nextStep, now);
  } else if (!effect.waits) await clearFailed(session, accountId, 'hotel', hotelId);
  return effect.waits;
}

async function hold(
  session: Session,
  accountId: string,
  hotelId: string,
  state: HotelState,
  reason: string,
  now: number,
): Promise<void> {
  await setHotelState(session, accountId, hotelId, state, reason);
  await putFailed(session, accountId, 'hotel', hotelId, reason, 'ITEM_REFUSED', now);
}

/** Room types that were described before their hotel had a platform id can be published now. */
export async function queueWaitingRooms(
  session: Session,
  accountId: string,
  hotelId: string,
  now: number,
): Promise<void> {
  for (const id of await describedRooms(session, accountId, hotelId)) await queueRoom(session, accountId, id, now);
}

/** Asks for the result of a save that was taken, should its notice be lost. */
export function queueHotelCheck(session: Session, accountId: string, hotelId: string, now: number): Promise<void> {
  return queuePublications(session, accountId, 'hotel-check', [hotelId], now, now + CHECK_MS);
}
