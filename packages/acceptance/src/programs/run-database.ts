import { randomBytes } from 'node:crypto';
import { AppError, databaseAddress, openDatabase, sqlState } from '@yuzhu/runtime';
import { ACCEPTANCE_ERRORS } from '../errors.ts';

/** A database that belongs to one run. */
export interface RunDatabase {
  readonly name: string;
  readonly url: string;
  /** Drops it, throwing out whoever is still connected. */
  drop(): Promise<void>;
}

/**
 * Makes an empty database of its own on the server of `serverUrl`, so that a run leaves no trace in anybody's data.
 * @throws AppError DATABASE_UNREACHABLE, DATABASE_NOT_ALLOWED
 */
export async function createRunDatabase(serverUrl: string, label: string): Promise<RunDatabase> {
  const name = `yuzhu_${label}_${randomBytes(4).toString('hex')}`;
  await onServer(serverUrl, `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    name,
    url: url.toString(),
    drop: () => onServer(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

async function onServer(serverUrl: string, sql: string): Promise<void> {
  const server = openDatabase(serverUrl, { name: 'yuzhu acceptance', max: 1 });
  try {
    await server.execute(sql);
  } catch (error) {
    if (error instanceof AppError || sqlState(error) !== '42501') throw error;
    throw ACCEPTANCE_ERRORS.error('DATABASE_NOT_ALLOWED', { address: databaseAddress(serverUrl) }, error);
  } finally {
    await server.close();
  }
}
