import type { Session } from '../database.ts';
import { until } from './until.ts';

/**
 * Awaits that somebody waits for a lock in the database of a session: tests of other files wait in theirs, on the same
 * server.
 * @param session Not the one that holds the lock when that is in the middle of a statement.
 * @throws Error after 10 s
 */
export async function untilBlocked(session: Session, what = 'somebody waiting for a lock'): Promise<void> {
  await until(
    () =>
      session.first("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"),
    { what },
  );
}
