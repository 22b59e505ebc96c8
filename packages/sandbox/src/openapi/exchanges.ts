import { type Session, statement } from '@yuzhu/runtime';

/** One call of a partner with what it got. */
export interface OpenApiExchange {
  readonly accountId: string;
  readonly clientKey: string;
  readonly interface: string;
  readonly logid: string;
  readonly atMs: number;
  /** Path with query. */
  readonly target: string;
  /** Null for the credential call, whose body holds the secret. */
  readonly request: Buffer | null;
  readonly code: number;
  /** What the caller was meant to get; `fault` tells when it did not. */
  readonly response: Buffer;
  readonly fault: string | null;
  readonly durationUs: number;
}

const ADD = statement(
  'sandbox.exchanges.add',
  `INSERT INTO sandbox.openapi_exchanges (account_id, client_key, interface, logid, at_ms, target, request, code,
     response, fault, duration_us)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
);

/** Keeps an exchange. */
export async function keepExchange(session: Session, exchange: OpenApiExchange): Promise<void> {
  await session.execute(ADD, [
    exchange.accountId,
    exchange.clientKey,
    exchange.interface,
    exchange.logid,
    exchange.atMs,
    exchange.target,
    exchange.request,
    exchange.code,
    exchange.response,
    exchange.fault,
    exchange.durationUs,
  ]);
}
