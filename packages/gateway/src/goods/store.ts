import type { Session } from '@yuzhu/runtime';

/** How far a rate plan's publication got. */
export type PublishState = 'draft' | 'queued' | 'published' | 'failed';

/** When an hourly room can be used, in the platform's form. */
export interface HourlyDetail {
  /** `HH:mm`. */
  readonly earliest_check_in: string;
  readonly latest_check_out: string;
  /** Hours of use, 1 to 23. */
  readonly usage_duration: number;
}

/** A rate plan (bookable good, 预定商品) as it is kept. */
export interface RatePlanRow {
  readonly rate_plan_id: string;
  readonly room_type_id: string;
  readonly name: string;
  /** On sale, as the hotel wants it. */
  readonly active: boolean;
  /** Full-day (1) or hourly (2) room; never changes. */
  readonly sales_type: 1 | 2;
  /** Hours of an hourly room; null for a full-day one. */
  readonly hourly: HourlyDetail | null;
  /** Null until the platform accepted the good. */
  readonly platform_rate_plan_id: string | null;
  readonly publish_state: PublishState;
  /** The platform's words when failed. */
  readonly publish_error: string | null;
  /** Unix ms. */
  readonly created_at: number;
}

const COLUMNS =
  'rate_plan_id, room_type_id, name, wanted_active AS active, sales_type, hourly, platform_rate_plan_id, publish_state, publish_error, created_at';

/** One rate plan of the account; `lock` keeps it as it is until the transaction ends. */
export function findRatePlan(
  session: Session,
  accountId: string,
  ratePlanId: string,
  lock = false,
): Promise<RatePlanRow | undefined> {
  return session.first(
    `SELECT ${COLUMNS} FROM gateway.rate_plans WHERE account_id = $1 AND rate_plan_id = $2
     ${lock ? 'FOR NO KEY UPDATE' : ''}`,
    [accountId, ratePlanId],
  );
}

/** Which rate plans to list: of these room types only, behind an id, at most `limit`. */
export interface RatePlanFilter {
  readonly roomTypeIds?: readonly string[] | undefined;
  readonly after: string;
  readonly limit: number;
}

/** Rate plans in order of id. */
export function listRatePlans(session: Session, accountId: string, filter: RatePlanFilter): Promise<RatePlanRow[]> {
  return session.query(
    `SELECT ${COLUMNS} FROM gateway.rate_plans
     WHERE account_id = $1 AND ($2::text[] IS NULL OR room_type_id = ANY ($2)) AND rate_plan_id > $3
     ORDER BY rate_plan_id LIMIT $4`,
    [accountId, filter.roomTypeIds ?? null, filter.after, filter.limit],
  );
}

/** Writes what the hotel says about a rate plan, new or not; its room type and kind never change. */
export function saveRatePlan(
  session: Session,
  accountId: string,
  plan: Pick<RatePlanRow, 'rate_plan_id' | 'room_type_id' | 'name' | 'active' | 'sales_type' | 'hourly'>,
  now: number,
): Promise<RatePlanRow> {
  return session.one(
    `INSERT INTO gateway.rate_plans AS p (account_id, rate_plan_id, room_type_id, name, active, wanted_active, created_at,
       sales_type, hourly)
     VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8::jsonb)
     ON CONFLICT (account_id, rate_plan_id) DO UPDATE SET name = excluded.name, wanted_active = excluded.wanted_active,
       active = excluded.wanted_active AND NOT EXISTS (
         SELECT 1 FROM gateway.broken_matches b WHERE b.account_id = p.account_id AND b.rate_plan_id = p.rate_plan_id),
       hourly = excluded.hourly
     RETURNING ${COLUMNS}`,
    [
      accountId,
      plan.rate_plan_id,
      plan.room_type_id,
      plan.name,
      plan.active,
      new Date(now),
      plan.sales_type,
      plan.hourly && JSON.stringify(plan.hourly),
    ],
  );
}

/** Those of some rate plans that the account has, with their kinds. */
export function ratePlanKinds(
  session: Session,
  accountId: string,
  ids: readonly string[],
): Promise<Pick<RatePlanRow, 'rate_plan_id' | 'sales_type' | 'hourly'>[]> {
  return session.query(
    `SELECT rate_plan_id, sales_type, hourly FROM gateway.rate_plans
     WHERE account_id = $1 AND rate_plan_id = ANY ($2::text[])`,
    [accountId, ids],
  );
}

/** Those of some rate plan ids that the account has. */
export async function listRatePlanIds(session: Session, accountId: string, ids: readonly string[]): Promise<string[]> {
  return (await ratePlanKinds(session, accountId, ids)).map((row) => row.rate_plan_id);
}
