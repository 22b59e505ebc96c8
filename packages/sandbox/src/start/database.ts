import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type Database,
  type Logger,
  type Migrations,
  migrate,
  openDatabase,
  startEmbeddedPostgres,
} from '@yuzhu/runtime';
import type { SandboxSettings } from '../config.ts';
import { SANDBOX_ERRORS } from '../errors.ts';

/** The sandbox's schema and its migrations. */
export const SANDBOX_MIGRATIONS: Migrations = {
  schema: 'sandbox',
  folder: resolve(import.meta.dirname, '../../migrations'),
};

/** The database, brought up to date and owned by this process, and the way to let go of it. */
export interface OpenedDatabase {
  readonly db: Database;
  close(): Promise<void>;
}

/**
 * Opens the database of the settings, or the embedded one of the data folder, and migrates it.
 * @throws AppError DATABASE_*, MIGRATION_*, POSTGRES_*, DATABASE_IN_USE
 */
export async function openSandboxDatabase(
  settings: Pick<SandboxSettings, 'databaseUrl' | 'databasePool' | 'dataDir'>,
  log: Logger,
  open: typeof openDatabase = openDatabase,
): Promise<OpenedDatabase> {
  const embedded =
    settings.databaseUrl === undefined
      ? await startEmbeddedPostgres({ folder: join(resolve(settings.dataDir), 'postgres'), log })
      : undefined;
  const db = open(settings.databaseUrl ?? embedded?.url ?? '', {
    name: 'yuzhu sandbox',
    // One connection more: it holds the lock that says who owns the database.
    max: settings.databasePool + 1,
    onError: (error) => log.warn({ err: error }, 'a database connection broke'),
  });
  let letGo = async () => undefined as unknown;
  const close = async () => {
    await letGo();
    await db.close();
    await embedded?.stop();
  };
  try {
    await db.ping();
    letGo = await ownDatabase(db);
    const { applied, version } = await migrate(db, SANDBOX_MIGRATIONS);
    log.info({ address: db.address, applied, version }, 'database is ready');
    return { db, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** How long the lock of a process that was killed a moment ago may still stand. */
const TRIES = 15;
const TRY_EVERY_MS = 200;

/**
 * Takes a lock that lasts as long as its connection: two sandboxes on one database would both run its timers.
 * @returns the way to give it back. @throws AppError DATABASE_IN_USE
 */
async function ownDatabase(db: Database): Promise<() => Promise<unknown>> {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolveHeld) => {
    release = resolveHeld;
  });
  let taken: (owned: boolean) => void = () => undefined;
  const answer = new Promise<boolean>((resolveTaken) => {
    taken = resolveTaken;
  });
  const holding = db.session(async (session) => {
    for (let tries = 0; tries < TRIES; tries++) {
      const { owned } = await session.one<{ owned: boolean }>(
        "SELECT pg_try_advisory_lock(hashtextextended('yuzhu sandbox owns this database', 0)) AS owned",
      );
      if (owned) {
        taken(true);
        await held;
        await session.execute("SELECT pg_advisory_unlock(hashtextextended('yuzhu sandbox owns this database', 0))");
        return;
      }
      await delay(TRY_EVERY_MS);
    }
    taken(false);
  });
  holding.catch(() => taken(false));
  if (!(await answer)) throw SANDBOX_ERRORS.error('DATABASE_IN_USE', { address: db.address });
  return () => {
    release();
    return holding.catch(() => undefined);
  };
}
