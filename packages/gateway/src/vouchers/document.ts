import { describeProblem, interfaces, parseHotelClock, type RequestOf, readMessage } from '@yuzhu/contract';
import Type, { type Static } from 'typebox';

type PresaleInfo = RequestOf<typeof interfaces.voucherSave>['presale_info'];

/**
 * A voucher as the hotel wants it: the platform's structure without the two ids, which the gateway puts in.
 * `bind_rate_plans` holds the hotel's own rate plan ids.
 */
export const VOUCHER_DOCUMENT = Type.Omit(interfaces.voucherSave.request.properties.presale_info, [
  'out_id',
  'pre_sale_coupon_id',
]);

/** A voucher as the hotel wants it. */
export type VoucherDocument = Static<typeof VOUCHER_DOCUMENT>;

/** Something in a document that the platform would not take. */
export interface DocumentProblem {
  /** Where, e.g. `pre_sale_coupon_info.actual_amount`. */
  readonly path: string;
  readonly zh: string;
  readonly en: string;
}

/** The parts the gateway itself works with. */
export interface VoucherFacts {
  readonly name: string;
  readonly roomsPerVoucher: number;
  readonly nightsPerVoucher: number;
  readonly separable: boolean;
  /** The hotel's rate plan ids, each once. */
  readonly ratePlanIds: readonly string[];
}

/** What a document says about the voucher's name, rooms, nights and goods. */
export function voucherFacts(document: VoucherDocument): VoucherFacts {
  const info = document.pre_sale_coupon_info;
  return {
    name: info.coupon_name,
    roomsPerVoucher: info.apply_room_number,
    nightsPerVoucher: info.apply_nights,
    separable: info.coupon_separate ?? false,
    ratePlanIds: [...new Set(info.bind_rate_plans)],
  };
}

/**
 * Checks a document before it is kept: the contract's shape first, then what the platform is known to refuse. Saves a
 * rejected save or audit. Empty when all is well.
 */
export function checkVoucherDocument(document: unknown): DocumentProblem[] {
  const reading = readMessage(VOUCHER_DOCUMENT, document, 'strict');
  if (reading.value === undefined) {
    return reading.faults.map((fault) => {
      const en = describeProblem(fault);
      return { path: fault.path, zh: `${fault.path || '内容'} 缺失或不符合要求（应为：${fault.expected}）`, en };
    });
  }
  return RULES.flatMap((rule) => rule(reading.value as VoucherDocument));
}

type Rule = (document: VoucherDocument) => DocumentProblem[];

const when = (wrong: boolean, path: string, zh: string, en: string): DocumentProblem[] =>
  wrong ? [{ path, zh, en }] : [];

const COUPON = 'pre_sale_coupon_info';

const RULES: readonly Rule[] = [
  // inferred
  ({ pre_sale_coupon_info: info }) =>
    when(
      info.actual_amount > info.original_amount,
      `${COUPON}.actual_amount`,
      '售卖价不能高于划线价',
      'the selling price must not exceed the struck-through price',
    ),
  // inferred: at least one cover
  ({ pre_sale_coupon_info: info }) =>
    when(
      !info.imange_list.some((image) => image.image_type === 1),
      `${COUPON}.imange_list`,
      '至少需要一张主图（image_type 1）',
      'at least one cover picture (image_type 1) is needed',
    ),
  // documented: a public https address
  ({ pre_sale_coupon_info: info }) =>
    info.imange_list.flatMap(({ image_url: address }, at) =>
      when(
        !(URL.canParse(address) && new URL(address).protocol === 'https:'),
        `${COUPON}.imange_list[${at}].image_url`,
        '图片地址应为 https 地址',
        'a picture needs an https address',
      ),
    ),
  // observed
  ({ pre_sale_coupon_info: info }) =>
    when(
      (info.markup_info?.length ?? 0) > 0 && info.markup_type === undefined,
      `${COUPON}.markup_type`,
      '有加价规则时必须声明 markup_type',
      'markup_type must be declared when there are surcharge rules',
    ),
  // observed
  ({ sale_info: sale }) => {
    const from = parseHotelClock(sale.sale_date.from);
    const to = parseHotelClock(sale.sale_date.to);
    if (from === undefined || to === undefined) {
      return when(true, 'sale_info.sale_date', '时间格式应为 yyyy-MM-dd HH:mm', 'times must be yyyy-MM-dd HH:mm');
    }
    return when(to <= from, 'sale_info.sale_date.to', '结束时间应晚于开始时间', 'the end must be after the begin');
  },
  ({ sale_info: sale }) =>
    when(
      sale.book_date.to < sale.book_date.from,
      'sale_info.book_date.to',
      '可订日期的结束早于开始',
      'the last bookable day is before the first',
    ),
  // sdk
  ({ sale_info: sale }) =>
    when(
      sale.inventory_info.is_limit && sale.inventory_info.num === undefined,
      'sale_info.inventory_info.num',
      '限量时必须给出库存数量',
      'a limited stock needs its number',
    ),
  // goods-api
  ({ trade_info: trade }) => {
    const { use_date_type: type, use_date: range, day_duration: days } = trade.customer_can_use_date;
    return when(
      (type === 1 && range === undefined) || (type === 2 && days === undefined),
      'trade_info.customer_can_use_date',
      '类型 1 需要 use_date，类型 2 需要 day_duration',
      'type 1 needs use_date, type 2 needs day_duration',
    );
  },
  // observed: live use sends exactly one rule
  ({ trade_info: trade }) => {
    const rules = [
      ...(trade.cancel_booking_rule === undefined ? [] : [trade.cancel_booking_rule]),
      ...(trade.cancel_booking_rule_list ?? []),
    ];
    return [
      ...when(
        rules.length !== 1,
        'trade_info.cancel_booking_rule_list',
        '需要恰好一条取消预约规则',
        'exactly one cancellation rule is needed',
      ),
      ...when(
        rules.some((rule) => ![2, 3, 4].includes(rule.cancel_type)),
        'trade_info.cancel_booking_rule_list[0].cancel_type',
        '预售券的取消类型应为 2、3 或 4',
        'the cancel type of a voucher must be 2, 3 or 4',
      ),
    ];
  },
];

/**
 * The structure for the wire: the ids put in, rate plans by the platform's ids. `platformIds` maps the hotel's rate
 * plan ids; all of them must be there.
 */
export function presaleInfo(
  document: VoucherDocument,
  voucherId: string,
  platformVoucherId: string | undefined,
  platformIds: ReadonlyMap<string, string>,
): PresaleInfo {
  const { ratePlanIds } = voucherFacts(document);
  return {
    ...document,
    out_id: voucherId,
    ...(platformVoucherId === undefined ? {} : { pre_sale_coupon_id: platformVoucherId }),
    pre_sale_coupon_info: {
      ...document.pre_sale_coupon_info,
      bind_rate_plans: ratePlanIds.map((id) => {
        const platformId = platformIds.get(id);
        if (platformId === undefined) throw new RangeError(`rate plan ${id} has no platform id`);
        return platformId;
      }),
    },
  };
}
