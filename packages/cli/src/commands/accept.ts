import { resolve } from 'node:path';
import {
  type AcceptCase,
  ALL_CASES,
  acceptAny,
  acceptGateway,
  type Language,
  outcomeOf,
  PLANS,
  type Plan,
  type PlatformReady,
  planNamed,
  type ReportFiles,
  type RunListener,
  type RunResult,
  readPartnerFile,
  runLines,
  writeReports,
} from '@yuzhu/acceptance';
import { hotelClock } from '@yuzhu/contract';
import { EXIT } from '@yuzhu/runtime';
import { Command, Option } from 'commander';
import { colours } from '../colours.ts';
import { useDatabaseServer } from '../database-server.ts';
import { CLI_ERRORS } from '../errors.ts';
import { both, withManners } from '../help.ts';
import { onInterrupt } from '../interrupt.ts';
import { line, note } from '../output.ts';
import { ownCommand } from '../program-command.ts';
import { commandConfig } from '../settings.ts';
import { parseSpan } from '../time-values.ts';

interface AcceptOptions {
  readonly gateway?: true;
  readonly currency?: string;
  readonly plan: string;
  readonly list?: true;
  readonly lang: Language;
  readonly report?: string;
  readonly json?: true;
  readonly wait: string;
  readonly hookWait: string;
  readonly platform: boolean;
  readonly port?: string;
  readonly host?: string;
}

/** Nothing failed, but mandatory cases wait for the partner's own product. */
const EXIT_INCOMPLETE = 3;

/** `yuzhu accept`: plays the platform's acceptance against any partner, or against our own gateway. */
export function acceptCommand(): Command {
  return withManners(new Command('accept'))
    .description(
      both(
        '扮演平台对任意合作方做联调验收：回调、消息、幂等、并发、签名、异常输入与合作方自己的调用；也可验收本项目的网关。',
        'Play the platform’s acceptance against any partner: callbacks, notices, repeats, contention, signatures, odd input, and the partner’s own calls; or against our own gateway.',
      ),
    )
    .argument(
      '[partner-file]',
      both('合作方文件（YAML 或 JSON），见 docs/acceptance.md', 'partner file (YAML or JSON), see docs/acceptance.md'),
    )
    .option('--gateway', both('验收本项目的网关，全自动', 'examine our own gateway, all by itself'))
    .option(
      '--currency <code>',
      both('与 --gateway 同用：商户在大陆之外，用此币种', 'with --gateway: its merchant is outside the mainland'),
    )
    .addOption(
      new Option(
        '--plan <name>',
        both('方案：整体、只验回调，或单项能力', 'plan: whole, callbacks only, or one ability'),
      )
        .choices(PLANS.map(({ name }) => name))
        .default('whole'),
    )
    .option('--list', both('只列出方案中的用例', 'only list the cases of the plan'))
    .addOption(
      new Option('--lang <language>', both('输出与报告的语言', 'language of output and reports'))
        .choices(['zh', 'en'])
        .default('zh'),
    )
    .option(
      '--report <folder>',
      both(
        '报告目录，默认在数据目录的 acceptance 下',
        'folder of the reports; default below acceptance in the data folder',
      ),
    )
    .option(
      '--json',
      both('每行一个 JSON 对象：每个用例一行，最后为总结', 'one JSON object a line: each case, then the summary'),
    )
    .option('--wait <span>', both('每步等人操作的时间', 'how long a person gets for each thing to do'), '5m')
    .option(
      '--hook-wait <span>',
      both('钩子执行后等待其调用到达的时间', 'how long a call may need to follow the hook that makes it'),
      '30s',
    )
    .option(
      '--no-platform',
      both('不启动平台一侧：只验回调与消息', 'without the platform’s half: callbacks and notices only'),
    )
    .option(
      '--port <port>',
      both('平台一侧的端口，供合作方调用', 'port of the platform’s half, for the partner’s calls'),
    )
    .option(
      '--host <address>',
      both('平台一侧监听的地址，默认本机', 'address of the platform’s half, default loopback'),
    )
    .action(runAccept);
}

