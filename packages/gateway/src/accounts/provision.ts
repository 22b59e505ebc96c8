import type { Session } from '@yuzhu/runtime';
import type { GatewayContext } from '../context.ts';

/** An account as the operator sees it. */
export interface AccountRow {
  readonly account_id: string;
  readonly client_key: string;
  readonly name: string;
  /** A test shop of the platform: products made for it say so. */
  readonly test_shop: boolean;
  /** Of a merchant outside the mainland, ISO 4217; null on the mainland. */
  readonly currency: string | null;
  /** Unix ms. */
  readonly created_at: number;
}

const COLUMNS = 'account_id, client_key, name, test_shop, currency, created_at';

/** An application as the operator sees it: its secret never leaves. */
export interface ApplicationRow {
  readonly client_key: string;
  /** Unix ms. */
  readonly created_at: number;
}

/** Keeps an application's secret, sealed with the data key; a new secret replaces the one before. */
export function saveApplication(
  session: Session,
  keys: GatewayContext['keys'],
  application: { readonly clientKey: string; readonly secret: string },
  now: number,
): Promise<ApplicationRow> {
  return session.one(
    `INSERT INTO gateway.applications (client_key, secret, created_at) VALUES ($1, $2, $3)
     ON CONFLICT (client_key) DO UPDATE SET secret = excluded.secret
     RETURNING client_key, created_at`,
    [application.clientKey, keys.encrypt(application.secret), new Date(now)],
  );
}

/** All applications. There are few of them. */
export function listApplications(session: Session): Promise<ApplicationRow[]> {
  return session.query('SELECT client_key, created_at FROM gateway.applications ORDER BY client_key');
}

/** Writes an account, new or not; whether it is a test shop, and its currency, stay when they are not said. @throws a database error 23503 when there is no such application */
export function saveAccount(
  session: Session,
  account: Omit<AccountRow, 'created_at' | 'test_shop' | 'currency'> & {
    readonly test_shop?: boolean | undefined;
    readonly currency?: string | null | undefined;
  },
  now: number,
): Promise<AccountRow> {
  return session.one(
    `INSERT INTO gateway.accounts AS a (account_id, client_key, name, created_at, test_shop, currency)
     VALUES ($1, $2, $3, $4, coalesce($5, false), $6)
     ON CONFLICT (account_id) DO UPDATE SET client_key = excluded.client_key, name = excluded.name,
       test_shop = coalesce($5, a.test_shop), currency = CASE WHEN $7 THEN $6 ELSE a.currency END
     RETURNING ${COLUMNS}`,
    [
      account.account_id,
      account.client_key,
      account.name,
      new Date(now),
      account.test_shop ?? null,
      account.currency ?? null,
      account.currency !== undefined,
    ],
  );
}

/** One account; undefined when it is unknown. */
export function findAccount(session: Session, accountId: string): Promise<AccountRow | undefined> {
  return session.first(`SELECT ${COLUMNS} FROM gateway.accounts WHERE account_id = $1`, [accountId]);
}

/** Accounts behind an id, in order of id, at most `limit`. */
export function listAccounts(session: Session, after: string, limit: number): Promise<AccountRow[]> {
  return session.query(
    `SELECT ${COLUMNS} FROM gateway.accounts
     WHERE account_id > $1 AND stress_of IS NULL ORDER BY account_id LIMIT $2`,
    [after, limit],
  );
}

/** Whether an account is a test shop of the platform. */
export async function isTestShop(session: Session, accountId: string): Promise<boolean> {
  return (await findAccount(session, accountId))?.test_shop ?? false;
}
