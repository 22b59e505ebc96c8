import { type Session, statement } from '@yuzhu/runtime';

const STORE = statement(
  'webhook_store',
  `INSERT INTO gateway.webhooks (client_key, message_id, event, body, body_hash, next_at, received_at)
   VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT DO NOTHING`,
);

/** A notice as it came; `body` is encrypted. */
export interface NewNotice {
  readonly clientKey: string;
  readonly messageId: string;
  readonly event: string;
  readonly body: Buffer;
  /** Undefined when equal bytes may be a new notice. */
  readonly bodyHash: Buffer | undefined;
}

/** Keeps a notice once. False when it is there already, by its id or by its bytes: the first one stays. */
export async function storeNotice(session: Session, notice: NewNotice, now: number): Promise<boolean> {
  const { clientKey, messageId, event, body, bodyHash } = notice;
  const stored = await session.execute(STORE, [clientKey, messageId, event, body, bodyHash ?? null, new Date(now)]);
  return stored === 1;
}

/** A notice to be worked in. */
export interface DueNotice {
  readonly clientKey: string;
  readonly messageId: string;
  readonly event: string;
  readonly body: Buffer;
  readonly attempts: number;
  /** Unix ms. */
  readonly receivedAt: number;
}

const TAKE = statement(
  'webhook_take',
  `SELECT client_key, message_id, event, body, attempts, received_at FROM gateway.webhooks
   WHERE state = 'waiting' AND next_at <= $1 ORDER BY received_at, message_id LIMIT 1 FOR UPDATE SKIP LOCKED`,
);

/** The oldest due notice that nobody else is working on, locked until the transaction ends. */
export async function takeNotice(session: Session, now: number): Promise<DueNotice | undefined> {
  const row = await session.first<{
    client_key: string;
    message_id: string;
    event: string;
    body: Buffer;
    attempts: number;
    received_at: number;
  }>(TAKE, [new Date(now)]);
  if (row === undefined) return undefined;
  const { client_key: clientKey, message_id: messageId, event, body, attempts, received_at: receivedAt } = row;
  return { clientKey, messageId, event, body, attempts, receivedAt };
}

const FINISH = statement(
  'webhook_finish',
  `UPDATE gateway.webhooks SET state = $3, attempts = attempts + 1, last_error = $4
   WHERE client_key = $1 AND message_id = $2`,
);

/** The notice is through, with a note, or `failed` for a person to look at. */
export async function finishNotice(
  session: Session,
  notice: DueNotice,
  state: 'done' | 'failed',
  note: string | undefined,
): Promise<void> {
  await session.execute(FINISH, [notice.clientKey, notice.messageId, state, note ?? null]);
}

const LATER = statement(
  'webhook_later',
  `UPDATE gateway.webhooks SET attempts = attempts + 1, next_at = $3, last_error = $4
   WHERE client_key = $1 AND message_id = $2 AND state = 'waiting'`,
);

/** Working it in failed on our side: tried again at `nextAt`. */
export async function postponeNotice(
  session: Session,
  notice: DueNotice,
  nextAt: number,
  error: string,
): Promise<void> {
  await session.execute(LATER, [notice.clientKey, notice.messageId, new Date(nextAt), error]);
}

const NEXT_DUE = statement(
  'webhook_next_due',
  `SELECT min(next_at) AS due FROM gateway.webhooks WHERE state = 'waiting'`,
);

/** When the next notice is due (Unix ms); undefined when none waits. */
export async function nextNoticeDue(session: Session): Promise<number | undefined> {
  return (await session.one<{ due: number | null }>(NEXT_DUE)).due ?? undefined;
}

const APPLICATIONS = statement(
  'webhook_applications',
  `SELECT client_key, secret FROM gateway.applications
   WHERE $1::text = '' OR client_key = $1 ORDER BY created_at, client_key LIMIT 50`,
);

/** Secrets (encrypted) that may have signed a notice: of one application, or, with an empty key, of all. */
export function signingApplications(
  session: Session,
  clientKey: string,
): Promise<{ readonly client_key: string; readonly secret: Buffer }[]> {
  return session.query(APPLICATIONS, [clientKey]);
}
