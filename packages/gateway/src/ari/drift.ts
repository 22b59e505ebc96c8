import { ARI_HORIZON_NIGHTS, addDays, hotelDate } from '@yuzhu/contract';
import { type Session, statement } from '@yuzhu/runtime';
import type { GatewayContext } from '../context.ts';
import { sellable } from './truth.ts';

/** A night of a rate plan at which the truth differs from what the platform last acknowledged. */
export interface Difference {
  readonly hotelId: string;
  readonly ratePlanId: string;
  readonly night: string;
  readonly price: number;
  readonly inventory: number;
  readonly available: boolean;
  /** Undefined: never acknowledged. */
  readonly toldPrice: number | undefined;
  readonly toldInventory: number | undefined;
  readonly toldAvailable: boolean | undefined;
  /** The platform refused it: telling it again as it is would be refused again. */
  readonly refused: boolean;
}

/** What a comparison found. */
export interface DriftFound {
  /** Nights of rate plans. */
  readonly compared: number;
  readonly different: number;
  /** The first of them, by rate plan and night. */
  readonly items: readonly Difference[];
}

// What waits to be told is no drift: it is on its way.
const COMPARE = `
  SELECT rt.hotel_id, rp.rate_plan_id, rp.room_type_id, day::date AS night, coalesce(pn.price, -1) AS price,
         ${sellable} AS inventory,
         coalesce(rn.open, false) AND coalesce(pn.open, false) AND rp.active AS available,
         a.price AS told_price, a.inventory AS told_inventory, a.available AS told_available,
         coalesce(a.price, -1) <> coalesce(pn.price, -1)
           OR a.rack_price IS DISTINCT FROM coalesce(pn.rack_price, pn.price)
           OR a.price_before_tax IS DISTINCT FROM pn.price_before_tax
           OR coalesce(a.inventory, 0) <> ${sellable}
           OR coalesce(a.available, false) <> (coalesce(rn.open, false) AND coalesce(pn.open, false) AND rp.active)
           AS different,
         EXISTS (SELECT 1 FROM gateway.ari_refusals f
                 WHERE f.account_id = $1 AND f.rate_plan_id = rp.rate_plan_id AND f.night = day::date) AS refused
  FROM gateway.rate_plans rp
  JOIN gateway.room_types rt ON rt.account_id = rp.account_id AND rt.room_type_id = rp.room_type_id
  JOIN gateway.hotels h ON h.account_id = rt.account_id AND h.hotel_id = rt.hotel_id AND h.platform_hotel_id IS NOT NULL
  CROSS JOIN generate_series($3::date, $4::date, interval '1 day') AS day
  LEFT JOIN gateway.room_nights rn ON rn.account_id = $1 AND rn.room_type_id = rp.room_type_id AND rn.night = day::date
  LEFT JOIN gateway.rate_nights pn ON pn.account_id = $1 AND pn.rate_plan_id = rp.rate_plan_id AND pn.night = day::date
  LEFT JOIN gateway.plan_nights q ON q.account_id = $1 AND q.rate_plan_id = rp.rate_plan_id AND q.night = day::date
  LEFT JOIN gateway.ari_acknowledged a
    ON a.account_id = $1 AND a.rate_plan_id = rp.rate_plan_id AND a.night = day::date
  WHERE rp.account_id = $1 AND rp.platform_rate_plan_id IS NOT NULL AND ($2::text IS NULL OR rt.hotel_id = $2)
    AND NOT EXISTS (SELECT 1 FROM gateway.ari_dirty d WHERE d.account_id = $1 AND d.night = day::date
                    AND ((d.kind = 'stock' AND d.subject_id = rp.room_type_id)
                         OR (d.kind = 'price' AND d.subject_id = rp.rate_plan_id)))`;

