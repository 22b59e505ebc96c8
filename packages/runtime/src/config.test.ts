import { describe, expect, expectTypeOf, it } from 'vitest';
import { defineSettings, describeSettings, loadConfig } from './config.ts';
import type { AppError } from './errors.ts';

const settings = defineSettings({
  port: { name: 'YUZHU_GATEWAY_PORT', type: 'port', default: 7001, doc: 'Port', doc_zh: '端口' },
  url: {
    name: 'DATABASE_URL',
    type: 'url',
    protocols: ['postgres'],
    optional: true,
    doc: 'Database',
    doc_zh: '数据库',
    example: 'postgres://u:p@h/d',
  },
  key: { name: 'YUZHU_KEY', type: 'text', secret: true, doc: 'Key of the data', doc_zh: '密钥', example: 'abc' },
  mode: {
    name: 'YUZHU_MODE',
    type: 'choice',
    choices: ['sync', 'async'],
    default: 'sync',
    doc: 'Mode',
    doc_zh: '方式',
  },
  wait: { name: 'YUZHU_WAIT', type: 'duration', default: 2000, min: 100, max: 60_000, doc: 'Wait', doc_zh: '等待' },
  hosts: { name: 'YUZHU_HOSTS', type: 'list', default: [], doc: 'Hosts', doc_zh: '主机' },
  on: { name: 'YUZHU_ON', type: 'boolean', default: false, doc: 'Switch', doc_zh: '开关' },
  batch: { name: 'YUZHU_BATCH', type: 'integer', default: 64, min: 1, max: 1000, doc: 'Batch', doc_zh: '批量' },
});

function faultsOf(
  env: NodeJS.ProcessEnv,
  alsoKnown: string[] = [],
): { variable: string; value: string; fix: string }[] {
  try {
    loadConfig(settings, { YUZHU_KEY: 'k', ...env }, { alsoKnown });
  } catch (error) {
    expect((error as AppError).code).toBe('CONFIG_INVALID');
    return (error as AppError).details.faults as { variable: string; value: string; fix: string }[];
  }
  return [];
}

describe('loadConfig', () => {
  it('takes defaults, also for empty variables', () => {
    const config = loadConfig(settings, { YUZHU_KEY: 'k', YUZHU_GATEWAY_PORT: ' ' });
    expect(config).toEqual({
      port: 7001,
      url: undefined,
      key: 'k',
      mode: 'sync',
      wait: 2000,
      hosts: [],
      on: false,
      batch: 64,
    });
    expectTypeOf(config.mode).toEqualTypeOf<'sync' | 'async'>();
    expectTypeOf(config.url).toEqualTypeOf<string | undefined>();
    expectTypeOf(config.port).toEqualTypeOf<number>();
  });

  it('reads every type', () => {
    const config = loadConfig(settings, {
      YUZHU_GATEWAY_PORT: '0',
      DATABASE_URL: 'postgres://u:p@h/d/',
      YUZHU_KEY: ' k ',
      YUZHU_MODE: 'async',
      YUZHU_WAIT: '1.5s',
      YUZHU_HOSTS: 'a, b,,c ',
      YUZHU_ON: 'Yes',
      YUZHU_BATCH: '1000',
    });
    expect(config).toEqual({
      port: 0,
      url: 'postgres://u:p@h/d',
      key: 'k',
      mode: 'async',
      wait: 1500,
      hosts: ['a', 'b', 'c'],
      on: true,
      batch: 1000,
    });
  });

  it.each([
    ['YUZHU_GATEWAY_PORT', '70000', 'use a whole number from 0 to 65535'],
    ['YUZHU_GATEWAY_PORT', '7001x', 'use a whole number from 0 to 65535'],
    ['DATABASE_URL', 'mysql://h/d', 'use an address that begins with postgres://'],
    ['DATABASE_URL', 'nonsense', 'use an address that begins with postgres://'],
    ['YUZHU_MODE', 'Sync', 'use one of sync, async'],
    ['YUZHU_WAIT', '5 minutes', 'use a duration such as 250ms, 30s, 5m, 2h (100 to 60000 ms)'],
    ['YUZHU_WAIT', '2h', 'use a duration such as 250ms, 30s, 5m, 2h (100 to 60000 ms)'],
    ['YUZHU_ON', 'maybe', 'use true or false'],
    ['YUZHU_BATCH', '0', 'use a whole number from 1 to 1000'],
    ['YUZHU_BATCH', '1e2', 'use a whole number from 1 to 1000'],
  ])('%s=%s is a fault that names the fix', (variable, value, fix) => {
    expect(faultsOf({ [variable]: value })).toEqual([{ variable, value, fix }]);
  });

  it('tells all faults at once, in one readable text', () => {
    const env = { YUZHU_GATEWAY_PORT: 'x', YUZHU_MODE: 'y' };
    expect(() => loadConfig(settings, env)).toThrow(
      [
        'CONFIG_INVALID: the environment is not configured correctly:',
        '  YUZHU_GATEWAY_PORT = x: use a whole number from 0 to 65535',
        '  YUZHU_KEY = (not set): set it: Key of the data, for example YUZHU_KEY=abc',
        '  YUZHU_MODE = y: use one of sync, async',
      ].join('\n'),
    );
  });

  it('never shows a secret', () => {
    const secret = { key: { ...settings.key, type: 'integer' as const } };
    expect(() => loadConfig(secret, { YUZHU_KEY: 'hunter2' })).toThrow('YUZHU_KEY = ******');
    const faults = faultsOf({ DATABASE_URL: 'mysql://root:hunter2@h/d' });
    expect(JSON.stringify(faults)).not.toContain('hunter2');
    expect(faults[0]?.value).toBe('mysql://root:******@h/d');
  });

  it('notices mistyped names and suggests the right one, without showing the value', () => {
    expect(faultsOf({ YUZHU_GATWAY_PORT: '7001', YUZHU_ZZZZZZZZZZZZ: 'secret' })).toEqual([
      { variable: 'YUZHU_GATWAY_PORT', value: '…', fix: 'did you mean YUZHU_GATEWAY_PORT?' },
      { variable: 'YUZHU_ZZZZZZZZZZZZ', value: '…', fix: 'no setting has this name: remove it' },
    ]);
  });

  it('knows the names of other programs and of the tools', () => {
    expect(faultsOf({ YUZHU_SANDBOX_PORT: '1', YUZHU_TEST_DATABASE_URL: 'x' }, ['YUZHU_SANDBOX_PORT'])).toEqual([]);
  });
});

describe('describeSettings', () => {
  it('writes a table without secrets', () => {
    const table = describeSettings({
      ...settings,
      token: { ...settings.key, name: 'YUZHU_TOKEN', default: 'hunter2' },
    });
    expect(table).toContain('| `YUZHU_GATEWAY_PORT` | port |  | `7001` | 端口<br>Port |');
    expect(table).toContain('| `YUZHU_KEY` | text |  | **required** | 密钥<br>Key of the data (e.g. `abc`) |');
    expect(table).toContain('| `DATABASE_URL` | url |  | (none) |');
    expect(table).toContain('| `YUZHU_MODE` | `sync` `async` |  | `sync` |');
    expect(table).toContain('| `YUZHU_WAIT` | duration | ms | `2000` |');
    expect(table).not.toContain('hunter2');
  });
});
