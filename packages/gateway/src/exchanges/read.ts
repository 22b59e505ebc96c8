import type { Session } from '@yuzhu/runtime';

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

/** One exchange with its sealed bodies. */
export function findExchange(
  session: Session,
  accountId: string,
  exchangeId: number,
): Promise<(ExchangeRow & { readonly request: Buffer | null; readonly reply: Buffer | null }) | undefined> {
  return session.first(
    `SELECT ${COLUMNS}, request, reply FROM gateway.exchanges WHERE account_id = $1 AND exchange_id = $2`,
    [accountId, exchangeId],
  );
}
