import type { Session } from '@yuzhu/runtime';
import type { Breakage } from './decide.ts';
import { breakPlans, mendPlans, plansOfRoom, tellClosed } from './store.ts';

/**
 * Works in what the platform said of a room type's match, in the caller's transaction: broken, the rate plans on it are
 * switched off and told as closed; holding, those that were off because of it come back.
 * @returns whether it is broken
 */
export async function settleRoomMatch(
  session: Session,
  accountId: string,
  roomTypeId: string,
  word: Breakage | 'holds' | 'unsaid',
  now: number,
): Promise<boolean> {
  if (word === 'unsaid') return false;
  const plans = await plansOfRoom(session, accountId, roomTypeId);
  if (word === 'holds') {
    await mendPlans(session, accountId, plans, now, 'room_type');
    return false;
  }
  await tellClosed(session, accountId, await breakPlans(session, accountId, plans, word, now), now);
  return plans.length > 0;
}
