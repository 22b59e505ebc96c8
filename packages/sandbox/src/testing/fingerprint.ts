import type { Session } from '@yuzhu/runtime';

/** Tables that may change while nothing of the catalogue and the trade does: records of traffic, credentials, the clock. */
const RECORDS = [
  'clock',
  'clock_followers',
  'fault_rules',
  'migrations',
  'openapi_exchanges',
  'spi_attempts',
  'spi_calls',
  'tokens',
  'webhook_attempts',
];

/** One text that changes when any row of the catalogue, of an order, a booking or the ledger does. */
export async function fingerprint(session: Session): Promise<string> {
  const tables = await session.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'sandbox'::regnamespace AND relkind = 'r'
       AND NOT relname = ANY ($1::text[]) ORDER BY relname`,
    [RECORDS],
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    const { hash, count } = await session.one<{ hash: string | null; count: number }>(
      `SELECT md5(string_agg(t::text, E'\\n' ORDER BY t::text)) AS hash, count(*) AS count FROM sandbox.${name} t`,
    );
    parts.push(`${name} ${count} ${hash}`);
  }
  return parts.join('; ');
}
