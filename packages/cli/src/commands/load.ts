import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import {
  calibrate,
  calibrationLines,
  checkPlatformRules,
  checkTarget,
  type Language,
  loadEventLines,
  type PlanDraft,
  readPlan,
  readPlanFile,
  readPlanVariables,
  reportLines,
  runLoad,
  tableHead,
  writeReport,
} from '@yuzhu/acceptance';
import { EXIT } from '@yuzhu/runtime';
import { Command, Option } from 'commander';
import { colours } from '../colours.ts';
import { CLI_ERRORS } from '../errors.ts';
import { both, withManners } from '../help.ts';
import { onInterrupt } from '../interrupt.ts';
import { draftOf, type PlanOptions } from '../load/plan-options.ts';
import { prepareDemo } from '../load/prepare-demo.ts';
import { line, note } from '../output.ts';
import { commandConfig } from '../settings.ts';

interface RunOptions extends PlanOptions {
  readonly platformRules?: true;
  readonly stopWhenMissed?: true;
  readonly calibrate?: true;
  readonly inFlight?: number;
  readonly iMayLoad?: readonly string[];
  readonly report?: string;
  readonly json?: true;
  readonly lang: Language;
}

/** `yuzhu load`: plays the platform's load test against a partner. */
export function loadCommand(): Command {
  const load = withManners(new Command('load'))
    .description(
      both(
        '按平台压测的方式向合作方发送流量（带 X-Stress-Tag: 1）；不写计划文件则压测本机演示酒店。',
        'Send traffic to a partner the way the platform load-tests it (with X-Stress-Tag: 1); without a plan file: the demo hotel that runs here.',
      ),
    )
    .argument('[plan]', both('计划文件（JSON）', 'plan file (JSON)'));
  for (const option of planOptions()) load.addOption(option);
  load
    .option(
      '--platform-rules',
      both(
        '计划必须符合平台规则（4 步起、每步 30 秒起等）',
        'the plan has to keep the platform’s rules (steps, 30 s each and so on)',
      ),
    )
    .option('--stop-when-missed', both('某一级未达标后停止', 'stop after the first step that missed the goal'))
    .option(
      '--calibrate',
      both(
        '先对一个什么都不做的服务器压测，量出压测端自身的开销',
        'first measure what the generator costs, against a server that does nothing',
      ),
    )
    .addOption(numberOption('--in-flight <count>', '同时在途请求数上限', 'calls under way at most'))
    .option(
      '--i-may-load <host...>',
      both(
        '目标不是本机：声明已获准压测该主机',
        'the target is not this machine: you are allowed to put this host under load',
      ),
    )
    .option('--report <folder>', both('报告目录（report.html、report.json）', 'folder for report.html and report.json'))
    .option('--json', both('只在标准输出写一个 JSON 对象', 'one JSON object on standard output only'))
    .addOption(
      new Option('--lang <language>', both('输出语言', 'language of the output')).choices(['zh', 'en']).default('zh'),
    )
    .action(runCommand);
  load.addCommand(prepareCommand());
  return load;
}

function planOptions(): Option[] {
  return [
    new Option('--url <address>', both('合作方地址', 'address of the partner')),
    new Option('--client-key <key>', both('应用 client_key', 'client_key of the application')),
    new Option(
      '--client-secret <secret>',
      both('应用密钥；最好用环境变量 YUZHU_CLIENT_SECRET', 'its secret; better in the variable YUZHU_CLIENT_SECRET'),
    ),
    new Option(
      '--send <name=file[:weight]...>',
      both(
        '接口与变量文件，按权重混合，如 booking=b.csv:2',
        'interface with its variable file, mixed by weight, e.g. booking=b.csv:2',
      ),
    ),
    new Option('--address <name=path...>', both('某接口的路径或完整地址', 'path or whole address of an interface')),
    numberOption('--start <qps>', '起始 QPS', 'QPS to begin with'),
    numberOption('--step <qps>', '步长', 'QPS added with each step'),
    numberOption('--max <qps>', '最大 QPS', 'highest QPS'),
    numberOption('--admission <qps>', '准入 QPS（平台规则用）', 'admission QPS, for the platform’s rules'),
    numberOption('--seconds <s>', '每步秒数', 'seconds per step'),
    numberOption('--total <s>', '总秒数', 'seconds in all'),
    numberOption('--timeout <ms>', '接口超时，毫秒', 'time-out of a call, ms'),
    new Option('--arrival <kind>', both('到达方式：等间隔或泊松', 'arrival: equal gaps or Poisson')).choices([
      'constant',
      'poisson',
    ]),
    new Option('--seed <text>', both('随机种子', 'seed')),
    new Option('--name <text>', both('计划名称', 'name of the plan')),
  ];
}

