import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from './exec.mjs';
import { explain } from './say.mjs';
import { takeTurn } from './turn.mjs';

/** Builds the pages when they were never built or their sources are newer. The programs serve what is built. */
export async function ensurePages(root, node) {
  const folder = join(root, 'packages/console');
  if (!existsSync(join(folder, 'index.html')) || isBuilt(root, folder)) return;
  const release = await takeTurn(root);
  try {
    if (isBuilt(root, folder)) return;
    explain(
      '正在构建页面（约 10 秒，源码变化后才会重做）。',
      'Building the pages (about 10 s, done again only when their sources change).',
    );
    const vite = join(root, 'node_modules/vite/bin/vite.js');
    const { code, output } = await runQuietly(node, [vite, 'build', '--logLevel', 'warn'], { cwd: folder });
    if (code !== 0) throw new Error(`the pages could not be built\n${output.trim()}`);
  } finally {
    await release();
  }
}

function isBuilt(root, folder) {
  const built = join(folder, 'dist/index.html');
  if (!existsSync(built)) return false;
  const sources = Math.max(newest(folder), statSync(join(root, 'package-lock.json')).mtimeMs);
  return statSync(built).mtimeMs > sources;
}

function newest(folder) {
  let latest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (['node_modules', 'dist'].includes(entry.name) || entry.name.endsWith('.test.ts')) continue;
    const path = join(folder, entry.name);
    latest = Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return latest;
}
