import type { Bilingual } from '@yuzhu/contract';
import Type from 'typebox';
import type { SandboxContext } from '../context.ts';
import { SANDBOX_ERRORS } from '../errors.ts';
import { type JsonRoute, jsonRoute } from '../http/json-api.ts';
import { newId } from '../ids.ts';
import { lockSales } from '../orders/store.ts';
import { type SetUpProblem, setUpProblem } from '../promotions/decide.ts';
import {
  endPromotion,
  findPromotion,
  insertPromotion,
  type KeptPromotion,
  listPromotions,
  promotionsOf,
} from '../promotions/store.ts';
import { voucherForSale } from '../vouchers/for-sale.ts';

const TAG = 'operator: marketing';
const text = Type.String();
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(one: T) => Type.Union([one, Type.Null()]);
const moment = (description: string) =>
  Type.Integer({ description: `${description}, Unix milliseconds`, minimum: 0, maximum: 9_999_999_999_999 });
const fen = (description: string) =>
  Type.Integer({ description: `${description}, fen`, minimum: 0, maximum: 1_000_000_000 });
const kinds = Type.Union([Type.Literal('flash-sale'), Type.Literal('boost'), Type.Literal('subsidy')], {
  description: 'flash-sale (秒杀), boost (涡轮), subsidy of the platform (货补)',
});

const promotionShape = Type.Object({
  promotion_id: text,
  account_id: text,
  voucher_id: text,
  kind: text,
  name: text,
  state: text,
  from: Type.Integer(),
  to: Type.Integer(),
  currency: Type.String({ description: 'of the amounts: there is no marketing in a foreign one' }),
  discount: Type.Integer(),
  flash_price: orNull(Type.Integer()),
  stock: orNull(Type.Integer()),
  per_person: orNull(Type.Integer()),
  sold: Type.Integer(),
  fee_bp: Type.Integer(),
});

/** Why a promotion can not be set up, in words. */
const PROBLEMS: Readonly<Record<SetUpProblem, Bilingual>> = {
  over: { zh: '结束时间已过', en: 'it would be over already' },
  reversed: { zh: '结束时间须晚于开始时间', en: 'the end must be after the begin' },
  'flash-price-missing': { zh: '秒杀须设置秒杀价', en: 'a flash sale needs its price' },
  'flash-price-not-lower': { zh: '秒杀价须低于售卖价', en: 'the flash price must be below the selling price' },
  'flash-stock-missing': { zh: '秒杀须设置活动库存', en: 'a flash sale needs its stock' },
  'flash-stock-above-voucher': { zh: '活动库存不能大于预售券库存', en: 'its stock must not exceed the voucher’s' },
  'no-discount': { zh: '货补须设置补贴金额', en: 'a subsidy needs its amount' },
  'discount-too-high': { zh: '优惠须低于售卖价', en: 'the discount must be below the selling price' },
  'fee-not-boost': { zh: '只有涡轮收取推广费', en: 'only a boosted listing has a fee' },
  'foreign-currency': { zh: '外币预售券不支持营销活动', en: 'vouchers in a foreign currency have no marketing' },
  overlaps: { zh: '同一预售券同类活动时间重叠', en: 'another of its kind runs at the same time' },
};

