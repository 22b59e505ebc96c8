import { type Session, statement } from '@yuzhu/runtime';

/** What becomes of one night; members left out stay as they are. */
export interface NightChange {
  readonly night: string;
  /** Room status. */
  readonly available?: boolean;
  /** Rooms left. */
  readonly inventory?: number;
  /** Price of a room for the night in fen; null clears it. */
  readonly originalAmount?: number | null;
  /** Rack price in fen; null clears it. */
  readonly retailAmount?: number | null;
  /** Outside the mainland: the price before tax in fen; null clears it. */
  readonly beforeTax?: number | null;
}

/** Changes of the nights of one good, each night at most once. */
export interface PlanChanges {
  readonly ratePlanId: string;
  readonly nights: readonly NightChange[];
}

/** One night of a good in the platform's copy. */
export interface CalendarNight {
  readonly night: string;
  /** False also when the partner never told. */
  readonly available: boolean;
  readonly inventory: number;
  /** Fen; null = no price, so the night can not be booked. */
  readonly originalAmount: number | null;
  readonly retailAmount: number | null;
  readonly beforeTax: number | null;
}

const READ = statement(
  'sandbox.nights.read',
  `SELECT to_char(asked.night, 'YYYY-MM-DD') AS night, coalesce(n.available, false) AS available,
     coalesce(n.inventory, 0) AS inventory, n.original_amount AS "originalAmount", n.retail_amount AS "retailAmount",
     n.amount_before_tax AS "beforeTax"
   FROM unnest($3::date[]) WITH ORDINALITY AS asked (night, place)
   LEFT JOIN sandbox.nights n ON n.account_id = $1 AND n.rate_plan_id = $2 AND n.night = asked.night
   ORDER BY asked.place`,
);

/** The platform's copy of some nights of a good: one element for each night asked, in that order. */
export function calendarNights(
  session: Session,
  accountId: string,
  ratePlanId: string,
  nights: readonly string[],
): Promise<CalendarNight[]> {
  return session.query<CalendarNight>(READ, [accountId, ratePlanId, nights]);
}

// In key order, so that two writers of the same nights wait for each other instead of deadlocking.
const ADD = statement(
  'sandbox.nights.add',
  `INSERT INTO sandbox.nights (account_id, rate_plan_id, night, updated_ms)
   SELECT $1, told.rate_plan_id, told.night, $4
   FROM unnest($2::text[], $3::date[]) AS told (rate_plan_id, night)
   JOIN sandbox.goods g ON g.account_id = $1 AND g.rate_plan_id = told.rate_plan_id AND g.shelf <> 'deleted'
   ORDER BY told.rate_plan_id, told.night
   ON CONFLICT DO NOTHING`,
);
const CHANGE = statement(
  'sandbox.nights.change',
  `UPDATE sandbox.nights n SET
     available = coalesce(told.available, n.available),
     inventory = coalesce(told.inventory, n.inventory),
     original_amount = CASE WHEN told.amount_told THEN told.amount ELSE n.original_amount END,
     retail_amount = CASE WHEN told.retail_told THEN told.retail ELSE n.retail_amount END,
     amount_before_tax = CASE WHEN told.before_told THEN told.before ELSE n.amount_before_tax END,
     updated_ms = $10, snapshot_ms = coalesce($11, n.snapshot_ms),
     pulled_ms = CASE WHEN $11::bigint IS NULL THEN n.pulled_ms ELSE $10 END
   FROM unnest($2::text[], $3::date[], $4::boolean[], $5::integer[], $6::boolean[], $7::bigint[], $8::boolean[],
     $9::bigint[], $12::boolean[], $13::bigint[])
     AS told (rate_plan_id, night, available, inventory, amount_told, amount, retail_told, retail, before_told, before)
   JOIN sandbox.goods g ON g.account_id = $1 AND g.rate_plan_id = told.rate_plan_id AND g.shelf <> 'deleted'
   WHERE n.account_id = $1 AND n.rate_plan_id = told.rate_plan_id AND n.night = told.night
     AND ($11::bigint IS NULL OR n.snapshot_ms IS NULL OR n.snapshot_ms <= $11 OR n.pulled_ms < $14::bigint)`,
);

/** When a pull was sent, by the platform's clock, and when the partner says it read the answer; Unix ms. */
export interface Snapshot {
  readonly askedAt: number;
  readonly readAt: number;
}

/**
 * Writes nights into the platform's copy and returns how many. Goods that are unknown, deleted or another merchant's are
 * passed over. Used by pushes, pulls and the answers of bookable checks alike.
 * @param snapshot of a pull that says when the partner read it; what is older than another pull brought is passed over
 * (inferred: what else is the moment good for), unless it was asked for after that one was written: then it is newer
 * whatever it says, because a partner's clock may go back
 */
export async function writeNights(
  session: Session,
  accountId: string,
  changes: readonly PlanChanges[],
  now: number,
  snapshot?: Snapshot,
): Promise<number> {
  const rows = changes.flatMap(({ ratePlanId, nights }) => nights.map((night) => ({ ratePlanId, ...night })));
  if (rows.length === 0) return 0;
  const plans = rows.map((row) => row.ratePlanId);
  const nights = rows.map((row) => row.night);
  await session.execute(ADD, [accountId, plans, nights, now]);
  return session.execute(CHANGE, [
    accountId,
    plans,
    nights,
    rows.map((row) => row.available ?? null),
    rows.map((row) => row.inventory ?? null),
    rows.map((row) => row.originalAmount !== undefined),
    rows.map((row) => row.originalAmount ?? null),
    rows.map((row) => row.retailAmount !== undefined),
    rows.map((row) => row.retailAmount ?? null),
    now,
    snapshot?.readAt ?? null,
    rows.map((row) => row.beforeTax !== undefined),
    rows.map((row) => row.beforeTax ?? null),
    snapshot?.askedAt ?? null,
  ]);
}
