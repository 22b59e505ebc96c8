import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { openDatabase } from '../database.ts';
import { cloneDatabase, dropDatabase, dropOldDatabases, templateName, withDatabase } from './databases.ts';
import { spawnProgram, until } from './index.ts';

const serverUrl = inject('yuzhuServerUrl');
const server = openDatabase(serverUrl, { name: 'testkit test', max: 2 });
// Other runs may use the same server at the same time.
const unique = randomBytes(4).toString('hex');
const project = resolve(import.meta.dirname, '../../../..');
// Inside the project, so that the files in it find its packages.
const folder = await mkdtemp(join(project, '.yuzhu/testkit-'));
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const databases = async (like: string) =>
  (await server.query<{ name: string }>('SELECT datname AS name FROM pg_database WHERE datname LIKE $1', [like])).map(
    ({ name }) => name,
  );

describe('until', () => {
  it('gives the first truthy value, taking errors for "not yet"', async () => {
    let looks = 0;
    const look = () => {
      looks += 1;
      if (looks < 3) throw new Error('not yet');
      return looks > 4 ? `look ${looks}` : undefined;
    };
    expect(await until(look)).toBe('look 5');
  });

  it('tells at the limit what it saw last', async () => {
    const limit = { timeoutMs: 20, what: 'the booking' };
    await expect(until(() => 0, limit)).rejects.toThrow('the booking did not come within 20 ms; last value: 0');
    await expect(until(() => Promise.reject(new Error('refused')), limit)).rejects.toThrow('last error: refused');
  });
});

describe('cloneDatabase', () => {
  it('applies the migrations once for all files and gives each its own copy', async () => {
    const sql = `CREATE TABLE rooms (id integer); COMMENT ON TABLE rooms IS '${folder}';`;
    await writeFile(join(folder, '0001-rooms.sql'), sql);
    const migrations = [{ schema: 'clone', folder }];
    const names = await Promise.all(
      Array.from({ length: 4 }, () => cloneDatabase(serverUrl, migrations, `clone${unique}`)),
    );
    const template = await templateName(migrations);
    expect(await databases(`${template}%`)).toEqual([template]);
    for (const [index, name] of names.entries()) {
      const database = openDatabase(withDatabase(serverUrl, name), { name: 'testkit test', max: 1 });
      await database.execute('INSERT INTO clone.rooms VALUES ($1)', [index]);
      expect(await database.query('SELECT id FROM clone.rooms')).toEqual([{ id: index }]);
      await database.close();
    }
    for (const name of [...names, template]) await dropDatabase(serverUrl, name);
    expect(await databases(`%clone${unique}%`)).toEqual([]);
  });

  it('leaves databases of today and drops those of earlier days', async () => {
    const old = `yuzhu_test_${(Date.now() - 2 * 86_400_000).toString(36)}_old_${unique}`;
    const fresh = `yuzhu_test_${Date.now().toString(36)}_fresh_${unique}`;
    for (const name of [old, fresh]) await server.execute(`CREATE DATABASE ${name}`);
    expect(await dropOldDatabases(serverUrl, Date.now())).toContain(old);
    expect(await databases(`%\\_${unique}`)).toEqual([fresh]);
    await dropDatabase(serverUrl, fresh);
  });
});

describe('spawnProgram', () => {
  it('shows the output of a program that ends before it is ready', async () => {
    await writeFile(join(folder, 'ends.ts'), "console.error('no database'); process.exit(3);");
    await expect(spawnProgram({ file: join(folder, 'ends.ts'), ready: /ready/ })).rejects.toThrow(
      /ended before it was ready \(code 3, signal null\)\nno database/,
    );
  });

  it('ends a program that stays silent', async () => {
    await writeFile(join(folder, 'silent.ts'), 'setInterval(() => undefined, 1000);');
    const options = { file: join(folder, 'silent.ts'), ready: /ready/, limitMs: 300 };
    await expect(spawnProgram(options)).rejects.toThrow('was not ready in time');
  });
});

describe('a test run', () => {
  it('drops the databases of good files, keeps those of failed ones, and ends with one plain line', async () => {
    const kit = JSON.stringify(join(import.meta.dirname, 'index.ts'));
    const file = (name: string, body: string) =>
      writeFile(
        join(folder, `${name}.test.ts`),
        `import { expect, it } from 'vitest'; import { testDatabase } from ${kit};
         const db = await testDatabase({ migrations: [], name: '${name}_${unique}' }); ${body}`,
      );
    await file('good', "it('asks', async () => { await db.database.ping(); });");
    await file('bad', "it('passes', () => {}); it('fails', () => { expect(1).toBe(2); });");
    await file('broken', "throw new Error('can not be loaded');");
    const config = {
      globalSetup: [join(import.meta.dirname, 'global-setup.ts')],
      reporters: ['default', join(project, 'scripts/last-line-reporter.ts')],
    };
    await writeFile(join(folder, 'vitest.config.mjs'), `export default { test: ${JSON.stringify(config)} };`);
    const { code, output } = await runVitest(folder);
    expect(output.trim().split('\n').at(-1)).toBe('2 passed, 2 failed');
    expect(code).toBe(1);
    expect(await databases(`%good_${unique}%`)).toEqual([]);
    const [kept = ''] = await databases(`%bad_${unique}%`);
    expect(output).toContain(`/${kept}`);
    for (const name of await databases(`%${unique}%`)) await dropDatabase(serverUrl, name);
  });
});

function runVitest(root: string): Promise<{ code: number; output: string }> {
  const { VITEST: _vitest, VITEST_MODE: _mode, ...env } = process.env;
  const args = [join(project, 'node_modules/vitest/vitest.mjs'), 'run', '--root', root];
  return new Promise((done) => {
    execFile(
      process.execPath,
      args,
      { env: { ...env, YUZHU_TEST_DATABASE_URL: serverUrl } },
      (error, stdout, stderr) => {
        done({ code: typeof error?.code === 'number' ? error.code : 0, output: `${stderr}${stdout}` });
      },
    );
  });
}
