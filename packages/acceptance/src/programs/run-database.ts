import { randomBytes } from 'node:crypto';
import { AppError, type Database, databaseAddress, openDatabase, sqlState } from '@yuzhu/runtime';
import { ACCEPTANCE_ERRORS } from '../errors.ts';

/** A database that belongs to one run. */
export interface RunDatabase {
  readonly name: string;
  readonly url: string;
  /** Drops it, throwing out whoever is still connected. */
  drop(): Promise<void>;
}

/** Runs end within minutes; what is older than a day was left by one that was killed (or kept on purpose, long ago). */
const ABANDONED_MS = 86_400_000;

/**
 * Makes an empty database of its own on the server of `serverUrl`, so that a run leaves no trace in anybody's data.
 * Databases of earlier runs of that label that were killed are dropped on the way.
 * @throws AppError DATABASE_UNREACHABLE, DATABASE_NOT_ALLOWED
 */
export async function createRunDatabase(serverUrl: string, label: string): Promise<RunDatabase> {
  const prefix = `yuzhu_${label}_`;
  const name = `${prefix}${Date.now().toString(36)}_${randomBytes(3).toString('hex')}`;
  await onServer(serverUrl, async (server) => {
    await dropAbandoned(server, prefix);
    await server.execute(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'`);
  });
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { name, url: url.toString(), drop: () => onServer(serverUrl, (server) => drop(server, name)) };
}

async function dropAbandoned(server: Database, prefix: string): Promise<void> {
  const rows = await server.query<{ name: string }>(
    "SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1) AND pg_has_role(datdba, 'USAGE')",
    [prefix],
  );
  for (const { name } of rows) {
    const made = Number.parseInt(/^[0-9a-z]+(?=_)/.exec(name.slice(prefix.length))?.[0] ?? '', 36);
    // Somebody else may be at it in this very moment.
    if (Date.now() - made > ABANDONED_MS) await drop(server, name).catch(() => undefined);
  }
}

async function drop(server: Database, name: string): Promise<void> {
  await server.execute(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

async function onServer(serverUrl: string, work: (server: Database) => Promise<void>): Promise<void> {
  const server = openDatabase(serverUrl, { name: 'yuzhu acceptance', max: 1 });
  try {
    await work(server);
  } catch (error) {
    if (error instanceof AppError || sqlState(error) !== '42501') throw error;
    throw ACCEPTANCE_ERRORS.error('DATABASE_NOT_ALLOWED', { address: databaseAddress(serverUrl) }, error);
  } finally {
    await server.close();
  }
}
