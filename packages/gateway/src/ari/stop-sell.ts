import { ARI_HORIZON_NIGHTS, addDays, hotelDate } from '@yuzhu/contract';
import { type Session, statement } from '@yuzhu/runtime';
import type { GatewayContext } from '../context.ts';

/** What a stop concerns: everything of the account, one hotel, or one room type. */
export interface StopScope {
  readonly level: 'account' | 'hotel' | 'room_type';
  /** Hotel or room type; '' for the account. */
  readonly subjectId: string;
}

/** A stop of sales. */
export interface StopSell extends StopScope {
  readonly stopId: string;
  readonly reason: string;
  /** Unix ms. */
  readonly startedAt: number;
  readonly endedAt: number | undefined;
  /** Nights of room types it closed, and that its undo opens. */
  readonly nights: number;
}

const BEGIN = statement(
  'stop_sell_begin',
  `INSERT INTO gateway.stop_sells (account_id, level, subject_id, reason, started_at) VALUES ($1, $2, $3, $4, $5)
   ON CONFLICT (account_id, level, subject_id) WHERE ended_at IS NULL DO UPDATE SET reason = excluded.reason
   RETURNING stop_id::text AS id`,
);
// A night nobody stocked yet gets a closed row, so that stock which comes while the stop lasts is not sold either.
const FILL = statement(
  'stop_sell_fill',
  `INSERT INTO gateway.room_nights (account_id, room_type_id, night, stock)
   SELECT $1, t.room_type_id, day::date, 0
   FROM gateway.room_types t CROSS JOIN generate_series($4::date, $5::date, interval '1 day') AS day
   WHERE t.account_id = $1
     AND CASE $2 WHEN 'account' THEN true WHEN 'hotel' THEN t.hotel_id = $3 ELSE t.room_type_id = $3 END
   ORDER BY t.room_type_id, day ON CONFLICT DO NOTHING`,
);
// A change that was made from a reading before the stop is an old one. Locked after the stop itself and before the nights.
const RAISE = statement(
  'stop_sell_raise',
  `INSERT INTO gateway.calendar_versions (account_id, hotel_id, version)
   SELECT DISTINCT t.account_id, t.hotel_id, 1 FROM gateway.room_types t
   WHERE t.account_id = $1
     AND CASE $2 WHEN 'account' THEN true WHEN 'hotel' THEN t.hotel_id = $3 ELSE t.room_type_id = $3 END
   ORDER BY t.hotel_id
   ON CONFLICT (account_id, hotel_id) DO UPDATE SET version = calendar_versions.version + 1`,
);
const LOCK = `SELECT n.room_type_id, n.night FROM gateway.room_nights n
   JOIN gateway.room_types t ON t.account_id = n.account_id AND t.room_type_id = n.room_type_id`;
