import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../database.ts';
import { createLogger } from '../log.ts';
import { type Program, spawnProgram, until } from '../testkit/index.ts';
import { linkLibraries } from './binaries.ts';
import { isOpenToAll } from './identity.ts';
import { isAlive } from './process.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './start.ts';

const IS_ROOT = process.getuid?.() === 0;

/** Where root keeps the project in a closed folder, the binaries are out of nobody's reach too. */
const OPEN_WAY = (await isOpenToAll(import.meta.dirname)) ? { way: 'setuid', uid: 65534 } : { way: 'unshare', uid: 0 };

let parent = '';
let folder = '';
const servers: EmbeddedPostgres[] = [];
const programs: Program[] = [];
const pools: Database[] = [];

async function makeParent(): Promise<void> {
  parent = await mkdtemp(join(tmpdir(), 'yuzhu-postgres-'));
  await chmod(parent, 0o755);
  folder = join(parent, 'postgres');
}

async function removeParent(): Promise<void> {
  await rm(parent, { recursive: true });
}

async function letGo(): Promise<void> {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
  await Promise.all(programs.splice(0).map((program) => program.kill('SIGTERM')));
  await Promise.all(servers.splice(0).map((server) => server.stop()));
}

async function start(options: Partial<Parameters<typeof startEmbeddedPostgres>[0]> = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ folder, ...options });
  servers.push(server);
  return server;
}

function open(url: string): Database {
  const pool = openDatabase(url, { name: 'test', max: 1 });
  pools.push(pool);
  return pool;
}

async function startProgram(): Promise<Program> {
  const program = await spawnProgram({
    file: 'packages/runtime/src/testkit/programs/use-postgres.ts',
    env: { TEST_FOLDER: folder },
    ready: /ready pid=(\d+) attached=(\w+) url=(\S+)/,
  });
  programs.push(program);
  return program;
}

describe('on an empty folder', () => {
  beforeEach(makeParent);
  afterEach(letGo);
  afterEach(removeParent);

  it('makes a durable server that only this machine can reach, and stops it', async () => {
    const server = await start();
    expect(server.attached).toBe(false);
    const shown = await open(server.url).one(
      `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
         current_setting('listen_addresses') AS listen, current_setting('unix_socket_directories') AS sockets,
         current_setting('server_encoding') AS encoding, current_database() AS database`,
    );
    expect(shown).toEqual({
      fsync: 'on',
      commit: 'on',
      listen: '127.0.0.1',
      sockets: '',
      encoding: 'UTF8',
      database: 'yuzhu',
    });
    expect((await stat(join(folder, 'password'))).mode & 0o777).toBe(0o600);
    await pools.pop()?.close();
    expect(await server.stop()).toBe(true);
    expect(isAlive(server.pid)).toBe(false);
    servers.pop();
  });

  it('asks for its password', async () => {
    const url = new URL((await start()).url);
    url.password = 'wrong';
    await expect(open(url.toString()).ping()).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' });
  });

  it('may be asked for by several programs at once on an empty folder', async () => {
    const started = await Promise.all([startProgram(), startProgram(), startProgram(), startProgram()]);
    expect(new Set(started.map(({ ready }) => ready[1])).size).toBe(1);
    expect(started.filter(({ ready }) => ready[2] === 'false')).toHaveLength(1);
    expect(await readdir(parent)).toEqual(['postgres']);
    const ends = await Promise.all(started.map((program) => program.kill('SIGTERM')));
    expect(ends.every(({ code }) => code === 0)).toBe(true);
    expect(isAlive(Number(started[0]?.ready[1]))).toBe(false);
  });

  it('says why a data folder can not be used', async () => {
    await mkdir(folder);
    await expect(startEmbeddedPostgres({ folder })).rejects.toMatchObject({
      code: 'POSTGRES_DATA_UNUSABLE',
      details: { folder, reason: expect.stringContaining('it holds no PostgreSQL data') },
    });
    await rm(folder, { recursive: true });
    await (await start()).stop();
    await writeFile(join(folder, 'cluster/PG_VERSION'), '14\n');
    await expect(startEmbeddedPostgres({ folder })).rejects.toMatchObject({
      code: 'POSTGRES_DATA_UNUSABLE',
      details: { reason: 'its data are of PostgreSQL 14, the program is 18' },
    });
    await writeFile(join(parent, 'file'), '');
    await expect(startEmbeddedPostgres({ folder: join(parent, 'file/postgres') })).rejects.toMatchObject({
      code: 'POSTGRES_DATA_UNUSABLE',
    });
  });

  it('leaves no half-made folder when a start was killed in the middle, and removes an old one', async () => {
    await mkdir(`${folder}.new-999999999-abcdef`);
    await start();
    expect(await readdir(parent)).toEqual(['postgres']);
  });
});

