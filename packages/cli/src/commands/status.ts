import { HttpClient } from '@yuzhu/acceptance';
import { hotelClock } from '@yuzhu/contract';
import { EXIT } from '@yuzhu/runtime';
import { Command } from 'commander';
import { colours } from '../colours.ts';
import { CLI_ERRORS } from '../errors.ts';
import { both, withManners } from '../help.ts';
import { line } from '../output.ts';
import { withOperator } from '../running-sandbox.ts';
import { commandConfig } from '../settings.ts';
import { readDemoHotel } from '../start/demo-file.ts';
import { readRunning } from '../start/running-file.ts';

/** `yuzhu status`: what runs here, whether it is well, and what waits for a person. */
export function statusCommand(): Command {
  return withManners(new Command('status'))
    .description(
      both(
        '本数据目录中正在运行的程序是否正常，有哪些待办。',
        'Whether what runs in this data folder is well, and what waits for a person.',
      ),
    )
    .action(runStatus);
}

interface Ready {
  readonly ready: boolean;
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly reason?: string }[];
}

async function runStatus(): Promise<void> {
  const { dataDir } = commandConfig();
  const running = await readRunning(dataDir);
  if (running === undefined) throw CLI_ERRORS.error('NOT_RUNNING', { folder: dataDir });
  const programs = [
    ['网关 · gateway', running.gateway],
    ['沙箱 · sandbox', running.sandbox],
  ] as const;
  for (const [name, address] of programs) {
    const { ready, checks } = await readiness(address);
    line(`${ready ? colours.green('✓') : colours.red('✗')} ${name}  ${address}`);
    for (const { name: part, ok, reason } of checks) if (!ok) line(`    ✗ ${part}: ${reason ?? ''}`);
    if (!ready) process.exitCode = EXIT.failure;
  }
  const clock = await withOperator(running.sandbox, (operator) => operator.clock());
  line(`  平台时间 · platform time  ${hotelClock(clock.now)}  ×${clock.rate}`);
  await showTodo(dataDir, running.gateway);
}

async function readiness(address: string): Promise<Ready> {
  const http = new HttpClient({ baseUrl: address, connections: 1, timeoutMs: 5000 });
  try {
    // Not ready is answered with 503 and the same shape.
    return JSON.parse((await http.exchange('GET', '/ready')).text) as Ready;
  } catch (error) {
    return { ready: false, checks: [{ name: 'http', ok: false, reason: (error as Error).message }] };
  } finally {
    await http.close();
  }
}

const TODO: Readonly<Record<string, string>> = {
  waiting_bookings: '待接单预约 · bookings to accept',
  attention_bookings: '有异常标记的预约 · bookings with oddities',
  attention_orders: '有异常标记的预售订单 · voucher orders with oddities',
  failed_messages: '未送达的消息 · messages that failed',
  failed_publications: '未能发布的商品 · publications that failed',
  refused_nights: '被平台拒绝的晚次 · nights refused',
  resting_pushes: '暂停的推送 · pushes that rest',
  missing_pulls: '平台 15 分钟未拉取 · no pull for 15 minutes',
  broken_matches: '因匹配失效停售的商品 · rate plans switched off by a broken match',
  unpulled_notices: '已通知而平台未拉取的变更 · changes noticed and not pulled',
  bill_differences: '账单差异 · bill differences',
};

async function showTodo(dataDir: string, gateway: string): Promise<void> {
  const demo = await readDemoHotel(dataDir);
  if (demo === undefined) return;
  const headers = { authorization: `Bearer ${demo.apiKey}` };
  const http = new HttpClient({ baseUrl: gateway, headers, connections: 1, timeoutMs: 5000 });
  try {
    const todo = await http.get<Record<string, number>>('/api/v1/todo');
    const open = Object.entries(todo).filter(([, count]) => count > 0);
    line(`  待办 · to do (${demo.accountName})  ${open.length === 0 ? '无 · nothing' : ''}`);
    for (const [name, count] of open) line(`    ${count}  ${TODO[name] ?? name}`);
  } finally {
    await http.close();
  }
}
