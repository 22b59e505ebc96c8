import { type Session, statement } from '@yuzhu/runtime';
import type { NewApiKey } from './api-key.ts';

/** A key as it is listed. */
export interface ApiKeyRow {
  readonly key_id: string;
  readonly label: string;
  /** Unix ms. */
  readonly created_at: number;
  /** Unix ms, or null while it opens. */
  readonly revoked_at: number | null;
}

const FIND = statement(
  'api_key_find',
  'SELECT account_id, key_id FROM gateway.api_keys WHERE key_hash = $1 AND revoked_at IS NULL',
);

/** Whose key this is; undefined for an unknown or revoked one. Asked on every request: a revoked key opens nothing more. */
export function findApiKey(
  session: Session,
  hash: Buffer,
): Promise<{ readonly account_id: string; readonly key_id: string } | undefined> {
  return session.first(FIND, [hash]);
}

/** Keeps a new key's hash. @throws a database error 23503 when there is no such account */
export async function addApiKey(
  session: Session,
  accountId: string,
  key: NewApiKey,
  label: string,
  now: number,
): Promise<void> {
  await session.execute(
    `INSERT INTO gateway.api_keys (account_id, key_id, key_hash, label, created_at) VALUES ($1, $2, $3, $4, $5)`,
    [accountId, key.keyId, key.hash, label, new Date(now)],
  );
}

/** The keys of an account, newest first, revoked ones too. */
export function listApiKeys(session: Session, accountId: string): Promise<ApiKeyRow[]> {
  return session.query(
    `SELECT key_id, label, created_at, revoked_at FROM gateway.api_keys
     WHERE account_id = $1 ORDER BY created_at DESC, key_id`,
    [accountId],
  );
}

/** Revokes a key; repeating it changes nothing. False when the account has no such key. */
export async function revokeApiKey(session: Session, accountId: string, keyId: string, now: number): Promise<boolean> {
  const rows = await session.execute(
    `UPDATE gateway.api_keys SET revoked_at = coalesce(revoked_at, $3) WHERE account_id = $1 AND key_id = $2`,
    [accountId, keyId, new Date(now)],
  );
  return rows === 1;
}
