import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, lchown, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { RUNTIME_ERRORS } from '../runtime-errors.ts';
import type { Binaries } from './binaries.ts';
import type { Identity } from './identity.ts';
import { isAlive, isPostgres } from './process.ts';

const run = promisify(execFile);

/** The superuser that initdb makes. */
export const SUPERUSER = 'yuzhu';

/** The files of one embedded server. */
export interface DataFolder {
  readonly folder: string;
  /** What PostgreSQL calls the data directory. */
  readonly cluster: string;
  readonly passwordFile: string;
  readonly logFile: string;
}

/** Names the files under a folder. */
export function dataFolder(folder: string): DataFolder {
  return {
    folder,
    cluster: join(folder, 'cluster'),
    passwordFile: join(folder, 'password'),
    logFile: join(folder, 'server.log'),
  };
}

/**
 * Makes the data folder when it does not exist. It is built beside its place and renamed into it, so that a crash
 * leaves no half-made folder and of two programs that start at once one wins and the other uses the winner's.
 * @throws AppError POSTGRES_DATA_UNUSABLE, POSTGRES_START_FAILED
 */
export async function ensureDataFolder(data: DataFolder, binaries: Binaries, identity: Identity): Promise<void> {
  if (!existsSync(data.folder)) await create(data, binaries, identity);
  const unusable = (reason: string) => RUNTIME_ERRORS.error('POSTGRES_DATA_UNUSABLE', { folder: data.folder, reason });
  const version = await readFile(join(data.cluster, 'PG_VERSION'), 'utf8').catch(
    async (error: NodeJS.ErrnoException) => {
      const owner = await stat(data.folder).then(({ uid }) => uid);
      throw error.code === 'EACCES'
        ? unusable(`it belongs to user number ${owner} and this program runs as ${process.getuid?.()}`)
        : unusable(`it holds no PostgreSQL data (${error.message})`);
    },
  );
  const { stdout } = await run(binaries.postgres, ['--version']);
  const major = /(\d+)/.exec(stdout)?.[1];
  if (version.trim() !== major) throw unusable(`its data are of PostgreSQL ${version.trim()}, the program is ${major}`);
  await own(data.folder, identity);
}

async function create(data: DataFolder, binaries: Binaries, identity: Identity): Promise<void> {
  const draft = dataFolder(`${data.folder}.new-${process.pid}-${randomBytes(3).toString('hex')}`);
  try {
    await mkdir(dirname(data.folder), { recursive: true });
    await removeAbandoned(data.folder);
    await mkdir(draft.folder, { mode: 0o700 });
  } catch (error) {
    const reason = `it can not be made (${(error as Error).message})`;
    throw RUNTIME_ERRORS.error('POSTGRES_DATA_UNUSABLE', { folder: data.folder, reason }, error);
  }
  try {
    await writeFile(draft.passwordFile, randomBytes(24).toString('hex'), { mode: 0o600 });
    await writeFile(draft.logFile, '', { mode: 0o600 });
    await own(draft.folder, identity);
    const { file, args } = identity.command(binaries.initdb, [
      ...['-D', draft.cluster, '-U', SUPERUSER, '-E', 'UTF8', '--locale=C'],
      ...['--auth=scram-sha-256', `--pwfile=${draft.passwordFile}`, '--no-instructions'],
    ]);
    await run(file, [...args], { ...identity.spawnOptions, cwd: draft.folder, env: serverEnvironment() }).catch(
      (error: Error & { stderr?: string }) => {
        const reason = (error.stderr || error.message).trim();
        throw RUNTIME_ERRORS.error('POSTGRES_START_FAILED', { reason, log: draft.logFile, leftover: '-' }, error);
      },
    );
    await rename(draft.folder, data.folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(draft.folder, { recursive: true, force: true });
  }
}

/** Drafts of processes that died. */
async function removeAbandoned(folder: string): Promise<void> {
  const prefix = `${basename(folder)}.new-`;
  for (const name of await readdir(dirname(folder))) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number(name.slice(prefix.length).split('-')[0]);
    if (!isAlive(pid)) await rm(join(dirname(folder), name), { recursive: true, force: true });
  }
}

/** Gives the whole folder to the identity that will run the server, when root made or moved it. */
async function own(folder: string, identity: Identity): Promise<void> {
  if (identity.owner === undefined) return;
  const { uid, gid } = identity.owner;
  if ((await stat(folder)).uid === uid) return;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) await lchown(join(entry.parentPath, entry.name), uid, gid);
  await lchown(folder, uid, gid);
  await chmod(folder, 0o700);
}

/** What `postmaster.pid` says about a server that runs, starts or died. */
interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

const EMPTY_LOCK_MS = 3000;

/** Reads who serves the folder, if anybody does; a file left behind by a dead or foreign process is removed. */
export async function readPostmaster(data: DataFolder): Promise<Postmaster | undefined> {
  const file = join(data.cluster, 'postmaster.pid');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  if (text === '') {
    // Empty for an instant while another server starts; for ever when the machine went down in that instant.
    const made = await stat(file).catch(() => undefined);
    if (made !== undefined && Date.now() - made.mtimeMs > EMPTY_LOCK_MS) await rm(file, { force: true });
    return undefined;
  }
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  if (!isAlive(pid)) return undefined;
  if (!isPostgres(pid)) {
    // PostgreSQL itself would take any living process of that number for a server, and refuse to start for ever.
    await rm(file, { force: true });
    return undefined;
  }
  return { pid, port };
}

/** The environment of the server's programs: nothing of ours leaks in, messages are English. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
}
