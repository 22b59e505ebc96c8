import { interfaces } from '@yuzhu/contract';
import type { Recorded } from '../exchanges/recorded.ts';
import type { Play } from '../run/play.ts';
import { buy, textAt, untilFinal } from './buying.ts';
import { type AcceptCase, acceptCase, simpleCase } from './case.ts';
import { contactOf, paymentOf, type VoucherOrder, voucherOrder } from './messages.ts';

const SPI = interfaces.voucherOrder;
const about = { ability: 'orders', interfaces: [SPI.name], needs: ['products'] } as const;

/** What a success must carry. */
function expectCreated(play: Play, one: Recorded, order: VoucherOrder): void {
  if (!play.expectSuccess(one)) return;
  play.expect(one, '$.resp.data.order_id', 'type', 'string', 'idAsNumber');
  play.expect(one, '$.resp.data.order_id', 'eq', order.order_id, 'idAsNumber');
  play.expect(one, '$.resp.data.order_out_id', 'exists', undefined, 'outIdMissing');
  if (textAt(one, '$.resp.data.order_out_id') === undefined) return;
  play.expect(one, '$.resp.data.order_out_id', 'type', 'string', 'idAsNumber');
}

/** Creation of voucher orders: the happy path, repeats, odd but honest buyers. */
export const voucherOrderCases: readonly AcceptCase[] = [
  acceptCase({
    ...about,
    id: 'voucher-order.repeat',
    title: { zh: '创建预售订单，重复请求幂等', en: 'Create a voucher order; repeats get the same answer' },
    mandatory: true,
    source: 'documented',
    begin: (): { order?: VoucherOrder; first?: Recorded } => ({}),
    steps: [
      {
        title: { zh: '创建', en: 'create' },
        run: async (play, state) => {
          state.order = voucherOrder(play, 2);
          state.first = await untilFinal(play, SPI, state.order);
          expectCreated(play, state.first, state.order);
        },
      },
      {
        title: { zh: '原样重发（网络重试）', en: 'the same bytes again' },
        run: async (play, { order, first }) => {
          const call = play.world.direct.prepare(SPI, order as VoucherOrder);
          for (let copy = 0; copy < 2; copy++)
            sameNumber(play, play.saw(await play.world.direct.send(SPI, call)), first);
        },
      },
      {
        title: { zh: '换一个 logid 与时间戳重发', en: 'again with another logid and timestamp' },
        run: async (play, { order, first }) => sameNumber(play, await play.call(SPI, order as VoucherOrder), first),
      },
      {
        title: { zh: '其间有别的订单，之后迟到的重复', en: 'a late repeat, after other orders' },
        run: async (play, { order, first }) => {
          await buy(play, 1);
          sameNumber(play, await play.call(SPI, order as VoucherOrder), first);
        },
      },
    ],
  }),
  simpleCase(
    {
      ...about,
      id: 'voucher-order.concurrent',
      title: { zh: '同一订单并发到达 8 次，只生成一单', en: 'Eight copies of one order at once make one' },
      mandatory: true,
      source: 'observed',
    },
    async (play) => {
      const order = voucherOrder(play, 1);
      const copies = await Promise.all(Array.from({ length: 8 }, () => play.call(SPI, order)));
      // A loser of the race may ask to be called again, as any call may.
      const finals = await Promise.all(copies.map((one) => final(play, one, order)));
      for (const one of finals) {
        if (!play.expectSuccess(one, 'checkThenInsert')) continue;
        play.expect(one, '$.resp.data.order_out_id', 'eq', textAt(finals[0] as Recorded, OUT_ID), 'checkThenInsert');
      }
    },
  ),
  ...(
    [
      [
        'no-phone',
        '没有手机号的购买人',
        'a buyer without a phone',
        'observed',
        (p) => ({ contact_info: { name: contactOf(p).name } }),
      ],
      ['no-contact', '没有联系人', 'no contact at all', 'observed', () => ({ contact_info: undefined })],
      [
        'odd-phone',
        '手机号无法解密、带区号、为新加密格式',
        'a phone that can not be decrypted, or in the newer form',
        'observed',
        () => ({ contact_info: { name: '王😀 O’Neil-"测试"', phone: 'Enc.9f1c0ad2' } }),
      ],
      [
        'discount',
        '有优惠，实付少于原价',
        'a promotion: less is paid than the total',
        'documented',
        (p) => ({
          total_coupon_discount: 1000,
          total_coupon_actual_count: Math.max(0, p.products.voucherPrice - 1000),
          promotion_info: {
            coupon_promotion_id: '7701',
            coupon_promotion_type: '1',
            coupon_promotion_discount: 1000,
          },
        }),
      ],
      [
        'flash-sale',
        '秒杀：实付远低于原价',
        'a flash sale: far less is paid than the price',
        'documented',
        (p) => {
          const paid = Math.max(1, Math.floor(p.products.voucherPrice / 10));
          const discount = p.products.voucherPrice - paid;
          return {
            total_coupon_discount: discount,
            total_coupon_actual_count: paid,
            promotion_info: {
              coupon_promotion_id: '7811223344556677889',
              coupon_promotion_type: '1',
              coupon_promotion_discount: discount,
            },
          };
        },
      ],
      [
        'odd-promotion',
        '营销信息不完整或类型未知',
        'marketing of an unknown kind, told in part',
        'inferred',
        () => ({ promotion_info: { coupon_promotion_type: 'PLATFORM_SUBSIDY' } }),
      ],
      [
        'unknown-members',
        '出现未知字段与空字段',
        'unknown members and empty ones',
        'documented',
        () => ({ remark_from_guest: null, new_member_of_the_platform: { a: [1] }, remark_from_douyin: '' }),
      ],
      [
        'long-remark',
        '很长的备注，含表情与换行',
        'a very long remark with emoji and line breaks',
        'observed',
        () => ({ remark_from_guest: `需要高楼层\n${'安静🙂'.repeat(400)}` }),
      ],
    ] as const satisfies readonly (readonly [string, string, string, AcceptCase['source'], (play: Play) => object])[]
  ).map(([what, zh, en, source, change]) =>
    simpleCase(
      {
        ...about,
        id: `voucher-order.${what}`,
        title: { zh: `不寻常但合法：${zh}`, en: `Odd but honest: ${en}` },
        // What is only our reading of the platform fails nobody.
        mandatory: source !== 'inferred',
        source,
      },
      async (play) => {
        const order = { ...voucherOrder(play, 1), ...change(play) } as VoucherOrder;
        const one = await untilFinal(play, SPI, order);
        play.expectSuccess(one, 'honestRefused');
      },
    ),
  ),
  simpleCase(
    {
      ...about,
      id: 'voucher-order.hand-made',
      title: { zh: '商家在来客手工创建的券', en: 'A voucher the merchant made by hand at the platform' },
      mandatory: false,
      source: 'given',
    },
    async (play) => {
      const order = { ...voucherOrder(play, 1), pre_sale_coupon_id: `188${play.newId().slice(-13)}` };
      expectCreated(play, await untilFinal(play, SPI, order), order);
    },
  ),
  simpleCase(
    {
      ...about,
      id: 'voucher-order.many',
      title: { zh: '一单多券，金额为单价乘数量', en: 'Many vouchers in one order' },
      mandatory: false,
      source: 'documented',
    },
    async (play) => {
      const order = voucherOrder(play, 10);
      expectCreated(play, await untilFinal(play, SPI, order), order);
    },
  ),
];

