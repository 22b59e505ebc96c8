import { createHash, randomBytes } from 'node:crypto';
import { type Database, openDatabase } from '../database.ts';
import { sqlState } from '../database-faults.ts';
import { type Migrations, migrate, readMigrations } from '../migrate.ts';

const TEMPLATE_PREFIX = 'yuzhu_tpl_';
const TEST_PREFIX = 'yuzhu_test_';
const DAY_MS = 86_400_000;

/** The address of another database on the same server. */
export function withDatabase(url: string, database: string): string {
  const address = new URL(url);
  address.pathname = `/${database}`;
  return address.toString();
}

/**
 * Makes a fresh database with the migrations applied, as a copy of a template that is made once per content of the
 * migrations. Any number of processes may do this at once.
 * @returns its name; drop it with `dropDatabase`.
 */
export async function cloneDatabase(
  serverUrl: string,
  migrations: readonly Migrations[],
  label: string,
): Promise<string> {
  const name = `${TEST_PREFIX}${Date.now().toString(36)}_${slug(label)}_${randomBytes(3).toString('hex')}`;
  await withServer(serverUrl, async (server) => {
    const template = migrations.length === 0 ? 'template1' : await ensureTemplate(server, serverUrl, migrations);
    await server.execute(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  return name;
}

/** Drops a database, throwing out whoever is still connected. */
export async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  await withServer(serverUrl, (server) => server.execute(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
}

/** Drops what earlier runs left: databases of failed files and outdated templates, when older than a day or a week. */
export async function dropOldDatabases(serverUrl: string, now: number): Promise<string[]> {
  return withServer(serverUrl, async (server) => {
    const databases = await server.query<{ name: string; made: string | null }>(
      `SELECT datname AS name, shobj_description(oid, 'pg_database') AS made FROM pg_database
       WHERE (datname LIKE 'yuzhu\\_tpl\\_%' OR datname LIKE 'yuzhu\\_test\\_%') AND pg_has_role(datdba, 'USAGE')`,
    );
    const dropped: string[] = [];
    for (const { name, made } of databases) {
      const isTest = name.startsWith(TEST_PREFIX);
      const at = isTest ? Number.parseInt(name.slice(TEST_PREFIX.length).split('_')[0] ?? '', 36) : Number(made ?? now);
      if (!(now - at > (isTest ? DAY_MS : 7 * DAY_MS))) continue;
      await server.execute(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`).then(
        () => dropped.push(name),
        () => undefined,
      );
    }
    return dropped;
  });
}

/** The name of the template for migrations: the same content has the same name. */
export async function templateName(migrations: readonly Migrations[]): Promise<string> {
  const hash = createHash('sha256');
  for (const one of migrations) {
    for (const { file, checksum } of await readMigrations(one)) hash.update(`${one.schema} ${file} ${checksum}\n`);
  }
  return `${TEMPLATE_PREFIX}${hash.digest('hex').slice(0, 16)}`;
}

async function ensureTemplate(server: Database, serverUrl: string, migrations: readonly Migrations[]): Promise<string> {
  const name = await templateName(migrations);
  if (await exists(server, name)) return name;
  return server.session(async (session) => {
    await session.execute('SELECT pg_advisory_lock(hashtextextended($1, 0))', [name]);
    try {
      if (await exists(server, name)) return name;
      const draft = `${name}_draft`;
      await session.execute(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
      await session.execute(`CREATE DATABASE ${draft} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'`);
      const database = openDatabase(withDatabase(serverUrl, draft), { name: 'yuzhu tests', max: 1 });
      try {
        for (const one of migrations) await migrate(database, one);
      } finally {
        await database.close();
      }
      await session.execute(`COMMENT ON DATABASE ${draft} IS '${Date.now()}'`);
      await session.execute(`ALTER DATABASE ${draft} RENAME TO ${name}`);
      return name;
    } finally {
      await session.execute('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [name]);
    }
  });
}

async function exists(server: Database, name: string): Promise<boolean> {
  return (await server.first('SELECT 1 FROM pg_database WHERE datname = $1', [name])) !== undefined;
}

async function withServer<T>(serverUrl: string, work: (server: Database) => Promise<T>): Promise<T> {
  const server = openDatabase(serverUrl, { name: 'yuzhu tests', max: 2 });
  try {
    return await work(server);
  } catch (error) {
    if (sqlState(error) === '42501') {
      throw new Error('the tests need a database user with the right CREATEDB: ALTER USER … CREATEDB', {
        cause: error,
      });
    }
    throw error;
  } finally {
    await server.close();
  }
}

function slug(label: string): string {
  return (
    label
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '_')
      .slice(0, 24) || 'file'
  );
}
