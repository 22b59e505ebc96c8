import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Program, spawnProgram, until } from '@yuzhu/runtime/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const MAIN = resolve(import.meta.dirname, '../main.ts');
const MINUTE = 60_000;

let dataDir: string;
/** Started by a test; one that failed half-way must not leave its program to the next. */
const started: Program[] = [];
let env: Record<string, string | undefined>;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'yuzhu-start-'));
  // The embedded database in a folder of its own, whatever the tests themselves run on.
  env = { YUZHU_DATA_DIR: dataDir, YUZHU_GATEWAY_PORT: '0', YUZHU_SANDBOX_PORT: '0', DATABASE_URL: undefined };
});

afterEach(async () => {
  for (const program of started.splice(0)) await program.kill('SIGTERM');
  await rm(dataDir, { recursive: true, force: true });
});

async function start(more: Record<string, string> = {}): Promise<Program> {
  const ready = /stop {2}Ctrl-C/;
  const program = await spawnProgram({
    file: MAIN,
    args: ['start'],
    env: { ...env, ...more },
    ready,
    limitMs: 2 * MINUTE,
  });
  started.push(program);
  return program;
}

const json = async (file: string) => JSON.parse(await readFile(join(dataDir, file), 'utf8')) as Record<string, string>;

/** Runs a command to its end. */
async function yuzhu(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const command = promisify(execFile)(process.execPath, [MAIN, ...args], {
    env: Object.fromEntries(Object.entries({ ...process.env, ...env }).filter(([, value]) => value !== undefined)),
  });
  return command.then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      out: error.stdout,
      err: error.stderr,
    }),
  );
}

const health = async (url: string) => (await (await fetch(`${url}/health`)).json()) as { pid: number; program: string };
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('yuzhu start', () => {
  it(
    'starts both programs with a demo hotel, answers a second copy, restarts what dies, stops in good order, keeps the data',
    async () => {
      const first = await start();
      const { gateway = '', sandbox = '' } = await json('running.json');
      const { apiKey = '' } = await json('demo-hotel.json');
      const screen = first.logs();
      for (const text of [gateway, sandbox, apiKey, '试一试', 'Try this', '北外滩高级房'])
        expect(screen).toContain(text);
      expect(screen.indexOf('预住已就绪')).toBeLessThan(screen.indexOf('Yuzhu is ready'));

      const headers = { authorization: `Bearer ${apiKey}` };
      const vouchers = (await (await fetch(`${gateway}/api/v1/vouchers`, { headers })).json()) as {
        items: { state: string }[];
      };
      expect(vouchers.items.map(({ state }) => state)).toEqual(['on_shelf', 'on_shelf', 'on_shelf']);

      const second = await yuzhu('start');
      expect(second).toMatchObject({ code: 1, err: expect.stringContaining('[ALREADY_STARTED]') });
      expect(second.err).toContain(gateway);

      const status = await yuzhu('status');
      expect(status).toMatchObject({ code: 0, out: expect.stringMatching(/✓ 网关[\s\S]*✓ 沙箱/) });

      const before = (await health(gateway)).pid;
      process.kill(before, 'SIGKILL');
      await until(async () => (await health(gateway)).pid !== before, { timeoutMs: MINUTE, what: 'a new gateway' });
      await until(() => first.logs().includes('gateway is back'), { timeoutMs: MINUTE });

      // It follows the clock again.
      const moved = await yuzhu('sandbox', 'clock', 'move', '--by', '1d');
      expect(moved.code, moved.err).toBe(0);
      const clock = await yuzhu('sandbox', 'clock');
      expect(clock.out).toContain(`${gateway}/clock`);
      const hotelClock = (await (await fetch(`${gateway}/clock`)).json()) as { now: number };
      const platformClock = (await (await fetch(`${sandbox}/operator/v1/clock`)).json()) as { now: number };
      expect(Math.abs(hotelClock.now - platformClock.now)).toBeLessThan(5000);

      const { accountId = '' } = await json('demo-hotel.json');
      const key = await yuzhu('key', 'create', '--account', accountId);
      expect(key).toMatchObject({ code: 0, out: expect.stringMatching(/^yzk_\w+\n$/) });
      expect(await yuzhu('key', 'create', '--account', '404')).toMatchObject({ code: 1 });
      // Without a key in the environment it is the demo hotel's.
      expect(await yuzhu('stop-sell', 'list')).toMatchObject({ code: 0, out: '没有停售记录 · no stops of sales\n' });

      const pids = [(await health(gateway)).pid, (await health(sandbox)).pid];
      expect(await first.kill('SIGINT')).toEqual({ code: 0, signal: null });
      expect(pids.filter(isAlive)).toEqual([]);
      expect(await yuzhu('status')).toMatchObject({ code: 1, err: expect.stringContaining('[NOT_RUNNING]') });

      const again = await start();
      expect((await json('demo-hotel.json')).apiKey).toBe(apiKey);
      expect(again.logs()).toContain(apiKey);

      // Killed without warning, it leaves no program behind.
      const { gateway: where = '', sandbox: other = '' } = await json('running.json');
      const children = [(await health(where)).pid, (await health(other)).pid];
      await again.kill('SIGKILL');
      await until(() => !children.some(isAlive), { timeoutMs: MINUTE, what: 'the children to end' });

      // The database it left is taken over, and stopped in the end.
      const third = await start();
      expect(await third.kill('SIGTERM')).toEqual({ code: 0, signal: null });
      const left = await readFile(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').catch(() => undefined);
      expect(left).toBeUndefined();
    },
    8 * MINUTE,
  );

  it(
    'says which port is taken and what to do',
    async () => {
      const { createServer } = await import('node:net');
      const holder = createServer((socket) => socket.end());
      await new Promise<void>((resolveListen) => holder.listen(0, '127.0.0.1', resolveListen));
      const { port } = holder.address() as { port: number };
      try {
        const error: unknown = await start({ YUZHU_GATEWAY_PORT: String(port) }).catch((thrown: unknown) => thrown);
        expect((error as Error).message).toMatch(/\[PORT_BUSY\]/);
        expect((error as Error).message).toContain(String(port));
        expect((error as Error).message).toContain('YUZHU_GATEWAY_PORT');
      } finally {
        holder.close();
      }
    },
    2 * MINUTE,
  );
});
