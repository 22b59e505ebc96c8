import type { Session } from '@yuzhu/runtime';

/** The clock as it is kept. */
export interface KeptClock {
  /** Unix ms of the platform's clock at the moment it was kept. */
  readonly now: number;
  readonly rate: number;
  /** Machine milliseconds since then. */
  readonly age: number;
}

/** One who follows the clock. */
export interface KeptFollower {
  readonly url: string;
  readonly failures: number;
  readonly last_error: string | null;
}

export function readClock(session: Session): Promise<KeptClock | undefined> {
  return session.first<KeptClock>(
    `SELECT now_ms AS now, rate,
       (extract(epoch FROM clock_timestamp() - recorded_at) * 1000)::bigint AS age FROM sandbox.clock`,
  );
}

export async function writeClock(session: Session, now: number, rate: number): Promise<void> {
  await session.execute(
    `INSERT INTO sandbox.clock (now_ms, rate) VALUES ($1, $2)
     ON CONFLICT (one) DO UPDATE SET now_ms = $1, rate = $2, recorded_at = clock_timestamp()`,
    [now, rate],
  );
}

export function readFollowers(session: Session): Promise<KeptFollower[]> {
  return session.query<KeptFollower>('SELECT url, failures, last_error FROM sandbox.clock_followers ORDER BY url');
}

export async function addFollower(session: Session, url: string): Promise<void> {
  await session.execute(
    `INSERT INTO sandbox.clock_followers (url) VALUES ($1)
     ON CONFLICT (url) DO UPDATE SET failures = 0, last_error = NULL`,
    [url],
  );
}

export async function removeFollower(session: Session, url: string): Promise<boolean> {
  return (await session.execute('DELETE FROM sandbox.clock_followers WHERE url = $1', [url])) > 0;
}

/** Notes a failure, or with `undefined` that all is well again; how many in a row there were. */
export async function noteFollower(session: Session, url: string, error: string | undefined): Promise<number> {
  const row = await session.first<{ failures: number }>(
    `UPDATE sandbox.clock_followers
     SET failures = CASE WHEN $2::text IS NULL THEN 0 ELSE failures + 1 END, last_error = $2
     WHERE url = $1 RETURNING failures`,
    [url, error ?? null],
  );
  return row?.failures ?? 0;
}
