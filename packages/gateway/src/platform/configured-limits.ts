import { type Session, statement } from '@yuzhu/runtime';

/** A rate limit as an operator writes it down. */
export interface InterfaceLimit {
  /** Contract name. */
  readonly interface: string;
  readonly max_calls: number;
  readonly per_ms: number;
  readonly per: 'application' | 'merchant';
}

const LIST = statement(
  'interface_limits_list',
  `SELECT interface, max_calls, per_ms, per FROM gateway.interface_limits WHERE client_key = $1 ORDER BY interface`,
);
const CLEAR = statement('interface_limits_clear', 'DELETE FROM gateway.interface_limits WHERE client_key = $1');
const ADD = statement('interface_limits_add', 'INSERT INTO gateway.interface_limits VALUES ($1, $2, $3, $4, $5)');

/** The configured limits of an application. */
export function listInterfaceLimits(session: Session, clientKey: string): Promise<InterfaceLimit[]> {
  return session.query<InterfaceLimit>(LIST, [clientKey]);
}

/** Replaces the configured limits of an application. @throws a database error 23503 when there is no such application */
export async function replaceInterfaceLimits(
  session: Session,
  clientKey: string,
  limits: readonly InterfaceLimit[],
): Promise<void> {
  await session.execute(CLEAR, [clientKey]);
  for (const one of limits) await session.execute(ADD, [clientKey, one.interface, one.max_calls, one.per_ms, one.per]);
}