const OUT_ID = '$.resp.data.order_out_id';

function sameNumber(play: Play, one: Recorded, first: Recorded | undefined): void {
  if (!play.expectSuccess(one, 'repeatRefused') || first === undefined) return;
  play.expect(one, OUT_ID, 'eq', textAt(first, OUT_ID), 'repeatDiffers');
}

async function final(play: Play, one: Recorded, order: VoucherOrder): Promise<Recorded> {
  return textAt(one, '$.resp.data.order_out_id') === undefined && one.response.includes('100')
    ? await untilFinal(play, SPI, order)
    : one;
}

const PAY = interfaces.payment;
const paying = { ability: 'orders', interfaces: [PAY.name], needs: ['products'], mode: 'two-step' } as const;

/** Payment notices of products that are created before they are paid. */
export const paymentCases: readonly AcceptCase[] = [
  acceptCase({
    ...paying,
    id: 'payment.notice',
    title: { zh: '支付结果通知，重复通知幂等', en: 'Payment notice; repeats succeed' },
    mandatory: true,
    source: 'documented',
    begin: (): { order?: VoucherOrder; outId?: string | undefined } => ({}),
    steps: [
      {
        title: { zh: '先创建未支付的订单', en: 'create an unpaid order' },
        run: async (play, state) => {
          state.order = voucherOrder(play, 1, 'two-step');
          const created = await untilFinal(play, SPI, state.order);
          play.expectSuccess(created);
          state.outId = textAt(created, OUT_ID);
        },
      },
      {
        title: { zh: '通知支付', en: 'notify the payment' },
        run: async (play, { order, outId }) => {
          const notice = paymentOf(play, order as VoucherOrder, outId);
          play.expectSuccess(await untilFinal(play, PAY, notice), 'paymentLost');
        },
      },
      {
        title: { zh: '并发与再次通知', en: 'notify again, and several times at once' },
        run: async (play, { order, outId }) => {
          const notice = paymentOf(play, order as VoucherOrder, outId);
          const copies = await Promise.all(Array.from({ length: 4 }, () => play.call(PAY, notice)));
          for (const one of [...copies, await play.call(PAY, notice)]) play.expectSuccess(one, 'repeatRefused');
        },
      },
      {
        title: { zh: '创单请求在支付之后迟到重复', en: 'a repeat of the create that arrives after the payment' },
        run: async (play, { order }) => {
          play.expectSuccess(await play.call(SPI, order as VoucherOrder), 'repeatRefused');
        },
      },
    ],
  }),
  acceptCase({
    ...paying,
    id: 'payment.before-create',
    title: { zh: '支付通知先于创单到达', en: 'A payment notice arrives before its order' },
    mandatory: true,
    source: 'documented',
    interfaces: [PAY.name, SPI.name],
    begin: (): { order?: VoucherOrder } => ({}),
    steps: [
      {
        title: {
          zh: '未知订单的支付通知：答 100（或 0），不得答业务错误',
          en: 'unknown order: 100 (or 0), no business error',
        },
        run: async (play, state) => {
          state.order = voucherOrder(play, 1, 'two-step');
          const one = await play.call(PAY, paymentOf(play, state.order, undefined));
          play.expect(one, '$.http.status', 'eq', 200);
          play.expect(one, '$.resp.data.error_code', 'in', [0, 100], 'paymentLost');
        },
      },
      {
        title: { zh: '随后创单，再通知：成功', en: 'then the order, then the notice again: success' },
        run: async (play, { order }) => {
          const created = await untilFinal(play, SPI, order as VoucherOrder);
          play.expectSuccess(created);
          const notice = paymentOf(play, order as VoucherOrder, textAt(created, OUT_ID));
          play.expectSuccess(await untilFinal(play, PAY, notice), 'paymentLost');
        },
      },
    ],
  }),
  simpleCase(
    {
      ...paying,
      id: 'payment.short',
      title: { zh: '只有必填字段的支付通知', en: 'A payment notice with the required members only' },
      mandatory: true,
      source: 'observed',
    },
    async (play) => {
      const order = voucherOrder(play, 1, 'two-step');
      play.expectSuccess(await untilFinal(play, SPI, order));
      const notice = { order_id: order.order_id, biz_type: 2011 };
      play.expectSuccess(await untilFinal(play, PAY, notice), 'honestRefused');
    },
  ),
  simpleCase(
    {
      ...paying,
      id: 'payment.mixed-ids',
      title: { zh: '两个单号指向不同订单的通知被拒', en: 'A notice whose two numbers are different orders is refused' },
      mandatory: false,
      source: 'inferred',
    },
    async (play) => {
      const [one, other] = [await buy(play, 1, 'two-step'), await buy(play, 1, 'two-step')];
      const answer = await play.call(PAY, paymentOf(play, one.order, other.outId ?? 'nothing'));
      play.expect(answer, '$.resp.data.error_code', 'in', [9, 13]);
    },
  ),
];
