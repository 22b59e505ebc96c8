import { hotelDate } from '@yuzhu/contract';
import { type Session, statement } from '@yuzhu/runtime';
import { markDirty, rateMarks } from '../ari/dirty.ts';
import type { Breakage, BrokenLevel, BrokenSide } from './decide.ts';

const PLANS_OF_ROOM = statement(
  'broken_plans_of_room',
  `SELECT rate_plan_id FROM gateway.rate_plans
   WHERE account_id = $1 AND room_type_id = $2 AND platform_rate_plan_id IS NOT NULL ORDER BY rate_plan_id`,
);

/** The rate plans of a room type that the platform knows. */
export async function plansOfRoom(session: Session, accountId: string, roomTypeId: string): Promise<string[]> {
  const rows = await session.query<{ rate_plan_id: string }>(PLANS_OF_ROOM, [accountId, roomTypeId]);
  return rows.map((row) => row.rate_plan_id);
}

const LOCK = statement(
  'broken_lock',
  `SELECT 1 FROM gateway.rate_plans WHERE account_id = $1 AND rate_plan_id = ANY ($2::text[])
   ORDER BY rate_plan_id FOR NO KEY UPDATE`,
);
// The word of a room type says more than a refused push.
const BREAK = statement(
  'broken_add',
  `INSERT INTO gateway.broken_matches AS b (account_id, rate_plan_id, level, side, code, reason, logid, since)
   SELECT $1, id, $3, $4, $5, $6, $7, $8 FROM unnest($2::text[]) AS id ORDER BY id
   ON CONFLICT (account_id, rate_plan_id) DO UPDATE SET level = excluded.level, side = excluded.side,
     code = excluded.code, reason = excluded.reason, logid = excluded.logid
     WHERE NOT (b.level = 'room_type' AND excluded.level = 'rate_plan')
   RETURNING rate_plan_id, xmax = 0 AS fresh`,
);
const OFF = statement(
  'broken_off',
  'UPDATE gateway.rate_plans SET active = false WHERE account_id = $1 AND rate_plan_id = ANY ($2::text[]) AND active',
);

/** Locks rate plans in the order of their ids. */
export async function lockRatePlans(
  session: Session,
  accountId: string,
  ratePlanIds: readonly string[],
): Promise<void> {
  if (ratePlanIds.length > 0) await session.query(LOCK, [accountId, ratePlanIds]);
}

/**
 * Switches rate plans off because their match is broken: no booking is taken on them from now on. The hotel and its other
 * rate plans go on. What is broken already keeps its beginning.
 * @returns those that were not broken before
 */
export async function breakPlans(
  session: Session,
  accountId: string,
  ratePlanIds: readonly string[],
  why: Breakage,
  now: number,
): Promise<string[]> {
  if (ratePlanIds.length === 0) return [];
  await lockRatePlans(session, accountId, ratePlanIds);
  const rows = await session.query<{ rate_plan_id: string; fresh: boolean }>(BREAK, [
    accountId,
    ratePlanIds,
    why.level,
    why.side,
    why.code ?? null,
    why.reason,
    why.logid ?? null,
    new Date(now),
  ]);
  await session.execute(OFF, [accountId, ratePlanIds]);
  return rows.filter(({ fresh }) => fresh).map((row) => row.rate_plan_id);
}

const AMONG = statement(
  'broken_among',
  `SELECT rate_plan_id FROM gateway.broken_matches
   WHERE account_id = $1 AND rate_plan_id = ANY ($2::text[]) AND level = 'rate_plan'`,
);

/** Those of some rate plans that are switched off by their own broken match. */
export async function brokenAmong(
  session: Session,
  accountId: string,
  ratePlanIds: readonly string[],
): Promise<string[]> {
  if (ratePlanIds.length === 0) return [];
  const rows = await session.query<{ rate_plan_id: string }>(AMONG, [accountId, ratePlanIds]);
  return rows.map((row) => row.rate_plan_id);
}