const CLOSE = statement(
  'stop_sell_close',
  `WITH hit AS MATERIALIZED (
     ${LOCK} WHERE n.account_id = $1 AND n.open AND n.night BETWEEN $4 AND $5
       AND CASE $2 WHEN 'account' THEN true WHEN 'hotel' THEN t.hotel_id = $3 ELSE t.room_type_id = $3 END
     ORDER BY n.room_type_id, n.night FOR NO KEY UPDATE OF n),
   closed AS (
     UPDATE gateway.room_nights n SET open = false FROM hit
     WHERE n.account_id = $1 AND n.room_type_id = hit.room_type_id AND n.night = hit.night
     RETURNING n.room_type_id, n.night)
   INSERT INTO gateway.stop_sell_nights (account_id, stop_id, room_type_id, night)
   SELECT $1, $6::bigint, room_type_id, night FROM closed ON CONFLICT DO NOTHING`,
);
// Nights that another running stop of the account wants closed stay closed and become that one's.
const OPEN = statement(
  'stop_sell_open',
  `WITH mine AS MATERIALIZED (
     SELECT s.room_type_id, s.night, t.hotel_id FROM gateway.stop_sell_nights s
     JOIN gateway.room_types t ON t.account_id = s.account_id AND t.room_type_id = s.room_type_id
     WHERE s.account_id = $1 AND s.stop_id = $2::bigint AND s.night >= $3),
   other AS MATERIALIZED (
     SELECT DISTINCT ON (m.room_type_id, m.night) m.room_type_id, m.night, o.stop_id FROM mine m
     JOIN gateway.stop_sells o ON o.account_id = $1 AND o.ended_at IS NULL AND o.stop_id <> $2::bigint
       AND (o.level = 'account' OR (o.level = 'hotel' AND o.subject_id = m.hotel_id)
            OR (o.level = 'room_type' AND o.subject_id = m.room_type_id))
     ORDER BY m.room_type_id, m.night, o.stop_id),
   handed AS (
     INSERT INTO gateway.stop_sell_nights (account_id, stop_id, room_type_id, night)
     SELECT $1, stop_id, room_type_id, night FROM other ON CONFLICT DO NOTHING),
   hit AS MATERIALIZED (
     SELECT n.room_type_id, n.night FROM gateway.room_nights n
     JOIN mine m ON m.room_type_id = n.room_type_id AND m.night = n.night
     WHERE n.account_id = $1 AND NOT n.open
       AND NOT EXISTS (SELECT 1 FROM other o WHERE o.room_type_id = n.room_type_id AND o.night = n.night)
     ORDER BY n.room_type_id, n.night FOR NO KEY UPDATE OF n)
   UPDATE gateway.room_nights n SET open = true FROM hit
   WHERE n.account_id = $1 AND n.room_type_id = hit.room_type_id AND n.night = hit.night`,
);
const MARK = statement(
  'stop_sell_mark',
  `INSERT INTO gateway.ari_dirty (account_id, kind, subject_id, night, since)
   SELECT $1, 'stock', room_type_id, night, $4 FROM gateway.stop_sell_nights
   WHERE account_id = $1 AND stop_id = $2::bigint AND night >= $3 ORDER BY room_type_id, night
   ON CONFLICT (account_id, kind, subject_id, night) DO UPDATE SET seq = nextval('gateway.ari_seq')`,
);
const END = statement(
  'stop_sell_end',
  `UPDATE gateway.stop_sells SET ended_at = $3 WHERE account_id = $1 AND stop_id = $2::bigint AND ended_at IS NULL
   RETURNING level, subject_id`,
);

// One scan of the coming nights of the scope.
const WOULD = statement(
  'stop_sell_would',
  `SELECT (SELECT count(*) FROM gateway.room_types t WHERE t.account_id = $1
             AND CASE $2 WHEN 'account' THEN true WHEN 'hotel' THEN t.hotel_id = $3 ELSE t.room_type_id = $3 END) AS room_types,
     count(*) FILTER (WHERE n.open AND n.stock > n.sold) AS nights,
     coalesce(sum(n.stock - n.sold) FILTER (WHERE n.open), 0) AS rooms,
     coalesce(sum(n.sold), 0) AS sold
   FROM gateway.room_nights n
   JOIN gateway.room_types t ON t.account_id = n.account_id AND t.room_type_id = n.room_type_id
   WHERE n.account_id = $1 AND n.night BETWEEN $4 AND $5
     AND CASE $2 WHEN 'account' THEN true WHEN 'hotel' THEN t.hotel_id = $3 ELSE t.room_type_id = $3 END`,
);

type Ctx = Pick<GatewayContext, 'db' | 'clock' | 'wake'>;

/** What a stop would take off sale at this moment. */
export interface StopPreview {
  readonly roomTypes: number;
  /** Nights of room types that are open and have a room left. */
  readonly nights: number;
  /** Room-nights left in them. */
  readonly rooms: number;
  /** Room-nights already sold: bookings stay as they are. */
  readonly sold: number;
}

/** What `stopSales` would close now; changes nothing. */
export async function previewStop(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  accountId: string,
  scope: StopScope,
): Promise<StopPreview> {
  const { from, to } = nightsAt(ctx.clock.now());
  type Row = { readonly room_types: number; readonly nights: number; readonly rooms: number; readonly sold: number };
  const row = await ctx.db.one<Row>(WOULD, [accountId, scope.level, scope.subjectId, from, to]);
  return {
    roomTypes: Number(row.room_types),
    nights: Number(row.nights),
    rooms: Number(row.rooms),
    sold: Number(row.sold),
  };
}

