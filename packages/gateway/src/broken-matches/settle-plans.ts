import type { Database, Session } from '@yuzhu/runtime';
import { queuePublications } from '../publications/store.ts';
import type { Breakage } from './decide.ts';
import { breakPlans, brokenAmong, lockRatePlans, mendPlans, roomsOfPlans } from './store.ts';

/** What the platform said of rate plans in the verdicts of a push or a notice. */
export interface PlanWords {
  /** It takes them: their match holds. */
  readonly taken: readonly string[];
  readonly broken: readonly { readonly ratePlanId: string; readonly why: Breakage }[];
}

/**
 * Locks the rate plans that break, before anything else in the caller's transaction: publications and room types lock theirs
 * before they mark nights, so whoever clears marks first would wait for them crosswise.
 */
export function lockBreaking(session: Session, accountId: string, broken: PlanWords['broken']): Promise<void> {
  return lockRatePlans(
    session,
    accountId,
    broken.map(({ ratePlanId }) => ratePlanId),
  );
}

/**
 * Works it in, in the caller's transaction: exactly the rate plans it does not match are switched off, and the platform is
 * asked about their room types, because that tells who has to act.
 * @returns those it takes again, for `bringBack` after the commit
 */
export async function settlePlanMatches(
  session: Session,
  accountId: string,
  { taken, broken }: PlanWords,
  now: number,
): Promise<readonly string[]> {
  const fresh: string[] = [];
  for (const { ratePlanId, why } of broken) {
    fresh.push(...(await breakPlans(session, accountId, [ratePlanId], why, now)));
  }
  if (fresh.length > 0) {
    await queuePublications(session, accountId, 'room-check', await roomsOfPlans(session, accountId, fresh), now);
  }
  return brokenAmong(session, accountId, taken);
}

/**
 * Brings rate plans back that the platform takes again. In a transaction of its own: the one that settles a push has locked
 * marks by forgetting them, and those of a rate plan's nights come before them in the order in which marks are locked.
 * What is not reached here is done when the platform is asked again, within the hour.
 */
export async function bringBack(
  db: Pick<Database, 'tx'>,
  accountId: string,
  ratePlanIds: readonly string[],
  now: number,
): Promise<void> {
  if (ratePlanIds.length === 0) return;
  await db.tx((session) => mendPlans(session, accountId, ratePlanIds, now, 'rate_plan'));
}
