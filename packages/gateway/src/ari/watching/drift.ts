import { ARI_HORIZON_NIGHTS, addDays, hotelDate } from '@yuzhu/contract';
import { type Session, statement } from '@yuzhu/runtime';
import type { GatewayContext } from '../../context.ts';
import type { AriKind } from '../sending/calls.ts';
import { sellable } from '../sending/truth.ts';
import type { ToldBy } from './view.ts';

/**
 * A night of a rate plan at which the truth differs from the last word the platform was given: a push it acknowledged, or
 * the answer to a pull, whichever was later; price and stock each have their own.
 */
export interface Difference {
  readonly hotelId: string;
  readonly ratePlanId: string;
  readonly night: string;
  /** What differs. */
  readonly differs: readonly AriKind[];
  readonly price: number;
  readonly inventory: number;
  readonly available: boolean;
  /** Undefined: never told. */
  readonly toldPrice: number | undefined;
  readonly toldInventory: number | undefined;
  readonly toldAvailable: boolean | undefined;
  /** Where the words come from; undefined: never told. */
  readonly priceBy: ToldBy | undefined;
  readonly stockBy: ToldBy | undefined;
  /** The platform refused it: telling it again as it is would be refused again. */
  readonly refused: boolean;
}

/** What a comparison found. */
export interface DriftFound {
  /** Nights of rate plans. */
  readonly compared: number;
  readonly different: number;
  /** Nights at which a push, the answer to a pull, or silence differs from the truth; a night may count twice. */
  readonly byPush: number;
  readonly byPull: number;
  readonly neverTold: number;
  /** The first of them, by rate plan and night. */
  readonly items: readonly Difference[];
}

// What waits to be told is no drift: it is on its way.
const COMPARE = `
  SELECT *, price_differs OR stock_differs AS different FROM (
  SELECT rt.hotel_id, rp.rate_plan_id, rp.room_type_id, day::date AS night, coalesce(pn.price, -1) AS price,
         ${sellable} AS inventory,
         coalesce(rn.open, false) AND coalesce(pn.open, false) AND rp.active AS available,
         a.price AS told_price, a.inventory AS told_inventory, a.available AS told_available, a.price_by, a.stock_by,
         coalesce(a.price, -1) <> coalesce(pn.price, -1)
           OR a.rack_price IS DISTINCT FROM coalesce(pn.rack_price, pn.price)
           OR a.price_before_tax IS DISTINCT FROM pn.price_before_tax AS price_differs,
         coalesce(a.inventory, 0) <> ${sellable}
           OR coalesce(a.available, false) <> (coalesce(rn.open, false) AND coalesce(pn.open, false) AND rp.active)
           AS stock_differs,
         EXISTS (SELECT 1 FROM gateway.ari_refusals f
                 WHERE f.account_id = $1 AND f.rate_plan_id = rp.rate_plan_id AND f.night = day::date) AS refused
  FROM gateway.rate_plans rp
  JOIN gateway.room_types rt ON rt.account_id = rp.account_id AND rt.room_type_id = rp.room_type_id
  JOIN gateway.hotels h ON h.account_id = rt.account_id AND h.hotel_id = rt.hotel_id AND h.platform_hotel_id IS NOT NULL
  CROSS JOIN generate_series($3::date, $4::date, interval '1 day') AS day
  LEFT JOIN gateway.room_nights rn ON rn.account_id = $1 AND rn.room_type_id = rp.room_type_id AND rn.night = day::date
  LEFT JOIN gateway.rate_nights pn ON pn.account_id = $1 AND pn.rate_plan_id = rp.rate_plan_id AND pn.night = day::date
  LEFT JOIN gateway.plan_nights q ON q.account_id = $1 AND q.rate_plan_id = rp.rate_plan_id AND q.night = day::date
  LEFT JOIN gateway.ari_last_words a
    ON a.account_id = $1 AND a.rate_plan_id = rp.rate_plan_id AND a.night = day::date
  WHERE rp.account_id = $1 AND rp.platform_rate_plan_id IS NOT NULL AND ($2::text IS NULL OR rt.hotel_id = $2)
    AND NOT EXISTS (SELECT 1 FROM gateway.ari_dirty d WHERE d.account_id = $1 AND d.night = day::date
                    AND ((d.kind = 'stock' AND d.subject_id = rp.room_type_id)
                         OR (d.kind = 'price' AND d.subject_id = rp.rate_plan_id)))) x`;

function byWhom(by: ToldBy): string {
  return `(price_differs AND price_by = '${by}' OR stock_differs AND stock_by = '${by}') IS TRUE`;
}

const COUNT = statement(
  'drift_count',
  `SELECT count(*) AS compared, count(*) FILTER (WHERE different) AS different,
          count(*) FILTER (WHERE ${byWhom('push')}) AS by_push, count(*) FILTER (WHERE ${byWhom('pull')}) AS by_pull,
          count(*) FILTER (WHERE price_differs AND price_by IS NULL OR stock_differs AND stock_by IS NULL) AS never_told
   FROM (${COMPARE}) c`,
);
const LIST = statement(
  'drift_list',
  `SELECT * FROM (${COMPARE}) c WHERE different AND ($6::text IS NULL OR price_differs AND price_by = $6
     OR stock_differs AND stock_by = $6) ORDER BY rate_plan_id, night LIMIT $5`,
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
  readonly price_differs: boolean;
  readonly stock_differs: boolean;
  readonly price_by: ToldBy | null;
  readonly stock_by: ToldBy | null;
  readonly refused: boolean;
}

interface Counted {
  readonly compared: number;
  readonly different: number;
  readonly by_push: number;
  readonly by_pull: number;
  readonly never_told: number;
}

type Ctx = Pick<GatewayContext, 'db' | 'clock' | 'wake'>;

/** Compares the truth of all published rate plans, over the calendar, with the last word the platform was given. */
export async function findDrift(
  ctx: Pick<GatewayContext, 'db' | 'clock'>,
  accountId: string,
  filter: {
    readonly hotelId?: string | undefined;
    /** Only differences of this source are listed; the counts are of all. */
    readonly source?: ToldBy | undefined;
    readonly limit: number;
  },
): Promise<DriftFound> {
  const range = rangeOf(ctx, accountId, filter.hotelId);
  const counted = await ctx.db.one<Counted>(COUNT, range);
  const rows = await ctx.db.query<DifferenceRow>(LIST, [...range, filter.limit, filter.source ?? null]);
  return {
    compared: Number(counted.compared),
    different: Number(counted.different),
    byPush: Number(counted.by_push),
    byPull: Number(counted.by_pull),
    neverTold: Number(counted.never_told),
    items: rows.map((row) => ({
      hotelId: row.hotel_id,
      ratePlanId: row.rate_plan_id,
      night: row.night,
      differs: [...(row.price_differs ? ['price' as const] : []), ...(row.stock_differs ? ['stock' as const] : [])],
      price: row.price,
      inventory: row.inventory,
      available: row.available,
      toldPrice: row.told_price ?? undefined,
      toldInventory: row.told_inventory ?? undefined,
      toldAvailable: row.told_available ?? undefined,
      priceBy: row.price_by ?? undefined,
      stockBy: row.stock_by ?? undefined,
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
    const { compared, different } = await session.one<Counted>(COUNT, range);
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
