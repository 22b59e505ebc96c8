import { type Session, statement } from '@yuzhu/runtime';
import type { NextStep } from '../platform/next-steps.ts';
import type { OutboxKind } from './message.ts';

/** A message in the hands of a sender. Times are Unix ms. */
export interface ClaimedMessage {
  readonly accountId: string;
  readonly messageId: number;
  readonly kind: OutboxKind;
  readonly subjectId: string;
  readonly body: unknown;
  /** This attempt's number: the sender's proof that the message is still his. */
  readonly attempts: number;
  readonly roundAttempts: number;
  readonly roundSince: number;
  readonly deadline: number | undefined;
}

interface ClaimedRow {
  readonly account_id: string;
  readonly message_id: number;
  readonly kind: OutboxKind;
  readonly subject_id: string;
  readonly body: unknown;
  readonly attempts: number;
  readonly round_attempts: number;
  readonly round_since: number;
  readonly deadline: number | null;
}

/** Messages of an account and kind that have no turn under the rate limits before a moment. */
export interface Resting {
  readonly accountId: string;
  readonly kind: OutboxKind;
}

// Only the oldest waiting message of a subject may leave. What is urgent (has a deadline) goes first, load tests last.
const HEAD_OF_SUBJECT = `NOT EXISTS (
         SELECT 1 FROM gateway.outbox earlier
         WHERE earlier.account_id = o.account_id AND earlier.subject_id = o.subject_id
           AND earlier.state = 'waiting' AND earlier.message_id < o.message_id)`;

const CLAIM = statement(
  'outbox_claim',
  `WITH due AS (
     SELECT o.account_id, o.message_id FROM gateway.outbox o
     WHERE o.state = 'waiting' AND o.next_at <= $1 AND (o.claimed_until IS NULL OR o.claimed_until <= $1)
       AND ${HEAD_OF_SUBJECT}
       AND NOT (o.message_id = ANY ($4::bigint[]))
       AND NOT EXISTS (
         SELECT 1 FROM unnest($5::text[], $6::text[]) AS r(account_id, kind)
         WHERE r.account_id = o.account_id AND r.kind = o.kind)
     ORDER BY o.stress, o.deadline, o.next_at, o.message_id
     LIMIT $3
     FOR UPDATE SKIP LOCKED)
   UPDATE gateway.outbox o SET claimed_until = $2, attempts = o.attempts + 1, round_attempts = o.round_attempts + 1
   FROM due WHERE o.account_id = due.account_id AND o.message_id = due.message_id
   RETURNING o.account_id, o.message_id, o.kind, o.subject_id, o.body, o.attempts, o.round_attempts,
             coalesce(o.round_since, o.created_at) AS round_since, o.deadline`,
);

/**
 * Claims due messages for one sender until `leaseUntil`; another one takes over only when that time has passed without
 * a result. `inHand` are messages this process is still sending, whatever the clock says about their lease; those of
 * `resting` accounts and kinds stay where they are.
 */
export async function claimMessages(
  session: Session,
  now: number,
  leaseUntil: number,
  limit: number,
  inHand: readonly number[] = [],
  resting: readonly Resting[] = [],
): Promise<ClaimedMessage[]> {
  const rows = await session.query<ClaimedRow>(CLAIM, [
    new Date(now),
    new Date(leaseUntil),
    limit,
    inHand,
    resting.map((one) => one.accountId),
    resting.map((one) => one.kind),
  ]);
  return rows.map((row) => ({
    accountId: row.account_id,
    messageId: row.message_id,
    kind: row.kind,
    subjectId: row.subject_id,
    body: row.body,
    attempts: row.attempts,
    roundAttempts: row.round_attempts,
    roundSince: row.round_since,
    deadline: row.deadline ?? undefined,
  }));
}

// A success is a success whoever reports it: also a sender whose lease had run out meanwhile.
const DONE = statement(
  'outbox_done',
  `UPDATE gateway.outbox SET state = 'done', done_at = $3, claimed_until = NULL, last_error = $4, next_step = NULL
   WHERE account_id = $1 AND message_id = $2 AND state <> 'done'`,
);

/** The platform has it. `note` tells what was odd about it. */
export async function markDone(
  session: Session,
  message: ClaimedMessage,
  now: number,
  note: string | undefined,
): Promise<void> {
  await session.execute(DONE, [message.accountId, message.messageId, new Date(now), note ?? null]);
}

const LATER = statement(
  'outbox_later',
  `UPDATE gateway.outbox SET next_at = $4, claimed_until = NULL, last_error = $5, next_step = $6
   WHERE account_id = $1 AND message_id = $2 AND state = 'waiting' AND attempts = $3`,
);

/** To be sent again at `nextAt`. Does nothing when another sender has claimed it meanwhile. */
export async function markLater(
  session: Session,
  message: ClaimedMessage,
  nextAt: number,
  error: string,
  nextStep: NextStep,
): Promise<void> {
  const { accountId, messageId, attempts } = message;
  await session.execute(LATER, [accountId, messageId, attempts, new Date(nextAt), error, nextStep]);
}

const UNSENT = statement(
  'outbox_unsent',
  `UPDATE gateway.outbox
   SET next_at = $4, claimed_until = NULL, attempts = attempts - 1, round_attempts = round_attempts - 1
   WHERE account_id = $1 AND message_id = $2 AND state = 'waiting' AND attempts = $3`,
);

/** It had no turn under the rate limits: given back as if it had not been claimed, due at `nextAt`. */
export async function markUnsent(session: Session, message: ClaimedMessage, nextAt: number): Promise<void> {
  await session.execute(UNSENT, [message.accountId, message.messageId, message.attempts, new Date(nextAt)]);
}

const FAILED = statement(
  'outbox_failed',
  `UPDATE gateway.outbox SET state = 'failed', claimed_until = NULL, last_error = $4, next_step = $5
   WHERE account_id = $1 AND message_id = $2 AND state = 'waiting' AND attempts = $3`,
);

/** A person has to look at it. Does nothing when another sender has claimed it meanwhile. */
export async function markFailed(
  session: Session,
  message: ClaimedMessage,
  error: string,
  nextStep: NextStep,
): Promise<void> {
  const { accountId, messageId, attempts } = message;
  await session.execute(FAILED, [accountId, messageId, attempts, error, nextStep]);
}

const NEXT_DUE = statement(
  'outbox_next_due',
  `SELECT min(greatest(o.next_at, o.claimed_until)) AS due FROM gateway.outbox o
   WHERE o.state = 'waiting' AND ${HEAD_OF_SUBJECT}
     AND NOT EXISTS (
       SELECT 1 FROM unnest($1::text[], $2::text[]) AS r(account_id, kind)
       WHERE r.account_id = o.account_id AND r.kind = o.kind)
     AND NOT (o.message_id = ANY ($3::bigint[]))`,
);

/**
 * When the next message is due or its lease ends (Unix ms), resting ones and those this process is still sending left
 * out; undefined when none waits.
 */
export async function nextMessageDue(
  session: Session,
  resting: readonly Resting[],
  inHand: readonly number[],
): Promise<number | undefined> {
  const values = [resting.map((one) => one.accountId), resting.map((one) => one.kind), inHand];
  return (await session.one<{ due: number | null }>(NEXT_DUE, values)).due ?? undefined;
}