const COUNT = statement(
  'drift_count',
  `SELECT count(*) AS compared, count(*) FILTER (WHERE different) AS different FROM (${COMPARE}) c`,
);
const LIST = statement(
  'drift_list',
  `SELECT * FROM (${COMPARE}) c WHERE different ORDER BY rate_plan_id, night LIMIT $5`,
);
const REPAIR = statement(
  'drift_repair',
  `WITH found AS MATERIALIZED (SELECT room_type_id, rate_plan_id, night FROM (${COMPARE}) c WHERE different AND NOT refused),
   marks AS (SELECT 'price' AS kind, rate_plan_id AS subject_id, night FROM found
             UNION SELECT 'stock', room_type_id, night FROM found ORDER BY 1, 2, 3),
   marked AS (
     INSERT INTO gateway.ari_dirty (account_id, kind, subject_id, night, since)
     SELECT $1, kind, subject_id, night, $5 FROM marks
     ON CONFLICT (account_id, kind, subject_id, night) DO UPDATE SET seq = nextval('gateway.ari_seq'))
   SELECT count(*) AS nights FROM found`,
);
const KEEP = statement(
  'drift_keep',
  `INSERT INTO gateway.drift_checks (account_id, checked_at, compared, different, repaired) VALUES ($1, $2, $3, $4, $5)
   ON CONFLICT (account_id) DO UPDATE SET checked_at = excluded.checked_at, compared = excluded.compared,
     different = excluded.different, repaired = excluded.repaired`,
);

interface DifferenceRow {
  readonly hotel_id: string;
  readonly rate_plan_id: string;
  readonly night: string;
  readonly price: number;
  readonly inventory: number;
  readonly available: boolean;
  readonly told_price: number | null;
  readonly told_inventory: number | null;
  readonly told_available: boolean | null;
  readonly refused: boolean;
}

type Ctx = Pick<GatewayContext, 'db' | 'clock' | 'wake'>;

/** Compares the truth of all published rate plans, over the calendar, with what the platform last acknowledged. */
export async function findDrift(
  ctx: Pick<GatewayContext, 'db' | 'clock'>,
  accountId: string,
  filter: { readonly hotelId?: string | undefined; readonly limit: number },
): Promise<DriftFound> {
  const range = rangeOf(ctx, accountId, filter.hotelId);
  const counted = await ctx.db.one<{ compared: number; different: number }>(COUNT, range);
  const rows = await ctx.db.query<DifferenceRow>(LIST, [...range, filter.limit]);
  return {
    compared: Number(counted.compared),
    different: Number(counted.different),
    items: rows.map((row) => ({
      hotelId: row.hotel_id,
      ratePlanId: row.rate_plan_id,
      night: row.night,
      price: row.price,
      inventory: row.inventory,
      available: row.available,
      toldPrice: row.told_price ?? undefined,
      toldInventory: row.told_inventory ?? undefined,
      toldAvailable: row.told_available ?? undefined,
      refused: row.refused,
    })),
  };
}

/** Has the differences told again, except what the platform refused; keeps what was found. Returns the nights marked. */
export async function repairDrift(
  ctx: Ctx,
  accountId: string,
  filter: { readonly hotelId?: string | undefined } = {},
): Promise<number> {
  const range = rangeOf(ctx, accountId, filter.hotelId);
  const now = new Date(ctx.clock.now());
  const repaired = await ctx.db.tx(async (session) => {
    const { compared, different } = await session.one<{ compared: number; different: number }>(COUNT, range);
    const nights = Number(different) === 0 ? 0 : await mark(session, [...range, now]);
    if (filter.hotelId === undefined) await session.execute(KEEP, [accountId, now, compared, different, nights]);
    return nights;
  });
  if (repaired > 0) ctx.wake.ari();
  return repaired;
}

async function mark(session: Session, values: readonly unknown[]): Promise<number> {
  return Number((await session.one<{ nights: number }>(REPAIR, values)).nights);
}

function rangeOf({ clock }: Pick<GatewayContext, 'clock'>, accountId: string, hotelId: string | undefined): unknown[] {
  const today = hotelDate(clock.now());
  return [accountId, hotelId ?? null, today, addDays(today, ARI_HORIZON_NIGHTS)];
}
