import { type Session, statement } from '@yuzhu/runtime';

/**
 * How the platform's copy of an account's calendar is kept true: `push` sends it the values, `notice` sends it change
 * notices, which it follows with pulls.
 */
export type AriMode = 'push' | 'notice';

const READ = statement('ari_mode_read', 'SELECT ari_by FROM gateway.accounts WHERE account_id = $1');
const WRITE = statement('ari_mode_write', 'UPDATE gateway.accounts SET ari_by = $2 WHERE account_id = $1');
// What rested, rested because of the other way.
const RESUME = statement('ari_mode_resume', 'DELETE FROM gateway.ari_pauses WHERE account_id = $1');
const FORGET = statement(
  'ari_mode_forget',
  `WITH noticed AS (
     SELECT kind, subject_id, night FROM gateway.ari_dirty WHERE account_id = $1 AND noticed_at IS NOT NULL
     ORDER BY kind, subject_id, night FOR UPDATE)
   UPDATE gateway.ari_dirty d SET noticed_at = NULL, notices = 0 FROM noticed n
   WHERE d.account_id = $1 AND d.kind = n.kind AND d.subject_id = n.subject_id AND d.night = n.night`,
);

/** How an account tells the platform; `push` for an account nobody set. */
export async function ariMode(session: Session, accountId: string): Promise<AriMode> {
  return (await session.first<{ ari_by: AriMode }>(READ, [accountId]))?.ari_by ?? 'push';
}

/** Sets it. What waits to be told goes the new way from now on. */
export async function setAriMode(session: Session, accountId: string, mode: AriMode): Promise<void> {
  await session.execute(WRITE, [accountId, mode]);
  await session.execute(RESUME, [accountId]);
  await noticeAtOnce(session, accountId);
}

/** Lets what waits for a pull be noticed again at once, with a fresh round of patience. */
export async function noticeAtOnce(session: Session, accountId: string): Promise<void> {
  await session.execute(FORGET, [accountId]);
}
