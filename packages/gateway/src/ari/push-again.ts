import { statement } from '@yuzhu/runtime';
import type { GatewayContext } from '../context.ts';
import { markDirty, rateMarks } from './dirty.ts';
import { noticeAtOnce } from './mode.ts';

const NIGHTS_OF_PLANS = statement(
  'ari_nights_of_plans',
  `SELECT rp.rate_plan_id, rp.room_type_id, rt.hotel_id, array_agg(day::date ORDER BY day) AS nights
   FROM gateway.rate_plans rp
   JOIN gateway.room_types rt ON rt.account_id = rp.account_id AND rt.room_type_id = rp.room_type_id
   CROSS JOIN generate_series($3::date, $4::date, interval '1 day') AS day
   WHERE rp.account_id = $1 AND rp.rate_plan_id = ANY ($2::text[])
   GROUP BY rp.rate_plan_id, rp.room_type_id, rt.hotel_id`,
);
const RESUME_HOTELS = statement(
  'ari_resume_hotels',
  "DELETE FROM gateway.ari_pauses WHERE account_id = $1 AND (hotel_id = '' OR hotel_id = ANY ($2::text[]))",
);

/**
 * Tells nights of rate plans again, whether they changed or not: after a refusal was settled, or when the platform lost
 * something. Ends a pause of their hotels. Returns the number of nights marked.
 */
export async function pushAgain(
  ctx: Pick<GatewayContext, 'db' | 'clock' | 'wake'>,
  accountId: string,
  what: { readonly ratePlanIds: readonly string[]; readonly from: string; readonly to: string },
): Promise<number> {
  const count = await ctx.db.tx(async (session) => {
    const plans = await session.query<{
      rate_plan_id: string;
      room_type_id: string;
      hotel_id: string;
      nights: string[];
    }>(NIGHTS_OF_PLANS, [accountId, what.ratePlanIds, what.from, what.to]);
    const marks = plans.flatMap((plan) => rateMarks(plan.rate_plan_id, plan.room_type_id, plan.nights));
    await markDirty(session, accountId, marks, ctx.clock.now());
    await session.execute(RESUME_HOTELS, [accountId, plans.map((plan) => plan.hotel_id)]);
    await noticeAtOnce(session, accountId);
    return plans.reduce((sum, plan) => sum + plan.nights.length, 0);
  });
  ctx.wake.ari();
  return count;
}