describe('on existing data', () => {
  beforeAll(makeParent);
  afterEach(letGo);
  afterAll(removeParent);

  it('keeps its data from one start to the next', async () => {
    const first = await start();
    const pool = openDatabase(first.url, { name: 'test', max: 1 });
    await pool.execute('CREATE TABLE kept AS SELECT 7 AS n');
    await pool.close();
    await first.stop();
    const second = await start();
    expect(await open(second.url).one('SELECT n FROM kept')).toEqual({ n: 7 });
  });

  it('is shared by programs, and ends with the last of them', async () => {
    const one = await startProgram();
    const two = await start();
    expect(two.attached).toBe(true);
    expect(two.pid).toBe(Number(one.ready[1]));
    await one.kill('SIGTERM');
    expect(one.logs()).toContain('stopped false');
    await open(two.url).ping();
    await pools.pop()?.close();
    expect(await two.stop()).toBe(true);
    expect(isAlive(two.pid)).toBe(false);
  });

  it('survives programs that come and go all the time', async () => {
    await Promise.all(
      Array.from({ length: 5 }, async () => {
        for (let i = 0; i < 4; i++) {
          const server = await startEmbeddedPostgres({ folder });
          const pool = openDatabase(server.url, { name: 'test', max: 1 });
          await pool.ping();
          await pool.close();
          await server.stop();
        }
      }),
    );
  });

  it('joins the server that a killed program left', async () => {
    const program = await startProgram();
    await program.kill('SIGKILL');
    const pid = Number(program.ready[1]);
    expect(isAlive(pid)).toBe(true);
    const server = await start();
    expect([server.attached, server.pid]).toEqual([true, pid]);
    await until(async () => {
      const pool = openDatabase(server.url, { name: 'test', max: 1 });
      const holders = await pool.query("SELECT 1 FROM pg_stat_activity WHERE application_name LIKE 'yuzhu holder%'");
      await pool.close();
      return holders.length === 1;
    });
    expect(await server.stop()).toBe(true);
  });

  it('starts anew after the server was killed, with everything that was committed', async () => {
    const first = await start();
    const pool = openDatabase(first.url, { name: 'test', max: 1 });
    await pool.execute('CREATE TABLE committed AS SELECT generate_series(1, 1000) AS n');
    process.kill(first.pid, 'SIGKILL');
    await pool.close();
    const second = await start();
    expect(second.pid).not.toBe(first.pid);
    expect(await open(second.url).one('SELECT count(*) AS n FROM committed')).toEqual({ n: 1000 });
  });

  it('is not misled by a postmaster.pid whose number now belongs to another program', async () => {
    await (await start()).stop();
    await writeFile(join(folder, 'cluster/postmaster.pid'), `${process.pid}\n${folder}/cluster\n0\n1\n\n127.0.0.1\n`);
    await open((await start()).url).ping();
  });

  it('says why it does not start', async () => {
    await expect(startEmbeddedPostgres({ folder, settings: { shared_buffers: 'much' } })).rejects.toMatchObject({
      code: 'POSTGRES_START_FAILED',
      details: { reason: expect.stringContaining('shared_buffers'), log: join(folder, 'server.log') },
    });
  });

  it('is not stopped for ever by an empty postmaster.pid, which a power cut can leave', async () => {
    await writeFile(join(folder, 'cluster/postmaster.pid'), '');
    await open((await start()).url).ping();
  });
});

describe.runIf(IS_ROOT)('as root', () => {
  beforeAll(makeParent);
  afterEach(letGo);
  afterAll(removeParent);

  const startedAs = async () => {
    const lines: string[] = [];
    const log = createLogger({ name: 't', pretty: false, destination: { write: (line) => lines.push(line) } });
    const server = await start({ log });
    await open(server.url).ping();
    const status = await readFile(`/proc/${server.pid}/status`, 'utf8');
    return { way: (JSON.parse(lines[0] ?? '{}') as { as: string }).as, uid: Number(/^Uid:\t(\d+)/m.exec(status)?.[1]) };
  };

  it('runs the server as nobody', async () => {
    expect(await startedAs()).toEqual(OPEN_WAY);
  });

  it('goes through a user namespace where nobody can not enter', async () => {
    await chmod(parent, 0o700);
    expect(await startedAs()).toEqual({ way: 'unshare', uid: 0 });
  });

  it('keeps only the right to pass closed folders where there are no user namespaces', async () => {
    await chmod(parent, 0o700);
    const tools = await mkdtemp(join(tmpdir(), 'yuzhu-tools-'));
    await symlink('/usr/bin/setpriv', join(tools, 'setpriv'));
    const path = process.env.PATH;
    process.env.PATH = tools;
    try {
      expect(await startedAs()).toEqual({ way: 'setpriv', uid: 65534 });
    } finally {
      process.env.PATH = path;
      await rm(tools, { recursive: true });
    }
  });

  it('can use the data again after the folder was opened', async () => {
    await chmod(parent, 0o755);
    expect(await startedAs()).toEqual(OPEN_WAY);
  });

  it('says so when no way is left', async () => {
    await chmod(parent, 0o700);
    const path = process.env.PATH;
    process.env.PATH = parent;
    try {
      await expect(startEmbeddedPostgres({ folder })).rejects.toMatchObject({ code: 'POSTGRES_NO_USER' });
    } finally {
      process.env.PATH = path;
    }
  });
});

describe('linkLibraries', () => {
  beforeEach(makeParent);
  afterEach(removeParent);

  it('makes the links that a disabled install script left out, once', async () => {
    const native = join(parent, 'package/native');
    await mkdir(join(native, 'lib'), { recursive: true });
    await writeFile(join(native, 'lib/libpq.so.5.18'), 'library');
    const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }];
    await writeFile(join(native, 'pg-symlinks.json'), JSON.stringify(links));
    await Promise.all([linkLibraries(native), linkLibraries(native)]);
    await linkLibraries(native);
    expect(await readFile(join(native, 'lib/libpq.so.5'), 'utf8')).toBe('library');
  });
});
