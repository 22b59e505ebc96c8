import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { createLogger, type LogOptions, silentLogger } from './log.ts';

function capture(options: Partial<LogOptions> = {}) {
  const lines: string[] = [];
  const log = createLogger({
    name: 'gateway',
    pretty: false,
    destination: { write: (line) => lines.push(line) },
    ...options,
  });
  return { log, lines, entry: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown> };
}

it('writes one JSON object per line', () => {
  const { log, lines, entry } = capture();
  log.info({ order_id: '107', logid: 'L1' }, 'accepted');
  expect(lines).toHaveLength(1);
  expect(entry()).toMatchObject({
    level: 'info',
    program: 'gateway',
    pid: process.pid,
    order_id: '107',
    logid: 'L1',
    msg: 'accepted',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
  });
});

it('masks fields, sentences, their parameters, errors and the fields of children', () => {
  const { log, lines } = capture();
  log.info({ phone: '13800138000', guest: { name: '张三' } }, 'guest 13800138000 booked');
  log.info('guest %s booked', '13800138000');
  log.error({ err: new Error('refused for 13800138000') }, 'failed');
  log.error(new Error('refused for 13800138000'));
  log.child({ phone: '13800138000' }).info('child');
  log.child({ order: { contact_name: '张三' } }).warn('child');
  expect(lines).toHaveLength(6);
  expect(lines.join('')).not.toMatch(/13800138000|张三/);
  expect(lines.join('')).toContain('138****8000');
});

it('keeps to its level', () => {
  const { log, lines } = capture({ level: 'warn' });
  log.info('no');
  log.warn('yes');
  expect(lines).toHaveLength(1);
  expect(silentLogger().isLevelEnabled('fatal')).toBe(false);
});

it('is readable on a terminal, with the stack of an error', () => {
  const { log, lines } = capture({ pretty: true });
  log.warn({ ms: 12, err: new Error('boom') }, 'slow');
  const text = stripVTControlCharacters(lines.join(''));
  expect(text).toMatch(/^\d\d:\d\d:\d\d\.\d{3} WARN {2}gateway slow ms=12\n/);
  expect(text).toContain('    Error: boom\n        at ');
});