/** Flash sales, boosted listings and subsidies: set up, looked at, ended. */
export function promotionRoutes({ db, clock, random }: SandboxContext, prefix: string): readonly JsonRoute[] {
  return [
    jsonRoute({
      method: 'GET',
      path: `${prefix}/promotions`,
      summary: { zh: '全部营销活动', en: 'All promotions, newest first' },
      tag: TAG,
      reply: Type.Object({ now: Type.Integer(), promotions: Type.Array(promotionShape) }),
      handle: async () => ({ now: clock.now(), promotions: (await listPromotions(db)).map(view) }),
    }),
    jsonRoute({
      method: 'POST',
      path: `${prefix}/vouchers/:voucher_id/promotions`,
      summary: {
        zh: '为在售预售券设置秒杀、涡轮或货补',
        en: 'Set up a flash sale, a boosted listing or a subsidy of a voucher on sale',
      },
      tag: TAG,
      params: Type.Object({ voucher_id: Type.String({ minLength: 1, maxLength: 64 }) }),
      body: Type.Object({
        kind: kinds,
        name: Type.String({ minLength: 1, maxLength: 64 }),
        from: Type.Optional(moment('begin; now when absent')),
        to: moment('end'),
        discount: Type.Optional(fen('off the price of one voucher; boost and subsidy')),
        flash_price: Type.Optional(
          Type.Integer({
            description: 'price of one voucher in a flash sale, fen',
            minimum: 1,
            maximum: 1_000_000_000,
          }),
        ),
        stock: Type.Optional(Type.Integer({ description: 'vouchers in it', minimum: 1, maximum: 1_000_000 })),
        per_person: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
        fee_bp: Type.Optional(
          Type.Integer({
            description: 'boost: fee on top of the service fee, basis points',
            minimum: 0,
            maximum: 10_000,
          }),
        ),
      }),
      reply: promotionShape,
      status: 201,
      handle: async ({ params, body }) => {
        const made = await db.tx(async (session) => {
          const voucherId = params.voucher_id;
          const voucher = await voucherForSale(session, voucherId);
          if (voucher === undefined)
            throw SANDBOX_ERRORS.error('VOUCHER_UNKNOWN', { path: 'voucher_id', value: voucherId });
          const { accountId, rules } = voucher;
          // Under the same lock as purchases: two set-ups at once can not both find nothing in their way.
          await lockSales(session, accountId, voucherId, '');
          const now = clock.now();
          const wanted = {
            kind: body.kind,
            name: body.name,
            from: body.from ?? now,
            to: body.to,
            discount: body.kind === 'flash-sale' ? 0 : (body.discount ?? 0),
            flashPrice: body.kind === 'flash-sale' ? (body.flash_price ?? null) : null,
            stock: body.stock ?? null,
            perPerson: body.per_person ?? null,
            feeBp: body.fee_bp ?? 0,
          };
          const others = await promotionsOf(session, accountId, voucherId);
          const facts = { price: rules.price, currency: rules.currency, voucherStock: rules.stock, others, now };
          const problem = setUpProblem(wanted, facts);
          if (problem !== null) {
            const { zh, en } = PROBLEMS[problem];
            throw SANDBOX_ERRORS.error('PROMOTION_INVALID', { rule: problem, reason_zh: zh, reason: en });
          }
          const promotionId = await newId(session, random, 'promotion');
          const promotion: KeptPromotion = { ...wanted, accountId, voucherId, promotionId, state: 'on', sold: 0 };
          await insertPromotion(session, promotion, now);
          return promotion;
        });
        return view(made);
      },
    }),
    jsonRoute({
      method: 'POST',
      path: `${prefix}/promotions/:promotion_id/end`,
      summary: { zh: '提前结束活动；已成交订单不变', en: 'End a promotion now; orders bought under it keep it' },
      tag: TAG,
      params: Type.Object({ promotion_id: Type.String({ minLength: 1, maxLength: 64 }) }),
      reply: promotionShape,
      handle: async ({ params }) => {
        const id = params.promotion_id;
        const ended = await endPromotion(db, id);
        const promotion = await findPromotion(db, id);
        if (!ended || promotion === undefined)
          throw SANDBOX_ERRORS.error('PROMOTION_NOT_RUNNING', { path: 'promotion_id', value: id });
        return view(promotion);
      },
    }),
  ];
}

function view(one: KeptPromotion) {
  return {
    promotion_id: one.promotionId,
    account_id: one.accountId,
    voucher_id: one.voucherId,
    kind: one.kind,
    name: one.name,
    state: one.state,
    from: one.from,
    to: one.to,
    currency: 'CNY',
    discount: one.discount,
    flash_price: one.flashPrice,
    stock: one.stock,
    per_person: one.perPerson,
    sold: one.sold,
    fee_bp: one.feeBp,
  };
}
