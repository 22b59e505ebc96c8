import type { VoucherOnSale } from '@yuzhu/acceptance';
import { hotelClock, yuan } from '@yuzhu/contract';
import { colours } from '../colours.ts';
import type { DemoHotel } from './demo-file.ts';

/** What the start screen tells. */
export interface ScreenFacts {
  readonly gatewayUrl: string;
  readonly sandboxUrl: string;
  readonly dataDir: string;
  /** Unix ms on the platform's clock. */
  readonly now: number;
  /** The pages are built and served. */
  readonly hasPages: boolean;
  readonly demo: DemoHotel | undefined;
  readonly vouchers: readonly VoucherOnSale[];
  /** How a user of this copy calls the command: `npm run yuzhu --`. */
  readonly command: string;
}

/** The start screen: addresses, key, what to try next; Chinese first, then English. */
export function startScreen(facts: ScreenFacts): string[] {
  return ['', ...chinese(facts), '', ...english(facts), ''];
}

const title = (text: string) => `  ${colours.bold(text)}`;
const row = (name: string, value: string) => `    ${name}  ${value}`;

function chinese(facts: ScreenFacts): string[] {
  const { gatewayUrl, sandboxUrl, demo } = facts;
  return [
    title(`预住已就绪，平台时间 ${hotelClock(facts.now)}`),
    '',
    ...(facts.hasPages
      ? [
          row('酒店工作台', colours.cyan(`${gatewayUrl}/console`)),
          row('客人手机端', colours.cyan(`${sandboxUrl}/guest`)),
          row('平台运营端', colours.cyan(`${sandboxUrl}/operator`)),
        ]
      : []),
    row('酒店接口  ', `${colours.cyan(`${gatewayUrl}/docs`)}`),
    row('平台接口  ', `${colours.cyan(`${sandboxUrl}/docs`)}`),
    ...(demo === undefined
      ? []
      : [
          '',
          title(`演示酒店 ${demo.hotelName}（${demo.accountName}）`),
          row('接口密钥', colours.green(demo.apiKey)),
          ...facts.vouchers.map((one) => row('预售券  ', voucherText(one, '张', '余'))),
          '',
          title('试一试'),
          ...tryIt(facts, [
            '看在售的券',
            '买一张并付款（把 <order_id> 换成返回的订单号）',
            '在酒店侧看到这张订单',
            '把时间拨快一天，网关随之走时',
            '把整个故事演一遍（另开一套，互不影响）',
          ]),
        ]),
    '',
    row('数据', facts.dataDir),
    row('日志', `${facts.dataDir}/logs`),
    row('停止', 'Ctrl-C'),
  ];
}

function english(facts: ScreenFacts): string[] {
  const { gatewayUrl, sandboxUrl, demo } = facts;
  return [
    title(`Yuzhu is ready, platform time ${hotelClock(facts.now)}`),
    '',
    ...(facts.hasPages
      ? [
          row('hotel staff      ', colours.cyan(`${gatewayUrl}/console`)),
          row('a guest’s phone  ', colours.cyan(`${sandboxUrl}/guest`)),
          row('platform operator', colours.cyan(`${sandboxUrl}/operator`)),
        ]
      : []),
    row('hotel API        ', colours.cyan(`${gatewayUrl}/docs`)),
    row('platform API     ', colours.cyan(`${sandboxUrl}/docs`)),
    ...(demo === undefined
      ? []
      : [
          '',
          title(`Demo hotel ${demo.hotelName} (${demo.accountName}), API key ${demo.apiKey}`),
          '',
          title('Try this'),
          ...tryIt(facts, [
            'see what is on sale',
            'buy one and pay (put the order’s id for <order_id>)',
            'see that order on the hotel’s side',
            'move the time on by a day; the gateway follows',
            'play the whole story (a set-up of its own)',
          ]),
        ]),
    '',
    row('data', facts.dataDir),
    row('logs', `${facts.dataDir}/logs`),
    row('stop', 'Ctrl-C'),
  ];
}

function tryIt(facts: ScreenFacts, words: readonly string[]): string[] {
  const { gatewayUrl, sandboxUrl, demo, command, vouchers } = facts;
  const guest = `-H 'X-Guest: guest-01'`;
  const json = `-H 'content-type: application/json'`;
  const voucher = vouchers[0]?.voucher_id ?? '<voucher_id>';
  const commands = [
    `curl -s ${sandboxUrl}/guest/v1/vouchers ${guest}`,
    `curl -s ${sandboxUrl}/guest/v1/orders ${guest} ${json} -d '{"voucher_id":"${voucher}","count":1}'\n        curl -s -X POST ${sandboxUrl}/guest/v1/orders/<order_id>/pay ${guest}`,
    `curl -s ${gatewayUrl}/api/v1/voucher-orders -H 'Authorization: Bearer ${demo?.apiKey ?? '<key>'}'`,
    `${command} sandbox clock move --by 1d`,
    `${command} demo`,
  ];
  return words.flatMap((word, index) => [`    ${index + 1}. ${word}`, `        ${colours.dim(commands[index] ?? '')}`]);
}

function voucherText(one: VoucherOnSale, piece: string, left: string): string {
  const stock = one.stock_left === null ? '' : `  ${left} ${one.stock_left} ${piece}`;
  return `${one.name}  ¥${yuan(one.price)}${stock}`;
}
