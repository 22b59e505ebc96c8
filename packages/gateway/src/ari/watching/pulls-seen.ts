import { type Session, statement } from '@yuzhu/runtime';

/** Silence for so long is an alarm: the platform pulls every five minutes by default (documented). */
export const PULL_SILENCE_MS = 15 * 60_000;
/** A pull is noted at most so often: hot hotels are pulled all the time. */
const NOTE_EVERY_MS = 10_000;

const NOTE = statement(
  'ari_pull_note',
  `INSERT INTO gateway.ari_pulls AS p (account_id, at) VALUES ($1, $2)
   ON CONFLICT (account_id) DO UPDATE SET at = excluded.at`,
);

/** Notes that the platform pulled from an account. */
export function createPullNotes(session: Session): (accountId: string, at: number) => Promise<void> {
  const noted = new Map<string, number>();
  return async (accountId, at) => {
    const last = noted.get(accountId);
    if (last !== undefined && at >= last && at - last < NOTE_EVERY_MS) return;
    noted.set(accountId, at);
    await session.execute(NOTE, [accountId, new Date(at)]);
  };
}

/**
 * Condition on `gateway.accounts a`: something is on the shelf for longer than that and nobody pulled since `$2`. The
 * platform pulls hotels on sale only.
 */
export const PULL_MISSING = `EXISTS (SELECT 1 FROM gateway.vouchers v
    WHERE v.account_id = a.account_id AND v.state = 'on_shelf' AND v.updated_at < $2)
  AND NOT EXISTS (SELECT 1 FROM gateway.ari_pulls p WHERE p.account_id = a.account_id AND p.at >= $2)
  AND a.stress_of IS NULL`;
