import { hotelDate } from '@yuzhu/contract';
import { type Session, statement } from '@yuzhu/runtime';
import { markDirty, rateMarks } from '../ari/dirty.ts';

const SINGLE = statement(
  'broken_single',
  `SELECT b.rate_plan_id, b.since FROM gateway.broken_matches b
   JOIN gateway.rate_plans p ON p.account_id = b.account_id AND p.rate_plan_id = b.rate_plan_id
   WHERE b.account_id = $1 AND p.room_type_id = $2 AND b.level = 'rate_plan' ORDER BY 1`,
);

/**
 * Has tonight told again of the rate plans on a room type that are switched off by their own broken match: nobody tells us
 * when the platform matches a good again, and whether it takes a push is the only question there is. One night is enough
 * to ask; when it is taken, all are told.
 * @param restedMs those that broke later than this long ago are not asked about yet
 * @returns whether there are any, to be asked about again later
 */
export async function probePlans(
  session: Session,
  accountId: string,
  roomTypeId: string,
  now: number,
  restedMs: number,
): Promise<boolean> {
  const broken = await session.query<{ rate_plan_id: string; since: number }>(SINGLE, [accountId, roomTypeId]);
  const tonight = [hotelDate(now)];
  const due = broken.filter(({ since }) => since <= now - restedMs);
  const marks = due.flatMap((plan) => rateMarks(plan.rate_plan_id, roomTypeId, tonight));
  if (marks.length > 0) await markDirty(session, accountId, marks, now);
  return broken.length > 0;
}
