#!/usr/bin/env node
// The first command on a fresh machine. Plain JavaScript without packages, for any Node from 20.19 on:
// makes sure everything needed is there, then hands over to the real program on the project's own Node.
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBrowser } from './setup/browser.mjs';
import { runProgram } from './setup/exec.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { ensurePages } from './setup/pages.mjs';
import { explain } from './setup/say.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const cli = 'packages/cli/src/main.ts';
const vitest = 'node_modules/vitest/vitest.mjs';

/** As in packages/cli/src/program-command.ts. */
const flags = [
  '--min-semi-space-size=16',
  '--max-semi-space-size=16',
  '--no-parallel-scavenge',
  '--use-largepages=silent',
];

/** What each task runs once the set-up stands. */
const TASKS = {
  start: { flags, file: cli, args: ['start'], pages: true },
  demo: { flags, file: cli, args: ['demo'] },
  yuzhu: { flags, file: cli, args: [] },
  test: { file: vitest, args: ['run'], browser: true },
  // The page tests alone.
  pages: { file: vitest, args: ['run', '--project', 'pages'], browser: true },
  check: { file: 'scripts/check.ts', args: [] },
  docs: { file: 'packages/cli/src/docs/write.ts', args: [] },
  rush: { flags, file: 'bench/rush.ts', args: [] },
  bench: { flags, file: 'bench/main.ts', args: [] },
};

const [name = '', ...rest] = process.argv.slice(2);
const task = Object.hasOwn(TASKS, name) ? TASKS[name] : undefined;
if (task === undefined) {
  explain(`没有这个任务：${name}`, `there is no task "${name}"; use one of ${Object.keys(TASKS).join(', ')}`);
  process.exit(2);
}

try {
  const node = await ensurePackages(root);
  if (task.pages === true) await ensurePages(root, node);
  if (task.browser === true) await ensureBrowser();
  const file = resolve(root, task.file);
  if (!existsSync(file)) throw new Error(`${task.file} is missing: this copy of the project is not complete`);
  process.exitCode = await runProgram(root, node, [...(task.flags ?? []), file, ...task.args, ...rest]);
} catch (error) {
  explain('准备失败', error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
