import { type Session, statement } from '@yuzhu/runtime';
import { GATEWAY_ERRORS } from '../errors.ts';

/** How often a hotel's calendar has been changed. */
export interface CalendarVersion {
  readonly hotel_id: string;
  readonly version: number;
}

const HOTELS = statement(
  'calendar_version_hotels',
  `SELECT DISTINCT t.hotel_id FROM gateway.room_types t
   WHERE t.account_id = $1 AND (t.room_type_id = ANY ($2::text[]) OR EXISTS (
     SELECT 1 FROM gateway.rate_plans p
     WHERE p.account_id = t.account_id AND p.room_type_id = t.room_type_id AND p.rate_plan_id = ANY ($3::text[])))
   ORDER BY t.hotel_id`,
);
const MAKE = statement(
  'calendar_version_make',
  `INSERT INTO gateway.calendar_versions (account_id, hotel_id, version)
   SELECT $1, hotel_id, 0 FROM unnest($2::text[]) AS hotel_id ORDER BY hotel_id ON CONFLICT DO NOTHING`,
);
const LOCK = statement(
  'calendar_version_lock',
  `SELECT hotel_id, version FROM gateway.calendar_versions
   WHERE account_id = $1 AND hotel_id = ANY ($2::text[]) ORDER BY hotel_id FOR UPDATE`,
);
const RAISE = statement(
  'calendar_version_raise',
  `UPDATE gateway.calendar_versions SET version = version + 1 WHERE account_id = $1 AND hotel_id = ANY ($2::text[])`,
);
const READ = statement(
  'calendar_version_read',
  'SELECT version FROM gateway.calendar_versions WHERE account_id = $1 AND hotel_id = $2',
);

/**
 * Locks the versions of the hotels that changes concern. It comes before every other lock of a calendar write, so that
 * writers of one hotel come one after the other and a version read here is still true at the commit.
 */
export async function lockVersions(
  session: Session,
  accountId: string,
  subjects: { readonly roomTypeIds: readonly string[]; readonly ratePlanIds: readonly string[] },
): Promise<readonly CalendarVersion[]> {
  const { roomTypeIds, ratePlanIds } = subjects;
  const rows = await session.query<{ hotel_id: string }>(HOTELS, [accountId, roomTypeIds, ratePlanIds]);
  const hotels = rows.map(({ hotel_id }) => hotel_id);
  if (hotels.length === 0) return [];
  await session.execute(MAKE, [accountId, hotels]);
  return session.query<CalendarVersion>(LOCK, [accountId, hotels]);
}

/**
 * Refuses changes that were made from an older reading.
 * @param wanted the version the changes were made from; undefined: whatever it is
 * @throws AppError CALENDAR_CHANGED, CALENDAR_VERSION_HOTELS
 */
export function checkVersion(held: readonly CalendarVersion[], wanted: number | undefined): void {
  if (wanted === undefined) return;
  const [one, other] = held;
  if (other !== undefined) throw GATEWAY_ERRORS.error('CALENDAR_VERSION_HOTELS', { hotels: held.length });
  if (one !== undefined && one.version !== wanted)
    throw GATEWAY_ERRORS.error('CALENDAR_CHANGED', { hotel_id: one.hotel_id, found: wanted, version: one.version });
}

/** Counts a change of these hotels, whose versions are locked; gives the new versions. */
export async function raiseVersions(
  session: Session,
  accountId: string,
  held: readonly CalendarVersion[],
): Promise<readonly CalendarVersion[]> {
  await session.execute(RAISE, [accountId, held.map(({ hotel_id }) => hotel_id)]);
  return held.map(({ hotel_id, version }) => ({ hotel_id, version: version + 1 }));
}

/** The version of a hotel's calendar; 0 before its first change. */
export async function readVersion(session: Session, accountId: string, hotelId: string): Promise<number> {
  return (await session.first<{ version: number }>(READ, [accountId, hotelId]))?.version ?? 0;
}
