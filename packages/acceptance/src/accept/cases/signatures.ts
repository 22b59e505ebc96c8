import { HEADERS, interfaces, queryPairs, signSpi, spis } from '@yuzhu/contract';
import type { SignedCall } from '../../actors/platform-caller.ts';
import type { Recorded } from '../exchanges/recorded.ts';
import type { Play } from '../run/play.ts';
import { type AcceptCase, acceptCase, simpleCase } from './case.ts';
import { type VoucherOrder, voucherOrder } from './messages.ts';

const SPI = interfaces.voucherOrder;
const about = { ability: 'security', interfaces: [SPI.name], needs: ['products'] } as const;

/** States that a call was refused: HTTP 4xx, or HTTP 200 with a code other than 0 (documented: the code is not fixed). */
function expectRefused(play: Play, one: Recorded, hint: 'signatureUnchecked' | 'unusable'): void {
  // 401 and 403 are refusals as plain as a code.
  if (one.status !== undefined && one.status >= 400 && one.status < 500) {
    play.expect(one, '$.http.status', 'atLeast', 400, hint);
    return;
  }
  if (!play.expect(one, '$.http.status', 'eq', 200, hint)) return;
  if (play.expect(one, '$.resp.data.error_code', 'type', 'integer', hint)) {
    play.expect(one, '$.resp.data.error_code', 'ne', 0, hint);
  }
}

const without = (call: SignedCall, header: string): Record<string, string> =>
  Object.fromEntries(Object.entries(call.headers).filter(([name]) => name !== header));

/** A call with only the new signature: no `sign` in the query. */
function newOnly(call: SignedCall): SignedCall {
  return { ...call, target: call.target.replace(/&sign=[^&]*/, '') };
}

/** A call with only the old signature. */
function oldOnly(call: SignedCall): SignedCall {
  return { ...call, headers: without(call, HEADERS.spiSignature) };
}

/** Changes the last digit of a hexadecimal signature. */
const off = (signature: string) => signature.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'));

/** The ways a call can be unsigned or wrongly signed. */
const SPOILT: readonly (readonly [string, string, string, (call: SignedCall) => SignedCall])[] = [
  ['missing', '没有任何签名', 'no signature at all', (call) => oldOnly(newOnly(call))],
  [
    'wrong',
    '签名差一位',
    'one digit of the signature is wrong',
    (call) => ({
      ...newOnly(call),
      headers: { ...call.headers, [HEADERS.spiSignature]: off(call.headers[HEADERS.spiSignature] ?? '') },
    }),
  ],
  [
    'changed-body',
    '签名属于另一份报文（金额被改）',
    'the signature belongs to other bytes (an amount was changed)',
    (call) => ({
      ...newOnly(call),
      body: Buffer.from(Buffer.from(call.body).toString('utf8').replace('"total_amount":', '"total_amount":1')),
    }),
  ],
  [
    'changed-query',
    '签名之后改动了时间戳',
    'the timestamp was changed after signing',
    (call) => ({ ...newOnly(call), target: newOnly(call).target.replace(/timestamp=(\d)/, 'timestamp=9$1') }),
  ],
  [
    'unknown-key',
    '未知的 client_key',
    'an unknown client_key',
    (call) => ({
      ...newOnly(call),
      target: newOnly(call).target.replace(/client_key=[^&]*/, 'client_key=awnobody0000001'),
      headers: { ...call.headers, [HEADERS.clientKey]: 'awnobody0000001' },
    }),
  ],
];

