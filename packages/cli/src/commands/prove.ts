import { type CrashReport, proveCrash } from '@yuzhu/acceptance';
import { EXIT } from '@yuzhu/runtime';
import { Command } from 'commander';
import { colours } from '../colours.ts';
import { useDatabaseServer } from '../database-server.ts';
import { both, withManners } from '../help.ts';
import { onInterrupt } from '../interrupt.ts';
import { line } from '../output.ts';
import { ownCommand } from '../program-command.ts';
import { commandConfig } from '../settings.ts';
import { wholeNumber } from '../whole-number.ts';
import { failureCommands } from './prove-failures.ts';
import { flashSaleCommand } from './prove-flash-sale.ts';

/** `yuzhu prove`: proofs that take longer than a test. */
export function proveCommand(): Command {
  const prove = withManners(new Command('prove')).description(
    both(
      '较长时间的证明，用真实程序与真实数据库。',
      'Proofs that take longer than a test, with real programs and a real database.',
    ),
  );
  prove.addCommand(crashCommand());
  prove.addCommand(flashSaleCommand());
  for (const command of failureCommands()) prove.addCommand(command);
  return prove;
}

interface CrashCommandOptions {
  readonly kills: string;
  readonly guests: string;
  readonly seed: string;
  readonly json?: true;
  readonly logs?: true;
}

function crashCommand(): Command {
  return withManners(new Command('crash'))
    .description(
      both(
        '在预约压力下于随机时刻用 SIGKILL 杀掉网关并重启：不丢单、不重单、计数相符、按时接单、决定唯一。',
        'Kill the gateway with SIGKILL at random instants under booking load: no order lost or doubled, counters right, accepted in time, one decision each.',
      ),
    )
    .option('--kills <number>', both('杀掉的次数', 'how often it is killed'), '50')
    .option('--guests <number>', both('同时下单的客人数', 'guests at once'), '64')
    .option(
      '--seed <text>',
      both('随机种子：同一种子，同一时刻与需求', 'seed of the instants and of what guests want'),
      'crash',
    )
    .option('--json', both('只输出一个 JSON 对象', 'one JSON object only'))
    .option('--logs', both('把两个程序的日志也写到标准错误', 'write the logs of both programs to standard error too'))
    .action(runCrash);
}

async function runCrash(options: CrashCommandOptions): Promise<void> {
  const config = commandConfig();
  const kills = wholeNumber('--kills', options.kills, 10_000);
  const guests = wholeNumber('--guests', options.guests, 1000);
  const server = await useDatabaseServer(config.databaseUrl, config.dataDir);
  const interrupt = onInterrupt();
  try {
    const report = await proveCrash({
      commands: { gateway: ownCommand('gateway'), sandbox: ownCommand('sandbox') },
      serverUrl: server.url,
      kills,
      guests,
      seed: options.seed,
      signal: interrupt.signal,
      onKill: (kill, bookings) => {
        if (!options.json) line(colours.dim(`SIGKILL ${kill}/${kills}  预约 · bookings ${bookings}`));
      },
      ...(options.logs ? { onOutput: (_: string, text: string) => void process.stderr.write(text) } : {}),
    });
    show(report, options.json === true);
    if (report.checks.some(({ ok }) => !ok)) process.exitCode = EXIT.failure;
  } finally {
    interrupt.done();
    await server.release();
  }
}

function show({ checks, figures }: CrashReport, json: boolean): void {
  if (json) {
    line(JSON.stringify({ figures, checks }));
    return;
  }
  line();
  for (const [name, value] of Object.entries(figures)) {
    line(`  ${name.padEnd(22)} ${typeof value === 'object' ? JSON.stringify(value) : value}`);
  }
  line();
  for (const { what, ok, seen } of checks) {
    line(
      `  ${ok ? colours.green('✓') : colours.red('✗')} ${what.zh} · ${what.en}${seen === undefined ? '' : colours.red(`  ${seen}`)}`,
    );
  }
  const failed = checks.filter(({ ok }) => !ok).length;
  line();
  line(`${checks.length - failed} passed, ${failed} failed`);
}
