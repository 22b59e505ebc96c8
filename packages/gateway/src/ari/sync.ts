import { ARI_HORIZON_NIGHTS, addDays, hotelDate } from '@yuzhu/contract';
import { statement } from '@yuzhu/runtime';
import type { GatewayContext } from '../context.ts';
import { noticeAtOnce } from './mode.ts';

/** A full synchronisation and how far it is. */
export interface SyncProgress {
  /** Unix ms. */
  readonly startedAt: number;
  /** Marks it set: nights of room types and of rate plans. */
  readonly marks: number;
  /** Of them, still to be told. */
  readonly left: number;
}

const MARK = statement(
  'ari_sync_mark',
  `WITH plans AS MATERIALIZED (
     SELECT rp.rate_plan_id, rp.room_type_id FROM gateway.rate_plans rp
     JOIN gateway.room_types rt ON rt.account_id = rp.account_id AND rt.room_type_id = rp.room_type_id
     WHERE rp.account_id = $1 AND rp.platform_rate_plan_id IS NOT NULL
       AND (cardinality($2::text[]) = 0 OR rt.hotel_id = ANY ($2::text[]))),
   subjects AS (SELECT 'price' AS kind, rate_plan_id AS subject_id FROM plans
                UNION SELECT 'stock', room_type_id FROM plans)
   INSERT INTO gateway.ari_dirty (account_id, kind, subject_id, night, since)
   SELECT $1, kind, subject_id, day::date, $5
   FROM subjects CROSS JOIN generate_series($3::date, $4::date, interval '1 day') AS day
   ORDER BY kind, subject_id, day
   ON CONFLICT (account_id, kind, subject_id, night) DO UPDATE SET seq = nextval('gateway.ari_seq')`,
);
const KEEP = statement(
  'ari_sync_keep',
  `INSERT INTO gateway.ari_syncs (account_id, started_at, marks) VALUES ($1, $2, $3)
   ON CONFLICT (account_id) DO UPDATE SET started_at = excluded.started_at, marks = excluded.marks`,
);
const RESUME = statement('ari_sync_resume', 'DELETE FROM gateway.ari_pauses WHERE account_id = $1');
const PROGRESS = statement(
  'ari_sync_progress',
  `SELECT s.started_at, s.marks, (SELECT count(*) FROM gateway.ari_dirty d
     WHERE d.account_id = s.account_id AND d.since <= s.started_at) AS left
   FROM gateway.ari_syncs s WHERE s.account_id = $1`,
);

/**
 * Has every night of the published rate plans told, changed or not, for so many nights from today: closed nights and
 * nights without a price as well, because what the platform is not told it keeps (documented).
 * @param hotelIds empty = all hotels
 */
export async function startSync(
  ctx: Pick<GatewayContext, 'db' | 'clock' | 'wake'>,
  accountId: string,
  what: { readonly hotelIds: readonly string[]; readonly nights: number },
): Promise<SyncProgress> {
  const now = ctx.clock.now();
  const today = hotelDate(now);
  const last = addDays(today, Math.min(what.nights - 1, ARI_HORIZON_NIGHTS));
  const marks = await ctx.db.tx(async (session) => {
    const count = await session.execute(MARK, [accountId, what.hotelIds, today, last, new Date(now)]);
    await session.execute(KEEP, [accountId, new Date(now), count]);
    await session.execute(RESUME, [accountId]);
    await noticeAtOnce(session, accountId);
    return count;
  });
  ctx.wake.ari();
  return { startedAt: now, marks, left: marks };
}

/** The last full synchronisation; undefined when there was none. */
export async function syncProgress(
  ctx: Pick<GatewayContext, 'db'>,
  accountId: string,
): Promise<SyncProgress | undefined> {
  const row = await ctx.db.first<{ started_at: number; marks: number; left: number }>(PROGRESS, [accountId]);
  return row === undefined ? undefined : { startedAt: row.started_at, marks: row.marks, left: Number(row.left) };
}
