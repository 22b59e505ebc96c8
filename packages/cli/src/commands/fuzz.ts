import { join } from 'node:path';
import { type FuzzReport, fuzz, fuzzLines, partnerWorld, replayFinding } from '@yuzhu/acceptance';
import { EXIT } from '@yuzhu/runtime';
import { Command } from 'commander';
import { colours } from '../colours.ts';
import { useDatabaseServer } from '../database-server.ts';
import { CLI_ERRORS } from '../errors.ts';
import { both, withManners } from '../help.ts';
import { onInterrupt } from '../interrupt.ts';
import { line, note } from '../output.ts';
import { ownCommand } from '../program-command.ts';
import { commandConfig } from '../settings.ts';
import { wholeNumber } from '../whole-number.ts';

interface FuzzCommandOptions {
  readonly messages: string;
  readonly seed: string;
  readonly inFlight: string;
  readonly findings?: string;
  readonly replay?: string;
  readonly partner?: string;
  readonly partnerFile?: string;
  readonly json?: true;
  readonly logs?: true;
}

/** `yuzhu fuzz`: the contract's messages, good, nearly good and hostile, to both programs or to a partner. */
export function fuzzCommand(): Command {
  return withManners(new Command('fuzz'))
    .description(
      both(
        '按契约生成合法、近似合法与恶意报文，双向发送，检查应答、状态、内存与日志；发现写成文件，可重放。',
        'Send valid, nearly valid and hostile messages made from the contract in both directions; look at answers, state, memory and logs. Findings are files that can be sent again.',
      ),
    )
    .option('--messages <number>', both('报文数', 'how many messages'), '20000')
    .option(
      '--seed <text>',
      both('随机种子：同一种子，同一批报文', 'seed: the same seed gives the same messages'),
      'fuzz',
    )
    .option('--in-flight <number>', both('同时在途的报文数', 'messages at once'), '96')
    .option(
      '--findings <folder>',
      both('发现写到哪个目录', 'folder for findings (default: fuzz-findings in the data folder)'),
    )
    .option('--replay <file>', both('重放一个发现', 'send a finding again'))
    .option(
      '--partner <url>',
      both('只测这个对接方地址（SPI 与消息）', 'fuzz this partner address only (SPIs and webhooks)'),
    )
    .option('--partner-file <file>', both('对接方的密钥与编号（JSON）', 'keys and ids of the partner (JSON)'))
    .option('--json', both('只输出一个 JSON 对象', 'one JSON object only'))
    .option('--logs', both('把两个程序的日志也写到标准错误', 'write the logs of both programs to standard error too'))
    .action(run);
}

async function run(options: FuzzCommandOptions): Promise<void> {
  if (options.replay !== undefined) return replay(options.replay);
  const config = commandConfig();
  const messages = wholeNumber('--messages', options.messages, 100_000_000);
  const inFlight = wholeNumber('--in-flight', options.inFlight, 1000);
  const folder = options.findings ?? join(config.dataDir, 'fuzz-findings');
  const interrupt = onInterrupt();
  const common = {
    seed: options.seed,
    messages,
    inFlight,
    folder,
    signal: interrupt.signal,
    onProgress: (sent: number, findings: number, perSecond: number) => {
      if (!options.json)
        note(colours.dim(`${sent}/${messages}  ${Math.round(perSecond)}/s  发现 · findings ${findings}`));
    },
  };
  try {
    if (options.partner !== undefined) {
      const world = await partnerWorld(partnerFileOf(options), Date.now());
      return show(await fuzz({ ...common, subject: { partnerUrl: options.partner, world } }), options.json === true);
    }
    const server = await useDatabaseServer(config.databaseUrl, config.dataDir);
    try {
      const subject = {
        commands: { gateway: ownCommand('gateway'), sandbox: ownCommand('sandbox') },
        serverUrl: server.url,
        ...(options.logs ? { onOutput: (_: string, text: string) => void process.stderr.write(text) } : {}),
      };
      show(await fuzz({ ...common, subject }), options.json === true);
    } finally {
      await server.release();
    }
  } finally {
    interrupt.done();
  }
}

function partnerFileOf({ partnerFile }: FuzzCommandOptions): string {
  if (partnerFile !== undefined) return partnerFile;
  throw CLI_ERRORS.error('USAGE_INVALID', { reason: '--partner 需要 --partner-file · --partner needs --partner-file' });
}

function show(report: FuzzReport, json: boolean): void {
  if (json) line(JSON.stringify({ ...report, findings: report.findings.map(({ messages: _, ...rest }) => rest) }));
  else for (const text of fuzzLines(report)) line(text);
  if (report.findings.length > 0) process.exitCode = EXIT.failure;
}

async function replay(file: string): Promise<void> {
  const config = commandConfig();
  const server = await useDatabaseServer(config.databaseUrl, config.dataDir);
  try {
    const commands = { gateway: ownCommand('gateway'), sandbox: ownCommand('sandbox') };
    const { rule, interface: name, again, lines } = await replayFinding({ file, commands, serverUrl: server.url });
    for (const text of lines) line(text);
    line(
      again
        ? colours.red(`✗ 仍然存在 · still there: ${rule} · ${name}`)
        : colours.green(`✓ 不再出现 · gone: ${rule} · ${name}`),
    );
    if (again) process.exitCode = EXIT.failure;
  } finally {
    await server.release();
  }
}
