import { hotelDate } from '@yuzhu/contract';
import { type Session, statement } from '@yuzhu/runtime';
import { markDirty, rateMarks } from '../ari/dirty.ts';
import type { Good } from './decide.ts';
import type { HourlyDetail, PublishState } from './store.ts';

const GOODS = statement(
  'goods_to_publish',
  `SELECT rp.rate_plan_id, rp.name, rp.wanted_active AS active, rp.sales_type, rp.hourly, rp.room_type_id, rt.hotel_id, rp.platform_rate_plan_id,
          rt.platform_room_id, h.platform_hotel_id, a.currency
   FROM gateway.rate_plans rp
   JOIN gateway.room_types rt ON rt.account_id = rp.account_id AND rt.room_type_id = rp.room_type_id
   JOIN gateway.hotels h ON h.account_id = rt.account_id AND h.hotel_id = rt.hotel_id
   JOIN gateway.accounts a ON a.account_id = rp.account_id
   WHERE rp.account_id = $1 AND rp.rate_plan_id = ANY ($2::text[]) ORDER BY rt.hotel_id, rp.rate_plan_id`,
);

/** Rate plans as they have to be told, with the platform's ids around them. */
export async function readGoods(session: Session, accountId: string, ratePlanIds: readonly string[]): Promise<Good[]> {
  const rows = await session.query<{
    rate_plan_id: string;
    name: string;
    active: boolean;
    sales_type: 1 | 2;
    hourly: HourlyDetail | null;
    room_type_id: string;
    hotel_id: string;
    platform_rate_plan_id: string | null;
    platform_room_id: string | null;
    platform_hotel_id: string | null;
    currency: string | null;
  }>(GOODS, [accountId, ratePlanIds]);
  return rows.map((row) => ({
    ratePlanId: row.rate_plan_id,
    name: row.name,
    active: row.active,
    salesType: row.sales_type,
    hourly: row.hourly ?? undefined,
    currency: row.currency ?? undefined,
    roomTypeId: row.room_type_id,
    hotelId: row.hotel_id,
    platformRatePlanId: row.platform_rate_plan_id ?? undefined,
    platformRoomId: row.platform_room_id ?? undefined,
    platformHotelId: row.platform_hotel_id ?? undefined,
  }));
}

const STATE = statement(
  'goods_publish_state',
  `UPDATE gateway.rate_plans SET publish_state = $3, publish_error = $4
   WHERE account_id = $1 AND rate_plan_id = ANY ($2::text[])`,
);

/** Keeps how far the publication of rate plans got; returns how many of them exist. */
export async function setPublishState(
  session: Session,
  accountId: string,
  ratePlanIds: readonly string[],
  state: PublishState,
  error: string | null = null,
): Promise<number> {
  return session.execute(STATE, [accountId, ratePlanIds, state, error]);
}

const PUBLISHED = statement(
  'goods_published',
  `UPDATE gateway.rate_plans SET platform_rate_plan_id = $3, publish_state = 'published', publish_error = NULL
   WHERE account_id = $1 AND rate_plan_id = $2
     AND NOT EXISTS (SELECT 1 FROM gateway.rate_plans WHERE platform_rate_plan_id = $3
                     AND NOT (account_id = $1 AND rate_plan_id = $2))`,
);

/** Keeps the platform's id of a good. False when another rate plan has this id already. */
export async function setPublished(
  session: Session,
  accountId: string,
  good: Good,
  platformRatePlanId: string,
): Promise<boolean> {
  return (await session.execute(PUBLISHED, [accountId, good.ratePlanId, platformRatePlanId])) === 1;
}

const NIGHTS = statement(
  'goods_nights',
  `SELECT night FROM gateway.rate_nights WHERE account_id = $1 AND rate_plan_id = $2 AND night >= $3 ORDER BY night`,
);

/** Marks every priced night of a published good from today on: the platform has to be told all of them. */
export async function markGoodNights(session: Session, accountId: string, good: Good, now: number): Promise<void> {
  const rows = await session.query<{ night: string }>(NIGHTS, [accountId, good.ratePlanId, hotelDate(now)]);
  const nights = rows.map((row) => row.night);
  await markDirty(session, accountId, rateMarks(good.ratePlanId, good.roomTypeId, nights), now);
}

const RESULTS = statement(
  'goods_publish_results',
  `SELECT rate_plan_id, publish_state, platform_rate_plan_id, publish_error FROM gateway.rate_plans
   WHERE account_id = $1 AND rate_plan_id = ANY ($2::text[]) ORDER BY rate_plan_id`,
);

/** How far the publication of a rate plan got. */
export interface GoodsResult {
  readonly ratePlanId: string;
  readonly state: PublishState;
  readonly platformRatePlanId: string | undefined;
  /** What kept it, in the platform's or our words. */
  readonly error: string | undefined;
}

/** How far the publication of rate plans got. */
export async function publishResults(
  session: Session,
  accountId: string,
  ratePlanIds: readonly string[],
): Promise<GoodsResult[]> {
  const rows = await session.query<{
    rate_plan_id: string;
    publish_state: PublishState;
    platform_rate_plan_id: string | null;
    publish_error: string | null;
  }>(RESULTS, [accountId, ratePlanIds]);
  return rows.map((row) => ({
    ratePlanId: row.rate_plan_id,
    state: row.publish_state,
    platformRatePlanId: row.platform_rate_plan_id ?? undefined,
    error: row.publish_error ?? undefined,
  }));
}