async function runAccept(file: string | undefined, options: AcceptOptions): Promise<void> {
  const plan = planNamed(options.plan) as Plan;
  if (options.list) {
    for (const one of ALL_CASES.filter((each) => plan.picks(each))) line(listed(one, options.lang));
    return;
  }
  if ((file === undefined) === (options.gateway === undefined)) {
    throw CLI_ERRORS.error('USAGE_INVALID', {
      reason: '写一个合作方文件，或用 --gateway（二者取一）· name a partner file or use --gateway, one of the two',
    });
  }
  const config = commandConfig();
  const tell: RunListener = (event) => {
    if (options.json) {
      if (event.type === 'done') line(JSON.stringify(caseLine(event.result)));
      if (event.type === 'ask' && event.byHand) note(event.text[options.lang]);
    } else for (const text of runLines(event, options.lang, colours)) line(text);
  };
  const interrupt = onInterrupt();
  try {
    const { signal } = interrupt;
    const result =
      file === undefined
        ? await withServer((serverUrl) =>
            acceptGateway({
              commands: { gateway: ownCommand('gateway'), sandbox: ownCommand('sandbox') },
              serverUrl,
              plan,
              currency: options.currency,
              signal,
              tell,
            }),
          )
        : await acceptFile(file, options, plan, signal, tell);
    const folder = resolve(options.report ?? `${config.dataDir}/acceptance/${folderName(result)}`);
    const files = await writeReports(result, folder, options.lang);
    if (options.json) line(JSON.stringify({ outcome: outcomeOf(result), seconds: result.seconds, ...files }));
    else for (const text of fileLines(files, options.lang)) line(text);
    process.exitCode = { passed: EXIT.ok, failed: EXIT.failure, incomplete: EXIT_INCOMPLETE }[outcomeOf(result)];
  } finally {
    interrupt.done();
  }
}

async function acceptFile(
  file: string,
  options: AcceptOptions,
  plan: Plan,
  signal: AbortSignal,
  tell: RunListener,
): Promise<RunResult> {
  const partner = await readPartnerFile(resolve(file), process.env);
  const personMs = parseSpan('--wait', options.wait);
  const hookMs = parseSpan('--hook-wait', options.hookWait);
  const shared = { partner, plan, personMs, hookMs, signal, tell };
  // Nobody starts a database for a plan that never looks at the platform's half.
  const wantsPlatform = options.platform && ALL_CASES.some((one) => plan.picks(one) && one.needs.includes('platform'));
  if (!wantsPlatform) return acceptAny({ ...shared, platform: undefined });
  return withServer((serverUrl) =>
    acceptAny({
      ...shared,
      platform: {
        command: ownCommand('sandbox'),
        serverUrl,
        port: options.port === undefined ? undefined : portOf(options.port),
        host: options.host,
        onReady: (ready) => {
          for (const text of readyLines(ready, options.lang)) note(text);
        },
      },
    }),
  );
}

async function withServer<T>(use: (serverUrl: string) => Promise<T>): Promise<T> {
  const { databaseUrl, dataDir } = commandConfig();
  const server = await useDatabaseServer(databaseUrl, dataDir);
  try {
    return await use(server.url);
  } finally {
    await server.release();
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw CLI_ERRORS.error('VALUE_INVALID', {
    option: '--port',
    value: text,
    wanted_zh: '请写 0 到 65535 的端口',
    wanted_en: 'write a port from 0 to 65535',
    example: '--port 7003',
  });
}

function readyLines({ url, accountId, clientKey }: PlatformReady, language: Language): readonly string[] {
  return language === 'zh'
    ? [
        `平台一侧：${url}（请把你的系统的平台地址指向这里）`,
        `商家总户 account_id ${accountId}，client_key ${clientKey}`,
      ]
    : [`the platform’s half: ${url} (point your system there)`, `account_id ${accountId}, client_key ${clientKey}`];
}

function fileLines(files: ReportFiles, language: Language): readonly string[] {
  const words = {
    zh: { html: '网页报告', junit: 'JUnit', json: 'JSON', evidence: '证据（logid 清单与原始报文）' },
    en: { html: 'page', junit: 'JUnit', json: 'JSON', evidence: 'evidence (logids and raw bytes)' },
  }[language];
  return ['', ...(['html', 'junit', 'json', 'evidence'] as const).map((name) => `  ${words[name]}  ${files[name]}`)];
}

function listed(one: AcceptCase, language: Language): string {
  return `${one.mandatory ? '●' : '○'} ${one.id}  ${one.title[language]}  ${colours.dim(one.interfaces.join(', '))}`;
}

function caseLine({ case: info, state, reason, seconds, steps }: RunResult['cases'][number]): object {
  const conditions = steps.flatMap(({ verdicts }) => verdicts);
  return {
    id: info.id,
    mandatory: info.mandatory,
    state,
    reason,
    seconds,
    conditions: conditions.length,
    failed: conditions.filter(({ ok }) => !ok),
  };
}

/** `20261127-004918-whole`, in hotel time. */
function folderName({ startedAt, plan }: RunResult): string {
  return `${hotelClock(startedAt).replaceAll(/[-:]/g, '').replace(' ', '-')}-${plan}`;
}
