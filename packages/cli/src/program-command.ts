import { resolve } from 'node:path';

/** The command line that runs `yuzhu <words>` with this very Node and these very files. */
export function ownCommand(...words: readonly string[]): readonly string[] {
  return [process.execPath, resolve(import.meta.dirname, 'main.ts'), ...words];
}
