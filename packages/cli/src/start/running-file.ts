import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the running programs are, for the other commands of this data folder. */
export interface Running {
  readonly pid: number;
  readonly gateway: string;
  readonly sandbox: string;
}

const fileOf = (dataDir: string) => join(dataDir, 'running.json');

/** Notes the addresses of this very process's programs. */
export async function writeRunning(dataDir: string, running: Running): Promise<void> {
  const draft = `${fileOf(dataDir)}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(running, null, 2)}\n`);
  await rename(draft, fileOf(dataDir));
}

/** Who runs in this data folder, if the process still exists. */
export async function readRunning(dataDir: string): Promise<Running | undefined> {
  const text = await readFile(fileOf(dataDir), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const running = JSON.parse(text) as Running;
    process.kill(running.pid, 0);
    return running;
  } catch (error) {
    // EPERM: it lives, as somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? (JSON.parse(text) as Running) : undefined;
  }
}

/** Takes the note away. */
export async function removeRunning(dataDir: string): Promise<void> {
  await rm(fileOf(dataDir), { force: true });
}
