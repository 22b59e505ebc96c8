import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AppError } from '@yuzhu/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SuperviseOptions, supervise } from './supervise.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yuzhu-supervise-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Supervises a program in one line of JavaScript; tells what happened to it. */
async function watched(code: string, logFile: string) {
  const crashes: string[] = [];
  let restarts = 0;
  let giveUp: (error: AppError) => void = () => undefined;
  const givenUp = new Promise<AppError>((resolve) => {
    giveUp = resolve;
  });
  const options: SuperviseOptions = {
    name: 'gateway',
    command: [process.execPath, '-e', code],
    env: { PATH: process.env.PATH, PORT: '0' },
    portVariable: 'PORT',
    logFile,
    onCrash: (reason) => crashes.push(reason),
    onRestarted: async () => {
      restarts += 1;
    },
    onGivenUp: giveUp,
  };
  const program = await supervise(options);
  return { program, crashes, givenUp, restarts: () => restarts };
}

describe('a supervised program', () => {
  it('that keeps ending is started three times again at its port, then given up with its last words', async () => {
    const logFile = join(folder, 'crashing.log');
    const code =
      "console.log('port ' + process.env.PORT); process.send({ ready: 'http://127.0.0.1:4567' }); setTimeout(() => process.exit(3), 50)";
    const { crashes, givenUp, restarts } = await watched(code, logFile);
    const error = await givenUp;
    expect(crashes).toEqual(['code 3', 'code 3', 'code 3']);
    expect(restarts()).toBe(3);
    expect(error.code).toBe('KEEPS_CRASHING');
    expect(error.details).toMatchObject({ program: 'gateway', times: 4, reason: 'code 3', log: logFile });
    expect((await readFile(logFile, 'utf8')).trim().split('\n')).toEqual([
      'port 0',
      'port 4567',
      'port 4567',
      'port 4567',
    ]);
  }, 60_000);

  it('that is stopped stays stopped', async () => {
    const code = "process.send({ ready: 'http://127.0.0.1:4567' }); setInterval(() => {}, 1000)";
    const { program, crashes } = await watched(code, join(folder, 'calm.log'));
    await program.stop();
    expect(crashes).toEqual([]);
    expect(() => process.kill(program.pid(), 0)).toThrow();
  });

  it('that never comes up the first time is no supervised program', async () => {
    await expect(watched('process.exit(1)', join(folder, 'dead.log'))).rejects.toThrow(/PROGRAM_DID_NOT_START/);
  });
});
