import { join } from 'node:path';
import { type EmbeddedPostgres, type Logger, openDatabase, startEmbeddedPostgres } from '@yuzhu/runtime';

/** The PostgreSQL server a command works on. */
export interface DatabaseServer {
  readonly url: string;
  /** The embedded one, or undefined when DATABASE_URL named another. */
  readonly embedded: EmbeddedPostgres | undefined;
  /** Lets go of it; the embedded one ends with its last user. */
  release(): Promise<void>;
}

/**
 * The server named by DATABASE_URL, or the embedded one in `<data folder>/postgres`, started when nobody runs it yet.
 * @throws AppError POSTGRES_*, DATABASE_UNREACHABLE, DATABASE_TOO_OLD
 */
export async function useDatabaseServer(
  databaseUrl: string | undefined,
  dataDir: string,
  log?: Logger,
): Promise<DatabaseServer> {
  if (databaseUrl !== undefined) {
    const database = openDatabase(databaseUrl, { name: 'yuzhu', max: 1 });
    await database.ping().finally(() => database.close());
    return { url: databaseUrl, embedded: undefined, release: async () => undefined };
  }
  const embedded = await startEmbeddedPostgres({ folder: join(dataDir, 'postgres'), ...(log ? { log } : {}) });
  return {
    url: embedded.url,
    embedded,
    release: async () => {
      await embedded.stop();
    },
  };
}
