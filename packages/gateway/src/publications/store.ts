import { type Session, statement } from '@yuzhu/runtime';
import type { NextStep } from '../platform/next-steps.ts';

/**
 * What is published: a hotel, a room type, a rate plan as a bookable good, a voucher; what stands on the shelf (`shelf` a
 * voucher, `room-shelf` a room type); or a question what an audit came to (`hotel-check`, `room-check`).
 */
export const PUBLICATION_KINDS = [
  'hotel',
  'room',
  'goods',
  'voucher',
  'shelf',
  'room-shelf',
  'hotel-check',
  'room-check',
] as const;

/** One of them. */
export type PublicationKind = (typeof PUBLICATION_KINDS)[number];

/** Something the platform has yet to be told. Times are Unix ms. */
export interface Publication {
  readonly accountId: string;
  readonly kind: PublicationKind;
  /** Hotel, room type, rate plan (goods) or voucher, the hotel's own id. */
  readonly subjectId: string;
  /** Changes with every change of the subject: a sender of an older truth can not settle a newer one. */
  readonly seq: number;
  readonly state: 'waiting' | 'failed';
  readonly attempts: number;
  readonly nextAt: number;
  readonly lastError: string | undefined;
  readonly nextStep: NextStep | undefined;
  readonly since: number;
}

const QUEUE = statement(
  'publication_queue',
  `INSERT INTO gateway.publications AS p (account_id, kind, subject_id, next_at, since)
   SELECT DISTINCT $1::text, $2::text, id, $4::timestamptz, $5::timestamptz FROM unnest($3::text[]) AS id ORDER BY id
   ON CONFLICT (account_id, kind, subject_id) DO UPDATE SET seq = nextval('gateway.publication_seq'), state = 'waiting',
     attempts = 0, last_error = NULL, next_step = NULL,
     next_at = CASE p.state WHEN 'waiting' THEN least(p.next_at, excluded.next_at) ELSE excluded.next_at END,
     since = CASE p.state WHEN 'waiting' THEN p.since ELSE excluded.since END`,
);

/**
 * Says that subjects changed and the platform must be told. Call it in the transaction of the change and poke
 * `wake.publications()` after the commit. `at` (Unix ms) defers it, but not
 * one that is queued already; default now.
 */
export async function queuePublications(
  session: Session,
  accountId: string,
  kind: PublicationKind,
  subjectIds: readonly string[],
  now: number,
  at: number = now,
): Promise<void> {
  await session.execute(QUEUE, [accountId, kind, subjectIds, new Date(at), new Date(now)]);
}

interface Row {
  readonly account_id: string;
  readonly kind: PublicationKind;
  readonly subject_id: string;
  readonly seq: number;
  readonly state: 'waiting' | 'failed';
  readonly attempts: number;
  readonly next_at: number;
  readonly last_error: string | null;
  readonly next_step: NextStep | null;
  readonly since: number;
}

const COLUMNS = 'account_id, kind, subject_id, seq, state, attempts, next_at, last_error, next_step, since';

const DUE = statement(
  'publication_due',
  `SELECT ${COLUMNS} FROM gateway.publications WHERE state = 'waiting' AND next_at <= $1
   ORDER BY array_position('{${PUBLICATION_KINDS.join(',')}}'::text[], kind), next_at, account_id, subject_id LIMIT 500`,
);
const NEXT_DUE = statement(
  'publication_next_due',
  `SELECT min(next_at) AS due FROM gateway.publications WHERE state = 'waiting'`,
);
const FIND = statement(
  'publication_find',
  `SELECT ${COLUMNS} FROM gateway.publications
   WHERE account_id = $1 AND kind = $2 AND subject_id = ANY ($3::text[]) AND state = 'waiting'`,
);
const LIST = statement(
  'publication_list',
  `SELECT ${COLUMNS} FROM gateway.publications WHERE account_id = $1 ORDER BY state, since, kind, subject_id`,
);

/** What is due: hotels, room types, goods, vouchers, shelves, because each needs the one before; questions last. */
export async function duePublications(session: Session, now: number): Promise<Publication[]> {
  return (await session.query<Row>(DUE, [new Date(now)])).map(toPublication);
}

/** When the next one is due (Unix ms); undefined when none waits. */
export async function nextPublicationDue(session: Session): Promise<number | undefined> {
  return (await session.one<{ due: number | null }>(NEXT_DUE)).due ?? undefined;
}

