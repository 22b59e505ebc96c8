import { createRequire } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import type { Kysely, PostgresClient, PostgresPool } from 'kysely';
import pg from 'pg';
import { databaseAddress, databaseFault, isRetryable } from './database-faults.ts';
import { listen } from './database-listen.ts';
import { typeParsers } from './database-types.ts';
import { systemRandom } from './random.ts';
import { RUNTIME_ERRORS } from './runtime-errors.ts';

/** A prepared statement: named, so that each connection parses and plans it once. Build it with `statement()`. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Writes down a prepared statement. The name is unique in the program, at most 63 bytes. */
export function statement(name: string, text: string): Statement {
  if (name.length === 0 || Buffer.byteLength(name) > 63)
    throw new RangeError(`statement name "${name}" must have 1 to 63 bytes`);
  return { name, text };
}

/** What can be asked of the database, inside or outside a transaction. Value types: see `database-types.ts`. */
export interface Session {
  /** All rows. Plain text runs unprepared; use `statement()` on hot paths. */
  query<Row extends object>(sql: Statement | string, values?: readonly unknown[]): Promise<Row[]>;
  /** The first row, or undefined. */
  first<Row extends object>(sql: Statement | string, values?: readonly unknown[]): Promise<Row | undefined>;
  /** The only row. @throws Error when there are none or several. */
  one<Row extends object>(sql: Statement | string, values?: readonly unknown[]): Promise<Row>;
  /** Runs a command; the number of rows it touched. */
  execute(sql: Statement | string, values?: readonly unknown[]): Promise<number>;
  /** Kysely on this very session (same transaction). Do not destroy it. */
  kysely<Tables>(): Kysely<Tables>;
}

/** How a transaction is run. */
export interface TransactionOptions {
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable';
  /** Tries in all when PostgreSQL answers deadlock (40P01) or serialization failure (40001); default 5. */
  readonly attempts?: number;
}

/** A pool of connections to one database. */
export interface Database extends Session {
  readonly name: string;
  /** Host, port and database, without user and password: fit for logs. */
  readonly address: string;
  /**
   * Runs `work` in one transaction: committed when it resolves, rolled back when it throws. After a deadlock or a
   * serialization failure `work` runs again from its start, so it must touch nothing but the session.
   */
  tx<T>(work: (session: Session) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** Borrows one connection, outside a transaction, for session-level things (advisory locks). */
  session<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** Calls `listener` for every NOTIFY on a channel, reconnecting when the connection breaks; returns the way to stop. */
  listen(channel: string, listener: (payload: string) => void): Promise<() => Promise<void>>;
  /** @throws AppError DATABASE_UNREACHABLE, DATABASE_TOO_OLD (server older than 15) */
  ping(): Promise<void>;
  /** Connections now: open, idle, and callers waiting for one. */
  stats(): { readonly total: number; readonly idle: number; readonly waiting: number };
  /** Waits for borrowed connections, then closes all. */
  close(): Promise<void>;
}

/** A class of connections, as the driver's pool makes them. */
export type ConnectionClass = new (config?: pg.ClientConfig) => pg.Client;

/** How a database is opened. */
export interface DatabaseOptions {
  /** Name of the program, shown in `pg_stat_activity`. */
  readonly name: string;
  /** Most connections, default 10 (8 to 16 is right for two cores). */
  readonly max?: number;
  /** Called when an idle connection breaks; the pool replaces it by itself. */
  readonly onError?: (error: Error) => void;
  /** What a connection is; default the driver's own. A simulation puts one in between that it can cut and delay. */
  readonly Client?: ConnectionClass;
}

/** Opens a pool. Nothing is connected before the first query; `ping()` tells at once. */
export function openDatabase(url: string, options: DatabaseOptions): Database {
  const connection = { connectionString: url, application_name: options.name, types: typeParsers, keepAlive: true };
  const { Client = pg.Client } = options;
  const pool = new pg.Pool({
    ...connection,
    Client,
    max: options.max ?? 10,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
  });
  const onError = options.onError ?? (() => undefined);
  pool.on('error', onError);
  // Between the pool's own listener and the borrower's there is a moment without one: a server that ends the connection
  // with its very first words would end the program. What is wrong is told by the query that meets it.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const address = databaseAddress(url);
  const tell = (error: unknown): never => {
    throw databaseFault(address, error) ?? error;
  };
  const borrow = async <T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
    const client = await pool.connect().catch(tell);
    let broken = false;
    const onClientError = () => {
      broken = true;
    };
    client.on('error', onClientError);
    try {
      return await work(client);
    } finally {
      client.off('error', onClientError);
      client.release(broken);
    }
  };

