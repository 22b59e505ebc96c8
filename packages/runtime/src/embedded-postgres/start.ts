import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { freePort } from '../http-server.ts';
import type { Logger } from '../log.ts';
import { RUNTIME_ERRORS } from '../runtime-errors.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import {
  type DataFolder,
  dataFolder,
  ensureDataFolder,
  readPostmaster,
  SUPERUSER,
  serverEnvironment,
} from './data-folder.ts';
import { chooseIdentity, type Identity } from './identity.ts';
import { hold, letGo } from './share.ts';

/** How the embedded server is started. */
export interface EmbeddedPostgresOptions {
  /** Folder of its own for this server; made when missing. */
  readonly folder: string;
  readonly log?: Logger;
  /** Further settings, `name: value` of postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Where it listens; default any free port. One that has to be found again after a crash keeps its own. */
  readonly port?: number;
  /** Time to become ready, default 120 s (recovery after a crash is part of it). */
  readonly limitMs?: number;
}

/** A server that answers. */
export interface EmbeddedPostgres {
  /** Address of the database `yuzhu`, with user and password. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** True when it ran already: left over by a killed program, or shared with another living one. */
  readonly attached: boolean;
  /**
   * Lets go of the server; the last program that lets go stops it. Until then it goes on for the others.
   * @returns true when the server was stopped by this call.
   */
  stop(): Promise<boolean>;
}

/** Durable (fsync and synchronous_commit stay on) and fit for a small machine. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '256MB',
  max_connections: '200',
  max_wal_size: '2GB',
  // Every commit waits while a new file of the log is filled with zeros: 11 to 40 ms for its 16 MB, on a busy machine 250.
  // Unfilled, a commit costs 0.23 ms instead of 0.18 until the file is used for the second time, and files are kept for
  // that. As durable: the sync takes the file's new blocks along. Files of 4 MB instead shorten the wait and multiply it.
  wal_init_zero: 'off',
  min_wal_size: '512MB',
  // ANALYZE sorts a sample of each column: 145 ms of the processor for 60,000 orders at the usual 100, 25 ms at 10, and on
  // two cores whoever waits for an answer waits for it too. What is asked here is asked by key; finer statistics decide
  // nothing.
  default_statistics_target: '10',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Statements here take well under a millisecond; compiling them never pays.
  jit: 'off',
};

const DATABASE = 'yuzhu';

/**
 * Starts the PostgreSQL shipped with the packages, or joins the one that serves the folder already. Works as root (the
 * server then runs as another user) and as an ordinary user. The server outlives a killed program; the next start joins it.
 * @throws AppError POSTGRES_MISSING, POSTGRES_NO_USER, POSTGRES_DATA_UNUSABLE, POSTGRES_START_FAILED
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const data = dataFolder(resolve(options.folder));
  const binaries = await findBinaries();
  const existing = await stat(data.cluster).catch(() => undefined);
  const identity = await chooseIdentity([binaries.native, await nearestFolder(dirname(data.folder))], existing);
  await ensureDataFolder(data, binaries, identity);
  const password = (await readFile(data.passwordFile, 'utf8')).trim();
  const deadline = Date.now() + (options.limitMs ?? 120_000);

  for (;;) {
    const running = await readPostmaster(data);
    const found = running ?? (await launch(data, binaries, identity, options, deadline));
    if (found === undefined) continue;
    const holder = await hold(address(found.port, password, 'postgres'), found.pid, deadline);
    // Gone again while we were knocking: its last user stopped it, or it crashed.
    if (holder === undefined) {
      if (Date.now() > deadline) throw await startFailed(data);
      continue;
    }
    await ensureDatabase(holder.client);
    // The held connection must not keep a program alive that has nothing else to do.
    holder.socket.unref();
    const attached = running !== undefined;
    options.log?.info({ pid: found.pid, port: found.port, attached, as: identity.way }, 'embedded PostgreSQL is ready');
    return {
      url: address(found.port, password, DATABASE),
      port: found.port,
      pid: found.pid,
      attached,
      stop: () => letGo(holder, found.pid, options.log),
    };
  }
}

function address(port: number, password: string, database: string): string {
  return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;
}

async function nearestFolder(path: string): Promise<string> {
  const there = await stat(path).catch(() => undefined);
  return there !== undefined || path === dirname(path) ? path : nearestFolder(dirname(path));
}

/** Starts a server process. Undefined means: look again, somebody else was faster or the port was taken. */
async function launch(
  data: DataFolder,
  binaries: Binaries,
  identity: Identity,
  options: EmbeddedPostgresOptions,
  deadline: number,
): Promise<{ pid: number; port: number } | undefined> {
  const port = options.port ?? (await freePort());
  const settings = { ...SETTINGS, ...options.settings, port: String(port) };
  const { file, args } = identity.command(binaries.postgres, [
    '-D',
    data.cluster,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]);
  const logStart = (await stat(data.logFile).catch(() => undefined))?.size ?? 0;
  const log = openSync(data.logFile, 'a', 0o600);
  const child = spawn(file, [...args], {
    ...identity.spawnOptions,
    cwd: data.folder,
    env: serverEnvironment(),
    // A session of its own: Ctrl-C at the terminal must not reach it before the programs have finished their work.
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.unref();
  const failed = new Promise<Error>((resolve) => child.once('error', resolve));
  for (;;) {
    const error = await Promise.race([failed, delay(20)]);
    if (error !== undefined) throw await startFailed(data, error);
    if (child.exitCode !== null || child.signalCode !== null) return afterExit(data, logStart, deadline);
    const postmaster = await readPostmaster(data);
    if (postmaster !== undefined && postmaster.pid === child.pid && postmaster.port === port) return postmaster;
    if (Date.now() > deadline) throw await startFailed(data);
  }
}

async function afterExit(data: DataFolder, logStart: number, deadline: number): Promise<undefined> {
  const said = (await readFile(data.logFile)).subarray(logStart).toString('utf8');
  const transient =
    /lock file "postmaster.pid" (already exists|is empty)|bogus data in lock file|could not bind|Address already in use|shared memory block .* still in use|pre-existing shared memory/;
  if (!transient.test(said) || Date.now() > deadline) throw await startFailed(data, undefined, said);
  await delay(200);
  return undefined;
}

async function startFailed(data: DataFolder, error?: Error, said?: string): Promise<Error> {
  const text = said ?? (await readFile(data.logFile, 'utf8').catch(() => ''));
  const reason = error?.message ?? text.trim().split('\n').slice(-5).join('\n');
  const leftover = (await readPostmaster(data))?.pid ?? 'ps aux | grep postgres';
  return RUNTIME_ERRORS.error('POSTGRES_START_FAILED', { reason, log: data.logFile, leftover }, error);
}

async function ensureDatabase(holder: pg.Client): Promise<void> {
  const { rowCount } = await holder.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
  if (rowCount === 1) return;
  await holder.query(`CREATE DATABASE ${DATABASE}`).catch((error: pg.DatabaseError) => {
    // Made by another program in the same instant.
    if (error.code !== '42P04' && error.code !== '23505') throw error;
  });
}
