import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, freePort, startEmbeddedPostgres } from '@yuzhu/runtime';

/** A PostgreSQL server that belongs to a proof alone, so that it may be killed. */
export interface OwnPostgres {
  readonly url: string;
  /** The folder in which its data are. */
  readonly folder: string;
  /** SIGKILL of the postmaster. */
  kill(): Promise<void>;
  /** Starts it at its old address when it does not run. */
  start(): Promise<void>;
  /** Ends it and removes its data. */
  close(): Promise<void>;
}

/** How it is started. */
export interface OwnPostgresOptions {
  /** Where its folder is made; default the machine's folder for temporary files. Everybody may enter it. */
  readonly parent?: string;
  readonly settings?: Readonly<Record<string, string>>;
}

/** Starts a server with an empty database. @throws AppError POSTGRES_* */
export async function startOwnPostgres(options: OwnPostgresOptions = {}): Promise<OwnPostgres> {
  const parent = options.parent ?? (await mkdtemp(join(tmpdir(), 'yuzhu-proof-')));
  // PostgreSQL runs as another user when root starts it.
  await chmod(parent, 0o755);
  const folder = join(parent, 'postgres');
  const port = await freePort();
  const launch = () => startEmbeddedPostgres({ folder, port, settings: options.settings ?? {} });
  let server: EmbeddedPostgres = await launch();
  return {
    url: server.url,
    folder,
    kill: async () => {
      process.kill(server.pid, 'SIGKILL');
    },
    start: async () => {
      server = await launch();
    },
    close: async () => {
      await server.stop();
      if (options.parent === undefined) await rm(parent, { recursive: true, force: true });
    },
  };
}
