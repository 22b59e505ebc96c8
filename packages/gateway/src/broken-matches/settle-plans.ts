import type { Session } from '@yuzhu/runtime';
import { queuePublications } from '../publications/store.ts';
import type { Breakage } from './decide.ts';
import { breakPlans, lockConcerned, mendPlans, roomsOfPlans } from './store.ts';

/** What the platform said of rate plans in the verdicts of a push or a notice. */
export interface PlanWords {
  /** It takes them: their match holds. */
  readonly taken: readonly string[];
  readonly broken: readonly { readonly ratePlanId: string; readonly why: Breakage }[];
}

/**
 * Locks the rate plans the words are about, before anything else in the caller's transaction: publications and room types
 * lock them before they mark nights, so whoever clears marks first would wait for them crosswise.
 * @returns the words as far as they change something: what is taken and is not broken needs nothing
 */
export async function lockPlans(session: Session, accountId: string, words: PlanWords): Promise<PlanWords> {
  const { taken, broken } = words;
  const locked = await lockConcerned(
    session,
    accountId,
    taken,
    broken.map(({ ratePlanId }) => ratePlanId),
  );
  return { taken: taken.filter((id) => locked.has(id)), broken };
}

/**
 * Works it in, in the caller's transaction: exactly the rate plans it does not match are switched off, and the platform is
 * asked about their room types, because that tells who has to act. Those it takes again come back.
 * @param words as `lockPlans` gave them
 */
export async function settlePlanMatches(
  session: Session,
  accountId: string,
  { taken, broken }: PlanWords,
  now: number,
): Promise<void> {
  const fresh: string[] = [];
  for (const { ratePlanId, why } of broken) {
    fresh.push(...(await breakPlans(session, accountId, [ratePlanId], why, now)));
  }
  if (fresh.length > 0) {
    await queuePublications(session, accountId, 'room-check', await roomsOfPlans(session, accountId, fresh), now);
  }
  await mendPlans(session, accountId, taken, now, 'rate_plan');
}
