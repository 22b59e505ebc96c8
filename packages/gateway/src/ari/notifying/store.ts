import { type Session, statement } from '@yuzhu/runtime';
import { lotsOf } from '../../lots.ts';
import { sized } from '../../sized.ts';
import type { AriKind } from '../sending/calls.ts';
import { MARKS_AT_ONCE } from '../sending/store.ts';
import type { ReadMark } from '../sending/truth.ts';

/** Notices without a pull after which the platform's silence is put before a person. */
export const MOST_NOTICES = 2;
/** A notice that no pull has followed is sent again after so long (our choice): a pull follows within seconds. */
export const PULL_WITHIN_MS = 60_000;
/** Once it is before a person, notices go on at this pace. */
const SLOW_MS = 15 * 60_000;

// Marks that the platform was not told of, or whose notice no pull has followed in time. `$1` is now.
const WANTS_NOTICE = `(d.noticed_at IS NULL OR d.noticed_at > $1
  OR d.noticed_at <= $1::timestamptz - CASE WHEN d.notices < ${MOST_NOTICES} THEN interval '${PULL_WITHIN_MS} milliseconds'
                                            ELSE interval '${SLOW_MS} milliseconds' END)`;

const DUE = statement(
  'ari_notice_due',
  `SELECT d.account_id FROM gateway.ari_dirty d
   JOIN gateway.accounts a ON a.account_id = d.account_id AND a.ari_by = 'notice' AND a.stress_of IS NULL
   LEFT JOIN gateway.ari_pauses p ON p.account_id = d.account_id AND p.hotel_id = '' AND p.kind = 'notice'
   WHERE d.night BETWEEN $2 AND $3 AND ${WANTS_NOTICE} AND (p.until IS NULL OR p.until <= $1)
   GROUP BY d.account_id ORDER BY min(d.since), d.account_id`,
);

/** Accounts that have to send notices now, who has waited longest first. Nights `from`..`to`, both included. */
export async function accountsToNotice(session: Session, now: number, from: string, to: string): Promise<string[]> {
  const rows = await session.query<{ account_id: string }>(DUE, [new Date(now), from, to]);
  return rows.map(({ account_id: accountId }) => accountId);
}

const NEXT = statement(
  'ari_notice_next',
  `SELECT min(greatest(coalesce(p.until, '-infinity'), coalesce(d.noticed_at
            + CASE WHEN d.notices < ${MOST_NOTICES} THEN interval '${PULL_WITHIN_MS} milliseconds'
                   ELSE interval '${SLOW_MS} milliseconds' END, '-infinity'))) AS at
   FROM gateway.ari_dirty d
   JOIN gateway.accounts a ON a.account_id = d.account_id AND a.ari_by = 'notice' AND a.stress_of IS NULL
   LEFT JOIN gateway.ari_pauses p ON p.account_id = d.account_id AND p.hotel_id = '' AND p.kind = 'notice'
   WHERE d.night BETWEEN $1 AND $2`,
);

/** The moment (Unix ms) at which the next notice is due; undefined when nothing waits. */
export async function nextNoticeAt(session: Session, from: string, to: string): Promise<number | undefined> {
  return (await session.first<{ at: number | null }>(NEXT, [from, to]))?.at ?? undefined;
}

/** A mark as it was when its notice was prepared. */
export interface ClaimedMark extends ReadMark {
  readonly kind: AriKind;
}

/** Room types and rate plans of one claim; a full synchronisation of many takes several. */
const SUBJECTS_A_CLAIM = 400;

const SUBJECTS = statement(
  'ari_notice_subjects',
  `SELECT d.kind || ' ' || d.subject_id AS subject FROM gateway.ari_dirty d
   WHERE d.account_id = $4 AND d.night BETWEEN $2 AND $3 AND ${WANTS_NOTICE}
   GROUP BY d.kind, d.subject_id ORDER BY min(d.since), d.kind, d.subject_id LIMIT ${SUBJECTS_A_CLAIM}`,
);
const MINE = `d.account_id = $4 AND d.night BETWEEN $2 AND $3 AND d.kind || ' ' || d.subject_id = ANY ($5::text[])
  AND ${WANTS_NOTICE}`;
// In key order, like everybody who marks.
const LOCK = statement(
  'ari_notice_lock',
  `SELECT count(*) AS marks FROM (
     SELECT 1 FROM gateway.ari_dirty d WHERE ${MINE} ORDER BY d.kind, d.subject_id, d.night FOR UPDATE) l`,
);
const CLAIM = statement(
  'ari_notice_claim',
  `UPDATE gateway.ari_dirty d SET noticed_at = $1, notices = least(d.notices + 1, 1000) WHERE ${MINE}
   RETURNING d.kind, d.subject_id AS "subjectId", d.night, d.seq,
     CASE d.kind WHEN 'stock' THEN (SELECT r.sold FROM gateway.room_nights r
       WHERE r.account_id = d.account_id AND r.room_type_id = d.subject_id AND r.night = d.night) END AS sold`,
);