function numberOption(flags: string, zh: string, en: string): Option {
  return new Option(flags, both(zh, en)).argParser((value) => {
    const number = Number(value);
    if (value.trim() !== '' && Number.isFinite(number) && number >= 0) return number;
    throw CLI_ERRORS.error('VALUE_INVALID', {
      option: flags,
      value,
      wanted_zh: '请写一个不小于 0 的数',
      wanted_en: 'write a number, 0 or more',
      example: flags.replace(/<.*>/, '50'),
    });
  });
}

function prepareCommand(): Command {
  return withManners(new Command('prepare'))
    .description(
      both(
        '为本机演示酒店（yuzhu start）生成计划与变量文件。',
        'Make a plan and variable files for the demo hotel that runs here (yuzhu start).',
      ),
    )
    .addOption(numberOption('--bookings <count>', '预约单数量', 'bookings').default(3000))
    .option(
      '--out <folder>',
      both('写入的目录；不写则为数据目录下的 load', 'folder to write to; default: load in the data folder'),
    )
    .action(async ({ bookings, out }: { readonly bookings: number; readonly out?: string }) => {
      const folder = resolve(out ?? join(commandConfig().dataDir, 'load'));
      const file = await prepareInto(folder, bookings);
      line(file);
      note(`yuzhu load ${file}`);
    });
}

/** Writes plan and variables; gives the path of the plan. Readable by their owner only: the plan holds the secret. */
async function prepareInto(folder: string, bookings: number): Promise<string> {
  const { plan, files } = await prepareDemo(bookings);
  await mkdir(folder, { recursive: true });
  for (const [name, text] of files) await writeFile(join(folder, name), text);
  const file = join(folder, 'plan.json');
  await writeFile(file, `${JSON.stringify(plan, null, 2)}\n`, { mode: 0o600 });
  return file;
}

const DEMO_BOOKINGS = 3000;

async function runCommand(given: string | undefined, options: RunOptions): Promise<void> {
  const { lang } = options;
  const { dataDir } = commandConfig();
  const own = options.url === undefined && options.send === undefined;
  const file = given ?? (own ? await prepareInto(join(dataDir, 'load'), DEMO_BOOKINGS) : undefined);
  const written: PlanDraft = file === undefined ? {} : await readPlanFile(file);
  const plan = readPlan(draftOf(written, options), file ?? '(options)');
  if (options.platformRules === true) checkPlatformRules(plan);
  checkTarget(plan, options.iMayLoad ?? []);
  // Files of the plan stand beside it; files of options where the command was called.
  const folder = options.send === undefined && file !== undefined ? dirname(resolve(file)) : process.cwd();
  const { variables, firstVariables } = await readPlanVariables(plan, folder);
  const tell = (text: string) => (options.json === true ? note(text) : line(text));
  const interrupt = onInterrupt();
  try {
    const { signal } = interrupt;
    const calibration = options.calibrate === true ? await calibrate(plan, variables, signal) : undefined;
    for (const text of calibration === undefined ? [] : calibrationLines(calibration, lang, colours)) tell(text);
    tell(
      `${colours.bold(plan.name)}  ${plan.partner.url}  ${plan.startQps} → ${plan.maxQps} QPS, ${plan.totalSeconds} s`,
    );
    let headed = false;
    const report = await runLoad({
      plan,
      variables,
      firstVariables,
      signal,
      stopWhenMissed: options.stopWhenMissed === true,
      ...(options.inFlight === undefined ? {} : { mostInFlight: options.inFlight }),
      tell: (event) => {
        if (event.type === 'step' && !headed) {
          headed = true;
          tell(tableHead(lang, colours));
        }
        for (const text of loadEventLines(event, lang, colours)) tell(text);
      },
    });
    for (const text of reportLines(report, lang, colours)) tell(text);
    const written = await writeReport(resolve(options.report ?? join(dataDir, 'load', 'report')), report, calibration);
    tell(`${lang === 'zh' ? '报告' : 'report'}  ${written.html}`);
    if (options.json === true) line(JSON.stringify({ ...report, calibration: calibration ?? null }));
    if (report.steps.some(({ held }) => !held) || report.ended !== 'complete') process.exitCode = EXIT.failure;
    signal.throwIfAborted();
  } finally {
    interrupt.done();
  }
}
