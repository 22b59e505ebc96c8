import { hotelDate, isDate, MAX_FEN, parseHotelClock } from '@yuzhu/contract';
import { conditionOf, markupConditions, type PresaleInfo } from './document.ts';
import { HOLIDAYS, isHoliday } from './holidays.ts';
import type { VoucherProblem } from './problems.ts';
import type { DayCondition } from './rules.ts';
import type { VoucherFacts } from './voucher-facts.ts';

/** Checks when the voucher is sold, which nights may be booked, and the surcharges on them. */
export function checkSale(info: PresaleInfo, facts: VoucherFacts): VoucherProblem[] {
  return [...checkSaleDates(info, facts), ...checkMarkups(info)];
}

function checkSaleDates(info: PresaleInfo, facts: VoucherFacts): VoucherProblem[] {
  const { sale_date: sale, book_date: book, inventory_info: stock, show_channel: channel } = info.sale_info;
  const found: VoucherProblem[] = [];
  const from = parseHotelClock(sale.from);
  const to = parseHotelClock(sale.to);
  if (from === undefined) found.push({ rule: 'sale-date-format', path: 'sale_info.sale_date.from' });
  if (to === undefined) found.push({ rule: 'sale-date-format', path: 'sale_info.sale_date.to' });
  if (from !== undefined && to !== undefined && to <= from)
    found.push({ rule: 'sale-date-order', path: 'sale_info.sale_date.to' });
  // Observed: a new voucher must go on sale in the future.
  if (!facts.update && from !== undefined && from <= facts.now)
    found.push({ rule: 'sale-begins-in-past', path: 'sale_info.sale_date.from' });
  const real = isDate(book.from) && isDate(book.to);
  if (!real) found.push({ rule: 'book-date-invalid', path: 'sale_info.book_date' });
  else if (book.to < book.from) found.push({ rule: 'book-date-order', path: 'sale_info.book_date.to' });
  else if (!facts.update && book.to <= hotelDate(facts.now))
    found.push({ rule: 'book-date-past', path: 'sale_info.book_date.to' });
  if (channel !== 1 && channel !== 2) found.push({ rule: 'show-channel', path: 'sale_info.show_channel' });
  if (stock.is_limit && stock.num === undefined)
    found.push({ rule: 'stock-number', path: 'sale_info.inventory_info.num' });
  return found;
}

function checkMarkups(info: PresaleInfo): VoucherProblem[] {
  const coupon = info.pre_sale_coupon_info;
  const markups = coupon.markup_info ?? [];
  if (markups.length === 0) return [];
  const found: VoucherProblem[] = [];
  const type = coupon.markup_type ?? 0;
  // Observed: the kind must be declared when rules are given.
  if (type === 0) found.push({ rule: 'markup-type-missing', path: 'pre_sale_coupon_info.markup_type' });
  else if (type !== 1) found.push({ rule: 'markup-type-unknown', path: 'pre_sale_coupon_info.markup_type' });
  for (const [at, markup] of markups.entries()) {
    const path = `pre_sale_coupon_info.markup_info[${at}]`;
    if (markup.markup_amount > MAX_FEN) found.push({ rule: 'markup-amount', path: `${path}.markup_amount` });
    for (const days of markupConditions(markup)) {
      const condition = conditionOf(days);
      if (condition === undefined) found.push({ rule: 'markup-days-missing', path });
      else found.push(...checkCondition(condition, path), ...checkInsideBookRange(condition, path, info));
    }
    const bound = coupon.bind_rate_plans;
    const named = (markup.markup_effect_scope ?? []).flatMap((scope) => scope.effect_id_list ?? []);
    if (named.some((id) => !bound.includes(id)))
      found.push({ rule: 'markup-scope', path: `${path}.markup_effect_scope` });
  }
  return found;
}

/** Observed: the days of a markup must lie within the bookable range. */
function checkInsideBookRange(condition: DayCondition, path: string, info: PresaleInfo): VoucherProblem[] {
  const { from, to } = info.sale_info.book_date;
  return condition.kind === 'range' && (condition.from < from || condition.to > to)
    ? [{ rule: 'markup-outside-book-range', path: `${path}.markup_days` }]
    : [];
}

/** Checks days named in whatever way: real days in order, known weekdays, holidays and years. */
export function checkCondition(condition: DayCondition, path: string): VoucherProblem[] {
  switch (condition.kind) {
    case 'range':
      return isDate(condition.from) && isDate(condition.to) && condition.from <= condition.to
        ? []
        : [{ rule: 'markup-days-invalid', path }];
    case 'weekdays':
      return condition.weekdays.every((day) => day >= 1 && day <= 7) ? [] : [{ rule: 'weekday-unknown', path }];
    case 'days':
      return condition.days.every(isDate) ? [] : [{ rule: 'excluded-day', path }];
    case 'holidays':
      if (!condition.holidays.every(({ number }) => isHoliday(number))) return [{ rule: 'holiday-unknown', path }];
      return condition.holidays.every(({ year }) => year === null || Object.hasOwn(HOLIDAYS, year))
        ? []
        : [{ rule: 'holiday-year', path }];
  }
}
