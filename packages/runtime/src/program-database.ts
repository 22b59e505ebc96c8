import { join, resolve } from 'node:path';
import { type Database, openDatabase } from './database.ts';
import { startEmbeddedPostgres } from './embedded-postgres/start.ts';
import type { Logger } from './log.ts';
import { type Migrations, migrate } from './migrate.ts';

/** The database of a program, brought up to date, and the way to let go of it. */
export interface OpenedDatabase {
  readonly db: Database;
  close(): Promise<void>;
}

/** How a program opens its database. */
export interface ProgramDatabaseOptions {
  /** As PostgreSQL shows its connections. */
  readonly name: string;
  readonly migrations: Migrations;
  readonly settings: {
    /** Absent: the embedded server of the data folder. */
    readonly databaseUrl?: string | undefined;
    readonly dataDir: string;
  };
  /** Connections. */
  readonly max: number;
  readonly log: Logger;
  readonly open?: typeof openDatabase | undefined;
  /** Makes the database this process's own before it is touched; gives the way to give it back. */
  readonly claim?: (db: Database) => Promise<() => Promise<unknown>>;
}

/**
 * Opens the database of the settings, or the embedded one of the data folder, and migrates it. Several processes may do
 * this at once on one database.
 * @throws AppError DATABASE_*, MIGRATION_*, POSTGRES_*, and what `claim` throws; nothing stays open then
 */
export async function openProgramDatabase(options: ProgramDatabaseOptions): Promise<OpenedDatabase> {
  const { name, migrations, settings, max, log, open = openDatabase, claim } = options;
  const embedded =
    settings.databaseUrl === undefined
      ? await startEmbeddedPostgres({ folder: join(resolve(settings.dataDir), 'postgres'), log })
      : undefined;
  const onError = (error: Error) => log.warn({ err: error }, 'a database connection broke');
  const db = open(settings.databaseUrl ?? embedded?.url ?? '', { name, max, onError });
  let letGo: (() => Promise<unknown>) | undefined;
  const close = async () => {
    await letGo?.();
    await db.close();
    await embedded?.stop();
  };
  try {
    await db.ping();
    letGo = await claim?.(db);
    const { applied, version } = await migrate(db, migrations);
    log.info({ address: db.address, applied, version }, 'database is ready');
    return { db, close };
  } catch (error) {
    await close();
    throw error;
  }
}
