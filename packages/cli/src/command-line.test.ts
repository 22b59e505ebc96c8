import { EXIT } from '@yuzhu/runtime';
import type { Command } from 'commander';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { buildCommandLine, runCommandLine } from './command-line.ts';

/** Every command with its way to be called. */
function all(command: Command, path: string): [string, Command][] {
  return [[path, command], ...command.commands.flatMap((sub) => all(sub, `${path} ${sub.name()}`))];
}

const COMMANDS = all(await buildCommandLine(), 'yuzhu');

/** Runs a command line; gives its exit code and what it wrote. */
async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += String(text);
    return true;
  });
  try {
    return { code: await runCommandLine(args), out, err };
  } finally {
    vi.restoreAllMocks();
  }
}

afterEach(() => vi.unstubAllEnvs());

describe('the help', () => {
  it('lists every command', () => {
    expect(COMMANDS.map(([path]) => path)).toEqual([
      'yuzhu',
      'yuzhu start',
      'yuzhu demo',
      'yuzhu status',
      'yuzhu gateway',
      'yuzhu sandbox',
      'yuzhu sandbox clock',
      'yuzhu sandbox clock move',
      'yuzhu sandbox clock run',
      'yuzhu sandbox clock stop',
      'yuzhu migrate',
      'yuzhu key',
      'yuzhu key create',
      'yuzhu stop-sell',
      'yuzhu stop-sell begin',
      'yuzhu stop-sell list',
      'yuzhu stop-sell end',
      'yuzhu prove',
      'yuzhu prove crash',
      'yuzhu prove flash-sale',
      'yuzhu prove gateways',
      'yuzhu prove database',
      'yuzhu prove platform-away',
      'yuzhu prove disk',
      'yuzhu prove cluster',
      'yuzhu load',
      'yuzhu load prepare',
      'yuzhu accept',
      'yuzhu simulate',
      'yuzhu fuzz',
      'yuzhu stress',
      'yuzhu stress purge',
    ]);
  });

  it.each(COMMANDS)('of "%s" is complete in both languages', (_, command) => {
    const texts = [
      command.description(),
      ...command
        .createHelp()
        .visibleOptions(command)
        .map(({ description }) => description),
    ];
    for (const text of texts) {
      const [zh = '', en = ''] = text.split('\n');
      expect(zh, text).toMatch(/\p{Script=Han}/u);
      expect(en, text).toMatch(/[a-z]{3}/);
      expect(en, text).not.toMatch(/\p{Script=Han}/u);
    }
  });

  it('is shown without a word, with --help, and for a group without a command', async () => {
    expect(await run()).toMatchObject({ code: EXIT.ok, out: expect.stringContaining('用法 · Usage: yuzhu') });
    expect(await run('demo', '--help')).toMatchObject({ code: EXIT.ok, out: expect.stringContaining('--json') });
    expect(await run('key')).toMatchObject({ code: EXIT.usage, err: expect.stringContaining('create') });
  });

  it('tells the version', async () => {
    expect(await run('--version')).toMatchObject({ code: EXIT.ok, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });
});

describe('a start', () => {
  it('loads the one command it is about: a gateway does not wait for the code of the others', async () => {
    expect((await buildCommandLine('gateway')).commands.map((command) => command.name())).toEqual(['gateway']);
    expect((await buildCommandLine('gatewy')).commands.length).toBeGreaterThan(5);
  });
});

describe('wrong usage', () => {
  it.each([
    [['strat'], 'UNKNOWN_COMMAND', '是不是想用 start', 'Did you mean start?'],
    [['demo', '--jsno'], 'UNKNOWN_OPTION', '是不是想用 --json', 'Did you mean --json?'],
    [['sandbox', 'clock', 'jump'], 'UNKNOWN_COMMAND', 'jump', 'jump'],
    [['key', 'create'], 'USAGE_INVALID', '--account', '--account'],
    [['demo', '--lang', 'fr'], 'USAGE_INVALID', 'zh, en', 'zh, en'],
    [['sandbox', 'clock', 'move'], 'USAGE_INVALID', '--by', '--to'],
    [['sandbox', 'clock', 'move', '--by', '1x'], 'VALUE_INVALID', '单位', 'span of time'],
    [['sandbox', 'clock', 'move', '--to', '2026-02-30'], 'VALUE_INVALID', '酒店时间', 'hotel time'],
    [['sandbox', 'clock', 'run', '--rate', '-1'], 'VALUE_INVALID', '大于 0', 'above 0'],
    [['stop-sell', 'begin'], 'USAGE_INVALID', '--room-type', '--account'],
    [['stop-sell', 'begin', '--account', '--hotel', 'H'], 'USAGE_INVALID', '--hotel', '--account'],
    [['stop-sell', 'end', 'x'], 'VALUE_INVALID', '编号是数字', 'is a number'],
    [['prove', 'crash', '--kills', '0'], 'VALUE_INVALID', '整数', 'whole number'],
  ])('%j is explained with the next step', async (args, code, zh, en) => {
    const { code: exit, err } = await run(...args);
    expect(exit).not.toBe(EXIT.ok);
    expect(err).toContain(`[${code}]`);
    expect(err).toContain(zh);
    expect(err).toContain(en);
    expect(err).toContain('→');
  });

  it('an environment that makes no sense is explained before anything is done', async () => {
    vi.stubEnv('YUZHU_GATEWAY_PORT', '70000');
    vi.stubEnv('YUZHU_SANDBOX_PRT', '1');
    const { code, err } = await run('start');
    expect(code).toBe(EXIT.failure);
    expect(err).toContain('YUZHU_GATEWAY_PORT = 70000');
    expect(err).toContain('did you mean YUZHU_SANDBOX_PORT?');
  });
});