/**
 * Takes marks that want a notice and writes down that it goes out now, before it does: a pull that comes before the
 * answer to the notice finds them noticed.
 */
export async function claimMarks(
  session: Session,
  accountId: string,
  now: number,
  from: string,
  to: string,
): Promise<ClaimedMark[]> {
  const values = [new Date(now), from, to, accountId];
  const subjects = (await session.query<{ subject: string }>(SUBJECTS, values)).map(({ subject }) => subject);
  if (subjects.length === 0) return [];
  const { marks } = await session.one<{ marks: number }>(LOCK, [...values, subjects]);
  return session.query<ClaimedMark>(sized(CLAIM, Number(marks)), [...values, subjects]);
}

const RELEASE = statement(
  'ari_notice_release',
  `WITH given AS (SELECT * FROM unnest($3::text[], $4::text[], $5::date[]) AS g(kind, subject_id, night)),
   locked AS (
     SELECT d.kind, d.subject_id, d.night FROM gateway.ari_dirty d JOIN given USING (kind, subject_id, night)
     WHERE d.account_id = $1 AND d.noticed_at = $2 ORDER BY d.kind, d.subject_id, d.night FOR UPDATE OF d)
   UPDATE gateway.ari_dirty d SET noticed_at = NULL, notices = greatest(d.notices - 1, 0) FROM locked l
   WHERE d.account_id = $1 AND d.kind = l.kind AND d.subject_id = l.subject_id AND d.night = l.night`,
);

/** Their notice did not go out after all. `claimedAt` is the `now` of the claim. */
export async function releaseMarks(
  session: Session,
  accountId: string,
  claimedAt: number,
  marks: readonly Pick<ClaimedMark, 'kind' | 'subjectId' | 'night'>[],
): Promise<void> {
  for (const lot of lotsOf(marks, MARKS_AT_ONCE)) {
    await session.execute(sized(RELEASE, lot.length), [
      accountId,
      new Date(claimedAt),
      lot.map(({ kind }) => kind),
      lot.map(({ subjectId }) => subjectId),
      lot.map(({ night }) => night),
    ]);
  }
}

/** A rate plan the platform knows, in a hotel that is matched. */
export interface KnownPlan {
  readonly ratePlanId: string;
  readonly roomTypeId: string;
  readonly platformRatePlanId: string;
}

const PLANS = statement(
  'ari_notice_plans',
  `SELECT rp.rate_plan_id AS "ratePlanId", rp.room_type_id AS "roomTypeId",
          rp.platform_rate_plan_id AS "platformRatePlanId"
   FROM gateway.rate_plans rp
   JOIN gateway.room_types rt ON rt.account_id = rp.account_id AND rt.room_type_id = rp.room_type_id
   JOIN gateway.hotels h ON h.account_id = rt.account_id AND h.hotel_id = rt.hotel_id AND h.platform_hotel_id IS NOT NULL
   WHERE rp.account_id = $1 AND rp.platform_rate_plan_id IS NOT NULL
   ORDER BY rt.hotel_id, rp.room_type_id, rp.rate_plan_id`,
);

/** The account's rate plans at the platform, those of a room type next to each other. */
export function knownPlans(session: Session, accountId: string): Promise<KnownPlan[]> {
  return session.query<KnownPlan>(PLANS, [accountId]);
}

const FORGIVE = statement(
  'ari_notice_forgive',
  `DELETE FROM gateway.ari_refusals r USING unnest($2::text[], $3::date[], $4::date[]) AS p(rate_plan_id, first, last)
   WHERE r.account_id = $1 AND r.rate_plan_id = p.rate_plan_id AND r.night BETWEEN p.first AND p.last`,
);

/** The platform takes notices about these rate plans again: earlier refusals of the nights they name are forgotten. */
export async function forgive(
  session: Session,
  accountId: string,
  plans: readonly { readonly ratePlanId: string; readonly start: string; readonly end: string }[],
): Promise<void> {
  if (plans.length === 0) return;
  await session.execute(sized(FORGIVE, plans.length), [
    accountId,
    plans.map(({ ratePlanId }) => ratePlanId),
    plans.map(({ start }) => start),
    plans.map(({ end }) => end),
  ]);
}
