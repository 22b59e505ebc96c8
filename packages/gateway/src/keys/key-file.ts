import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Name of a generated key's file in the data folder. */
export const KEY_FILE = 'data-key';

/**
 * The data key of a folder, made at the first call. Any number of processes may do this at once: all get the same key.
 * The file is readable by its owner only.
 */
export async function keyFromFolder(folder: string): Promise<{ readonly key: string; readonly made: boolean }> {
  const file = join(folder, KEY_FILE);
  const known = await readKey(file);
  if (known !== undefined) return { key: known, made: false };
  await mkdir(folder, { recursive: true });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    // A link appears whole or not at all, and only for one of several processes.
    const made = await link(draft, file).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
        return false;
      },
    );
    return { key: (await readKey(file)) ?? '', made };
  } finally {
    await unlink(draft);
  }
}

async function readKey(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
