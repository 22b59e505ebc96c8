import { type Session, statement } from '@yuzhu/runtime';
import type { ReadMark } from '../sending/truth.ts';

const PLANS = statement(
  'ari_settle_plans',
  `SELECT rate_plan_id, room_type_id FROM gateway.rate_plans
   WHERE account_id = $1 AND room_type_id = ANY ($2::text[]) AND platform_rate_plan_id IS NOT NULL`,
);
const ANSWERED = statement(
  'ari_settle_answered',
  `SELECT rate_plan_id, night, pulled_stock_seq AS seq, pulled_sold AS sold FROM gateway.ari_acknowledged
   WHERE account_id = $1 AND rate_plan_id = ANY ($2::text[]) AND night BETWEEN $3 AND $4 AND pulled_stock_seq IS NOT NULL`,
);
const REFUSED = statement(
  'ari_settle_refused',
  `SELECT rate_plan_id, night FROM gateway.ari_refusals
   WHERE account_id = $1 AND kind = 'stock' AND rate_plan_id = ANY ($2::text[]) AND night BETWEEN $3 AND $4`,
);

/**
 * Of stock marks as they were read, those that are settled: every rate plan of the room type was answered, in one pull or
 * in several, by answers that saw this very mark and this many rooms sold; or the platform refuses notices about it. Three
 * plain readings: joined in one statement, a year of sixty rate plans took half a minute.
 */
export async function settledStock(
  session: Session,
  accountId: string,
  marks: readonly ReadMark[],
): Promise<ReadMark[]> {
  const nights = marks.map(({ night }) => night).sort();
  const [first, last] = [nights[0], nights.at(-1)];
  const rooms = [...new Set(marks.map(({ subjectId }) => subjectId))];
  const plans = await session.query<{ rate_plan_id: string; room_type_id: string }>(PLANS, [accountId, rooms]);
  const values = [accountId, plans.map((plan) => plan.rate_plan_id), first, last];
  const answered = await session.query<PlanNight & { seq: number; sold: number | null }>(ANSWERED, values);
  const refused = await session.query<PlanNight>(REFUSED, values);
  const seen = new Map(answered.map((one) => [keyOf(one), one]));
  const given = new Set(refused.map(keyOf));
  const plansOf = Map.groupBy(plans, (plan) => plan.room_type_id);
  return marks.filter(({ subjectId, night, seq, sold }) =>
    (plansOf.get(subjectId) ?? []).every(({ rate_plan_id }) => {
      const key = keyOf({ rate_plan_id, night });
      const word = seen.get(key);
      return (word?.seq === seq && word.sold === sold) || given.has(key);
    }),
  );
}

interface PlanNight {
  readonly rate_plan_id: string;
  readonly night: string;
}

function keyOf({ rate_plan_id, night }: PlanNight): string {
  return `${night} ${rate_plan_id}`;
}
