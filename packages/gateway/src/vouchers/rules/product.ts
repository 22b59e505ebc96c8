import { isDate, MAX_FEN } from '@yuzhu/contract';
import type { VoucherDocument } from '../document-shape.ts';
import { isTimeOfDay, isWebAddress, type Rule, when } from './rule.ts';

const AT = 'pre_sale_coupon_info';

type Info = VoucherDocument['pre_sale_coupon_info'];

/** What the voucher is: money, pictures, meals, packages, rewards, guest data, notes. Confidence stands at each rule. */
export const PRODUCT_RULES: readonly Rule[] = [
  // goods-api
  ({ settle_type: type }) =>
    when(
      type !== 1 && type !== 2,
      'settle_type',
      '结算类型应为 1（总店）或 2（分店）',
      'must be 1 (head office) or 2 (branch)',
    ),
  // sdk: three letters of ISO 4217
  ({ currency }) =>
    when(
      currency !== undefined && currency !== '' && !/^[A-Z]{3}$/.test(currency),
      'currency',
      '币种应为三位大写字母',
      'must be three capital letters',
    ),
  // inferred
  ({ meals = [] }) =>
    meals.flatMap(({ type, num }, at) =>
      when(
        type < 1 || type > 3 || num < 1,
        `meals[${at}]`,
        '餐食类型为 1 到 3，份数至少为 1',
        'the kind is 1 to 3, with at least one portion',
      ),
    ),
  // inferred
  ({ pre_sale_coupon_info: info }) =>
    when(
      info.actual_amount > info.original_amount,
      `${AT}.actual_amount`,
      '售卖价不能高于划线价',
      'the selling price must not exceed the struck-through price',
    ),
  ({ pre_sale_coupon_info: info }) =>
    when(info.original_amount > MAX_FEN, `${AT}.original_amount`, '金额过大', 'the amount is too large'),
  // inferred: the kind of the voucher is that of its goods; midnight rooms are refused for presale (observed)
  ({ pre_sale_coupon_info: { sales_type: type, usage_duration: hours } }) => [
    ...when(
      type !== undefined && type !== 1 && type !== 2,
      `${AT}.sales_type`,
      '售卖类型应为 1（全日房）或 2（钟点房）',
      'must be 1 (full day) or 2 (hourly)',
    ),
    ...when(
      type === 2 && (hours === undefined || hours < 1 || hours > 23),
      `${AT}.usage_duration`,
      '钟点房预售券需要使用时长（1 到 23 小时）',
      'an hourly voucher needs its hours of use, 1 to 23',
    ),
  ],
  // inferred: at least one cover
  ({ pre_sale_coupon_info: info }) =>
    when(
      !info.imange_list.some((image) => image.image_type === 1),
      `${AT}.imange_list`,
      '至少需要一张主图（image_type 1）',
      'at least one cover picture (image_type 1) is needed',
    ),
  // documented: a public https address
  ({ pre_sale_coupon_info: info }) =>
    info.imange_list.flatMap(({ image_url: address }, at) =>
      when(
        !isWebAddress(address),
        `${AT}.imange_list[${at}].image_url`,
        '图片地址应为 https 地址',
        'a picture needs an https address',
      ),
    ),
  ({ pre_sale_coupon_info: info }) => (info.commodity ?? []).flatMap((group, at) => packageProblems(info, group, at)),
  // inferred
  ({ pre_sale_coupon_info: { appointment_award: award } }) => {
    const { start, end } = award?.date_range ?? {};
    const inRange = start !== undefined && end !== undefined && isDate(start) && isDate(end) && start <= end;
    return when(
      award?.is_award === true && (award.after_pay_days ?? 0) < 1 && !inRange,
      `${AT}.appointment_award`,
      '预约奖励需要 after_pay_days 或起止正确的 date_range',
      'a reward needs after_pay_days or a date_range in order',
    );
  },
  ({ pre_sale_coupon_info: info }) => guestDataProblems(info),
  // documented: HH:mm
  ({ note_info: { check_time_range: times } }) =>
    when(
      [times?.from, times?.to].some((time) => time !== undefined && time !== '' && !isTimeOfDay(time)),
      'note_info.check_time_range',
      '入住离店时间格式应为 HH:mm',
      'times of arrival and departure are written HH:mm',
    ),
];

/** Every package has named things in it, and no more can be chosen than there are (inferred). */
function packageProblems(info: Info, group: NonNullable<Info['commodity']>[number], at: number) {
  const path = `${AT}.commodity[${at}]`;
  const items = group.item_info ?? [];
  const { total_count: total = items.length, optional_count: choose = 0 } = group;
  const named = items.every(({ product_info: { name, count = 1, price = 0 } }) => name && count >= 1 && price >= 0);
  const ids = (group.effect_scope ?? []).flatMap((scope) => scope.effect_id_list ?? []);
  return [
    ...when(
      items.length === 0 || !named,
      `${path}.item_info`,
      '套餐至少需要一项内容，且名称与数量完整',
      'a package needs at least one item, each with name and count',
    ),
    ...when(
      total < 1 || choose < 0 || choose > total,
      `${path}.optional_count`,
      '可选数量不能大于总数量',
      'no more can be chosen than there are',
    ),
    ...when(
      ids.some((id) => !info.bind_rate_plans.includes(id)),
      `${path}.effect_scope`,
      '套餐生效范围应为已绑定的预定商品',
      'the scope of a package must be bound rate plans',
    ),
  ];
}

/** What is switched on has to ask for something (inferred). */
function guestDataProblems({ hotel_customer_reserved_info: reserved }: Info) {
  return (['require_purchase_contact_info', 'require_booking_info'] as const).flatMap((name) => {
    const asked = reserved?.[name];
    const lists = asked?.identity_type_with_content_list ?? [];
    return when(
      asked?.enable === true &&
        (lists.length === 0 || lists.some((one) => (one.contact_identity_content_list ?? []).length === 0)),
      `${AT}.hotel_customer_reserved_info.${name}`,
      '启用留资时需要列出要收集的信息',
      'guest data that is enabled must list what is asked',
    );
  });
}
