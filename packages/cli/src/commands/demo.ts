import { type Language, playStory, storyJson, storyLines } from '@yuzhu/acceptance';
import { EXIT } from '@yuzhu/runtime';
import { Command, Option } from 'commander';
import { colours } from '../colours.ts';
import { useDatabaseServer } from '../database-server.ts';
import { both, withManners } from '../help.ts';
import { onInterrupt } from '../interrupt.ts';
import { line, note } from '../output.ts';
import { ownCommand } from '../program-command.ts';
import { commandConfig } from '../settings.ts';

interface DemoOptions {
  readonly json?: true;
  readonly keep?: true;
  readonly lang: Language;
  readonly logs?: true;
}

/** `yuzhu demo`: plays the whole story once with the real programs. */
export function demoCommand(): Command {
  return withManners(new Command('demo'))
    .description(
      both(
        '用真实程序把整个故事演一遍：上架、售券、预约、接单、入住、离店、核销、结算、对账，每次交互一行。',
        'Play the whole story with the real programs: publish, sell, book, accept, stay, verify, settle, reconcile; one line an exchange.',
      ),
    )
    .option('--json', both('每行一个 JSON 对象', 'one JSON object a line'))
    .addOption(
      new Option('--lang <language>', both('逐行说明所用的语言', 'language of the lines'))
        .choices(['zh', 'en'])
        .default('zh'),
    )
    .option('--keep', both('保留数据库以便查看', 'keep the database for a look'))
    .option('--logs', both('把两个程序的日志也写到标准错误', 'write the logs of both programs to standard error too'))
    .action(runDemo);
}

async function runDemo(options: DemoOptions): Promise<void> {
  const config = commandConfig();
  const server = await useDatabaseServer(config.databaseUrl, config.dataDir);
  const interrupt = onInterrupt();
  try {
    const result = await playStory({
      signal: interrupt.signal,
      commands: { gateway: ownCommand('gateway'), sandbox: ownCommand('sandbox') },
      serverUrl: server.url,
      keep: options.keep === true,
      tell: (event) => {
        if (options.json) line(storyJson(event));
        else for (const text of storyLines(event, options.lang, colours)) line(text);
      },
      ...(options.logs
        ? { onOutput: (program: string, text: string) => process.stderr.write(prefixed(program, text)) }
        : {}),
    });
    if (result.database !== undefined) note(`数据库已保留 · database kept: ${result.database}`);
    if (result.failed > 0) process.exitCode = EXIT.failure;
  } finally {
    interrupt.done();
    await server.release();
  }
}

function prefixed(program: string, text: string): string {
  return text.replaceAll(/^(?=.)/gm, `[${program}] `);
}
