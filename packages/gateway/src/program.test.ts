import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, type Program, spawnProgram, testDatabase, until, untilBlocked } from '@yuzhu/runtime/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { GATEWAY_MIGRATIONS } from './start/migrations.ts';
import { apiClient } from './testing/api-client.ts';
import { ADMIN_KEY, DATA_KEY, startTestGateway } from './testing/test-gateway.ts';

const empty = await testDatabase({ migrations: [], name: 'program empty' });
const database = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'program' });
const keyless = await testDatabase({ migrations: [], name: 'program key' });
const folder = await mkdtemp(join(tmpdir(), 'yuzhu-gateway-'));
// Run by root, the embedded server becomes another user, who must be able to enter.
const embedded = await mkdtemp(join(tmpdir(), 'yuzhu-embedded-'));
await chmod(embedded, 0o755);
afterAll(() => Promise.all([folder, embedded].map((one) => rm(one, { recursive: true }))));

/** Each start loads the whole program; on a busy machine that takes its time. */
const STARTS_MS = 180_000;
const READY = /gateway ready: (http:\/\/\S+)/;
const FILE = 'packages/gateway/src/main.ts';

function env(more: Readonly<Record<string, string | undefined>> = {}) {
  return {
    DATABASE_URL: database.url,
    YUZHU_GATEWAY_PORT: '0',
    YUZHU_DATA_KEY: DATA_KEY,
    YUZHU_ADMIN_KEY: ADMIN_KEY,
    YUZHU_PLATFORM_URL: 'http://127.0.0.1:9',
    ...more,
  };
}

/** Starts a gateway in a process of its own. */
const start = (more?: Readonly<Record<string, string | undefined>>) =>
  spawnProgram({ file: FILE, env: env(more), ready: READY, limitMs: STARTS_MS });

/** Starts a gateway that must not come up; what it said. */
async function failing(more: Readonly<Record<string, string | undefined>>): Promise<string> {
  const started = await start(more).catch((error: Error) => error);
  if (!(started instanceof Error)) {
    await started.kill();
    throw new Error('it started');
  }
  return started.message;
}

const urlOf = (program: Program) => program.ready[1] ?? '';
const json = async (url: string) => (await fetch(url)).json() as Promise<Record<string, unknown>>;

