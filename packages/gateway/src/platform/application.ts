import { type Session, statement } from '@yuzhu/runtime';
import type { GatewayContext } from '../context.ts';
import type { ConfiguredLimit } from './limits.ts';
import type { Caller } from './slots.ts';

// The limits come along: they are read with every call, so that a new one holds at once in every process.
const OF_ACCOUNT = statement(
  'platform_application_of_account',
  `SELECT a.client_key, (SELECT json_agg(json_build_array(l.interface, l.max_calls, l.per_ms, l.per))
                         FROM gateway.interface_limits l WHERE l.client_key = a.client_key) AS limits
   FROM gateway.accounts a WHERE a.account_id = $1`,
);
const SECRET = statement(
  'platform_application_secret',
  'SELECT secret FROM gateway.applications WHERE client_key = $1',
);

type LimitRow = readonly [interfaceName: string, max: number, windowMs: number, per: ConfiguredLimit['per']];

/** Who calls for an account: the application it authorised and its limits; undefined when the account is unknown. */
export async function callerFor(session: Session, accountId: string): Promise<Required<Caller> | undefined> {
  const row = await session.first<{ client_key: string; limits: readonly LimitRow[] | null }>(OF_ACCOUNT, [accountId]);
  if (row === undefined) return undefined;
  const limits = new Map((row.limits ?? []).map(([name, max, windowMs, per]) => [name, { max, windowMs, per }]));
  return { clientKey: row.client_key, accountId, limits };
}

/** The secret of an application; undefined when the application is unknown. */
export async function secretOf(
  session: Session,
  keys: GatewayContext['keys'],
  clientKey: string,
): Promise<string | undefined> {
  const row = await session.first<{ secret: Buffer }>(SECRET, [clientKey]);
  return row === undefined ? undefined : keys.decryptText(row.secret);
}
