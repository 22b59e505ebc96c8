import { type Session, statement } from '@yuzhu/runtime';

/** A notice for one application, with the very bytes of every attempt. */
export interface WebhookMessage {
  readonly accountId: string;
  readonly clientKey: string;
  readonly messageId: string;
  readonly event: string;
  readonly body: Buffer;
  readonly state: 'waiting' | 'delivered' | 'failed';
  readonly attempts: number;
  readonly createdMs: number;
  readonly endedMs: number | null;
}

/** What names a message. */
export type MessageKey = Pick<WebhookMessage, 'accountId' | 'clientKey' | 'messageId'>;

/** One attempt to deliver a message. */
export interface WebhookAttempt {
  /** 1 the first, 2 to 4 the retries. */
  readonly attempt: number;
  readonly atMs: number;
  readonly url: string;
  /** HTTP status; null when no answer was seen. */
  readonly status: number | null;
  /** `delivered`, or why not. */
  readonly outcome: string;
  readonly fault: string | null;
  readonly durationMs: number;
}

const COLUMNS = `account_id AS "accountId", client_key AS "clientKey", message_id AS "messageId", event, body, state,
  attempts, created_ms AS "createdMs", ended_ms AS "endedMs"`;

/** Adds a message; false when the same entity and action were noted before. */
export async function insertMessage(
  session: Session,
  message: Pick<WebhookMessage, 'accountId' | 'clientKey' | 'messageId' | 'event' | 'body'>,
  now: number,
): Promise<boolean> {
  const added = await session.execute(
    `INSERT INTO sandbox.webhook_messages (account_id, client_key, message_id, event, body, created_ms)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    [message.accountId, message.clientKey, message.messageId, message.event, message.body, now],
  );
  return added === 1;
}

const FIND = statement(
  'sandbox.webhooks.find',
  `SELECT m.*, a.client_secret AS secret, a.webhook_url AS url
   FROM (SELECT ${COLUMNS} FROM sandbox.webhook_messages
         WHERE account_id = $1 AND client_key = $2 AND message_id = $3) m
   JOIN sandbox.applications a ON a.client_key = m."clientKey"`,
);

/** A message with where it goes now and the secret that signs it. */
export function findDelivery(
  session: Session,
  key: MessageKey,
): Promise<(WebhookMessage & { readonly secret: string; readonly url: string | null }) | undefined> {
  return session.first(FIND, [key.accountId, key.clientKey, key.messageId]);
}

/** Notes an attempt (`counts`: it is one of the four; copies do not count). */
export async function addAttempt(
  session: Session,
  key: MessageKey,
  attempt: WebhookAttempt,
  counts: boolean,
): Promise<void> {
  await session.execute(
    `INSERT INTO sandbox.webhook_attempts (account_id, client_key, message_id, attempt, at_ms, url, status, outcome, fault,
       duration_ms)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      key.accountId,
      key.clientKey,
      key.messageId,
      attempt.attempt,
      attempt.atMs,
      attempt.url,
      attempt.status,
      attempt.outcome,
      attempt.fault,
      attempt.durationMs,
    ],
  );
  if (counts)
    await session.execute(
      `UPDATE sandbox.webhook_messages SET attempts = $4 WHERE account_id = $1 AND client_key = $2 AND message_id = $3`,
      [key.accountId, key.clientKey, key.messageId, attempt.attempt],
    );
}

/** Ends a message's delivery. */
export async function endMessage(
  session: Session,
  key: MessageKey,
  state: 'delivered' | 'failed',
  now: number,
): Promise<void> {
  await session.execute(
    `UPDATE sandbox.webhook_messages SET state = $4, ended_ms = $5
     WHERE account_id = $1 AND client_key = $2 AND message_id = $3 AND state = 'waiting'`,
    [key.accountId, key.clientKey, key.messageId, state, now],
  );
}

/** The latest messages, newest first. */
export function latestMessages(session: Session, count: number): Promise<WebhookMessage[]> {
  return session.query<WebhookMessage>(
    `SELECT ${COLUMNS} FROM sandbox.webhook_messages ORDER BY created_ms DESC, message_id LIMIT $1`,
    [count],
  );
}

/** All attempts of a message, in order. */
export function attemptsOf(session: Session, key: MessageKey): Promise<WebhookAttempt[]> {
  return session.query<WebhookAttempt>(
    `SELECT attempt, at_ms AS "atMs", url, status, outcome, fault, duration_ms AS "durationMs"
     FROM sandbox.webhook_attempts WHERE account_id = $1 AND client_key = $2 AND message_id = $3 ORDER BY attempt_id`,
    [key.accountId, key.clientKey, key.messageId],
  );
}
