import { type Session, statement } from '@yuzhu/runtime';
import type { BrokenState, MatchKind } from './decide.ts';

/** A match that is broken. */
export interface BrokenMatch {
  readonly kind: MatchKind;
  /** The platform's id of the hotel, room type or good. */
  readonly subject: string;
  readonly state: BrokenState;
}

const OF_GOODS = statement(
  'sandbox.matches.of_goods',
  `SELECT g.rate_plan_id AS "ratePlanId", b.kind, b.subject, b.state
   FROM sandbox.goods g JOIN sandbox.broken_matches b ON b.account_id = g.account_id
     AND ((b.kind = 'good' AND b.subject = g.rate_plan_id) OR (b.kind = 'room' AND b.subject = g.room_id)
          OR (b.kind = 'hotel' AND b.subject = g.hotel_id))
   WHERE g.account_id = $1 AND g.rate_plan_id = ANY($2)
   ORDER BY array_position('{good,room,hotel}'::text[], b.kind) DESC`,
);

/** Which goods stand behind a broken match: their own, their room type's or their hotel's; the nearest one counts. */
export async function brokenGoods(
  session: Session,
  accountId: string,
  ratePlanIds: readonly string[],
): Promise<ReadonlyMap<string, BrokenMatch>> {
  const rows = await session.query<BrokenMatch & { readonly ratePlanId: string }>(OF_GOODS, [accountId, ratePlanIds]);
  return new Map(rows.map(({ ratePlanId, ...broken }) => [ratePlanId, broken]));
}

const OF = statement(
  'sandbox.matches.of',
  'SELECT kind, subject, state FROM sandbox.broken_matches WHERE account_id = $1 AND kind = $2 AND subject = ANY($3)',
);

/** How the matches of some hotels or room types are broken; those that are not are left out. */
export async function brokenStates(
  session: Session,
  accountId: string,
  kind: MatchKind,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, BrokenState>> {
  const rows = await session.query<BrokenMatch>(OF, [accountId, kind, subjects]);
  return new Map(rows.map(({ subject, state }) => [subject, state]));
}

/** Breaks a match, or breaks it in another way. */
export async function breakMatch(session: Session, accountId: string, match: BrokenMatch, now: number): Promise<void> {
  await session.execute(
    `INSERT INTO sandbox.broken_matches (account_id, kind, subject, state, since_ms) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (account_id, kind, subject) DO UPDATE SET state = excluded.state`,
    [accountId, match.kind, match.subject, match.state, now],
  );
}

/** A match holds again. */
export async function mendMatch(session: Session, accountId: string, kind: MatchKind, subject: string): Promise<void> {
  await session.execute('DELETE FROM sandbox.broken_matches WHERE account_id = $1 AND kind = $2 AND subject = $3', [
    accountId,
    kind,
    subject,
  ]);
}

/** A hotel, room type or good with the state of its match. */
export interface MatchRow {
  readonly account_id: string;
  readonly kind: MatchKind;
  readonly subject: string;
  readonly name: string;
  /** `bound`, or how it is broken. */
  readonly state: BrokenState | 'bound';
  readonly since: number | null;
}

/** Everything goods hang on: hotels and room types with goods, and the goods. */
export function listMatches(session: Session): Promise<MatchRow[]> {
  return session.query<MatchRow>(
    `WITH goods AS (SELECT * FROM sandbox.goods WHERE shelf <> 'deleted'),
     subjects AS (
       SELECT DISTINCT h.account_id, 'hotel' AS kind, h.hotel_id AS subject, h.name
       FROM sandbox.hotels h JOIN goods g ON g.account_id = h.account_id AND g.hotel_id = h.hotel_id
       UNION SELECT DISTINCT r.account_id, 'room', r.room_id, r.cn_name
       FROM sandbox.room_types r JOIN goods g ON g.account_id = r.account_id AND g.room_id = r.room_id
       UNION SELECT account_id, 'good', rate_plan_id, name FROM goods)
     SELECT s.account_id, s.kind, s.subject, s.name, coalesce(b.state, 'bound') AS state, b.since_ms AS since
     FROM subjects s LEFT JOIN sandbox.broken_matches b USING (account_id, kind, subject)
     ORDER BY b.state IS NULL, s.account_id, array_position('{hotel,room,good}'::text[], s.kind), s.subject LIMIT 500`,
  );
}

/** Whether a merchant has this hotel, room type or good. */
export async function hasSubject(
  session: Session,
  accountId: string,
  kind: MatchKind,
  subject: string,
): Promise<boolean> {
  const tables = {
    hotel: 'SELECT 1 FROM sandbox.hotels WHERE account_id = $1 AND hotel_id = $2',
    room: 'SELECT 1 FROM sandbox.room_types WHERE account_id = $1 AND room_id = $2 AND NOT deleted',
    good: `SELECT 1 FROM sandbox.goods WHERE account_id = $1 AND rate_plan_id = $2 AND shelf <> 'deleted'`,
  };
  return (await session.first(tables[kind], [accountId, subject])) !== undefined;
}
