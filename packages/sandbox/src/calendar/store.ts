import type { Session } from '@yuzhu/runtime';
import type { PlanChanges } from './nights.ts';

/** Which of the two pushes. */
export type WriteKind = 'stock' | 'price';

/** A push that was accepted and waits to be written. */
export interface CalendarWrite {
  readonly accountId: string;
  readonly writeId: string;
  readonly kind: WriteKind;
  readonly clientKey: string;
  readonly logid: string;
  readonly changes: readonly PlanChanges[];
  /** A fault was drawn for it: writing it fails. */
  readonly spoilt: boolean;
}

/** Notes an accepted push; returns its id. */
export async function insertWrite(
  session: Session,
  write: Omit<CalendarWrite, 'writeId'>,
  now: number,
): Promise<string> {
  const { id } = await session.one<{ id: string }>(
    `INSERT INTO sandbox.calendar_writes (account_id, kind, client_key, logid, changes, spoilt, accepted_ms)
     VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING write_id::text AS id`,
    [write.accountId, write.kind, write.clientKey, write.logid, JSON.stringify(write.changes), write.spoilt, now],
  );
  return id;
}

/**
 * Takes the pushes up to one that are not written yet, in the order they came, and marks them as written. The order is
 * that of their acceptance and not of their moments: a clock may be set back between two of them.
 */
export function takeWrites(
  session: Session,
  accountId: string,
  writeId: string,
  now: number,
): Promise<CalendarWrite[]> {
  return session.query<CalendarWrite>(
    `WITH taken AS (
       UPDATE sandbox.calendar_writes SET written_ms = $3 WHERE account_id = $1 AND write_id <= $2 AND written_ms IS NULL
       RETURNING account_id, write_id, kind, client_key, logid, changes, spoilt)
     SELECT account_id AS "accountId", write_id::text AS "writeId", kind, client_key AS "clientKey", logid, changes, spoilt
     FROM taken t ORDER BY t.write_id`,
    [accountId, writeId, now],
  );
}

/** How many accepted pushes of a merchant wait to be written. */
export async function pendingWrites(session: Session, accountId: string): Promise<number> {
  const { count } = await session.one<{ count: number }>(
    'SELECT count(*) AS count FROM sandbox.calendar_writes WHERE account_id = $1 AND written_ms IS NULL',
    [accountId],
  );
  return count;
}
