import { join, resolve } from 'node:path';
import {
  type Database,
  type Logger,
  type Migrations,
  migrate,
  openDatabase,
  startEmbeddedPostgres,
} from '@yuzhu/runtime';
import type { GatewayConfig } from '../config.ts';

/** The gateway's schema and its migrations. */
export const GATEWAY_MIGRATIONS: Migrations = {
  schema: 'gateway',
  folder: resolve(import.meta.dirname, '../../migrations'),
};

/** The database, brought up to date, and the way to let go of it. */
export interface OpenedDatabase {
  readonly db: Database;
  close(): Promise<void>;
}

/**
 * Opens the database of the settings, or the embedded one of the data folder, and migrates it. Several processes may do
 * this at once on one database.
 * @throws AppError DATABASE_*, MIGRATION_*, POSTGRES_*
 */
export async function openGatewayDatabase(
  settings: Pick<GatewayConfig, 'databaseUrl' | 'databasePool' | 'dataDir'>,
  log: Logger,
  open: typeof openDatabase = openDatabase,
): Promise<OpenedDatabase> {
  const embedded =
    settings.databaseUrl === undefined
      ? await startEmbeddedPostgres({ folder: join(resolve(settings.dataDir), 'postgres'), log })
      : undefined;
  const db = open(settings.databaseUrl ?? embedded?.url ?? '', {
    name: 'yuzhu gateway',
    max: settings.databasePool,
    onError: (error) => log.warn({ err: error }, 'a database connection broke'),
  });
  const close = async () => {
    await db.close();
    await embedded?.stop();
  };
  try {
    await db.ping();
    const { applied, version } = await migrate(db, GATEWAY_MIGRATIONS);
    log.info({ address: db.address, applied, version }, 'database is ready');
    return { db, close };
  } catch (error) {
    await close();
    throw error;
  }
}
