import { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from '../log.ts';
import { isAlive } from './process.ts';

/** The key of the advisory lock that every program using the server holds in shared mode, in the database `postgres`. */
const USERS_LOCK = 7_090_118;

/** The connection by which a program counts as a user of the server. */
export interface Holder {
  readonly client: pg.Client;
  readonly socket: Socket;
}

/**
 * Connects to the database `postgres` as one of the server's users and stays connected.
 * @returns undefined when the server went away meanwhile.
 */
export async function hold(url: string, pid: number, deadline: number): Promise<Holder | undefined> {
  while (isAlive(pid) && Date.now() < deadline) {
    const socket = new Socket();
    const client = new pg.Client({
      stream: () => socket,
      connectionString: url,
      application_name: `yuzhu holder ${process.pid}`,
      connectionTimeoutMillis: 5000,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('SELECT pg_advisory_lock_shared($1)', [USERS_LOCK]);
      return { client, socket };
    } catch (error) {
      await client.end().catch(() => undefined);
      if (error instanceof pg.DatabaseError && error.code === '28P01') throw error;
      await delay(30);
    }
  }
  return undefined;
}

/**
 * The last one out switches off the light. Users hold a lock in shared mode; who gets it alone is the last, and a
 * newcomer who asks for it now is turned away by the shutdown and starts anew.
 * @returns true when this call stopped the server.
 */
export async function letGo(
  { client: holder, socket }: Holder,
  pid: number,
  log: Logger | undefined,
): Promise<boolean> {
  try {
    socket.ref();
    await holder.query('SELECT pg_advisory_unlock_shared($1)', [USERS_LOCK]);
    const { rows } = await holder.query<{ alone: boolean }>('SELECT pg_try_advisory_lock($1) AS alone', [USERS_LOCK]);
    if (rows[0]?.alone !== true) {
      log?.info({ pid }, 'embedded PostgreSQL goes on: another program uses it');
      return false;
    }
    // SIGINT is PostgreSQL's fast shutdown: roll back what is open, write everything, end.
    process.kill(pid, 'SIGINT');
    while (isAlive(pid)) await delay(10);
    log?.info({ pid }, 'embedded PostgreSQL stopped');
    return true;
  } catch (error) {
    // Another program was the last an instant ago, and the server is on its way out.
    if (!isAlive(pid) || isDisconnected(error)) return false;
    throw error;
  } finally {
    await holder.end().catch(() => undefined);
  }
}

function isDisconnected(error: unknown): boolean {
  return (
    error instanceof Error &&
    (('code' in error && error.code === '57P01') || /Connection terminated|not queryable/.test(error.message))
  );
}
