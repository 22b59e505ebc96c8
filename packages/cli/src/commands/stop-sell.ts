import type { Stop, StopScope } from '@yuzhu/acceptance';
import { Command, Option } from 'commander';
import { colours } from '../colours.ts';
import { CLI_ERRORS } from '../errors.ts';
import { both, withManners } from '../help.ts';
import { line } from '../output.ts';
import { gatewayUrlOption } from '../running-gateway.ts';
import { withHotel } from '../running-hotel.ts';

interface CommonOptions {
  readonly url?: string;
  readonly json?: true;
}

interface BeginOptions extends CommonOptions {
  readonly account?: true;
  readonly hotel?: string;
  readonly roomType?: string;
  readonly reason?: string;
  readonly yes?: true;
}

/** `yuzhu stop-sell`: stops sales of a room type, a hotel or the account, and undoes it. */
export function stopSellCommand(): Command {
  const group = withManners(new Command('stop-sell')).description(
    both(
      '一键停售：房型、酒店或整个账户。密钥取自 YUZHU_API_KEY，不设则为本数据目录的演示酒店。',
      'Stop sales of a room type, a hotel or the account. The key is YUZHU_API_KEY, else that of the demo hotel here.',
    ),
  );
  group.addCommand(beginCommand());
  group.addCommand(
    common('list', '停售记录，进行中的在前。', 'Stops of sales, running ones first.').action(
      async ({ url, json }: CommonOptions) => {
        const stops = await withHotel(url, (hotel) => hotel.stops());
        if (json) return line(JSON.stringify({ items: stops }));
        if (stops.length === 0) line('没有停售记录 · no stops of sales');
        for (const stop of stops) show(stop);
      },
    ),
  );
  group.addCommand(
    common(
      'end',
      '撤销停售：重新打开它关闭的晚次，仍被其他停售覆盖的除外。重复执行不再改变。',
      'Undo a stop: the nights it closed open again, except where another stop still lasts. Repeating changes nothing.',
    )
      .argument('<stop>', both('停售编号（见 list）', 'id of the stop (see list)'))
      .action(async (id: string, { url, json }: CommonOptions) => {
        if (!/^[0-9]{1,18}$/.test(id)) {
          throw CLI_ERRORS.error('VALUE_INVALID', {
            option: '<stop>',
            value: id,
            wanted_zh: '停售编号是数字',
            wanted_en: 'the id of a stop is a number',
            example: 'yuzhu stop-sell end 12',
          });
        }
        const stop = await withHotel(url, (hotel) => hotel.resumeSales(id));
        if (json) line(JSON.stringify(stop));
        else show(stop);
      }),
  );
  return group;
}

function beginCommand(): Command {
  return common(
    'begin',
    '停售。不加 --yes 时只显示将要关闭的内容；已有预约不受影响。',
    'Stop sales. Without --yes it only shows what would be closed. Bookings are not touched.',
  )
    .addOption(new Option('--account', both('整个账户', 'the whole account')).conflicts(['hotel', 'roomType']))
    .addOption(
      new Option('--hotel <id>', both('一家酒店（酒店自己的编号）', 'one hotel (its own id)')).conflicts('roomType'),
    )
    .option('--room-type <id>', both('一个房型（酒店自己的编号）', 'one room type (its own id)'))
    .option('--reason <text>', both('原因，留作记录', 'why, for the record'))
    .option('--yes', both('确认停售', 'really stop'))
    .action(runBegin);
}

async function runBegin({ url, json, account, hotel: hotelId, roomType, reason, yes }: BeginOptions): Promise<void> {
  const scope = scopeOf(account, hotelId, roomType);
  await withHotel(url, async (hotel) => {
    if (yes) {
      const stop = await hotel.stopSales(scope, reason);
      if (json) line(JSON.stringify(stop));
      else show(stop);
      return;
    }
    const { room_types, nights, rooms, sold } = await hotel.previewStop(scope);
    if (json) line(JSON.stringify({ ...scope, room_types, nights, rooms, sold }));
    else {
      line(`${what(scope.level, scope.subject_id ?? '')}`);
      line(`  房型 · room types ${room_types}`);
      line(`  将关闭的可售晚次 · nights on sale to be closed ${nights}`);
      line(`  其中可售间夜 · room-nights left in them ${rooms}`);
      line(`  已售间夜，不受影响 · room-nights sold, not touched ${sold}`);
    }
    throw CLI_ERRORS.error('CONFIRM_NEEDED', {});
  });
}

function scopeOf(account: true | undefined, hotel: string | undefined, roomType: string | undefined): StopScope {
  if (account) return { level: 'account' };
  if (hotel !== undefined) return { level: 'hotel', subject_id: hotel };
  if (roomType !== undefined) return { level: 'room_type', subject_id: roomType };
  throw CLI_ERRORS.error('USAGE_INVALID', { reason: 'give one of --account, --hotel and --room-type' });
}

function common(name: string, zh: string, en: string): Command {
  return withManners(new Command(name))
    .description(both(zh, en))
    .option('--json', both('只输出一个 JSON 对象', 'one JSON object only'))
    .addOption(gatewayUrlOption());
}

const LEVELS = {
  account: '整个账户 · the whole account',
  hotel: '酒店 · hotel',
  room_type: '房型 · room type',
} as const satisfies Record<StopScope['level'], string>;

const what = (level: StopScope['level'], subjectId: string) =>
  subjectId === '' ? LEVELS[level] : `${LEVELS[level]} ${subjectId}`;

function show({ stop_id: id, level, subject_id: subject, reason, started_at, ended_at, nights }: Stop): void {
  const state = ended_at === null ? colours.red('停售中 · stopped') : colours.green('已撤销 · undone');
  line(`${id}  ${state}  ${what(level, subject)}`);
  line(
    `    ${minute(started_at)}${ended_at === null ? '' : ` → ${minute(ended_at)}`}  关闭晚次（含未放房的） · nights closed, unstocked ones too: ${nights}`,
  );
  if (reason !== '') line(`    ${reason}`);
}

/** `2026-09-11T10:00:00.000+08:00` without what nobody reads. */
const minute = (moment: string) => moment.slice(0, 16).replace('T', ' ');
