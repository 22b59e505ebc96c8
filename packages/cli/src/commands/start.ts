import { Guest, type VoucherOnSale } from '@yuzhu/acceptance';
import type { AppError } from '@yuzhu/runtime';
import { Command } from 'commander';
import { colours } from '../colours.ts';
import { useDatabaseServer } from '../database-server.ts';
import { CLI_ERRORS } from '../errors.ts';
import { both, withManners } from '../help.ts';
import { onInterrupt } from '../interrupt.ts';
import { line } from '../output.ts';
import { commandConfig } from '../settings.ts';
import { ensureDemoHotel } from '../start/demo-hotel.ts';
import { type Programs, startPrograms } from '../start/programs.ts';
import { progress } from '../start/progress.ts';
import { readRunning, removeRunning, writeRunning } from '../start/running-file.ts';
import { startScreen } from '../start/screen.ts';
import { keptSecret } from '../start/secrets.ts';
import { VERSION } from '../version.ts';

interface StartOptions {
  readonly demo: boolean;
  readonly logs?: true;
}

/** `yuzhu start`: everything on one machine, with a demo hotel, until it is stopped. */
export function startCommand(): Command {
  return withManners(new Command('start'))
    .description(
      both(
        '在本机启动全部：数据库、沙箱、网关与演示酒店；Ctrl-C 停止。',
        'Start everything on this machine: database, sandbox, gateway and a demo hotel; Ctrl-C stops it.',
      ),
    )
    .option('--no-demo', both('不准备演示酒店', 'without the demo hotel'))
    .option('--logs', both('把两个程序的日志也写到终端', 'write the logs of both programs to the terminal too'))
    .action(runStart);
}

async function runStart(options: StartOptions): Promise<void> {
  const config = commandConfig();
  const { dataDir } = config;
  const other = await readRunning(dataDir);
  if (other !== undefined) {
    const who = `${other.gateway}, ${other.sandbox}, pid ${other.pid}`;
    throw CLI_ERRORS.error('ALREADY_STARTED', { who });
  }
  line(`${colours.bold('预住 Yuzhu')} ${VERSION}`);
  const interrupt = onInterrupt();
  const { signal } = interrupt;
  const closers: (() => Promise<void>)[] = [];
  let giveUp: (error: AppError) => void = () => undefined;
  const givenUp = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  givenUp.catch(() => undefined);
  try {
    const server = await progress('数据库', 'database', () => useDatabaseServer(config.databaseUrl, dataDir));
    closers.push(server.release);
    signal.throwIfAborted();
    const adminKey = config.adminKey ?? (await keptSecret(dataDir, 'admin-key'));
    const programs = await startPrograms({
      gatewayPort: config.gatewayPort,
      sandboxPort: config.sandboxPort,
      databaseUrl: server.url,
      dataDir,
      adminKey,
      logs: options.logs === true,
      onGivenUp: giveUp,
    });
    closers.push(programs.stop);
    await writeRunning(dataDir, { pid: process.pid, gateway: programs.gateway.url, sandbox: programs.sandbox.url });
    closers.push(() => removeRunning(dataDir));
    signal.throwIfAborted();
    const demo = options.demo
      ? await progress('演示酒店', 'demo hotel', () =>
          Promise.race([
            ensureDemoHotel({ dataDir, gatewayUrl: programs.gateway.url, adminKey, operator: programs.operator }),
            givenUp,
          ]),
        )
      : undefined;
    const screen = startScreen({
      gatewayUrl: programs.gateway.url,
      sandboxUrl: programs.sandbox.url,
      dataDir,
      now: (await programs.operator.clock()).now,
      hasPages: await hasPages(programs),
      demo,
      vouchers: demo === undefined ? [] : await vouchersOf(programs.sandbox.url, demo.accountId),
      command: 'npm run yuzhu --',
    });
    for (const text of screen) line(text);
    const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    if (!signal.aborted) await Promise.race([stopped, givenUp]);
  } finally {
    for (const close of closers.reverse()) await close();
    interrupt.done();
  }
  line('已停止，数据已保存 · stopped, the data are kept');
}

async function hasPages({ gateway }: Programs): Promise<boolean> {
  const reply = await fetch(`${gateway.url}/console/`).catch(() => undefined);
  await reply?.body?.cancel();
  return reply?.ok === true;
}

async function vouchersOf(sandboxUrl: string, accountId: string): Promise<readonly VoucherOnSale[]> {
  const guest = new Guest(sandboxUrl, { userId: 'guest-01', name: '' });
  try {
    return (await guest.vouchers()).filter(({ account_id }) => account_id === accountId);
  } finally {
    await guest.close();
  }
}
