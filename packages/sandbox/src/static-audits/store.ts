import type { Session } from '@yuzhu/runtime';

/** What is audited: a hotel (by the partner's id of it) or a room type (by the platform's). */
export type StaticKind = 'hotel' | 'room';

/** Which save of a hotel or room type. */
export interface StaticKey {
  readonly accountId: string;
  readonly kind: StaticKind;
  readonly subject: string;
  readonly version: number;
}

/** One save with its audit. `document` is the structure as the contract reads it. */
export interface StaticVersion<Document = unknown> extends StaticKey {
  readonly document: Document;
  readonly state: 'auditing' | 'approved' | 'rejected' | 'superseded';
  /** Reason of a rejection. */
  readonly message: string;
  /** Application that saved it, and its request id. */
  readonly clientKey: string;
  readonly logid: string;
  readonly submittedMs: number;
  readonly decidedMs: number | null;
}

const COLUMNS = `account_id AS "accountId", kind, subject, version, document, state, message, client_key AS "clientKey",
  logid, submitted_ms AS "submittedMs", decided_ms AS "decidedMs"`;

/**
 * Adds the next version; one still in audit is superseded and gets no verdict (inferred). The caller holds the lock of
 * what it belongs to.
 */
export async function addStaticVersion(
  session: Session,
  one: Pick<StaticVersion, 'accountId' | 'kind' | 'subject' | 'document' | 'clientKey' | 'logid'>,
  now: number,
): Promise<number> {
  const { accountId, kind, subject } = one;
  await session.execute(
    `UPDATE sandbox.static_versions SET state = 'superseded', decided_ms = $4
     WHERE account_id = $1 AND kind = $2 AND subject = $3 AND state = 'auditing'`,
    [accountId, kind, subject, now],
  );
  const { version } = await session.one<{ version: number }>(
    `INSERT INTO sandbox.static_versions (account_id, kind, subject, version, document, state, client_key, logid, submitted_ms)
     SELECT $1, $2, $3, coalesce(max(version), 0) + 1, $4::jsonb, 'auditing', $5, $6, $7
     FROM sandbox.static_versions WHERE account_id = $1 AND kind = $2 AND subject = $3
     RETURNING version`,
    [accountId, kind, subject, JSON.stringify(one.document), one.clientKey, one.logid, now],
  );
  return version;
}

/** Writes a verdict down. Undefined when that version is not in audit (any more). */
export function decideStaticVersion<Document>(
  session: Session,
  key: StaticKey,
  verdict: { readonly state: 'approved' | 'rejected'; readonly message: string },
  now: number,
): Promise<StaticVersion<Document> | undefined> {
  return session.first<StaticVersion<Document>>(
    `UPDATE sandbox.static_versions SET state = $5, message = $6, decided_ms = $7
     WHERE account_id = $1 AND kind = $2 AND subject = $3 AND version = $4 AND state = 'auditing' RETURNING ${COLUMNS}`,
    [key.accountId, key.kind, key.subject, key.version, verdict.state, verdict.message, now],
  );
}

/** A version that still waits for its verdict. */
export function staticVersionInAudit<Document>(
  session: Session,
  key: StaticKey,
): Promise<StaticVersion<Document> | undefined> {
  return session.first<StaticVersion<Document>>(
    `SELECT ${COLUMNS} FROM sandbox.static_versions
     WHERE account_id = $1 AND kind = $2 AND subject = $3 AND version = $4 AND state = 'auditing'`,
    [key.accountId, key.kind, key.subject, key.version],
  );
}

/** The newest versions of some subjects. */
export function latestStaticVersions<Document>(
  session: Session,
  accountId: string,
  kind: StaticKind,
  subjects: readonly string[],
): Promise<StaticVersion<Document>[]> {
  return session.query<StaticVersion<Document>>(
    `SELECT DISTINCT ON (subject) ${COLUMNS} FROM sandbox.static_versions
     WHERE account_id = $1 AND kind = $2 AND subject = ANY($3) ORDER BY subject, version DESC`,
    [accountId, kind, subjects],
  );
}

/** Versions of all merchants, newest first, at most 500. */
export function listStaticVersions(
  session: Session,
  waitingOnly: boolean,
): Promise<(Omit<StaticVersion, 'document'> & { readonly name: string })[]> {
  return session.query(
    `SELECT ${COLUMNS.replace('document, ', '')},
       coalesce(document ->> 'cn_name', document -> 'hotel_base_info' ->> 'hotel_name', subject) AS name
     FROM sandbox.static_versions WHERE NOT $1 OR state = 'auditing'
     ORDER BY submitted_ms DESC, kind, subject, version DESC LIMIT 500`,
    [waitingOnly],
  );
}
