// `npm run check`: everything that can be wrong without running a test. One line per step, details only of what fails.
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { styleText } from 'node:util';

const root = resolve(import.meta.dirname, '..');

interface Step {
  readonly name: string;
  readonly what: string;
  readonly command: readonly [string, ...string[]];
}

const STEPS: readonly Step[] = [
  { name: 'biome', what: 'lint and format', command: ['biome', 'check', '--error-on-warnings', '.'] },
  { name: 'tsc', what: 'types', command: ['tsc', '--noEmit', '-p', '.'] },
  {
    name: 'depcruise',
    what: 'who may know whom',
    command: ['depcruise', '--config', '.dependency-cruiser.cjs', 'packages', 'bench', 'scripts'],
  },
  { name: 'knip', what: 'unused files, exports, packages', command: ['knip', '--no-progress', '--no-config-hints'] },
];

const only = process.argv.slice(2);
const unknown = only.filter((name) => !STEPS.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(`unknown step ${unknown.join(', ')}; steps are ${STEPS.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

const results: boolean[] = [];
for (const step of STEPS.filter(({ name }) => only.length === 0 || only.includes(name))) results.push(await run(step));
const failed = results.filter((ok) => !ok).length;
process.stdout.write(`${results.length - failed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 ? 1 : 0;

async function run({ name, what, command }: Step): Promise<boolean> {
  const started = performance.now();
  const [program, ...args] = command;
  const child = spawn(resolve(root, 'node_modules/.bin', program), args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const code = await new Promise<number>((done) => {
    child.once('error', (error) => {
      output += String(error);
      done(127);
    });
    child.once('close', (exitCode) => done(exitCode ?? 1));
  });
  const ok = code === 0;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const mark = ok ? styleText('green', 'ok    ') : styleText('red', 'failed');
  process.stdout.write(`${mark} ${name.padEnd(10)} ${what} (${seconds} s)\n`);
  if (!ok) process.stdout.write(`${output.trim().replaceAll(/^/gm, '    ')}\n`);
  return ok;
}