/** The waiting ones of some subjects, as they stand now. */
export async function waitingPublications(
  session: Session,
  accountId: string,
  kind: PublicationKind,
  subjectIds: readonly string[],
): Promise<Publication[]> {
  return (await session.query<Row>(FIND, [accountId, kind, subjectIds])).map(toPublication);
}

/** Everything of an account that the platform has yet to be told: failed ones first, as a to-do list. */
export async function listPublications(ctx: { readonly db: Session }, accountId: string): Promise<Publication[]> {
  return (await ctx.db.query<Row>(LIST, [accountId])).map(toPublication);
}

const SETTLE = statement(
  'publication_settle',
  'DELETE FROM gateway.publications WHERE account_id = $1 AND kind = $2 AND subject_id = $3 AND seq = $4',
);

/** The platform was told. False when the subject has changed meanwhile: then it stays queued. */
export async function settlePublication(session: Session, one: Publication): Promise<boolean> {
  return (await session.execute(SETTLE, [one.accountId, one.kind, one.subjectId, one.seq])) === 1;
}

const LATER = statement(
  'publication_later',
  `UPDATE gateway.publications SET attempts = $5, next_at = $6, last_error = $7, next_step = $8, state = $9
   WHERE account_id = $1 AND kind = $2 AND subject_id = $3 AND seq = $4`,
);

/** To be tried again at `nextAt`; `attempts` is the number made so far. */
export async function postponePublication(
  session: Session,
  one: Publication,
  attempts: number,
  nextAt: number,
  error: string | undefined,
  nextStep: NextStep | undefined,
): Promise<void> {
  const { accountId, kind, subjectId, seq } = one;
  const values = [attempts, new Date(nextAt), error ?? null, nextStep ?? null, 'waiting'];
  await session.execute(LATER, [accountId, kind, subjectId, seq, ...values]);
}

/** A person has to look at it. False when the subject has changed meanwhile: then it stays queued. */
export async function failPublication(
  session: Session,
  one: Publication,
  error: string,
  nextStep: NextStep,
): Promise<boolean> {
  const { accountId, kind, subjectId, seq } = one;
  const values = [one.attempts + 1, new Date(one.nextAt), error, nextStep, 'failed'];
  return (await session.execute(LATER, [accountId, kind, subjectId, seq, ...values])) === 1;
}

const PUT_FAILED = statement(
  'publication_put_failed',
  `INSERT INTO gateway.publications AS p (account_id, kind, subject_id, state, next_at, last_error, next_step, since)
   VALUES ($1, $2, $3, 'failed', $6, $4, $5, $6)
   ON CONFLICT (account_id, kind, subject_id) DO UPDATE SET last_error = excluded.last_error, next_step = excluded.next_step
   WHERE p.state = 'failed'`,
);

/**
 * Puts before a person what the platform took and rejected later; publishing it again takes it off the list. One that is
 * queued again already stays queued.
 */
export async function putFailed(
  session: Session,
  accountId: string,
  kind: PublicationKind,
  subjectId: string,
  error: string,
  nextStep: NextStep,
  now: number,
): Promise<void> {
  await session.execute(PUT_FAILED, [accountId, kind, subjectId, error, nextStep, new Date(now)]);
}

const CLEAR_FAILED = statement(
  'publication_clear_failed',
  `DELETE FROM gateway.publications WHERE account_id = $1 AND kind = $2 AND subject_id = $3 AND state = 'failed'`,
);

/** What stood before a person has settled itself. */
export async function clearFailed(
  session: Session,
  accountId: string,
  kind: PublicationKind,
  subjectId: string,
): Promise<void> {
  await session.execute(CLEAR_FAILED, [accountId, kind, subjectId]);
}

const FORGET = statement(
  'publication_forget',
  'DELETE FROM gateway.publications WHERE account_id = $1 AND kind = ANY ($2::text[]) AND subject_id = $3',
);

/** The subject is gone from the platform: nothing more is to be told about it. */
export async function forgetPublications(
  session: Session,
  accountId: string,
  kinds: readonly PublicationKind[],
  subjectId: string,
): Promise<void> {
  await session.execute(FORGET, [accountId, kinds, subjectId]);
}

function toPublication(row: Row): Publication {
  return {
    accountId: row.account_id,
    kind: row.kind,
    subjectId: row.subject_id,
    seq: row.seq,
    state: row.state,
    attempts: row.attempts,
    nextAt: row.next_at,
    lastError: row.last_error ?? undefined,
    nextStep: row.next_step ?? undefined,
    since: row.since,
  };
}
