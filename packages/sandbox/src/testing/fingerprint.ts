import type { Session } from '@yuzhu/runtime';

/** Tables a refused call must leave alone. Traffic records and credentials are not among them. */
const TABLES = [
  'accounts',
  'applications',
  'application_scopes',
  'authorisations',
  'users',
  'hotels',
  'room_types',
  'goods',
  'vouchers',
  'voucher_versions',
  'nights',
  'calendar_writes',
  'webhook_messages',
  'timers',
];

/** One text that changes when any row of the catalogue does. */
export async function fingerprint(session: Session): Promise<string> {
  const parts: string[] = [];
  for (const table of TABLES) {
    const { hash, count } = await session.one<{ hash: string | null; count: number }>(
      `SELECT md5(string_agg(t::text, E'\\n' ORDER BY t::text)) AS hash, count(*) AS count FROM sandbox.${table} t`,
    );
    parts.push(`${table} ${count} ${hash}`);
  }
  return parts.join('; ');
}
