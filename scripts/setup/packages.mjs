import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runQuietly } from './exec.mjs';
import { explain, progressLine } from './say.mjs';
import { takeTurn } from './turn.mjs';

const NODE_NEEDED = [20, 19];
/** The servers run TypeScript files directly, which Node does from here on. */
const NODE_RUNS_TYPESCRIPT = [22, 18];

/**
 * Makes sure that the packages of the lock file are installed and returns the Node that runs the programs.
 * A second call finds everything in place and returns within milliseconds.
 */
export async function ensurePackages(root) {
  if (!atLeast(process.versions.node, NODE_NEEDED)) {
    throw new Error(
      `Node ${process.versions.node} is too old: ${NODE_NEEDED.join('.')} or later is needed (nodejs.org)`,
    );
  }
  if (missingPackages(root).length > 0) await install(root);
  return projectNode(root) ?? (await repairNode(root));
}

/** Paths of packages that the lock file names and npm's own record of the installed tree does not have. */
function missingPackages(root) {
  const installed = packagesOf(join(root, 'node_modules/.package-lock.json'));
  return Object.entries(neededPackages(root))
    .filter(([path, entry]) => installed[path]?.version !== entry.version)
    .map(([path]) => path);
}

/** What every machine needs; of the optional ones each machine gets only those of its own kind. */
function neededPackages(root) {
  const lock = Object.entries(packagesOf(join(root, 'package-lock.json')));
  return Object.fromEntries(
    lock.filter(([path, entry]) => path.startsWith('node_modules/') && !entry.optional && !entry.link),
  );
}

function packagesOf(file) {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')).packages ?? {}) : {};
}

async function install(root) {
  const release = await takeTurn(root);
  try {
    // The other program may have installed everything while this one waited.
    const missing = missingPackages(root);
    if (missing.length === 0) return;
    await checkNpm(root);
    const fresh = !existsSync(join(root, 'node_modules/.package-lock.json'));
    explain(
      `${fresh ? '首次运行' : '依赖有更新'}：正在从 npm 安装依赖（Node 24、PostgreSQL 18 和程序库，下载约 250 MB，占用约 700 MB），通常需要半分钟到几分钟。`,
      `${fresh ? 'First run' : 'The packages changed'}: installing from npm (Node 24, PostgreSQL 18 and libraries; about 250 MB to download, 700 MB on disk). Usually half a minute to some minutes.`,
    );
    const started = Date.now();
    const all = Object.keys(neededPackages(root));
    const line = progressLine();
    const timer = setInterval(() => {
      const there = all.filter((path) => existsSync(join(root, path, 'package.json'))).length;
      const last = there === all.length ? '; 正在解包 PostgreSQL 与 Node · unpacking PostgreSQL and Node' : '';
      line.show(`${there} / ${all.length} packages${last}, ${seconds(started)} s`);
    }, 1000);
    const { code, output } = await npm(root, ['ci', '--no-audit', '--no-fund']);
    clearInterval(timer);
    line.end();
    if (code !== 0)
      throw new Error(`npm ci failed (exit code ${code}). Is the npm registry reachable?\n${tail(output)}`);
    explain(`依赖安装完成，用时 ${seconds(started)} 秒。`, `Packages installed in ${seconds(started)} s.`);
  } finally {
    await release();
  }
}

async function checkNpm(root) {
  const { code, output } = await npm(root, ['--version']);
  const version = /^\d+\.\d+\.\d+/m.exec(output)?.[0];
  if (code !== 0 || version === undefined) throw new Error('npm is not installed: it comes with Node (nodejs.org)');
  if (!atLeast(version, [9, 0]))
    throw new Error(`npm ${version} is too old: 9 or later is needed (npm install -g npm)`);
}

/** npm itself runs on the machine's own Node: the project's one lies in the folder that npm is about to replace. */
function npm(root, args) {
  const bin = join(root, 'node_modules/.bin');
  const path = (process.env.PATH ?? '').split(delimiter).filter((entry) => entry !== bin);
  const env = { ...process.env, PATH: path.join(delimiter) };
  // Settings that a surrounding `npm test` exports would otherwise apply to this call too.
  for (const name of Object.keys(env)) if (/^npm_(?!config_)|^NODE_ENV$/i.test(name)) delete env[name];
  return runQuietly('npm', args, { cwd: root, env });
}

function projectNode(root) {
  const own = join(root, 'node_modules/node/bin/node');
  return existsSync(own) ? own : undefined;
}

/** With install scripts disabled the package `node` is only a shell; fetch the binary, or use the machine's own. */
async function repairNode(root) {
  if (atLeast(process.versions.node, NODE_RUNS_TYPESCRIPT)) return process.execPath;
  explain(
    '安装脚本被禁用，单独安装项目使用的 Node 24。',
    'Install scripts are disabled: installing the Node 24 of the project on its own.',
  );
  const { output } = await npm(root, ['rebuild', 'node', '--ignore-scripts=false']);
  const node = projectNode(root);
  if (node === undefined) throw new Error(`the project's Node could not be installed\n${tail(output)}`);
  return node;
}

function atLeast(version, [major, minor]) {
  const [a, b] = version.split('.').map(Number);
  return a > major || (a === major && b >= minor);
}

function seconds(since) {
  return Math.round((Date.now() - since) / 1000);
}

function tail(output) {
  return output.trim().split('\n').slice(-15).join('\n');
}
