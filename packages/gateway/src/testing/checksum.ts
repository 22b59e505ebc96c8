import type { Session } from '@yuzhu/runtime';

/** Tables that may grow while nothing of the trade changes. */
const RECORDS = ['exchanges', 'exchange_bodies', 'migrations'];

/**
 * One text for everything the gateway keeps but its records: equal texts, nothing was changed.
 * @param but further tables that may change
 */
export async function checksum(session: Session, but: readonly string[] = []): Promise<string> {
  const tables = await session.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'gateway'::regnamespace AND relkind = 'r'
       AND NOT relname = ANY ($1::text[]) ORDER BY relname`,
    [[...RECORDS, ...but]],
  );
  // All in one query: it is asked hundreds of times.
  const sums = tables.map(
    ({
      name,
    }) => `(SELECT '${name} ' || count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' ORDER BY t::text)), '-')
       FROM gateway.${name} t)`,
  );
  return (await session.one<{ all: string }>(`SELECT concat_ws(E'\\n', ${sums.join(', ')}) AS all`)).all;
}

/** The same for the rows of one account. */
export async function checksumOf(session: Session, accountId: string): Promise<string> {
  const tables = await session.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns
     WHERE table_schema = 'gateway' AND column_name = 'account_id' AND NOT table_name = ANY ($1::text[]) ORDER BY 1`,
    [RECORDS],
  );
  const sums = tables.map(
    ({
      name,
    }) => `(SELECT '${name} ' || count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' ORDER BY t::text)), '-')
       FROM gateway.${name} t WHERE account_id = $1)`,
  );
  return (await session.one<{ all: string }>(`SELECT concat_ws(E'\\n', ${sums.join(', ')}) AS all`, [accountId])).all;
}