const MEND = statement(
  'broken_mend',
  `WITH mended AS (
     DELETE FROM gateway.broken_matches b WHERE b.account_id = $1 AND b.rate_plan_id = ANY ($2::text[])
       AND ($3::text IS NULL OR b.level = $3) RETURNING b.rate_plan_id)
   UPDATE gateway.rate_plans p SET active = p.wanted_active FROM mended m
   WHERE p.account_id = $1 AND p.rate_plan_id = m.rate_plan_id
   RETURNING p.rate_plan_id, p.room_type_id`,
);
const NIGHTS = statement(
  'broken_nights',
  `SELECT night FROM gateway.rate_nights WHERE account_id = $1 AND rate_plan_id = $2 AND night >= $3 ORDER BY night`,
);

/**
 * The match of rate plans is confirmed again: they are sold as the hotel wants it, and the platform is told all their
 * nights. Rate plans that are not broken are left alone.
 * @param level only breakages of this kind
 * @returns whether there is something to tell
 */
export async function mendPlans(
  session: Session,
  accountId: string,
  ratePlanIds: readonly string[],
  now: number,
  level?: BrokenLevel,
): Promise<boolean> {
  if (ratePlanIds.length === 0) return false;
  const rows = await session.query<{ rate_plan_id: string; room_type_id: string }>(MEND, [
    accountId,
    ratePlanIds,
    level ?? null,
  ]);
  await markNights(session, accountId, rows, now);
  return rows.length > 0;
}

/** Has every priced night of rate plans told, from today on. */
async function markNights(
  session: Session,
  accountId: string,
  plans: readonly { readonly rate_plan_id: string; readonly room_type_id: string }[],
  now: number,
): Promise<void> {
  const marks = [];
  for (const { rate_plan_id: ratePlanId, room_type_id: roomTypeId } of plans) {
    const rows = await session.query<{ night: string }>(NIGHTS, [accountId, ratePlanId, hotelDate(now)]);
    marks.push(
      ...rateMarks(
        ratePlanId,
        roomTypeId,
        rows.map(({ night }) => night),
      ),
    );
  }
  await markDirty(session, accountId, marks, now);
}

const ROOMS = statement(
  'broken_rooms',
  'SELECT rate_plan_id, room_type_id FROM gateway.rate_plans WHERE account_id = $1 AND rate_plan_id = ANY ($2::text[])',
);

/** Has the nights of rate plans told that were just switched off: closed. */
export async function tellClosed(
  session: Session,
  accountId: string,
  ratePlanIds: readonly string[],
  now: number,
): Promise<void> {
  if (ratePlanIds.length === 0) return;
  await markNights(session, accountId, await session.query(ROOMS, [accountId, ratePlanIds]), now);
}

/** The room types of rate plans. */
export async function roomsOfPlans(
  session: Session,
  accountId: string,
  ratePlanIds: readonly string[],
): Promise<string[]> {
  const rows = await session.query<{ room_type_id: string }>(ROOMS, [accountId, ratePlanIds]);
  return [...new Set(rows.map((row) => row.room_type_id))];
}

/** A rate plan that is switched off, and why. */
export interface BrokenPlan {
  readonly ratePlanId: string;
  readonly roomTypeId: string;
  readonly hotelId: string;
  readonly level: BrokenLevel;
  readonly side: BrokenSide;
  readonly code: number | null;
  readonly reason: string;
  readonly logid: string | null;
  /** Unix ms. */
  readonly since: number;
}

/** The account's rate plans that are switched off, longest first. */
export function listBroken(session: Session, accountId: string): Promise<BrokenPlan[]> {
  return session.query<BrokenPlan>(
    `SELECT b.rate_plan_id AS "ratePlanId", p.room_type_id AS "roomTypeId", t.hotel_id AS "hotelId", b.level, b.side,
            b.code, b.reason, b.logid, b.since
     FROM gateway.broken_matches b
     JOIN gateway.rate_plans p ON p.account_id = b.account_id AND p.rate_plan_id = b.rate_plan_id
     JOIN gateway.room_types t ON t.account_id = p.account_id AND t.room_type_id = p.room_type_id
     WHERE b.account_id = $1 ORDER BY b.since, b.rate_plan_id LIMIT 1000`,
    [accountId],
  );
}

/**
 * Condition on refused nights `r`: not of a rate plan that is switched off. All its nights are refused for that one reason,
 * which stands on its own list; when it is mended they are told again.
 */
export const NOT_OF_BROKEN_PLAN = `NOT EXISTS (SELECT 1 FROM gateway.broken_matches b
  WHERE b.account_id = r.account_id AND b.rate_plan_id = r.rate_plan_id)`;
