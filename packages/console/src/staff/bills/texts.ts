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
  ledgerId: ['账单行编号', 'Line'],
  certificate: ['券', 'Voucher piece'],
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

/** Outcomes of matching. */
export const MATCHES = {
  matched: ['一致', 'matched'],
  difference: ['有差异', 'differs'],
  missing_bill: ['缺账单', 'bill missing'],
  unknown_booking: ['未知预约单', 'unknown booking'],
  unknown_type: ['未知结算类型', 'unknown type'],
} as const satisfies Texts;