  const poolSession = session(
    (config) => pool.query(config).catch(tell),
    () => makeKysely(pool),
  );

  return {
    ...poolSession,
    name: options.name,
    address,
    tx: (work, txOptions = {}) =>
      retried(() => borrow((client) => transaction(client, work, txOptions, tell)), txOptions.attempts ?? 5),
    session: (work) => borrow((client) => work(clientSession(client, tell))),
    listen: (channel, listener) => listen(() => new Client(connection), channel, listener, onError),
    ping: async () => {
      const { version } = await poolSession.one<{ version: number }>(
        "SELECT current_setting('server_version_num')::int AS version",
      );
      if (version < 150_000) {
        throw RUNTIME_ERRORS.error('DATABASE_TOO_OLD', { found: Math.floor(version / 10_000), needed: 15 });
      }
    },
    stats: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: () => pool.end(),
  };
}

const load = createRequire(import.meta.url);

/** Loaded when somebody asks for it: its 250 files are an eighth of all a program loads at its start. */
function makeKysely(pool: PostgresPool): Kysely<unknown> {
  const { Kysely: Builder, PostgresDialect } = load('kysely') as typeof import('kysely');
  return new Builder({ dialect: new PostgresDialect({ pool }) });
}

type Run = (config: pg.QueryConfig) => Promise<pg.QueryResult>;

function session(run: Run, makeKysely: () => Kysely<unknown>): Session {
  let kysely: Kysely<unknown> | undefined;
  const query = async <Row extends object>(sql: Statement | string, values?: readonly unknown[]): Promise<Row[]> =>
    (await run(queryConfig(sql, values))).rows as Row[];
  return {
    query,
    first: async <Row extends object>(sql: Statement | string, values?: readonly unknown[]) =>
      (await query<Row>(sql, values))[0],
    one: async <Row extends object>(sql: Statement | string, values?: readonly unknown[]) => {
      const rows = await query<Row>(sql, values);
      if (rows.length !== 1)
        throw new Error(`expected one row, got ${rows.length}: ${typeof sql === 'string' ? sql : sql.name}`);
      return rows[0] as Row;
    },
    execute: async (sql, values) => (await run(queryConfig(sql, values))).rowCount ?? 0,
    kysely: <Tables>() => {
      kysely ??= makeKysely();
      return kysely as unknown as Kysely<Tables>;
    },
  };
}

/** Throws an error in plain words where there are any, else as it is. */
type Tell = (error: unknown) => never;

function clientSession(client: pg.PoolClient, tell: Tell): Session {
  // Kysely wants a pool: this one always lends the same connection and takes it back without letting go of it.
  const lent = { query: client.query.bind(client) as PostgresClient['query'], release: () => undefined };
  const pool = { connect: async () => lent, end: async () => undefined, options: {} };
  return session(
    (config) => client.query(config).catch(tell),
    () => makeKysely(pool),
  );
}

function queryConfig(sql: Statement | string, values: readonly unknown[] | undefined): pg.QueryConfig {
  const config: pg.QueryConfig = typeof sql === 'string' ? { text: sql } : { name: sql.name, text: sql.text };
  if (values !== undefined) config.values = values as unknown[];
  return config;
}

async function transaction<T>(
  client: pg.PoolClient,
  work: (session: Session) => Promise<T>,
  options: TransactionOptions,
  tell: Tell,
): Promise<T> {
  const { isolation } = options;
  await client.query(isolation === undefined ? 'BEGIN' : `BEGIN ISOLATION LEVEL ${isolation}`).catch(tell);
  let result: T;
  try {
    result = await work(clientSession(client, tell));
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
  const { command } = await client.query('COMMIT').catch(tell);
  // When a statement failed and `work` swallowed the error, PostgreSQL answers COMMIT with ROLLBACK: not a success.
  if (command !== 'COMMIT') throw new Error('the transaction was rolled back: an error inside it was ignored');
  return result;
}

/** Runs a thing again after a retryable error, with a short random pause that grows. */
async function retried<T>(run: () => Promise<T>, attempts: number): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (attempt >= attempts || !isRetryable(error)) throw error;
      await delay(jitter.int(2 ** attempt * 5) + 1);
    }
  }
}

const jitter = systemRandom();
