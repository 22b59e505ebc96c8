import {
  type FailureOptions,
  type FailureReport,
  failureLines,
  proveCluster,
  proveDatabase,
  proveDisk,
  proveGateways,
  provePlatformAway,
  sightLine,
} from '@yuzhu/acceptance';
import type { Bilingual } from '@yuzhu/contract';
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

/** One proof of a failing part: its word, what it does, how often by default. */
interface FailureProof {
  readonly name: string;
  readonly about: Bilingual;
  readonly times: number;
  prove(options: FailureOptions): Promise<FailureReport>;
}

const PROOFS: readonly FailureProof[] = [
  {
    name: 'gateways',
    about: {
      zh: '两个网关共用一个数据库，前面是负载均衡；轮流用 SIGKILL 杀掉一个，再启动。',
      en: 'Two gateways on one database behind a load balancer; one is killed with SIGKILL and started again, in turn.',
    },
    times: 6,
    prove: proveGateways,
  },
  {
    name: 'database',
    about: {
      zh: '证明自己启动的 PostgreSQL 主进程被 SIGKILL，再启动；多次，均在预约压力下。',
      en: 'The postmaster of a PostgreSQL of its own is killed with SIGKILL and started again, several times under booking load.',
    },
    times: 6,
    prove: proveDatabase,
  },
  {
    name: 'platform-away',
    about: {
      zh: '平台失联一小时后恢复（平台时钟拨动）：积压、顺序、追上、期限。--times 为每类预约的十笔数。',
      en: 'The platform away for an hour and back (its clock is moved): backlog, order, catching up, deadlines. --times counts tens of bookings of each kind.',
    },
    times: 4,
    prove: provePlatformAway,
  },
  {
    name: 'disk',
    about: {
      zh: '数据库的磁盘写满，之后腾出空间（需要 root：挂载固定大小的 tmpfs）。',
      en: 'The disk of the database full, then room again (needs root: a tmpfs of fixed size is mounted).',
    },
    times: 3,
    prove: proveDisk,
  },
  {
    name: 'cluster',
    about: {
      zh: '三节点 Patroni 集群（HAProxy 在前，严格同步复制）在压力下失去主库；缺少的 Debian 软件包由 root 安装。',
      en: 'A Patroni cluster of three behind HAProxy, strictly synchronous, loses its leader under load; root installs missing Debian packages.',
    },
    times: 3,
    prove: proveCluster,
  },
];

/** `yuzhu prove <part>`: a part fails under load, several times. */
export function failureCommands(): readonly Command[] {
  return PROOFS.map((proof) =>
    withManners(new Command(proof.name))
      .description(both(proof.about.zh, proof.about.en))
      .option('--times <number>', both('发生故障的次数', 'how often it fails'), String(proof.times))
      .option('--guests <number>', both('同时下单的客人数', 'guests at once'), '16')
      .option('--seed <text>', both('随机种子', 'seed of the instants and of what guests want'), proof.name)
      .option(
        '--platform-timeout <duration>',
        both(
          '网关等待平台应答的时限；故障时在途的消息，三倍时限加 5 秒后重发',
          'how long the gateway waits for the platform; a message in hand at a failure is sent again after thrice that and 5 s',
        ),
        '10s',
      )
      .option('--json', both('只输出一个 JSON 对象', 'one JSON object only'))
      .option('--logs', both('把两个程序的日志也写到标准错误', 'write the logs of both programs to standard error too'))
      .action((options: FailureCommandOptions) => runProof(proof, options)),
  );
}

interface FailureCommandOptions {
  readonly times: string;
  readonly guests: string;
  readonly seed: string;
  readonly platformTimeout: string;
  readonly json?: true;
  readonly logs?: true;
}

async function runProof({ prove }: FailureProof, options: FailureCommandOptions): Promise<void> {
  const config = commandConfig();
  const times = wholeNumber('--times', options.times, 1000);
  const guests = wholeNumber('--guests', options.guests, 1000);
  const server = await useDatabaseServer(config.databaseUrl, config.dataDir);
  const interrupt = onInterrupt();
  const tell = (text: string) => {
    if (!options.json) line(colours.dim(text));
  };
  try {
    const report = await prove({
      commands: { gateway: ownCommand('gateway'), sandbox: ownCommand('sandbox') },
      serverUrl: server.url,
      times,
      guests,
      seed: options.seed,
      platformTimeout: options.platformTimeout,
      signal: interrupt.signal,
      onStep: ({ zh, en }) => tell(`${zh} · ${en}`),
      onFault: (number, sight) => tell(sightLine(number, times, sight)),
      ...(options.logs ? { onOutput: (_: string, text: string) => void process.stderr.write(text) } : {}),
    });
    if (options.json) line(JSON.stringify(report));
    else for (const text of failureLines(report, colours)) line(text);
    if (report.checks.some(({ ok }) => !ok)) process.exitCode = EXIT.failure;
  } finally {
    interrupt.done();
    await server.release();
  }
}
