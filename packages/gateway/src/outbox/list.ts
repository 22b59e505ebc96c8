import { statement } from '@yuzhu/runtime';
import type { GatewayContext } from '../context.ts';
import { GATEWAY_ERRORS, notFound } from '../errors.ts';
import type { NextStep } from '../platform/next-steps.ts';
import type { OutboxKind } from './message.ts';

/** A message as people see it. Times are Unix ms. */
export interface Message {
  readonly messageId: number;
  readonly kind: OutboxKind;
  readonly subjectId: string;
  readonly body: unknown;
  readonly state: 'waiting' | 'done' | 'failed';
  readonly attempts: number;
  readonly nextAt: number | undefined;
  readonly deadline: number | undefined;
  /** The platform's words or what was wrong, from the last attempt. */
  readonly lastError: string | undefined;
  /** Entry of the error registry: what a person can do. */
  readonly nextStep: NextStep | undefined;
  readonly createdAt: number;
  readonly doneAt: number | undefined;
  /** Caused by load-test traffic. */
  readonly stress: boolean;
}

/** Which messages are listed: newest first, `before` is the message id to continue below. */
export interface MessageFilter {
  readonly state?: Message['state'];
  readonly subjectId?: string;
  readonly limit: number;
  readonly before?: number;
}

const COLUMNS = `message_id, kind, subject_id, body, state, attempts, next_at, deadline, last_error, next_step, created_at, done_at, stress`;

const LIST = statement(
  'outbox_list',
  `SELECT ${COLUMNS} FROM gateway.outbox
   WHERE account_id = $1 AND ($2::text IS NULL OR state = $2) AND ($3::text IS NULL OR subject_id = $3)
     AND ($4::bigint IS NULL OR message_id < $4)
   ORDER BY message_id DESC LIMIT $5`,
);

/** Messages of an account: the to-do list when asked for state `failed`. */
export async function listMessages(
  ctx: Pick<GatewayContext, 'db'>,
  accountId: string,
  filter: MessageFilter,
): Promise<Message[]> {
  const { state = null, subjectId = null, before = null, limit } = filter;
  return (await ctx.db.query<MessageRow>(LIST, [accountId, state, subjectId, before, limit])).map(toMessage);
}

const RESEND = statement(
  'outbox_resend',
  `UPDATE gateway.outbox SET state = 'waiting', next_at = $3, round_attempts = 0, round_since = $3, next_step = NULL
   WHERE account_id = $1 AND message_id = $2 AND state <> 'done' AND (claimed_until IS NULL OR claimed_until <= $3)
   RETURNING ${COLUMNS}`,
);
const FIND = statement(
  'outbox_find',
  `SELECT ${COLUMNS} FROM gateway.outbox WHERE account_id = $1 AND message_id = $2`,
);

/**
 * Sends a failed message again, or a waiting one at once: the very same body. A message that is on its way at this
 * moment stays as it is.
 * @throws AppError NOT_FOUND, MESSAGE_SENT (the platform has it already)
 */
export async function resendMessage(
  ctx: Pick<GatewayContext, 'db' | 'clock' | 'wake'>,
  accountId: string,
  messageId: number,
): Promise<Message> {
  const row =
    (await ctx.db.first<MessageRow>(RESEND, [accountId, messageId, new Date(ctx.clock.now())])) ??
    (await ctx.db.first<MessageRow>(FIND, [accountId, messageId]));
  if (row === undefined) throw notFound('message', messageId);
  if (row.state === 'done') throw GATEWAY_ERRORS.error('MESSAGE_SENT', { message_id: messageId });
  ctx.wake.outbox();
  return toMessage(row);
}

interface MessageRow {
  readonly message_id: number;
  readonly kind: OutboxKind;
  readonly subject_id: string;
  readonly body: unknown;
  readonly state: Message['state'];
  readonly attempts: number;
  readonly next_at: number;
  readonly deadline: number | null;
  readonly last_error: string | null;
  readonly next_step: NextStep | null;
  readonly created_at: number;
  readonly done_at: number | null;
  readonly stress: boolean;
}

function toMessage(row: MessageRow): Message {
  return {
    messageId: row.message_id,
    kind: row.kind,
    subjectId: row.subject_id,
    body: row.body,
    state: row.state,
    attempts: row.attempts,
    nextAt: row.state === 'waiting' ? row.next_at : undefined,
    deadline: row.deadline ?? undefined,
    lastError: row.last_error ?? undefined,
    nextStep: row.next_step ?? undefined,
    createdAt: row.created_at,
    doneAt: row.done_at ?? undefined,
    stress: row.stress,
  };
}
