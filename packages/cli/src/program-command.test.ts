import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { ownCommand } from './program-command.ts';

// The set-up runs before anything is installed, so it can not take the flags from here.
it('programs are started with the same flags of Node as the first command uses', async () => {
  const setUp = await readFile(new URL('../../../scripts/run.mjs', import.meta.url), 'utf8');
  const inSetUp = [...setUp.matchAll(/^ {2}'(--[^']+)',$/gm)].map(([, flag]) => flag);
  expect(inSetUp.length).toBeGreaterThan(0);
  expect(ownCommand('gateway').filter((word) => word.startsWith('--'))).toEqual(inSetUp);
});
