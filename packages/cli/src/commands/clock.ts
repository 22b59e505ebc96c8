import type { ClockView } from '@yuzhu/acceptance';
import { hotelClock } from '@yuzhu/contract';
import { Command } from 'commander';
import { CLI_ERRORS } from '../errors.ts';
import { both, withManners } from '../help.ts';
import { line } from '../output.ts';
import { urlOption, withOperator } from '../running-sandbox.ts';
import { parseMoment, parseSpan } from '../time-values.ts';

interface UrlOptions {
  readonly url?: string;
}

/** `yuzhu sandbox clock`: read, move, run and stop the platform's clock. */
export function clockCommand(): Command {
  const clock = withManners(new Command('clock'))
    .description(
      both(
        '查看或拨动沙箱的时钟；途中到期的事情按各自时间依次发生，网关随之走时。',
        'Read or move the sandbox’s clock; what is due on the way happens in order, and the gateway follows.',
      ),
    )
    .addOption(urlOption())
    .action(async ({ url }: UrlOptions) => show(await withOperator(url, (operator) => operator.clock())));
  clock.addCommand(moveCommand());
  clock.addCommand(runCommand());
  clock.addCommand(stopCommand());
  return clock;
}

function moveCommand(): Command {
  return withManners(new Command('move'))
    .description(both('向前拨动时钟（--by 或 --to 选一个）', 'move the clock forward (one of --by and --to)'))
    .option('--by <span>', both('拨动的时长，如 90m、1d、1d2h', 'how far, e.g. 90m, 1d, 1d2h'))
    .option(
      '--to <moment>',
      both('拨到的时刻（酒店时间），如 "2026-09-12 03:00"', 'to which moment in hotel time, e.g. "2026-09-12 03:00"'),
    )
    .addOption(urlOption())
    .action(async ({ by, to, url }: UrlOptions & { readonly by?: string; readonly to?: string }) => {
      if ((by === undefined) === (to === undefined)) {
        throw CLI_ERRORS.error('USAGE_INVALID', { reason: 'give exactly one of --by and --to' });
      }
      const target = to === undefined ? { by: parseSpan('--by', by ?? '') } : { to: parseMoment('--to', to) };
      const moved = await withOperator(url, (operator) => operator.moveClock(target));
      line(`${hotelClock(moved.from)} → ${moved.hotel_time}`);
      line(`途中发生 ${moved.ran} 件事 · ${moved.ran} things happened on the way`);
      for (const { hotel_time, kind, subject } of moved.timers.slice(-MOST_SHOWN)) {
        line(`  ${hotel_time}  ${kind}  ${subject}`);
      }
      for (const follower of moved.dropped_followers) {
        line(`✗ 不再跟随时钟 · follows the clock no more: ${follower}`);
      }
    });
}

const MOST_SHOWN = 20;

function runCommand(): Command {
  return withManners(new Command('run'))
    .description(both('让时钟以某个速度走', 'let the clock run at a speed'))
    .option('--rate <factor>', both('真实时间的倍数，默认 1', 'times real time, default 1'), '1')
    .addOption(urlOption())
    .action(async ({ rate, url }: UrlOptions & { readonly rate: string }) => {
      const factor = Number(rate);
      if (!(factor > 0 && factor <= 10_000)) {
        throw CLI_ERRORS.error('VALUE_INVALID', {
          option: '--rate',
          value: rate,
          wanted_zh: '请写大于 0、不超过 10000 的数',
          wanted_en: 'write a number above 0 and up to 10000',
          example: '--rate 60',
        });
      }
      show(await withOperator(url, (operator) => operator.runClock(factor)));
    });
}

function stopCommand(): Command {
  return withManners(new Command('stop'))
    .description(both('停住时钟', 'stop the clock'))
    .addOption(urlOption())
    .action(async ({ url }: UrlOptions) => show(await withOperator(url, (operator) => operator.stopClock())));
}

function show(clock: ClockView): void {
  const speed = clock.rate === 0 ? '停住 · stopped' : `速度 ×${clock.rate} · speed ×${clock.rate}`;
  line(`${clock.hotel_time}  ${speed}`);
  if (clock.next_due !== null) line(`下一件事 · next due: ${hotelClock(clock.next_due)}`);
  for (const { url, failures } of clock.followers) {
    line(`跟随者 · follower: ${url}${failures > 0 ? ` (✗ ${failures})` : ''}`);
  }
}
