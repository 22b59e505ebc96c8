import { hotelDate } from '@yuzhu/contract';
import { statement } from '@yuzhu/runtime';
import { NOT_OF_BROKEN_PLAN } from '../../broken-matches/store.ts';
import type { GatewayContext } from '../../context.ts';
import type { NextStep } from '../../platform/next-steps.ts';
import type { AriKind } from '../sending/calls.ts';
import type { Resting } from '../sending/store.ts';
import { sellable } from '../sending/truth.ts';

/** A night the platform has not been told about yet. */
export interface PendingNight {
  readonly kind: AriKind;
  readonly hotelId: string;
  /** Room type (stock) or rate plan (price). */
  readonly subjectId: string;
  readonly night: string;
  /** Unix ms of the first change that has not been told. */
  readonly since: number;
}

const PENDING = statement(
  'ari_pending',
  `SELECT d.kind, rt.hotel_id, d.subject_id, d.night, d.since
   FROM gateway.ari_dirty d
   LEFT JOIN gateway.rate_plans rp ON d.kind = 'price' AND rp.account_id = d.account_id AND rp.rate_plan_id = d.subject_id
   JOIN gateway.room_types rt ON rt.account_id = d.account_id
     AND rt.room_type_id = CASE d.kind WHEN 'price' THEN rp.room_type_id ELSE d.subject_id END
   WHERE d.account_id = $1 AND ($2::text IS NULL OR rt.hotel_id = $2)
   ORDER BY d.since, d.kind, d.subject_id, d.night LIMIT $3`,
);

/** Nights that wait to be told, longest waiting first. */
export async function pendingNights(
  ctx: Pick<GatewayContext, 'db'>,
  accountId: string,
  filter: { readonly hotelId?: string; readonly limit: number },
): Promise<PendingNight[]> {
  const rows = await ctx.db.query<{
    kind: AriKind;
    hotel_id: string;
    subject_id: string;
    night: string;
    since: number;
  }>(PENDING, [accountId, filter.hotelId ?? null, filter.limit]);
  return rows.map((row) => ({
    kind: row.kind,
    hotelId: row.hotel_id,
    subjectId: row.subject_id,
    night: row.night,
    since: row.since,
  }));
}

/** A night the platform refused, with its words. */
export interface AriRefusal {
  readonly kind: AriKind;
  readonly ratePlanId: string;
  readonly night: string;
  readonly code: number | undefined;
  readonly message: string;
  readonly logid: string | undefined;
  readonly at: number;
}

const REFUSALS = statement(
  'ari_refusals_list',
  `SELECT kind, rate_plan_id, night, code, message, logid, at FROM gateway.ari_refusals r
   WHERE account_id = $1 AND night >= $2 AND ${NOT_OF_BROKEN_PLAN} ORDER BY rate_plan_id, kind, night LIMIT $3`,
);

/**
 * Nights from today on that the platform refused, but for broken matches: they stay as they are there until they change or are
 * pushed again.
 */
export async function ariRefusals(
  ctx: Pick<GatewayContext, 'db' | 'clock'>,
  accountId: string,
  filter: { readonly limit: number },
): Promise<AriRefusal[]> {
  const rows = await ctx.db.query<{
    kind: AriKind;
    rate_plan_id: string;
    night: string;
    code: number | null;
    message: string;
    logid: string | null;
    at: number;
  }>(REFUSALS, [accountId, hotelDate(ctx.clock.now()), filter.limit]);
  return rows.map((row) => ({
    kind: row.kind,
    ratePlanId: row.rate_plan_id,
    night: row.night,
    code: row.code ?? undefined,
    message: row.message,
    logid: row.logid ?? undefined,
    at: row.at,
  }));
}

/** A hotel whose pushes rest after failures, or an account whose notices do. */
export interface AriPause {
  /** '' for the notices of the account. */
  readonly hotelId: string;
  readonly kind: Resting['kind'];
  readonly until: number;
  /** Failures in a row. */
  readonly strikes: number;
  readonly code: number | undefined;
  readonly message: string;
  readonly nextStep: NextStep;
  readonly logid: string | undefined;
  readonly at: number;
}

const PAUSES = statement(
  'ari_pauses_list',
  `SELECT hotel_id, kind, until, strikes, code, message, next_step, logid, at FROM gateway.ari_pauses
   WHERE account_id = $1 ORDER BY hotel_id, kind`,
);

