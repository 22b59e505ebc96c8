import { hotelDate, isDate, MAX_FEN, parseHotelClock } from '@yuzhu/contract';
import { checkCondition } from './check-sale.ts';
import { cancelRules, excludedDays, type PresaleInfo } from './document.ts';
import type { VoucherProblem } from './problems.ts';
import { isTime } from './time-of-day.ts';

const AT = 'trade_info';
const LONGEST_VALIDITY_DAYS = 730;
/** Largest day, hour, minute or second of a cancel step's distance; more is a slip of the pen. */
const MAX_OFFSET = 100_000;

/** Checks how a bought voucher may be used, how many may be bought, how a booking is made and cancelled. */
export function checkTrade(info: PresaleInfo): VoucherProblem[] {
  return [
    ...checkValidity(info),
    ...checkUseTimes(info),
    ...excludedDays(info.trade_info).flatMap((days) => checkCondition(days, `${AT}.customer_can_no_use_date`)),
    ...checkLimits(info),
    ...checkBookRule(info),
    ...checkCancelRule(info),
    ...checkInvoice(info),
  ];
}

function checkValidity(info: PresaleInfo): VoucherProblem[] {
  const { use_date_type: type, use_date: range, day_duration: days } = info.trade_info.customer_can_use_date;
  const path = `${AT}.customer_can_use_date`;
  if (type === 2) {
    return days !== undefined && days >= 1 && days <= LONGEST_VALIDITY_DAYS
      ? []
      : [{ rule: 'validity-days', path: `${path}.day_duration` }];
  }
  if (type !== 1) return [{ rule: 'validity-type', path: `${path}.use_date_type` }];
  if (range === undefined || !isDate(range.from) || !isDate(range.to) || range.to < range.from)
    return [{ rule: 'validity-range', path: `${path}.use_date` }];
  const saleEnd = parseHotelClock(info.sale_info.sale_date.to);
  if (saleEnd !== undefined && range.to < hotelDate(saleEnd))
    return [{ rule: 'validity-before-sale-end', path: `${path}.use_date.to` }];
  const book = info.sale_info.book_date;
  return range.to < book.from || range.from > book.to
    ? [{ rule: 'validity-outside-book-range', path: `${path}.use_date` }]
    : [];
}

function checkUseTimes(info: PresaleInfo): VoucherProblem[] {
  const { use_time_type: type, use_time_list: times = [] } = info.trade_info.customer_can_use_time;
  const fine =
    type === 1 ||
    (type === 2 && times.length > 0 && times.every(({ time_span: span }) => isTime(span.from) && isTime(span.to)));
  return fine ? [] : [{ rule: 'use-time', path: `${AT}.customer_can_use_time` }];
}

function checkLimits(info: PresaleInfo): VoucherProblem[] {
  const {
    each_person_each_order_max: perOrder,
    each_person_max: perPerson = 0,
    ...rest
  } = info.trade_info.limt_buy_rule;
  const path = `${AT}.limt_buy_rule`;
  if (perPerson < 0) return [{ rule: 'limit-number', path: `${path}.each_person_max` }];
  if ((rest.each_order_can_use_max ?? 0) < 0) return [{ rule: 'limit-number', path: `${path}.each_order_can_use_max` }];
  return perPerson !== 0 && perPerson < perOrder ? [{ rule: 'limit-order', path: `${path}.each_person_max` }] : [];
}

function checkBookRule(info: PresaleInfo): VoucherProblem[] {
  const {
    earliest_book_day: earliest = 0,
    time_pre_book: ahead = 0,
    time_unit: unit = 0,
  } = info.trade_info.book_rule ?? {};
  const found: VoucherProblem[] = [];
  // Observed: positive, up to 30. The SDK's 0 for an unset number means no rule (sdk).
  if (earliest < 0 || earliest > 30)
    found.push({ rule: 'earliest-book-day', path: `${AT}.book_rule.earliest_book_day` });
  if (ahead < 0 || ahead > 1_000_000 || (ahead > 0 && (unit < 1 || unit > 3)))
    found.push({ rule: 'time-pre-book', path: `${AT}.book_rule.time_pre_book` });
  return found;
}

/** 1 is the merchant (observed); other providers exist, their numbers are not published. */
function checkInvoice(info: PresaleInfo): VoucherProblem[] {
  const { provider, invoice_types: types = [] } = info.trade_info.invoic_info;
  return provider >= 1 && types.every((type) => type >= 1) ? [] : [{ rule: 'invoice', path: `${AT}.invoic_info` }];
}

function checkCancelRule(info: PresaleInfo): VoucherProblem[] {
  const rules = cancelRules(info.trade_info);
  const path = `${AT}.cancel_booking_rule_list`;
  const rule = rules[0];
  if (rule === undefined || rules.length !== 1) return [{ rule: 'cancel-rule-count', path }];
  const steps = rule.cancel_offset ?? [];
  const offsetsFit = steps.every((step) =>
    Object.values(step.time_offset ?? {}).every((part) => part >= 0 && part <= MAX_OFFSET),
  );
  const hourly = info.pre_sale_coupon_info.sales_type === 2;
  switch (rule.cancel_type) {
    case 3:
      return [];
    case 2: {
      // Observed: exactly one free step; the 24:00 of the check-in day does not exist for hourly rooms (documented).
      const step = steps[0];
      const fine =
        offsetsFit &&
        rule.cancel_time_type === (hourly ? 1 : 2) &&
        steps.length === 1 &&
        step?.cut_type === 1 &&
        (step.cut_value ?? 0) === 0;
      return fine ? [] : [{ rule: 'cancel-until', path }];
    }
    case 4: {
      const fine =
        offsetsFit &&
        steps.length > 0 &&
        (rule.cancel_time_type === 1 || (rule.cancel_time_type === 2 && !hourly)) &&
        steps.every(({ cut_type: type, cut_value: value = 0 }) =>
          type === 3 ? value >= 0 && value <= MAX_FEN : (type === 1 || type === 2) && value >= 0 && value <= 100,
        );
      return fine ? [] : [{ rule: 'cancel-steps', path }];
    }
    default:
      return [{ rule: 'cancel-type', path }];
  }
}
