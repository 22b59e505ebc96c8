import { type Session, statement } from '@yuzhu/runtime';
import type { GatewayContext } from '../context.ts';

const OF_ACCOUNT = statement(
  'platform_application_of_account',
  'SELECT client_key FROM gateway.accounts WHERE account_id = $1',
);
const SECRET = statement(
  'platform_application_secret',
  'SELECT secret FROM gateway.applications WHERE client_key = $1',
);

/** The application an account authorised; undefined when the account is unknown. */
export async function clientKeyOf(session: Session, accountId: string): Promise<string | undefined> {
  return (await session.first<{ client_key: string }>(OF_ACCOUNT, [accountId]))?.client_key;
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
