import type { Session } from '@yuzhu/runtime';
import type { QuotaWish, Wishes } from './changes.ts';
import type { BelowSold, NightFault } from './decide.ts';

/** The quota of a rate plan's night as it stands. */
export interface PlanNight extends NightFault {
  /** Null: its sales are counted and not limited. */
  readonly quota: number | null;
  readonly sold: number;
}

/** What is to be written. */
export interface QuotaDecision {
  readonly writes: readonly (NightFault & { readonly quota: number | null })[];
  readonly belowSold: readonly BelowSold[];
}

/** Decides quotas. A night whose sales are not counted has no quota to take away. */
export function decideQuotas(standing: readonly PlanNight[], wishes: Wishes<QuotaWish>): QuotaDecision {
  const now = new Map(standing.map((row) => [`${row.subject}\n${row.night}`, row]));
  const writes: (NightFault & { readonly quota: number | null })[] = [];
  const belowSold: BelowSold[] = [];
  for (const [subject, nights] of wishes) {
    for (const [night, { quota }] of nights) {
      const before = now.get(`${subject}\n${night}`);
      if (before === undefined || before.quota === quota) continue;
      if (quota !== null && quota < before.sold) belowSold.push({ subject, night, sold: before.sold, stock: quota });
      else writes.push({ subject, night, quota });
    }
  }
  return { writes, belowSold };
}

// What was sold before is counted from the bookings; their room-nights are held, so none is being added or given back.
const BEGIN = `
  WITH wish AS (SELECT plan, night FROM unnest($2::text[], $3::date[]) AS wish (plan, night)),
  held AS (
    SELECT b.rate_plan_id, day::date AS night, sum(b.rooms)::int AS rooms
    FROM gateway.bookings b, generate_series(b.check_in, b.check_out - 1, interval '1 day') AS day
    WHERE b.account_id = $1 AND b.rate_plan_id IN (SELECT plan FROM wish)
      AND b.check_in <= (SELECT max(night) FROM wish) AND b.check_out > (SELECT min(night) FROM wish)
      AND b.state IN ('wait_pay', 'wait_accept', 'accepted', 'checked_in', 'checked_out', 'no_show')
    GROUP BY 1, 2),
  begun AS (
    INSERT INTO gateway.plan_nights (account_id, rate_plan_id, night, sold)
    SELECT $1, w.plan, w.night, coalesce(h.rooms, 0)
    FROM wish w LEFT JOIN held h ON h.rate_plan_id = w.plan AND h.night = w.night
    ON CONFLICT DO NOTHING
    RETURNING rate_plan_id, night),
  more AS (
    SELECT p.room_type_id, begun.night, count(*) AS plans
    FROM begun JOIN gateway.rate_plans p ON p.account_id = $1 AND p.rate_plan_id = begun.rate_plan_id GROUP BY 1, 2)
  UPDATE gateway.room_nights r SET plan_counters = r.plan_counters + more.plans
  FROM more WHERE r.account_id = $1 AND r.room_type_id = more.room_type_id AND r.night = more.night`;

const LOCK = `
  SELECT q.rate_plan_id AS subject, q.night, q.quota, q.sold
  FROM gateway.plan_nights q
  JOIN unnest($2::text[], $3::date[]) AS wish (subject, night) ON q.rate_plan_id = wish.subject AND q.night = wish.night
  WHERE q.account_id = $1
  ORDER BY q.rate_plan_id, q.night
  FOR UPDATE OF q`;

const WRITE = `
  UPDATE gateway.plan_nights q SET quota = wish.quota
  FROM unnest($2::text[], $3::date[], $4::int[]) AS wish (subject, night, quota)
  WHERE q.account_id = $1 AND q.rate_plan_id = wish.subject AND q.night = wish.night`;

/**
 * Quotas as they stand, locked, counting begun where a first quota comes. The caller holds the room-nights of all these
 * nights.
 */
export async function lockQuotas(
  session: Session,
  accountId: string,
  wishes: Wishes<QuotaWish>,
): Promise<readonly PlanNight[]> {
  const all = [...wishes].flatMap(([subject, nights]) =>
    [...nights].map(([night, { quota }]) => ({ subject, night, quota })),
  );
  if (all.length === 0) return [];
  const limited = all.filter(({ quota }) => quota !== null);
  if (limited.length > 0) await session.execute(BEGIN, [accountId, ...pairs(limited)]);
  return session.query<PlanNight>(LOCK, [accountId, ...pairs(all)]);
}

/** Writes quotas. */
export async function writeQuotas(session: Session, accountId: string, writes: QuotaDecision['writes']): Promise<void> {
  if (writes.length === 0) return;
  await session.execute(WRITE, [accountId, ...pairs(writes), writes.map(({ quota }) => quota)]);
}

function pairs(rows: readonly NightFault[]): [subjects: string[], nights: string[]] {
  return [rows.map(({ subject }) => subject), rows.map(({ night }) => night)];
}
