import { resolve } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../embedded-postgres/start.ts';

/** A PostgreSQL server for tests; its user may create databases. */
export interface TestServer {
  /** Address of a database to connect to for creating others. */
  readonly url: string;
  /** The embedded server, or undefined when an address was given. */
  readonly embedded: EmbeddedPostgres | undefined;
  stop(): Promise<void>;
}

const PROJECT = resolve(import.meta.dirname, '../../../..');

/**
 * The server of the tests: `YUZHU_TEST_DATABASE_URL` or `DATABASE_URL` when given (the user needs CREATEDB), else the
 * embedded one with a data folder of its own, apart from the one `npm start` uses. Durable like the real one: crash
 * tests rely on it.
 */
export async function startTestServer(env: NodeJS.ProcessEnv = process.env): Promise<TestServer> {
  const given = env.YUZHU_TEST_DATABASE_URL || env.DATABASE_URL;
  if (given) return { url: given, embedded: undefined, stop: async () => undefined };
  const folder = resolve(PROJECT, env.YUZHU_DATA_DIR || '.yuzhu', 'test-postgres');
  const embedded = await startEmbeddedPostgres({ folder });
  return {
    url: embedded.url,
    embedded,
    stop: async () => {
      await embedded.stop();
    },
  };
}
