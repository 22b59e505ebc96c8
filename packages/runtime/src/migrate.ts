import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database, Session } from './database.ts';
import { RUNTIME_ERRORS } from './runtime-errors.ts';

/** A folder of forward-only migrations `0001-what-it-does.sql`, `0002-…`, all for one PostgreSQL schema. */
export interface Migrations {
  /** PostgreSQL schema, created when missing; the record of what was applied is `<schema>.migrations`. */
  readonly schema: string;
  /** Absolute path of the folder. */
  readonly folder: string;
}

/** One migration file as read. */
interface MigrationFile {
  readonly number: number;
  readonly file: string;
  readonly sql: string;
  /** SHA-256 of the text, hexadecimal. */
  readonly checksum: string;
}

/** What a run did. */
export interface MigrationReport {
  readonly schema: string;
  /** Files this very run applied; empty when another process was faster or nothing was new. */
  readonly applied: readonly string[];
  /** The version the schema now has. */
  readonly version: number;
}

/**
 * Brings a schema up to date. Any number of processes may do this at once: each file is applied once, the others wait
 * and then find it done. Each file runs in a transaction of its own, with `search_path` set to the schema.
 * @throws AppError MIGRATION_FAILED, MIGRATION_CHANGED, MIGRATION_FILES_INVALID, DATABASE_NEWER, DATABASE_UNREACHABLE
 */
export async function migrate(database: Database, migrations: Migrations): Promise<MigrationReport> {
  const { schema } = migrations;
  const files = await readMigrations(migrations);
  await prepare(database, schema);
  const applied: string[] = [];
  for (const file of files) {
    if (await database.tx((session) => apply(session, schema, file, files.length))) applied.push(file.file);
  }
  return { schema, applied, version: files.length };
}

/** True when every file was applied: what `/ready` asks. */
export async function isMigrated(database: Database, migrations: Migrations): Promise<boolean> {
  const files = await readMigrations(migrations);
  const { there } = await database.one<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [
    `${migrations.schema}.migrations`,
  ]);
  if (!there) return false;
  const { version } = await database.one<{ version: number }>(
    `SELECT coalesce(max(number), 0) AS version FROM ${identifier(migrations.schema)}.migrations`,
  );
  return version === files.length;
}

/** Reads and checks a folder: numbers start at 1, without a gap or a double. */
export async function readMigrations(migrations: Migrations): Promise<MigrationFile[]> {
  const { folder } = migrations;
  const invalid = (reason: string) => RUNTIME_ERRORS.error('MIGRATION_FILES_INVALID', { folder, reason });
  const names = await readdir(folder).catch((error: Error) => {
    throw invalid(error.message);
  });
  const files: MigrationFile[] = [];
  for (const file of names.filter((name) => name.endsWith('.sql')).sort()) {
    const match = /^(\d{4})-[a-z0-9-]+\.sql$/.exec(file);
    if (match === null) throw invalid(`unexpected name ${file}`);
    const number = Number(match[1]);
    if (number !== files.length + 1) throw invalid(`${file} should have number ${files.length + 1}`);
    const sql = await readFile(join(folder, file), 'utf8');
    files.push({ number, file, sql, checksum: createHash('sha256').update(sql).digest('hex') });
  }
  return files;
}

/** Creates schema and record. Two processes that race here are put in a row by an advisory lock. */
async function prepare(database: Database, schema: string): Promise<void> {
  const name = identifier(schema);
  await database.tx(async (session) => {
    await lock(session, schema);
    await session.execute(`CREATE SCHEMA IF NOT EXISTS ${name}`);
    await session.execute(
      `CREATE TABLE IF NOT EXISTS ${name}.migrations (
         number integer PRIMARY KEY,
         file text NOT NULL,
         checksum text NOT NULL,
         applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
       )`,
    );
  });
}

/** Applies one file unless it is recorded already; tells which of the two. */
async function apply(session: Session, schema: string, file: MigrationFile, known: number): Promise<boolean> {
  const name = identifier(schema);
  await lock(session, schema);
  const { version } = await session.one<{ version: number }>(
    `SELECT coalesce(max(number), 0) AS version FROM ${name}.migrations`,
  );
  if (version > known) throw RUNTIME_ERRORS.error('DATABASE_NEWER', { schema, found: version, known });
  const row = await session.first<{ checksum: string }>(`SELECT checksum FROM ${name}.migrations WHERE number = $1`, [
    file.number,
  ]);
  if (row !== undefined) {
    if (row.checksum !== file.checksum) throw RUNTIME_ERRORS.error('MIGRATION_CHANGED', { file: file.file, schema });
    return false;
  }
  try {
    await session.execute(`SET LOCAL search_path TO ${name}, public`);
    await session.execute(file.sql);
  } catch (error) {
    throw RUNTIME_ERRORS.error(
      'MIGRATION_FAILED',
      { file: file.file, schema, reason: (error as Error).message },
      error,
    );
  }
  await session.execute(`INSERT INTO ${name}.migrations (number, file, checksum) VALUES ($1, $2, $3)`, [
    file.number,
    file.file,
    file.checksum,
  ]);
  return true;
}

/** One migration at a time per schema and database, held until the transaction ends. */
async function lock(session: Session, schema: string): Promise<void> {
  await session.execute("SELECT pg_advisory_xact_lock(hashtextextended('yuzhu migrations ' || $1, 0))", [schema]);
}

function identifier(schema: string): string {
  if (!/^[a-z_][a-z0-9_]*$/.test(schema)) throw new RangeError(`schema name ${schema} is not usable`);
  return schema;
}