/**
 * Stops sales of a room type, a hotel or the whole account, from yesterday to the end of the calendar: every open night is
 * closed in one transaction, so no booking is taken after it, and the platform is told. Again for the same subject: closes
 * what was opened since. An explicit opening of a night by the hotel's system wins over the stop.
 */
export async function stopSales(ctx: Ctx, accountId: string, scope: StopScope, reason: string): Promise<StopSell> {
  const now = ctx.clock.now();
  const { from, to } = nightsAt(now);
  const { level, subjectId } = scope;
  const stop = await ctx.db.tx(async (session) => {
    const { id } = await session.one<{ id: string }>(BEGIN, [accountId, level, subjectId, reason, new Date(now)]);
    await session.execute(RAISE, [accountId, level, subjectId]);
    const range = [accountId, level, subjectId, from, to];
    await session.execute(FILL, range);
    await session.execute(CLOSE, [...range, id]);
    await session.execute(MARK, [accountId, id, from, new Date(now)]);
    return findStop(session, accountId, id);
  });
  ctx.wake.ari();
  return stop as StopSell;
}

/** Ends a stop: the nights it closed open again, except those that another running stop keeps closed. */
export async function resumeSales(ctx: Ctx, accountId: string, stopId: string): Promise<StopSell | undefined> {
  const now = ctx.clock.now();
  const { from } = nightsAt(now);
  const stop = await ctx.db.tx(async (session) => {
    const ended = await session.first<StopScopeRow>(END, [accountId, stopId, new Date(now)]);
    if (ended !== undefined) {
      await session.execute(RAISE, [accountId, ended.level, ended.subject_id]);
      await session.execute(OPEN, [accountId, stopId, from]);
      await session.execute(MARK, [accountId, stopId, from, new Date(now)]);
    }
    return findStop(session, accountId, stopId);
  });
  ctx.wake.ari();
  return stop;
}

type StopScopeRow = Pick<StopRow, 'level' | 'subject_id'>;

function nightsAt(now: number): { readonly from: string; readonly to: string } {
  const today = hotelDate(now);
  // A guest may still come after midnight for the night before.
  return { from: addDays(today, -1), to: addDays(today, ARI_HORIZON_NIGHTS) };
}

interface StopRow {
  readonly id: string;
  readonly level: StopScope['level'];
  readonly subject_id: string;
  readonly reason: string;
  readonly started_at: number;
  readonly ended_at: number | null;
  readonly nights: number;
}

const COLUMNS = `stop_id::text AS id, level, subject_id, reason, started_at, ended_at,
  (SELECT count(*) FROM gateway.stop_sell_nights n WHERE n.account_id = s.account_id AND n.stop_id = s.stop_id) AS nights`;
const FIND = statement(
  'stop_sell_find',
  `SELECT ${COLUMNS} FROM gateway.stop_sells s WHERE account_id = $1 AND stop_id = $2::bigint`,
);
const LIST = statement(
  'stop_sell_list',
  `SELECT ${COLUMNS} FROM gateway.stop_sells s WHERE account_id = $1 ORDER BY ended_at IS NOT NULL, stop_id DESC LIMIT 100`,
);

async function findStop(session: Session, accountId: string, stopId: string): Promise<StopSell | undefined> {
  const row = await session.first<StopRow>(FIND, [accountId, stopId]);
  return row === undefined ? undefined : toStop(row);
}

/** Stops of an account, running ones first, newest first. */
export async function listStops(session: Session, accountId: string): Promise<StopSell[]> {
  return (await session.query<StopRow>(LIST, [accountId])).map(toStop);
}

function toStop(row: StopRow): StopSell {
  return {
    stopId: row.id,
    level: row.level,
    subjectId: row.subject_id,
    reason: row.reason,
    startedAt: row.started_at,
    endedAt: row.ended_at ?? undefined,
    nights: Number(row.nights),
  };
}