/** Hotels whose nights can not be told at present, and why. */
export async function ariPauses(ctx: Pick<GatewayContext, 'db'>, accountId: string): Promise<AriPause[]> {
  const rows = await ctx.db.query<{
    hotel_id: string;
    kind: Resting['kind'];
    until: number;
    strikes: number;
    code: number | null;
    message: string;
    next_step: NextStep;
    logid: string | null;
    at: number;
  }>(PAUSES, [accountId]);
  return rows.map((row) => ({
    hotelId: row.hotel_id,
    kind: row.kind,
    until: row.until,
    strikes: row.strikes,
    code: row.code ?? undefined,
    message: row.message,
    nextStep: row.next_step,
    logid: row.logid ?? undefined,
    at: row.at,
  }));
}

/** How the platform came to what it holds: a push it acknowledged, or the answer to a pull of its own. */
export type ToldBy = 'push' | 'pull';

/** What one night is here, and the last word the platform was given of it: acknowledged push or answered pull. */
export interface CalendarDrift {
  readonly night: string;
  readonly price: number;
  readonly rackPrice: number | undefined;
  readonly inventory: number;
  readonly available: boolean;
  /** Undefined: never told. */
  readonly acknowledged: {
    readonly price: number | undefined;
    readonly rackPrice: number | undefined;
    readonly inventory: number | undefined;
    readonly available: boolean | undefined;
    readonly priceBy: ToldBy | undefined;
    readonly stockBy: ToldBy | undefined;
  };
  /** Whether both sides agree. A night neither side has a price for agrees. */
  readonly same: boolean;
}

const DRIFT = statement(
  'ari_drift',
  `SELECT day::date AS night, pn.price, coalesce(pn.rack_price, pn.price) AS rack_price,
          ${sellable} AS inventory,
          coalesce(rn.open, false) AND coalesce(pn.open, false) AND rp.active AS available,
          a.price AS told_price, a.rack_price AS told_rack_price,
          a.price_before_tax IS NOT DISTINCT FROM pn.price_before_tax AS same_tax, a.inventory AS told_inventory,
          a.available AS told_available, a.price_by, a.stock_by
   FROM gateway.rate_plans rp
   CROSS JOIN generate_series($3::date, $4::date, interval '1 day') AS day
   LEFT JOIN gateway.room_nights rn ON rn.account_id = $1 AND rn.room_type_id = rp.room_type_id AND rn.night = day::date
   LEFT JOIN gateway.rate_nights pn ON pn.account_id = $1 AND pn.rate_plan_id = rp.rate_plan_id AND pn.night = day::date
   LEFT JOIN gateway.plan_nights q ON q.account_id = $1 AND q.rate_plan_id = rp.rate_plan_id AND q.night = day::date
   LEFT JOIN gateway.ari_last_words a
     ON a.account_id = $1 AND a.rate_plan_id = rp.rate_plan_id AND a.night = day::date
   WHERE rp.account_id = $1 AND rp.rate_plan_id = $2 ORDER BY day`,
);

/**
 * Compares a rate plan's nights `from`..`to` (both included) with the last word the platform was given. Empty for an
 * unknown rate plan.
 */
export async function calendarDrift(
  ctx: Pick<GatewayContext, 'db'>,
  accountId: string,
  range: { readonly ratePlanId: string; readonly from: string; readonly to: string },
): Promise<CalendarDrift[]> {
  const rows = await ctx.db.query<{
    night: string;
    price: number | null;
    rack_price: number | null;
    inventory: number;
    available: boolean;
    told_price: number | null;
    told_rack_price: number | null;
    same_tax: boolean;
    told_inventory: number | null;
    told_available: boolean | null;
    price_by: ToldBy | null;
    stock_by: ToldBy | null;
  }>(DRIFT, [accountId, range.ratePlanId, range.from, range.to]);
  return rows.map((row) => {
    const price = row.price ?? -1;
    const samePrice = price === (row.told_price ?? -1) && row.rack_price === row.told_rack_price && row.same_tax;
    const sameStock = row.available === (row.told_available ?? false) && row.inventory === (row.told_inventory ?? 0);
    return {
      night: row.night,
      price,
      rackPrice: row.rack_price ?? undefined,
      inventory: row.inventory,
      available: row.available,
      acknowledged: {
        price: row.told_price ?? undefined,
        rackPrice: row.told_rack_price ?? undefined,
        inventory: row.told_inventory ?? undefined,
        available: row.told_available ?? undefined,
        priceBy: row.price_by ?? undefined,
        stockBy: row.stock_by ?? undefined,
      },
      same: samePrice && sameStock,
    };
  });
}
