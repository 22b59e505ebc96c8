import { hotelDate, MAX_FEN, parseHotelClock } from '@yuzhu/contract';
import type { VoucherDocument } from '../document-shape.ts';
import { holidayProblems, rangeProblems, weekdayProblems } from './days.ts';
import { type DocumentProblem, type Rule, when } from './rule.ts';

const AT = 'pre_sale_coupon_info';

type Markup = NonNullable<VoucherDocument['pre_sale_coupon_info']['markup_info']>[number];
type MarkupDays = Omit<Markup, 'markup_amount' | 'markup_effect_scope' | 'markup_time'>;

/** When and where the voucher is sold, which nights may be booked, and the surcharges on them. */
export const SALE_RULES: readonly Rule[] = [
  // observed
  ({ sale_info: { sale_date: sale } }) => {
    const from = parseHotelClock(sale.from);
    const to = parseHotelClock(sale.to);
    if (from === undefined || to === undefined) {
      return when(true, 'sale_info.sale_date', '时间格式应为 yyyy-MM-dd HH:mm', 'times must be yyyy-MM-dd HH:mm');
    }
    return when(to <= from, 'sale_info.sale_date.to', '结束时间应晚于开始时间', 'the end must be after the begin');
  },
  ({ sale_info: { book_date: book } }) => rangeProblems(book.from, book.to, 'sale_info.book_date.to'),
  // goods-api
  ({ sale_info: { show_channel: channel } }) =>
    when(
      channel !== 1 && channel !== 2,
      'sale_info.show_channel',
      '展示渠道应为 1（不限制）或 2（仅直播间可见）',
      'must be 1 (everywhere) or 2 (live rooms only)',
    ),
  // sdk
  ({ sale_info: { inventory_info: stock } }) =>
    when(
      stock.is_limit && stock.num === undefined,
      'sale_info.inventory_info.num',
      '限量时必须给出库存数量',
      'a limited stock needs its number',
    ),
  // observed
  ({ pre_sale_coupon_info: { markup_info: markups = [], markup_type: type } }) =>
    markups.length === 0
      ? []
      : [
          ...when(
            type === undefined || type === 0,
            `${AT}.markup_type`,
            '有加价规则时必须声明 markup_type',
            'markup_type must be declared when there are surcharge rules',
          ),
          ...when(
            type !== undefined && type !== 0 && type !== 1,
            `${AT}.markup_type`,
            '加价类型只支持 1（按日固定金额）',
            'the only known kind is 1 (fixed amount per day)',
          ),
        ],
  (document) =>
    (document.pre_sale_coupon_info.markup_info ?? []).flatMap((one, at) => markupProblems(document, one, at)),
];

function markupProblems(document: VoucherDocument, markup: Markup, at: number): DocumentProblem[] {
  const path = `${AT}.markup_info[${at}]`;
  const times: readonly MarkupDays[] = markup.markup_time ?? [];
  const bound = document.pre_sale_coupon_info.bind_rate_plans;
  const scope = (markup.markup_effect_scope ?? []).flatMap((one) => one.effect_id_list ?? []);
  const book = document.sale_info.book_date;
  const conditions = times.length > 0 && !namesDays(markup) ? times : [markup, ...times];
  return [
    ...when(markup.markup_amount > MAX_FEN, `${path}.markup_amount`, '金额过大', 'the amount is too large'),
    ...when(
      scope.some((id) => !bound.includes(id)),
      `${path}.markup_effect_scope`,
      '加价生效范围应为已绑定的预定商品',
      'the scope of a surcharge must be bound rate plans',
    ),
    ...conditions.flatMap((days) => dayProblems(days, path, book)),
  ];
}

/** Whether a condition has the member its kind asks for: 1 range (observed), 2 weekdays, 3 holidays (inferred). */
function namesDays(days: MarkupDays): boolean {
  const given = [days.markup_days, days.markup_days_of_week?.length, days.markup_holidays?.length];
  return Boolean(given[days.markup_date_type - 1]);
}

function dayProblems(days: MarkupDays, path: string, book: { from: string; to: string }): DocumentProblem[] {
  if (!namesDays(days)) {
    return when(
      true,
      path,
      '加价规则缺少与 markup_date_type 对应的日期',
      'a surcharge needs the days its markup_date_type names',
    );
  }
  const { markup_days: range } = days;
  if (days.markup_date_type === 2) return weekdayProblems(days.markup_days_of_week, `${path}.markup_days_of_week`);
  if (days.markup_date_type === 3)
    return holidayProblems(days.markup_holidays, days.holidays_year, `${path}.markup_holidays`);
  if (range === undefined) return [];
  const wrong = rangeProblems(range.from, range.to, `${path}.markup_days`);
  // observed: the days of a surcharge lie within the bookable ones
  return wrong.length > 0
    ? wrong
    : when(
        range.from < book.from || range.to > book.to,
        `${path}.markup_days`,
        '加价日期必须在可预约日期内',
        'the days of a surcharge must lie within book_date',
      );
}

/**
 * What a new voucher must keep at the moment it is sent, which a document kept for later need not: the sale begins in
 * the future (observed) and something is left to book.
 */
export function beginningProblems(document: VoucherDocument, now: number): DocumentProblem[] {
  const { sale_date: sale, book_date: book } = document.sale_info;
  const from = parseHotelClock(sale.from);
  return [
    ...when(
      from !== undefined && from <= now,
      'sale_info.sale_date.from',
      '新建预售券的售卖开始时间必须晚于当前时间',
      'the sale of a new voucher must begin in the future',
    ),
    ...when(book.to <= hotelDate(now), 'sale_info.book_date.to', '可预约日期已过', 'the bookable dates are over'),
  ];
}
