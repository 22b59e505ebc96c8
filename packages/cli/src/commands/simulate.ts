import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Figures, PLANTED_BUGS, serveSimulations } from '@yuzhu/acceptance';
import { EXIT, startEmbeddedPostgres } from '@yuzhu/runtime';
import { Command, Option } from 'commander';
import { colours } from '../colours.ts';
import { CLI_ERRORS } from '../errors.ts';
import { both, withManners } from '../help.ts';
import { onInterrupt } from '../interrupt.ts';
import { line, note } from '../output.ts';
import { commandConfig } from '../settings.ts';
import { type Crew, openCrew } from '../simulate/crew.ts';
import { type KeptScript, keepShort, runSeeds } from '../simulate/run-seeds.ts';
import { showFailure, showFigures, showPlanted } from '../simulate/show.ts';
import { programStarters } from '../simulate/starters.ts';

interface SimulateOptions {
  readonly seeds: string;
  readonly steps: string;
  readonly from: string;
  readonly workers: string;
  readonly replay?: string;
  readonly planted?: string | true;
  readonly keep?: string;
  readonly shrink: boolean;
  readonly json?: true;
  readonly worker?: true;
}

/** `yuzhu simulate`: both programs, their network and their database on one machine whose time and chance are made up. */
export function simulateCommand(): Command {
  return withManners(new Command('simulate'))
    .description(
      both(
        '故障模拟：真实网关与沙箱、真实 PostgreSQL，虚拟时钟与网络，成千上万的操作与故障，每一步后检查不变量。',
        'Simulation of faults: the real gateway and sandbox on a real PostgreSQL, virtual time and network, thousands of actions and faults, invariants examined after every step.',
      ),
    )
    .option('--seeds <number>', both('运行多少个种子', 'how many seeds are run'), '20')
    .option('--steps <number>', both('每个种子的步数', 'steps of each seed'), '10000')
    .option('--from <number>', both('第一个种子', 'the first seed'), '1')
    .option('--workers <number>', both('并行进程数', 'processes side by side'), '2')
    .option('--replay <file>', both('重放保存的脚本', 'play a kept script again'))
    .option(
      '--planted [name]',
      both('植入已知错误，看多少个种子能发现', 'plant known bugs and tell after how many seeds each is found'),
    )
    .option('--keep <folder>', both('失败脚本的保存目录', 'where scripts of failures are written'), '.')
    .option('--no-shrink', both('失败脚本不缩短', 'leave failing scripts as long as they are'))
    .option('--json', both('只输出一个 JSON 对象', 'one JSON object only'))
    .addOption(new Option('--worker').hideHelp())
    .action(simulate);
}

async function simulate(options: SimulateOptions): Promise<void> {
  if (options.worker) return serveSimulations(programStarters);
  const config = commandConfig();
  const seeds = wholeNumber('--seeds', options.seeds, 1_000_000);
  const steps = wholeNumber('--steps', options.steps, 10_000_000);
  const from = wholeNumber('--from', options.from, 1_000_000_000);
  const workers = wholeNumber('--workers', options.workers, 64);
  const interrupt = onInterrupt();
  const { signal } = interrupt;
  const server = await useServer(config.databaseUrl, config.dataDir);
  let crew: Crew | undefined;
  try {
    crew = await openCrew(server.url, options.replay === undefined ? Math.min(workers, seeds) : 1, signal);
    const { keep = '.', shrink, json = false } = options;
    if (options.replay !== undefined) await replay(crew, options.replay, json);
    else if (options.planted !== undefined) await plant(crew, options, seeds, steps, from);
    else await runSeeds(crew, { seeds, steps, from, json, keep, shrink, signal });
  } finally {
    await crew?.close();
    await server.release();
    interrupt.done();
  }
}

/** A server of its own: what crashes here are programs, so nothing has to reach the disk. */
async function useServer(databaseUrl: string | undefined, dataDir: string) {
  if (databaseUrl !== undefined) return { url: databaseUrl, release: async () => undefined };
  const embedded = await startEmbeddedPostgres({
    folder: join(dataDir, 'simulate'),
    settings: {
      fsync: 'off',
      full_page_writes: 'off',
      synchronous_commit: 'off',
      autovacuum: 'off',
      // A run may be stopped (Ctrl-Z, SIGSTOP) while a connection is being opened.
      authentication_timeout: '600s',
    },
  });
  return {
    url: embedded.url,
    release: async () => {
      await embedded.stop();
    },
  };
}

async function replay(crew: Crew, file: string, json: boolean): Promise<void> {
  const { seed, planted, script } = JSON.parse(await readFile(file, 'utf8')) as KeptScript;
  const report = await crew.run({ seed, steps: 0, script, ...(planted === undefined ? {} : { planted }) });
  if (json) line(JSON.stringify(report));
  else {
    const figures = new Figures();
    figures.add(report);
    showFigures(figures.result(), report.realMs / 1000);
    if (report.failures.length > 0) showFailure({ ...report, script }, file, line);
  }
  if (report.failures.length > 0) process.exitCode = EXIT.failure;
}

async function plant(crew: Crew, options: SimulateOptions, seeds: number, steps: number, from: number): Promise<void> {
  const bugs = PLANTED_BUGS.filter(({ name }) => options.planted === true || name === options.planted);
  if (bugs.length === 0) {
    throw CLI_ERRORS.error('VALUE_INVALID', {
      option: '--planted',
      value: String(options.planted),
      wanted_zh: `可选：${PLANTED_BUGS.map(({ name }) => name).join('、')}`,
      wanted_en: `use one of ${PLANTED_BUGS.map(({ name }) => name).join(', ')}`,
      example: `--planted ${PLANTED_BUGS[0]?.name}`,
    });
  }
  const found = await Promise.all(
    bugs.map(async (bug) => {
      let all = 0;
      for (let at = 0; at < seeds; at++) {
        const report = await crew.run({ seed: String(from + at), steps, planted: bug.name });
        all += report.steps;
        if (report.failures.length === 0) continue;
        note(colours.dim(`${bug.name}: ${at + 1} seeds, ${all} steps, ${report.failures[0]?.what}`));
        const short =
          options.shrink && !options.json ? await keepShort(crew, options.keep ?? '.', report, bug.name) : undefined;
        return { bug, seeds: at + 1, steps: all, report, scriptLength: short?.report.script.length };
      }
      note(colours.dim(`${bug.name}: not found in ${seeds} seeds, ${all} steps`));
      return { bug, seeds: undefined, steps: all, report: undefined, scriptLength: undefined };
    }),
  );
  if (options.json) {
    line(
      JSON.stringify(
        found.map(({ bug, seeds: after, steps: all, report }) => ({
          name: bug.name,
          foundAfterSeeds: after ?? null,
          steps: all,
          failure: report?.failures[0] ?? null,
        })),
      ),
    );
  } else showPlanted(found);
  if (found.some(({ seeds: after }) => after === undefined)) process.exitCode = EXIT.failure;
}

function wholeNumber(option: string, value: string, most: number): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= 1 && number <= most) return number;
  throw CLI_ERRORS.error('VALUE_INVALID', {
    option,
    value,
    wanted_zh: `请写 1 到 ${most} 的整数`,
    wanted_en: `write a whole number from 1 to ${most}`,
    example: `${option} ${Math.min(10, most)}`,
  });
}
