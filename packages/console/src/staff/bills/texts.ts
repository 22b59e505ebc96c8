import type { Texts } from '../../shared/language.ts';

/** Texts of the bills. */
export const BILLS = {
  title: ['账单', 'Bills'],
  day: ['核销日', 'Day of verification'],
  fetch: ['立即获取', 'Fetch now'],
  fetchedTitle: ['获取时间', 'Fetched'],
  neverFetched: ['还没有获取过', 'never fetched'],
  lines: ['账单行', 'Lines'],
  billed: ['账单合计', 'Billed'],
  toMatch: ['待核对', 'To be matched'],
  matches: ['核对结果', 'Matching'],
  noMatches: ['没有核对结果。', 'No outcome.'],
  noLines: ['这一天没有账单行。', 'This day has no lines.'],
  all: ['全部', 'All'],
  booking: ['预约单', 'Booking'],
  noBooking: ['账单行没有写明订单', 'lines that name no order'],
  state: ['结果', 'Outcome'],
  billedColumn: ['账单净额', 'Billed'],
  income: ['平台收入查询', 'Income by query'],
  gross: ['住客实付（账单 / 我方）', 'Guest paid (bill / ours)'],
  difference: ['差 {amount}', 'differs by {amount}'],
  reasons: ['说明', 'Why'],
  and: ['；', '; '],
  ledgerId: ['账单行编号', 'Line'],
  certificate: ['券', 'Coupon'],
  type: ['类型', 'Type'],
  income1: ['收入', 'income'],
  reversal: ['冲销', 'reversal'],
  unknownType: ['未知类型 {type}', 'unknown type {type}'],
  amount: ['金额', 'Amount'],
  breakdown: ['明细', 'Breakdown'],
  show: ['查看', 'Show'],
  gone: ['平台已不再列出', 'no longer listed by the platform'],
  failed: ['上次获取失败：{error}', 'The last fetch failed: {error}'],
} as const satisfies Texts;

/** Why matching came out so, by the code the gateway gives. An unknown one shows its code. */
export const REASONS = {
  income_differs: ['账单合计与平台结算金额不一致', 'the lines do not add up to the settled income'],
  gross_differs: ['账单的实付金额与我方订单不一致', 'what guests paid differs from our own books'],
  breakdown_differs: ['账单行的明细与金额不一致', 'a line’s breakdown differs from its amount'],
  income_unavailable: ['平台没有给出结算金额', 'the platform gave no settled income'],
  reversed: ['含有冲销', 'a reversal is among the lines'],
  unknown_settle_type: ['结算类型未知，没有猜测收支方向', 'a settle type is unknown; its direction was not guessed'],
  no_amount: ['账单行没有金额', 'a line names no amount'],
  no_order_number: ['账单行没有写明订单', 'lines name no order'],
  unknown_order: ['我方没有这个预约单', 'there is no such booking here'],
  no_lines: ['应有账单但没有账单行', 'a bill was due and no line came'],
  no_check_possible: ['没有可以核对的依据', 'there was nothing to check against'],
} as const satisfies Texts;

/** Parts of a bill line’s amount. The platform may add others: they show their names. */
export const PARTS = {
  pay: ['住客实付', 'paid by the guest'],
  pay_discount: ['支付优惠', 'payment discount'],
  merchant_ticket: ['商家优惠', 'merchant’s discount'],
  platform_ticket: ['平台优惠', 'platform’s discount'],
  ledger_total: ['商家分账', 'share of the hotel'],
  total_merchant_platform_service: ['软件服务费', 'service fee'],
  talent_commission: ['达人佣金', 'creator’s commission'],
} as const satisfies Texts;

/** Outcomes of matching. */
export const MATCHES = {
  matched: ['一致', 'matched'],
  difference: ['有差异', 'differs'],
  missing_bill: ['缺账单', 'bill missing'],
  unknown_booking: ['未知预约单', 'unknown booking'],
  unknown_type: ['未知结算类型', 'unknown type'],
} as const satisfies Texts;
