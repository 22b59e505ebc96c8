import type { Session } from '@yuzhu/runtime';

/** Tables that may grow while nothing of the trade changes. */
const RECORDS = ['exchanges', 'exchange_bodies', 'migrations'];

/** One text for everything the gateway keeps but its records: equal texts, nothing was changed. */
export async function checksum(session: Session): Promise<string> {
  const tables = await session.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'gateway'::regnamespace AND relkind = 'r'
       AND NOT relname = ANY ($1::text[]) ORDER BY relname`,
    [RECORDS],
  );
  const sums: string[] = [];
  for (const { name } of tables) {
    const { rows, sum } = await session.one<{ rows: number; sum: string | null }>(
      `SELECT count(*) AS rows, md5(string_agg(md5(t::text), '' ORDER BY t::text)) AS sum FROM gateway.${name} t`,
    );
    sums.push(`${name} ${rows} ${sum ?? '-'}`);
  }
  return sums.join('\n');
}
