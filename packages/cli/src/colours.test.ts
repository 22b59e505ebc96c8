import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const COLOURS = resolve(import.meta.dirname, 'colours.ts');
const ESCAPE = '\u001b';

/** What a program prints whose output is a pipe. */
async function red(env: Record<string, string>): Promise<string> {
  const script = `import { colours } from ${JSON.stringify(COLOURS)}; process.stdout.write(colours.red('x'));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    env: { PATH: process.env.PATH, ...env },
  });
  return stdout;
}

it('a pipe gets plain text, also where CI is set', async () => {
  expect(await red({ CI: 'true', TERM: 'xterm' })).toBe('x');
});

it('FORCE_COLOR colours a pipe, NO_COLOR nothing', async () => {
  expect(await red({ FORCE_COLOR: '1' })).toContain(ESCAPE);
  expect(await red({ FORCE_COLOR: '1', NO_COLOR: '1' })).toBe('x');
});
