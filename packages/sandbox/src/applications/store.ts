import type { Session } from '@yuzhu/runtime';

/** An application of a partner. */
export interface Application {
  readonly clientKey: string;
  readonly secret: string;
  readonly name: string;
  /** Where its notices go; null = not subscribed. */
  readonly webhookUrl: string | null;
}

const COLUMNS = 'client_key AS "clientKey", client_secret AS secret, name, webhook_url AS "webhookUrl"';

/** Creates an application or takes over its name and secret. The webhook address is set apart, after its challenge. */
export async function saveApplication(
  session: Session,
  application: Pick<Application, 'clientKey' | 'secret' | 'name'>,
  now: number,
): Promise<void> {
  await session.execute(
    `INSERT INTO sandbox.applications (client_key, client_secret, name, created_ms) VALUES ($1, $2, $3, $4)
     ON CONFLICT (client_key) DO UPDATE SET client_secret = $2, name = $3`,
    [application.clientKey, application.secret, application.name, now],
  );
}

/** Every application, in order of its key. */
export function listApplications(session: Session): Promise<Application[]> {
  return session.query<Application>(`SELECT ${COLUMNS} FROM sandbox.applications ORDER BY client_key`);
}

/** One application. */
export function findApplication(session: Session, clientKey: string): Promise<Application | undefined> {
  return session.first<Application>(`SELECT ${COLUMNS} FROM sandbox.applications WHERE client_key = $1`, [clientKey]);
}

/** The applications a merchant has authorised, the earliest first: that one serves its new orders (inferred). */
export function applicationsOf(session: Session, accountId: string): Promise<Application[]> {
  return session.query<Application>(
    `SELECT ${COLUMNS} FROM sandbox.applications JOIN sandbox.authorisations USING (client_key)
     WHERE account_id = $1 ORDER BY granted_ms, client_key`,
    [accountId],
  );
}

/** Stores the webhook address without asking it; `saveWebhookAddress` asks first. */
export async function setWebhookUrl(session: Session, clientKey: string, url: string | null): Promise<void> {
  await session.execute('UPDATE sandbox.applications SET webhook_url = $2 WHERE client_key = $1', [clientKey, url]);
}

/** Replaces the scopes an application has been granted. */
export async function setScopes(session: Session, clientKey: string, scopes: readonly string[]): Promise<void> {
  await session.execute('DELETE FROM sandbox.application_scopes WHERE client_key = $1 AND NOT (scope = ANY($2))', [
    clientKey,
    scopes,
  ]);
  await session.execute(
    `INSERT INTO sandbox.application_scopes (client_key, scope) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING`,
    [clientKey, scopes],
  );
}

/** The scopes an application has. */
export async function listScopes(session: Session, clientKey: string): Promise<string[]> {
  const rows = await session.query<{ scope: string }>(
    'SELECT scope FROM sandbox.application_scopes WHERE client_key = $1 ORDER BY scope',
    [clientKey],
  );
  return rows.map(({ scope }) => scope);
}

/** A merchant authorises an application; again is fine. */
export async function authorise(session: Session, accountId: string, clientKey: string, now: number): Promise<void> {
  await session.execute(
    `INSERT INTO sandbox.authorisations (account_id, client_key, granted_ms) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
    [accountId, clientKey, now],
  );
}

/** Calls of one interface an application may make in a window, in place of the contract's limit or the default. */
export interface CallLimit {
  readonly interface: string;
  readonly maxCalls: number;
  readonly perSeconds: number;
  /** Who shares it: all merchants of the application, or each merchant has its own. */
  readonly per: 'application' | 'merchant';
}

/** The limits an application has in place of the contract's or the default. */
export async function listLimits(session: Session, clientKey: string): Promise<CallLimit[]> {
  return session.query<CallLimit>(
    `SELECT interface, max_calls AS "maxCalls", per_seconds AS "perSeconds", per FROM sandbox.application_limits
     WHERE client_key = $1 ORDER BY interface`,
    [clientKey],
  );
}

/** Sets the limit of one interface; null goes back to the contract's or the default. */
export async function setLimit(
  session: Session,
  clientKey: string,
  interfaceName: string,
  limit: Omit<CallLimit, 'interface'> | null,
): Promise<void> {
  if (limit === null) {
    await session.execute('DELETE FROM sandbox.application_limits WHERE client_key = $1 AND interface = $2', [
      clientKey,
      interfaceName,
    ]);
    return;
  }
  await session.execute(
    `INSERT INTO sandbox.application_limits (client_key, interface, max_calls, per_seconds, per)
     VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (client_key, interface) DO UPDATE SET max_calls = $3, per_seconds = $4, per = $5`,
    [clientKey, interfaceName, limit.maxCalls, limit.perSeconds, limit.per],
  );
}
