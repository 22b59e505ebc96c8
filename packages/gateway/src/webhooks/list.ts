import { type Session, statement } from '@yuzhu/runtime';

/** A notice as it was kept; `body` is sealed, `receivedAt` is Unix ms. */
export interface KeptNotice {
  readonly clientKey: string;
  readonly messageId: string;
  readonly event: string;
  readonly state: 'waiting' | 'done' | 'failed';
  readonly attempts: number;
  readonly lastError: string | null;
  readonly receivedAt: number;
  readonly body: Buffer;
}

/** Which notices are listed, latest first; `before` is where the page before ended. */
export interface NoticeFilter {
  readonly state?: KeptNotice['state'] | undefined;
  readonly before?: { readonly receivedAt: number; readonly messageId: string } | undefined;
  readonly limit: number;
}

const COLUMNS = `client_key AS "clientKey", message_id AS "messageId", event, state, attempts, last_error AS "lastError",
  received_at AS "receivedAt", body`;

/** Notices of all applications: most name no account, so they are the operator's to look at. */
export function listNotices(session: Session, { state, before, limit }: NoticeFilter): Promise<KeptNotice[]> {
  return session.query(
    `SELECT ${COLUMNS} FROM gateway.webhooks
     WHERE ($1::text IS NULL OR state = $1)
       AND ($2::timestamptz IS NULL OR (received_at, message_id) < ($2, $3))
     ORDER BY received_at DESC, message_id DESC LIMIT $4`,
    [state ?? null, before === undefined ? null : new Date(before.receivedAt), before?.messageId ?? '', limit],
  );
}

const RETRY = statement(
  'webhook_retry',
  `UPDATE gateway.webhooks SET state = 'waiting', attempts = 0, next_at = $3, last_error = NULL
   WHERE client_key = $1 AND message_id = $2 AND state <> 'done' RETURNING ${COLUMNS}`,
);
const FIND = statement(
  'webhook_find',
  `SELECT ${COLUMNS} FROM gateway.webhooks WHERE client_key = $1 AND message_id = $2`,
);

/** Has a failed notice worked in again; one that is done stays as it is. Undefined when there is none. */
export async function retryNotice(
  session: Session,
  clientKey: string,
  messageId: string,
  now: number,
): Promise<KeptNotice | undefined> {
  const again = await session.first<KeptNotice>(RETRY, [clientKey, messageId, new Date(now)]);
  return again ?? session.first<KeptNotice>(FIND, [clientKey, messageId]);
}
