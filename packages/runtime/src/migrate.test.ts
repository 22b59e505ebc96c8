import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import { isMigrated, migrate } from './migrate.ts';
import { spawnProgram, testDatabase } from './testkit/index.ts';

const { database, url } = await testDatabase({ migrations: [], name: 'migrate' });
const folders: string[] = [];
let schema = '';
let count = 0;

beforeEach(() => {
  schema = `s${++count}`;
});
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yuzhu-migrations-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

const TWO = {
  '0001-rooms.sql': 'CREATE TABLE rooms (id integer PRIMARY KEY);',
  '0002-first-room.sql': 'INSERT INTO rooms VALUES (1); INSERT INTO rooms VALUES (2);',
};

it('applies each file once, in order, in the schema', async () => {
  const folder = await folderWith(TWO);
  expect(await isMigrated(database, { schema, folder })).toBe(false);
  expect(await migrate(database, { schema, folder })).toEqual({ schema, applied: Object.keys(TWO), version: 2 });
  expect(await migrate(database, { schema, folder })).toEqual({ schema, applied: [], version: 2 });
  expect(await database.query(`SELECT id FROM ${schema}.rooms ORDER BY id`)).toEqual([{ id: 1 }, { id: 2 }]);
  expect(await isMigrated(database, { schema, folder })).toBe(true);
});

it('lets many connections race and applies each file once', async () => {
  const folder = await folderWith(TWO);
  const pools = Array.from({ length: 8 }, () => openDatabase(url, { name: 'racer', max: 1 }));
  const reports = await Promise.all(pools.map((pool) => migrate(pool, { schema, folder })));
  expect(reports.flatMap(({ applied }) => applied).sort()).toEqual(Object.keys(TWO));
  expect(await database.query(`SELECT count(*) FROM ${schema}.rooms`)).toEqual([{ count: 2 }]);
  await Promise.all(pools.map((pool) => pool.close()));
});

it('lets several processes race and applies each file once', async () => {
  const folder = await folderWith({ ...TWO, '0003-slow.sql': 'SELECT pg_sleep(0.2);' });
  const programs = await Promise.all(
    Array.from({ length: 4 }, () =>
      spawnProgram({
        file: 'packages/runtime/src/testkit/programs/migrate-once.ts',
        env: { TEST_URL: url, TEST_SCHEMA: schema, TEST_FOLDER: folder },
        ready: /applied (\d)/,
      }),
    ),
  );
  const ends = await Promise.all(programs.map(({ ended }) => ended));
  expect(ends.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  expect(programs.reduce((sum, { ready }) => sum + Number(ready[1]), 0)).toBe(3);
});

it('leaves nothing of a file that fails, and keeps what came before', async () => {
  const folder = await folderWith({ ...TWO, '0003-bad.sql': 'INSERT INTO rooms VALUES (3); SELECT nonsense;' });
  await expect(migrate(database, { schema, folder })).rejects.toMatchObject({
    code: 'MIGRATION_FAILED',
    details: { file: '0003-bad.sql' },
  });
  expect(await database.query(`SELECT count(*) FROM ${schema}.rooms`)).toEqual([{ count: 2 }]);
  await writeFile(join(folder, '0003-bad.sql'), 'INSERT INTO rooms VALUES (3);');
  expect(await migrate(database, { schema, folder })).toMatchObject({ applied: ['0003-bad.sql'], version: 3 });
});

it('refuses a file that was edited after it had been applied', async () => {
  const folder = await folderWith(TWO);
  await migrate(database, { schema, folder });
  await writeFile(join(folder, '0001-rooms.sql'), 'CREATE TABLE rooms (id bigint PRIMARY KEY);');
  await expect(migrate(database, { schema, folder })).rejects.toMatchObject({ code: 'MIGRATION_CHANGED' });
});

it('refuses a database that is newer than the program', async () => {
  await migrate(database, { schema, folder: await folderWith(TWO) });
  const older = await folderWith({ '0001-rooms.sql': TWO['0001-rooms.sql'] });
  await expect(migrate(database, { schema, folder: older })).rejects.toMatchObject({ code: 'DATABASE_NEWER' });
  expect(await isMigrated(database, { schema, folder: older })).toBe(false);
});

it.each([
  ['a gap', { '0001-a.sql': '', '0003-b.sql': '' }],
  ['a double', { '0001-a.sql': '', '0001-b.sql': '' }],
  ['a name of another form', { '1_init.sql': '' }],
])('refuses a folder with %s', async (_name, files) => {
  await expect(migrate(database, { schema, folder: await folderWith(files) })).rejects.toMatchObject({
    code: 'MIGRATION_FILES_INVALID',
  });
});

it('says so when the folder is missing', async () => {
  await expect(migrate(database, { schema, folder: '/nowhere' })).rejects.toMatchObject({
    code: 'MIGRATION_FILES_INVALID',
  });
});
