import { type FlashSaleReport, proveFlashSale } from '@yuzhu/acceptance';
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

interface FlashSaleCommandOptions {
  readonly guests: string;
  readonly vouchers: string;
  readonly perPerson: string;
  readonly atOnce: string;
  readonly seed: string;
  readonly json?: true;
  readonly logs?: true;
}

/** `yuzhu prove flash-sale`: a crowd for few vouchers. */
export function flashSaleCommand(): Command {
  return withManners(new Command('flash-sale'))
    .description(
      both(
        '秒杀：两万人抢五百张券；恰好售完，无人超限，网关与平台一致。',
        'A flash sale: twenty thousand guests for five hundred vouchers; exactly those sold, nobody over the limit, both sides agree.',
      ),
    )
    .option('--guests <number>', both('人数', 'guests'), '20000')
    .option('--vouchers <number>', both('活动库存', 'vouchers in the sale'), '500')
    .option('--per-person <number>', both('每人限购', 'limit per person'), '2')
    .option('--at-once <number>', both('同时请求数', 'requests at the same moment'), '200')
    .option('--seed <text>', both('随机种子', 'seed of the order they come in'), 'flash')
    .option('--json', both('只输出一个 JSON 对象', 'one JSON object only'))
    .option('--logs', both('把两个程序的日志也写到标准错误', 'write the logs of both programs to standard error too'))
    .action(run);
}

async function run(options: FlashSaleCommandOptions): Promise<void> {
  const config = commandConfig();
  const numbers = {
    guests: wholeNumber('--guests', options.guests, 100_000),
    vouchers: wholeNumber('--vouchers', options.vouchers, 100_000),
    perPerson: wholeNumber('--per-person', options.perPerson, 50),
    atOnce: wholeNumber('--at-once', options.atOnce, 2000),
  };
  const server = await useDatabaseServer(config.databaseUrl, config.dataDir);
  const interrupt = onInterrupt();
  try {
    const report = await proveFlashSale({
      commands: { gateway: ownCommand('gateway'), sandbox: ownCommand('sandbox') },
      serverUrl: server.url,
      ...numbers,
      seed: options.seed,
      signal: interrupt.signal,
      ...(options.logs ? { onOutput: (_: string, text: string) => void process.stderr.write(text) } : {}),
    });
    show(report, options.json === true);
    if (report.checks.some(({ ok }) => !ok)) process.exitCode = EXIT.failure;
  } finally {
    interrupt.done();
    await server.release();
  }
}

function show(report: FlashSaleReport, json: boolean): void {
  if (json) {
    line(JSON.stringify(report));
    return;
  }
  line();
  for (const [name, value] of Object.entries(report.figures)) {
    line(`  ${name.padEnd(22)} ${typeof value === 'object' ? JSON.stringify(value) : value}`);
  }
  line();
  for (const { what, ok, seen } of report.checks) {
    line(
      `  ${ok ? colours.green('✓') : colours.red('✗')} ${what.zh} · ${what.en}${seen === undefined ? '' : colours.red(`  ${seen}`)}`,
    );
  }
  const failed = report.checks.filter(({ ok }) => !ok).length;
  line();
  line(`${report.checks.length - failed} passed, ${failed} failed`);
}