describe('the program', { timeout: STARTS_MS }, () => {
  it('makes its schema, says where it is, answers /health, /ready and /metrics, and ends in good order', async () => {
    const program = await start({ DATABASE_URL: empty.url });
    const url = urlOf(program);
    expect(await json(`${url}/health`)).toMatchObject({ status: 'ok', program: 'gateway', pid: program.pid });
    const ready = (await json(`${url}/ready`)) as { checks: { name: string; ok: boolean }[] };
    expect(ready.checks).toEqual(['database', 'migrations', 'workers', 'records'].map((name) => ({ name, ok: true })));
    const metrics = await (await fetch(`${url}/metrics`)).text();
    for (const name of [
      'http_request_duration_seconds',
      'database_connections',
      'exchanges_dropped_total 0',
      'background_rounds_total',
    ]) {
      expect(metrics.replaceAll(/\{[^}]*\}/g, '')).toContain(name);
    }
    expect(await program.kill('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(program.logs()).toContain('stopped');
  });

  it('starts twice at once on one empty database; both serve it', async () => {
    await empty.database.execute('DROP SCHEMA gateway CASCADE');
    const both = await Promise.all([1, 2].map(() => start({ DATABASE_URL: empty.url })));
    const [one, two] = both.map((program) => apiClient(`${urlOf(program)}/admin/v1`, ADMIN_KEY));
    await one?.ok('PUT', '/applications/awboth', { client_secret: 'x' });
    expect(await two?.ok('GET', '/applications')).toMatchObject({ items: [{ client_key: 'awboth' }] });
    for (const program of both) expect(await program.kill()).toMatchObject({ code: 0 });
  });

  it('finishes a request in flight before it ends', async () => {
    const program = await start();
    // A writer of the same row holds the request back until the program has been told to stop.
    const admin = apiClient(`${urlOf(program)}/admin/v1`, ADMIN_KEY);
    await admin.ok('PUT', '/applications/awslow', { client_secret: 'x' });
    await admin.ok('PUT', '/accounts/5001', { name: 'before', client_key: 'awslow' });
    await database.database
      .tx(async (session) => {
        await session.execute(`UPDATE gateway.accounts SET name = 'held' WHERE account_id = '5001'`);
        const answer = admin.ok('PUT', '/accounts/5001', { name: 'after', client_key: 'awslow' });
        await untilBlocked(database.database, 'the request');
        const ended = program.kill('SIGTERM');
        await until(() => program.logs().includes('stopping'));
        await session.execute('SELECT 1');
        return { answer, ended };
      })
      .then(async ({ answer, ended }) => {
        expect(await answer).toMatchObject({ name: 'after' });
        expect(await ended).toEqual({ code: 0, signal: null });
      });
  });

  it('does not wait for ever for a request that never ends', async () => {
    const program = await start({ YUZHU_SHUTDOWN_LIMIT: '1s' });
    const { port } = new URL(urlOf(program));
    const outgoing = request({ port, path: '/spi/booking', method: 'POST', headers: { 'content-length': 1000 } });
    outgoing.on('error', () => undefined);
    outgoing.write('{');
    await until(async () => (await fetch(`${urlOf(program)}/health`)).ok);
    expect(await program.kill('SIGTERM')).toEqual({ code: 0, signal: null });
  });
});

describe('a start that can not succeed', { timeout: STARTS_MS }, () => {
  it('names every faulty variable, its value and the fix, without secrets', async () => {
    const said = await failing({
      YUZHU_GATEWAY_PORT: '70000',
      YUZHU_CLOCK: 'sundial',
      YUZHU_GATEWAY_PROT: '1',
      YUZHU_DATABASE_POOL: 'many',
    });
    expect(said).toContain('code 2');
    expect(said).toMatch(/YUZHU_GATEWAY_PORT = 70000: use a whole number from 0 to 65535/);
    expect(said).toMatch(/YUZHU_CLOCK = sundial: use one of system, follow/);
    expect(said).toMatch(/YUZHU_GATEWAY_PROT = .*did you mean YUZHU_GATEWAY_PORT/);
    expect(said).toMatch(/YUZHU_DATABASE_POOL = many/);
    expect(said).toContain('环境变量配置有误');
  });

  it('tells a data key that is none, and half an application', async () => {
    const key = await failing({ YUZHU_DATA_KEY: 'not-a-key-but-secret' });
    expect(key).toContain('YUZHU_DATA_KEY');
    expect(key).toContain('64 hexadecimal digits');
    expect(key).not.toContain('not-a-key-but-secret');
    expect(await failing({ YUZHU_CLIENT_KEY: 'awhalf' })).toContain('YUZHU_CLIENT_SECRET');
  });

  it('tells a data key that is not the one of this database', async () => {
    const gateway = await startTestGateway(database.url);
    await gateway.admin.ok('PUT', '/applications/awsealed', { client_secret: 'x' });
    const said = await failing({ YUZHU_DATA_KEY: 'f'.repeat(64) });
    expect(said).toContain('DATA_KEY_WRONG');
  });

  it('tells a busy port and a second copy', async () => {
    const port = await freePort();
    const first = await start({ YUZHU_GATEWAY_PORT: String(port) });
    const said = await failing({ YUZHU_GATEWAY_PORT: String(port) });
    expect(said).toContain('ALREADY_RUNNING');
    expect(said).toContain(`process ${first.pid}`);
    await first.kill();
  });

  it('tells a database that is not there, without its password', async () => {
    const said = await failing({ DATABASE_URL: 'postgres://yuzhu:hunter2@127.0.0.1:9/none' });
    expect(said).toContain('DATABASE_UNREACHABLE');
    expect(said).toContain('127.0.0.1:9/none');
    expect(said).not.toContain('hunter2');
  });
});

describe('what the settings bring along', { timeout: STARTS_MS }, () => {
  it('a data key is made once into the data folder, for its owner only, and used again', async () => {
    const settings = { YUZHU_DATA_KEY: undefined, YUZHU_DATA_DIR: folder };
    const both = await Promise.all([1, 2].map(() => start({ ...settings, DATABASE_URL: keyless.url })));
    const key = (await readFile(join(folder, 'data-key'), 'utf8')).trim();
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    await apiClient(`${urlOf(both[0] as Program)}/admin/v1`, ADMIN_KEY).ok('PUT', '/applications/awkey', {
      client_secret: 'x',
    });
    for (const program of both) await program.kill();
    const again = await start({ ...settings, DATABASE_URL: keyless.url });
    await again.kill();
    expect((await readFile(join(folder, 'data-key'), 'utf8')).trim()).toBe(key);
  });

  it('without DATABASE_URL the database is the embedded one of the data folder, and ends with its last user', async () => {
    const settings = { DATABASE_URL: undefined, YUZHU_DATA_DIR: embedded };
    const program = await start(settings);
    await apiClient(`${urlOf(program)}/admin/v1`, ADMIN_KEY).ok('PUT', '/applications/awown', { client_secret: 'x' });
    expect(await program.kill()).toMatchObject({ code: 0 });
    expect(program.logs()).toContain('embedded PostgreSQL stopped');
    const again = await start(settings);
    expect(await apiClient(`${urlOf(again)}/admin/v1`, ADMIN_KEY).ok('GET', '/applications')).toMatchObject({
      items: [{ client_key: 'awown' }],
    });
    await again.kill();
  });

  it('an application is put into the database, and its new secret replaces the old one', async () => {
    const settings = (secret: string) => ({ YUZHU_CLIENT_KEY: 'awset', YUZHU_CLIENT_SECRET: secret });
    for (const secret of ['first secret', 'second secret', 'second secret']) {
      const gateway = await startTestGateway(database.url, settings(secret));
      const row = await gateway.context.db.one<{ secret: Buffer }>(
        `SELECT secret FROM gateway.applications WHERE client_key = 'awset'`,
      );
      expect(gateway.context.keys.decryptText(row.secret)).toBe(secret);
    }
  });
});
