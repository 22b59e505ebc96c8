import { afterAll, inject } from 'vitest';
import { type Database, openDatabase } from '../database.ts';
import type { Migrations } from '../migrate.ts';
import { cloneDatabase, dropDatabase, withDatabase } from './databases.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the tests' PostgreSQL server. */
    yuzhuServerUrl: string;
  }
}

/** A database of one test file. */
export interface TestDatabase {
  readonly name: string;
  /** Its address, for programs started by the test. */
  readonly url: string;
  /** A pool on it, opened at first use, closed at the end of the file. */
  readonly database: Database;
  /** Another pool on it, closed at the end of the file. */
  open(options?: { readonly max?: number; readonly name?: string }): Database;
}

/** What the database of a test file holds. */
export interface TestDatabaseOptions {
  readonly migrations: readonly Migrations[];
  /** Shown in the database's name. */
  readonly name?: string;
}

/**
 * Makes the database of a test file. Call it at the top level of the file: `const db = await testDatabase({ … })`.
 * It is dropped at the end; when a test of the file failed it is kept and its address printed.
 */
export async function testDatabase(options: TestDatabaseOptions): Promise<TestDatabase> {
  const serverUrl = inject('yuzhuServerUrl');
  const name = await cloneDatabase(serverUrl, options.migrations, options.name ?? 'file');
  const url = withDatabase(serverUrl, name);
  const pools: Database[] = [];
  const open: TestDatabase['open'] = ({ max = 10, name: program = 'yuzhu test' } = {}) => {
    const pool = openDatabase(url, { name: program, max });
    pools.push(pool);
    return pool;
  };
  let own: Database | undefined;
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the first parameter's text and wants a pattern here.
  afterAll(async ({}, file) => {
    await Promise.all(pools.map((pool) => pool.close().catch(() => undefined)));
    if (file.result?.state !== 'fail' && !hasFailed(file.tasks)) await dropDatabase(serverUrl, name);
    else console.error(`kept for a look, dropped after a day: ${url}`);
  });
  return {
    name,
    url,
    open,
    get database() {
      own ??= open();
      return own;
    },
  };
}

interface TaskLike {
  readonly result?: { readonly state?: string } | undefined;
  readonly tasks?: readonly TaskLike[];
}

function hasFailed(tasks: readonly TaskLike[]): boolean {
  return tasks.some((task) => task.result?.state === 'fail' || hasFailed(task.tasks ?? []));
}
