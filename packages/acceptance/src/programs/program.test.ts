import { AppError, openDatabase } from '@yuzhu/runtime';
import { describe, expect, inject, it } from 'vitest';
import { ACCEPTANCE_ERRORS } from '../errors.ts';
import { type ProgramOptions, startProgram } from './program.ts';
import { createRunDatabase } from './run-database.ts';

/** A program in one line of JavaScript. */
const program = (code: string, limitMs = 20_000): ProgramOptions => ({
  name: 'test program',
  command: [process.execPath, '-e', code],
  env: { PATH: process.env.PATH },
  limitMs,
});

const READY = "process.send({ ready: 'http://127.0.0.1:9' }); setInterval(() => {}, 1000);";

describe('a started program', () => {
  it('is there once it said so, and ends when it is stopped', async () => {
    const running = await startProgram(program(`console.log('hello'); ${READY}`));
    expect(running.url).toBe('http://127.0.0.1:9');
    expect(await running.stop()).toEqual({ code: null, signal: 'SIGTERM' });
    expect(running.lastWords()).toContain('hello');
  });

  it('that ends before it is ready is reported with its last words', async () => {
    const error: unknown = await startProgram(program("console.error('no disk'); process.exit(3)")).catch((e) => e);
    expect(ACCEPTANCE_ERRORS.is(error, 'PROGRAM_DID_NOT_START')).toBe(true);
    expect((error as Error).message).toMatch(/code 3[\s\S]*no disk/);
  });

  it('that tells its own error is reported with that very error', async () => {
    const told = {
      code: 'PORT_BUSY',
      message: '端口被占用',
      message_en: 'port busy',
      next: '换一个',
      next_en: 'another',
    };
    const code = `process.send({ failed: ${JSON.stringify(told)} }, () => process.exit(1))`;
    const error: unknown = await startProgram(program(code)).catch((e) => e);
    expect(error).toBeInstanceOf(AppError);
    expect((error as AppError).toJSON()).toMatchObject(told);
  });

  it('that stays silent is stopped at the limit', async () => {
    await expect(startProgram(program('setInterval(() => {}, 1000)', 500))).rejects.toThrow(/not ready within 500 ms/);
  });

  it('that can not be run at all is reported', async () => {
    const missing = { ...program(''), command: ['/no/such/program'] };
    await expect(startProgram(missing)).rejects.toThrow(/ENOENT/);
  });
});

describe('the database of a run', () => {
  it('is empty, its own, and gone when it is dropped', async () => {
    const serverUrl = inject('yuzhuServerUrl');
    const made = await createRunDatabase(serverUrl, 'test');
    const exists = (name = made.name) => databaseExists(serverUrl, name);
    expect(await exists()).toBe(true);
    // Somebody who is still connected does not keep it alive.
    const user = openDatabase(made.url, { name: 'test', max: 1 });
    await user.ping();
    await made.drop();
    expect(await exists()).toBe(false);
    await user.close();
  });

  it('takes those along that killed runs left a day ago, and no younger ones', async () => {
    const serverUrl = inject('yuzhuServerUrl');
    const server = openDatabase(serverUrl, { name: 'test', max: 1 });
    const label = `old${process.pid}`;
    const nameOf = (ageMs: number) => `yuzhu_${label}_${(Date.now() - ageMs).toString(36)}_abc`;
    const [old, young] = [nameOf(25 * 3_600_000), nameOf(3_600_000)];
    for (const name of [old, young]) await server.execute(`CREATE DATABASE ${name}`);
    const made = await createRunDatabase(serverUrl, label);
    expect(await databaseExists(serverUrl, old)).toBe(false);
    expect(await databaseExists(serverUrl, young)).toBe(true);
    await made.drop();
    await server.execute(`DROP DATABASE ${young}`);
    await server.close();
  });

  it('can not be made by a user who lacks the right, which is said plainly', async (context) => {
    const serverUrl = inject('yuzhuServerUrl');
    const server = openDatabase(serverUrl, { name: 'test', max: 1 });
    const { may } = await server.one<{ may: boolean }>(
      'SELECT rolcreaterole OR rolsuper AS may FROM pg_roles WHERE rolname = current_user',
    );
    if (!may) {
      await server.close();
      context.skip('the user of this server may not make another one');
    }
    const role = `yuzhu_no_right_${process.pid}`;
    await server.execute(`CREATE ROLE ${role} LOGIN PASSWORD 'x'`);
    try {
      const url = new URL(serverUrl);
      url.username = role;
      url.password = 'x';
      const error: unknown = await createRunDatabase(url.toString(), 'test').catch((e) => e);
      expect(ACCEPTANCE_ERRORS.is(error, 'DATABASE_NOT_ALLOWED')).toBe(true);
    } finally {
      await server.execute(`DROP ROLE ${role}`);
      await server.close();
    }
  });
});

async function databaseExists(serverUrl: string, name: string): Promise<boolean> {
  const server = openDatabase(serverUrl, { name: 'test', max: 1 });
  const row = await server.first('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  await server.close();
  return row !== undefined;
}
