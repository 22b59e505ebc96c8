import { hotelDate } from '@yuzhu/contract';
import { type Session, statement } from '@yuzhu/runtime';
import { type DirtyMark, rateMarks } from '../ari/dirty.ts';

const SINGLE = statement(
  'broken_single',
  `SELECT b.rate_plan_id, b.since FROM gateway.broken_matches b
   JOIN gateway.rate_plans p ON p.account_id = b.account_id AND p.rate_plan_id = b.rate_plan_id
   WHERE b.account_id = $1 AND p.room_type_id = $2 AND b.level = 'rate_plan' ORDER BY 1`,
);

/** Rate plans of a room type to be asked about. */
export interface Probes {
  /** There are some, asked about now or later. */
  readonly any: boolean;
  /** Nights to be told again: the question. To be marked after the caller's transaction, which may have marked others. */
  readonly marks: readonly DirtyMark[];
}

/**
 * How to ask about the rate plans on a room type that are switched off by their own broken match: nobody tells us when the
 * platform matches a good again, and whether it takes a push is the only question there is. Tonight is enough to ask; when it
 * is taken, all nights are told. Should the process die before they are marked, the next question comes within the hour.
 * @param restedMs those that broke later than this long ago are not asked about yet
 */
export async function findProbes(
  session: Session,
  accountId: string,
  roomTypeId: string,
  now: number,
  restedMs: number,
): Promise<Probes> {
  const broken = await session.query<{ rate_plan_id: string; since: number }>(SINGLE, [accountId, roomTypeId]);
  const tonight = [hotelDate(now)];
  const due = broken.filter(({ since }) => since <= now - restedMs);
  return { any: broken.length > 0, marks: due.flatMap((plan) => rateMarks(plan.rate_plan_id, roomTypeId, tonight)) };
}