/** Signatures: right ones are taken however the body is written, wrong ones change nothing. */
export const signatureCases: readonly AcceptCase[] = [
  simpleCase(
    {
      ...about,
      id: 'signature.new',
      title: { zh: '只带新签名 x-life-sign 的请求', en: 'A call with only the new signature' },
      mandatory: true,
      source: 'documented',
    },
    async (play) => {
      const call = newOnly(play.world.direct.prepare(SPI, voucherOrder(play, 1)));
      play.expectSuccess(play.saw(await play.world.direct.send(SPI, call)), 'oldOnly');
    },
  ),
  simpleCase(
    {
      ...about,
      id: 'signature.old',
      title: { zh: '只带旧签名 sign 的请求', en: 'A call with only the old signature' },
      mandatory: false,
      source: 'documented',
      oldSignature: true,
    },
    async (play) => {
      const call = oldOnly(play.world.direct.prepare(SPI, voucherOrder(play, 1)));
      play.expectSuccess(play.saw(await play.world.direct.send(SPI, call)), 'signatureRefused');
    },
  ),
  simpleCase(
    {
      ...about,
      id: 'signature.raw-body',
      title: {
        zh: '签名按原始字节：空格、顺序、转义不同寻常的报文',
        en: 'The raw bytes are what is signed: unusual blanks, order, escapes',
      },
      mandatory: true,
      source: 'documented',
    },
    async (play) => {
      for (const write of [spaced, reordered, escaped]) {
        const call = play.world.direct.prepare(SPI, Buffer.from(write(voucherOrder(play, 1))));
        play.expectSuccess(play.saw(await play.world.direct.send(SPI, newOnly(call))), 'signatureReserialised');
      }
    },
  ),
  ...SPOILT.map(([what, zh, en, spoil]) =>
    acceptCase({
      ...about,
      id: `signature.${what}`,
      title: { zh: `验签：${zh}，拒绝且不留下任何东西`, en: `Signature: ${en}; refused, and nothing is left of it` },
      mandatory: true,
      source: 'documented',
      begin: (): { order?: VoucherOrder } => ({}),
      steps: [
        {
          title: { zh: '发送并被拒', en: 'send it; it is refused' },
          run: async (play, state) => {
            state.order = voucherOrder(play, 1);
            const call = spoil(play.world.direct.prepare(SPI, state.order));
            expectRefused(play, play.saw(await play.world.direct.send(SPI, call)), 'signatureUnchecked');
          },
        },
        {
          title: { zh: '同一订单正确签名后照常成功', en: 'the same order, rightly signed, succeeds' },
          run: async (play, { order }) => {
            const one = await play.call(SPI, order as VoucherOrder);
            if (play.expectSuccess(one, 'signatureRefused'))
              play.expect(one, '$.resp.data.order_out_id', 'exists', undefined, 'outIdMissing');
          },
        },
      ],
    }),
  ),
  simpleCase(
    {
      ...about,
      id: 'signature.migrated',
      title: {
        zh: '迁移应用：地址上的 client_key 与请求头不同',
        en: 'A migrated application: another client_key in the query than in the header',
      },
      mandatory: false,
      source: 'documented',
    },
    async (play) => {
      const { clientSecret } = play.world.partner;
      const call = newOnly(play.world.direct.prepare(SPI, voucherOrder(play, 1)));
      const target = call.target.replace(/client_key=[^&]*/, 'client_key=awold0before0move');
      const pairs = queryPairs(target.slice(target.indexOf('?') + 1));
      const headers = { ...call.headers, [HEADERS.spiSignature]: signSpi(clientSecret, pairs, call.body) };
      play.expectSuccess(play.saw(await play.world.direct.send(SPI, { ...call, target, headers })), 'signatureRefused');
    },
  ),
  simpleCase(
    {
      ...about,
      id: 'signature.every-door',
      blanket: true,
      title: { zh: '每个接口都验签', en: 'Every interface checks signatures' },
      mandatory: true,
      source: 'documented',
      interfaces: spis.map(({ name }) => name),
    },
    async (play) => {
      for (const spi of spis) {
        if (play.world.partner.spi[spi.name] === undefined) continue;
        const call = play.world.direct.prepare(spi, Buffer.from('{"order_id":"1","biz_type":2012}'));
        const forged = {
          ...oldOnly(newOnly(call)),
          headers: { ...without(call, HEADERS.spiSignature), [HEADERS.spiSignature]: '0'.repeat(64) },
        };
        expectRefused(play, play.saw(await play.world.direct.send(spi, forged)), 'signatureUnchecked');
      }
    },
  ),
];

const spaced = (order: VoucherOrder) => JSON.stringify(order, null, 2).replaceAll('": ', '" : ');
const reordered = (order: VoucherOrder) => JSON.stringify(Object.fromEntries(Object.entries(order).reverse()));
const escaped = (order: VoucherOrder) =>
  JSON.stringify(order).replace(/[\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

const HOSTILE: readonly (readonly [string, string, string, (order: VoucherOrder) => string])[] = [
  ['not-json', '不是 JSON', 'not JSON', () => '{"order_id": '],
  ['array', '最外层是数组', 'an array', () => '[]'],
  [
    'wrong-types',
    '字段类型全错',
    'wrong types everywhere',
    (order) => JSON.stringify({ ...order, order_id: { a: 1 }, total_coupon_count: 'many' }),
  ],
  [
    'negative',
    '负数与零的数量',
    'a count below nought',
    (order) => JSON.stringify({ ...order, total_coupon_count: -3 }),
  ],
  ['deep', '嵌套 20000 层', 'nested 20,000 deep', () => `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
  [
    'huge',
    '3 MB 的报文',
    'three megabytes',
    (order) => JSON.stringify({ ...order, order_id: '', remark_from_guest: 'x'.repeat(3_000_000) }),
  ],
  [
    'nul',
    '文本中的 NUL 与半个字符',
    'NUL and half a character in a text',
    (order) => JSON.stringify({ ...order, order_id: 'a\u0000b', remark_from_guest: '\ud800' }),
  ],
  ['missing-id', '没有 order_id', 'no order_id', (order) => JSON.stringify({ ...order, order_id: undefined })],
];

/** Input that nobody honest sends. */
export const hostileCases: readonly AcceptCase[] = HOSTILE.map(([what, zh, en, write]) =>
  simpleCase(
    {
      ...about,
      id: `hostile.${what}`,
      title: { zh: `恶意输入：${zh}，被拒且系统照常`, en: `Hostile input: ${en}; refused, and all goes on` },
      mandatory: what !== 'nul' && what !== 'deep',
      source: 'inferred',
    },
    async (play) => {
      const order = voucherOrder(play, 1);
      const call = play.world.direct.prepare(SPI, Buffer.from(write(order)));
      const one = play.saw(await play.world.direct.send(SPI, call));
      // A line dropped on three megabytes is a refusal too; silence is not.
      if (one.status !== undefined || one.fault !== 'ECONNRESET') expectRefused(play, one, 'unusable');
      const after = await play.call(SPI, voucherOrder(play, 1));
      play.expectSuccess(after, 'unusable');
    },
  ),
);
