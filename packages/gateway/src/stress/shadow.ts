/** In front of a shadow's account id. Ids of the platform hold no colon, so no real account begins with it. */
const PREFIX = 'stress:';

/**
 * Load-test traffic is served in a shadow account: same tables, same code, another account id. What begins with the
 * account can not reach the real one, whoever writes the next query. Looked at and left: a `stress` column in every key
 * (each query that forgets it mixes the two), tables or a schema of their own (the SQL of the trade would exist twice),
 * a rolled-back transaction (no commit, so not the same work, and a repeat would not know its answer).
 */
export function shadowOf(accountId: string): string {
  return isShadow(accountId) ? accountId : `${PREFIX}${accountId}`;
}

/** Whether an account id is that of a shadow. */
export function isShadow(accountId: string): boolean {
  return accountId.startsWith(PREFIX);
}

/** The account as the platform knows it. */
export function realAccountOf(accountId: string): string {
  return isShadow(accountId) ? accountId.slice(PREFIX.length) : accountId;
}
