import type { Session } from '@yuzhu/runtime';
import { until } from '@yuzhu/runtime/testkit';

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

const DUE = `SELECT FROM sandbox.timers, sandbox.clock WHERE rate = 0 AND due_ms <= now_ms AND failure IS NULL LIMIT 1`;

/**
 * One text that changes when any row of the catalogue, of an order, a booking or the ledger does; taken when nothing that is
 * due at a standing clock is left to be done.
 */
export async function fingerprint(session: Session): Promise<string> {
  await until(async () => (await session.query(DUE)).length === 0, { what: 'no timer that is due' });
  const tables = await session.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'sandbox'::regnamespace AND relkind = 'r'
       AND NOT relname = ANY ($1::text[]) ORDER BY relname`,
    [RECORDS],
  );
  // All in one query: it is asked hundreds of times.
  const parts = tables.map(
    ({
      name,
    }) => `(SELECT '${name} ' || count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text)), '')
       FROM sandbox.${name} t)`,
  );
  return (await session.one<{ all: string }>(`SELECT concat_ws('; ', ${parts.join(', ')}) AS all`)).all;
}
