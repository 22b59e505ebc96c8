import { notFound } from '../../errors.ts';
import { type RatePlanRow, ratePlanKinds } from '../../goods/store.ts';
import { checkVoucherDocument, voucherFacts } from '../../vouchers/document.ts';
import type { VoucherDocument } from '../../vouchers/document-shape.ts';
import type { DocumentProblem } from '../../vouchers/rules/rule.ts';
import { saveVoucherDocument } from '../../vouchers/store.ts';
import { input, ownId } from '../fields.ts';
import { inputInvalid } from '../problems.ts';
import { apiRoute } from '../route.ts';
import { voucherDocument } from './document-schema.ts';
import { readVoucher, voucherWithDocument } from './read-voucher.ts';

export default apiRoute({
  operation: 'saveVoucher',
  method: 'PUT',
  path: '/vouchers/{voucher_id}',
  group: 'vouchers',
  title: { zh: '创建或更新预售券', en: 'Create or update a voucher' },
  about: {
    zh: '内容为平台的 presale_info 结构（不含 out_id 与 pre_sale_coupon_id），bind_rate_plans 填酒店自己的预定商品编号。保存只在本系统生效；调用发布后才会传到平台并送审。',
    en: 'The document is the platform’s presale_info without out_id and pre_sale_coupon_id; bind_rate_plans holds the hotel’s own rate plan ids. It is kept here only; publish it to send it to the platform and its audit.',
  },
  params: { voucher_id: ownId('the hotel’s own id (out_id); it never changes') },
  body: input({ document: voucherDocument }),
  reply: voucherWithDocument,
  errors: ['NOT_FOUND', 'VOUCHER_MADE_BY_HAND'],
  handle: async ({ db, clock }, { caller, params, body }) => {
    const { accountId } = caller;
    const { document } = body;
    refuse([...checkVoucherDocument(document), ...tooLarge(document)]);
    const facts = voucherFacts(document);
    await db.tx(async (session) => {
      const goods = await ratePlanKinds(session, accountId, facts.ratePlanIds);
      const missing = facts.ratePlanIds.find((id) => !goods.some((good) => good.rate_plan_id === id));
      if (missing !== undefined) {
        throw notFound('rate_plan', missing, 'body.document.pre_sale_coupon_info.bind_rate_plans');
      }
      refuse(kindProblems(document, goods));
      await saveVoucherDocument(session, accountId, params.voucher_id, document, facts, clock.now());
    });
    return readVoucher(db, accountId, params.voucher_id);
  },
});

/** @throws AppError INPUT_INVALID with every problem */
function refuse(problems: readonly DocumentProblem[]): void {
  if (problems.length === 0) return;
  throw inputInvalid(
    problems.map(({ path, zh, en }) => ({ where: `body.document.${path}`, message_zh: zh, message_en: en })),
  );
}

/** A voucher sells either full-day or hourly rooms, and hourly ones for the hours of its goods (inferred). */
function kindProblems(
  { pre_sale_coupon_info: info }: VoucherDocument,
  goods: readonly Pick<RatePlanRow, 'sales_type' | 'hourly'>[],
): DocumentProblem[] {
  const kind = info.sales_type ?? 1;
  if (goods.some((good) => good.sales_type !== kind))
    return [
      {
        path: 'pre_sale_coupon_info.sales_type',
        zh: '售卖类型须与全部绑定的预定商品一致（1 全日房、2 钟点房）',
        en: 'must be the kind of all bound rate plans (1 full-day, 2 hourly)',
      },
    ];
  return goods.some(({ hourly }) => hourly !== null && hourly.usage_duration !== info.usage_duration)
    ? [
        {
          path: 'pre_sale_coupon_info.usage_duration',
          zh: '使用时长须与绑定的钟点房商品一致',
          en: 'must be the hours of the bound hourly rate plans',
        },
      ]
    : [];
}

/** More rooms or nights than any voucher has; beyond what the columns of orders hold. */
const MOST = { rooms: 100, nights: 365 } as const;

function tooLarge({ pre_sale_coupon_info: info }: VoucherDocument): DocumentProblem[] {
  const problem = (member: string, most: number): DocumentProblem => ({
    path: `pre_sale_coupon_info.${member}`,
    zh: `不能大于 ${most}`,
    en: `must be at most ${most}`,
  });
  return [
    ...(info.apply_room_number > MOST.rooms ? [problem('apply_room_number', MOST.rooms)] : []),
    ...(info.apply_nights > MOST.nights ? [problem('apply_nights', MOST.nights)] : []),
  ];
}
