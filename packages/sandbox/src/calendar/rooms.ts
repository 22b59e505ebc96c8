import { type Session, statement } from '@yuzhu/runtime';

// In key order, so that two bookings of the same nights wait for each other instead of deadlocking.
const LOCK = statement(
  'sandbox.nights.lock',
  `SELECT inventory FROM sandbox.nights WHERE account_id = $1 AND rate_plan_id = $2 AND night = ANY ($3::date[])
   ORDER BY night FOR UPDATE`,
);
const MOVE = statement(
  'sandbox.nights.rooms',
  `UPDATE sandbox.nights SET inventory = inventory - $4, updated_ms = $5
   WHERE account_id = $1 AND rate_plan_id = $2 AND night = ANY ($3::date[])`,
);

/**
 * Takes rooms of some nights out of the platform's own calendar, for orders no hotel system is asked about. False when a
 * night has too few; nothing is taken then.
 */
export async function takeRooms(
  session: Session,
  accountId: string,
  ratePlanId: string,
  nights: readonly string[],
  rooms: number,
  now: number,
): Promise<boolean> {
  const rows = await session.query<{ inventory: number }>(LOCK, [accountId, ratePlanId, nights]);
  if (rows.length < nights.length || rows.some(({ inventory }) => inventory < rooms)) return false;
  await session.execute(MOVE, [accountId, ratePlanId, nights, rooms, now]);
  return true;
}

/** Puts rooms back that were taken. */
export async function returnRooms(
  session: Session,
  accountId: string,
  ratePlanId: string,
  nights: readonly string[],
  rooms: number,
  now: number,
): Promise<void> {
  await session.query(LOCK, [accountId, ratePlanId, nights]);
  await session.execute(MOVE, [accountId, ratePlanId, nights, -rooms, now]);
}
