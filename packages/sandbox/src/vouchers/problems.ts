import { type Bilingual, PLATFORM } from '@yuzhu/contract';

interface ProblemKind extends Bilingual {
  /** `illegalParameter` for what the request alone shows, `business` for what collides with other data (inferred). */
  readonly code: number;
}

const wrong = (zh: string, en: string): ProblemKind => ({ code: PLATFORM.illegalParameter, zh, en });
const collides = (zh: string, en: string): ProblemKind => ({ code: PLATFORM.business, zh, en });

/**
 * Everything the platform may find wrong with a saved voucher, beside missing members and wrong types. The list is
 * inferred unless the check in check-*.ts says otherwise; only the text about a bound out_id is known from live use.
 */
export const VOUCHER_PROBLEMS = {
  'voucher-unknown': collides(
    '预售券不存在或不属于该商户',
    'the voucher does not exist or belongs to another merchant',
  ),
  'out-id-bound': collides('out_id已绑定其他商品', 'the out_id is bound to another product'),
  'out-id-changed': collides('out_id不允许修改', 'the out_id must not be changed'),
  'goods-unknown': collides(
    '绑定的预定商品不存在或不属于该商户',
    'a bound good does not exist or belongs to another merchant',
  ),
  'goods-repeated': wrong('绑定的预定商品重复', 'a good is bound twice'),
  'goods-mixed': collides('不能同时绑定全日房和钟点房商品', 'full-day and hourly goods can not be bound together'),
  'goods-kind': collides('售卖类型与绑定商品不一致', 'sales_type differs from the kind of the bound goods'),
  'usage-duration': wrong(
    '钟点房预售券的使用时长与商品不一致',
    'usage_duration of an hourly voucher must be that of its goods',
  ),
  'category-mismatch': collides(
    '类目与绑定商品所属酒店的类目不一致',
    'category_id must be the leaf category of the hotels behind the bound goods',
  ),
  'settle-type': wrong('结算类型不正确', 'settle_type is 1 (head office) or 2 (branch)'),
  currency: wrong('币种不正确', 'currency is an ISO 4217 code of three capital letters'),
  'currency-of-merchant': wrong('非大陆商户必须填写其币种', 'a merchant outside the mainland must give its currency'),
  meals: wrong('餐食类型或份数不正确', 'meals need type 1 to 3 and at least one portion'),
  'piece-size': wrong('适用间数或晚数超出范围', 'rooms and nights per voucher are at most 99'),
  'amount-order': wrong('售卖价不能高于划线价', 'actual_amount must not exceed original_amount'),
  'amount-too-large': wrong('金额超出范围', 'the amount is too large'),
  'cover-missing': wrong('缺少首图', 'one picture must have image_type 1 (cover)'),
  'picture-address': wrong('图片地址不正确', 'image_url must be an https address'),
  'sale-date-format': wrong('售卖时间格式应为yyyy-MM-dd HH:mm', 'sale_date is written yyyy-MM-dd HH:mm'),
  'sale-date-order': wrong('售卖结束时间必须晚于开始时间', 'sale_date.to must be after sale_date.from'),
  'sale-begins-in-past': wrong('售卖开始时间必须晚于当前时间', 'sale_date.from of a new voucher must be in the future'),
  'book-date-invalid': wrong('可预约日期不存在', 'book_date names a day that does not exist'),
  'book-date-order': wrong('可预约结束日期不能早于开始日期', 'book_date.to must not be before book_date.from'),
  'book-date-past': wrong('可预约日期已过', 'book_date.to of a new voucher must be after today'),
  'show-channel': wrong('展示渠道不正确', 'show_channel is 1 (everywhere) or 2 (live rooms only)'),
  'stock-number': wrong('限量售卖时必须填写库存', 'inventory_info.num is needed when the stock is limited'),
  'markup-type-missing': wrong('设置加价规则时必须填写加价类型', 'markup_type must be given with markup_info'),
  'markup-type-unknown': wrong('不支持的加价类型', 'markup_type other than 1 (fixed amount per day) is not known'),
  'markup-days-missing': wrong('加价规则缺少日期', 'a markup needs the days its markup_date_type names'),
  'markup-days-invalid': wrong('加价日期不正确', 'the days of a markup do not exist or are in the wrong order'),
  'markup-outside-book-range': wrong('加价日期必须在可预约日期内', 'the days of a markup must lie within book_date'),
  'markup-amount': wrong('加价金额超出范围', 'markup_amount is too large'),
  'markup-scope': wrong('加价生效范围不在绑定的商品内', 'markup_effect_scope names a good that is not bound'),
  'holiday-unknown': wrong('节假日编号不正确', 'holiday numbers are 1 to 9'),
  'holiday-year': wrong('节假日年份不正确', 'no holiday calendar is known for that year'),
  'weekday-unknown': wrong('星期取值应为1到7', 'weekdays are 1 (Monday) to 7'),
  'validity-type': wrong('有效期类型不正确', 'use_date_type is 1 (range) or 2 (days after purchase)'),
  'validity-range': wrong('有效期缺失或不正确', 'use_date is missing, does not exist or is in the wrong order'),
  'validity-days': wrong('购买后有效天数不正确', 'day_duration is needed, 1 to 730'),
  'validity-before-sale-end': wrong(
    '有效期结束日期早于售卖结束日期',
    'use_date.to must not be before the end of the sale',
  ),
  'validity-outside-book-range': wrong('有效期与可预约日期没有交集', 'use_date and book_date have no day in common'),
  'use-time': wrong('可使用时间不正确', 'use_time_type is 1, or 2 with use_time_list of HH:mm times'),
  'excluded-day': wrong('不可用日期不存在', 'cannot_use_date names a day that does not exist'),
  'limit-number': wrong('购买限制不正确', 'purchase limits must not be negative'),
  'limit-order': wrong(
    '每人限购数量不能小于每单限购数量',
    'each_person_max must not be below each_person_each_order_max',
  ),
  'earliest-book-day': wrong('最早可提前预约天数应为1到30', 'earliest_book_day is 1 to 30'),
  'time-pre-book': wrong('提前预约时间不正确', 'time_pre_book must not be negative and needs time_unit 1 to 3'),
  'cancel-rule-count': wrong('必须且只能设置一条取消预约规则', 'exactly one cancel rule is needed'),
  'cancel-type': wrong('取消类型不正确', 'cancel_type is 2, 3 or 4 for vouchers'),
  'cancel-until': wrong(
    '限时取消规则不正确',
    'cancel_type 2 needs one offset with cut_type 1 and cut_value 0, and cancel_time_type 2 (1 for hourly rooms)',
  ),
  'cancel-steps': wrong(
    '阶梯退规则不正确',
    'cancel_type 4 needs offsets, each with cut_type 1 to 3 and a cut_value in range',
  ),
  package: wrong(
    '套餐内容不正确',
    'a package needs named items with counts, and optional_count must not exceed total_count',
  ),
  'package-scope': wrong('套餐生效范围不在绑定的商品内', 'effect_scope of a package names a good that is not bound'),
  award: wrong('预约奖励缺少时间条件', 'appointment_award needs after_pay_days or a date_range in order'),
  'guest-data': wrong('留资配置缺少要收集的信息', 'guest data that is enabled must name persons and data items'),
  invoice: wrong('发票信息不正确', 'invoic_info.provider and invoice_types are 1 or above'),
  'check-times': wrong('入住离店时间格式应为HH:mm', 'check_time_range is written HH:mm'),
} as const satisfies Record<string, ProblemKind>;

/** Name of a check. */
export type VoucherRuleName = keyof typeof VOUCHER_PROBLEMS;

/** One thing wrong with a saved voucher. */
export interface VoucherProblem {
  readonly rule: VoucherRuleName;
  /** Path inside `presale_info`. */
  readonly path: string;
}
