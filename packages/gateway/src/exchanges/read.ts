import { type Session, statement } from '@yuzhu/runtime';
import type { DataKeys } from '../keys/data-keys.ts';
import { type Bodies, openBodies } from './bodies.ts';

/** An exchange with the platform as people see it, without its bodies. `at` is Unix ms. */
export interface ExchangeRow {
  readonly exchange_id: number;
  readonly direction: 'in' | 'out';
  readonly interface: string;
  readonly logid: string | null;
  readonly order_id: string | null;
  readonly message_id: number | null;
  readonly attempt: number | null;
  readonly target: string;
  readonly http_status: number | null;
  readonly code: number | null;
  readonly latency_us: number;
  readonly error: string | null;
  readonly at: number;
  /** Of load-test traffic. */
  readonly stress: boolean;
}

const COLUMNS = `exchange_id, direction, interface, logid, order_id, message_id, attempt, target, http_status, code,
  latency_us, error, at, starts_with(account_id, 'stress:') AS stress`;

/** Which exchanges are listed. Absent members do not narrow. */
export interface ExchangeFilter {
  readonly logid?: string | undefined;
  readonly orderId?: string | undefined;
  readonly interfaceName?: string | undefined;
  readonly direction?: 'in' | 'out' | undefined;
  /** True: only those that did not end with code 0. */
  readonly failed?: boolean | undefined;
  /** Only those below this number. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Exchanges of an account, latest first. */
export function listExchanges(session: Session, accountId: string, filter: ExchangeFilter): Promise<ExchangeRow[]> {
  return session.query(
    `SELECT ${COLUMNS} FROM gateway.exchanges
     WHERE account_id = $1
       AND ($2::text IS NULL OR logid = $2)
       AND ($3::text IS NULL OR order_id = $3)
       AND ($4::text IS NULL OR interface = $4)
       AND ($5::text IS NULL OR direction = $5)
       AND ($6::boolean IS NULL OR (code IS DISTINCT FROM 0) = $6)
       AND ($7::bigint IS NULL OR exchange_id < $7)
     ORDER BY exchange_id DESC LIMIT $8`,
    [
      accountId,
      filter.logid ?? null,
      filter.orderId ?? null,
      filter.interfaceName ?? null,
      filter.direction ?? null,
      filter.failed ?? null,
      filter.before ?? null,
      filter.limit,
    ],
  );
}

/** One exchange with its bodies. Whoever shows them as they were records the reading. */
export async function findExchange(
  session: Session,
  keys: DataKeys,
  accountId: string,
  exchangeId: number,
): Promise<(ExchangeRow & { readonly bodies: Bodies<Buffer> }) | undefined> {
  const found = await session.first<ExchangeRow & Sealed>(
    `SELECT ${COLUMNS}, sealed, place FROM gateway.exchanges LEFT JOIN gateway.exchange_bodies USING (account_id, bodies_id)
     WHERE account_id = $1 AND exchange_id = $2`,
    [accountId, exchangeId],
  );
  return found && { ...found, bodies: opened(keys, found) };
}

interface Sealed {
  readonly sealed: Buffer | null;
  readonly place: number | null;
}

function opened(keys: DataKeys, { sealed, place }: Sealed): Bodies<Buffer> {
  if (sealed === null || place === null) return { request: undefined, reply: undefined };
  return openBodies(keys, sealed, place);
}

// The logid first, and alone. Joined in one step, the planner, who knows little of a bloom filter, began with the bodies of
// the account and went through all its records for each of them: 2.1 s among 26,000 records instead of 5 ms.
const SENT = statement(
  'exchanges_sent',
  `WITH named AS MATERIALIZED (
     SELECT account_id, exchange_id, interface, bodies_id, place FROM gateway.exchanges
     WHERE logid = $2 AND direction = 'out' AND interface = ANY ($3::text[]))
   SELECT e.interface, b.sealed, e.place
   FROM named e JOIN gateway.accounts a USING (account_id)
   JOIN gateway.exchange_bodies b USING (account_id, bodies_id)
   WHERE a.client_key = $1
   ORDER BY e.exchange_id DESC LIMIT 1`,
);

/** What an application sent last to one of these interfaces under a logid of the platform. */
export async function findSent(
  session: Session,
  keys: DataKeys,
  clientKey: string,
  logid: string,
  interfaces: readonly string[],
): Promise<{ readonly interface: string; readonly request: Buffer } | undefined> {
  const found = await session.first<Sealed & { readonly interface: string }>(SENT, [clientKey, logid, interfaces]);
  const request = found && opened(keys, found).request;
  return request && { interface: found.interface, request };
}
