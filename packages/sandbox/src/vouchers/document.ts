import { type interfaces, parseHotelClock, type RequestOf } from '@yuzhu/contract';
import { guestDataOf } from './guest-data.ts';
import type { CancelRule, DayCondition, Markup, Package, VoucherRules } from './rules.ts';

/** A voucher in wire form, as `voucher-save` brings it. */
export type PresaleInfo = RequestOf<typeof interfaces.voucherSave>['presale_info'];

type CouponInfo = PresaleInfo['pre_sale_coupon_info'];
type TradeInfo = PresaleInfo['trade_info'];
type WireMarkup = NonNullable<CouponInfo['markup_info']>[number];
type WireMarkupDays = Pick<
  WireMarkup,
  'markup_date_type' | 'markup_days' | 'markup_days_of_week' | 'markup_holidays' | 'holidays_year'
>;
type WireCancelRule = NonNullable<TradeInfo['cancel_booking_rule']>;

/** Optional text with the SDK's habit undone: `""` means absent (sdk). */
export function given(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

/** All cancel rules of a voucher, from the list and the single form. */
export function cancelRules(trade: TradeInfo): WireCancelRule[] {
  return [...(trade.cancel_booking_rule_list ?? []), ...(trade.cancel_booking_rule ? [trade.cancel_booking_rule] : [])];
}

/** The conditions under which a markup applies: its own and those of `markup_time` (inferred: any of them). */
export function markupConditions(markup: WireMarkup): WireMarkupDays[] {
  const times = markup.markup_time ?? [];
  return times.length > 0 && !namesDays(markup) ? times : [markup, ...times];
}

function namesDays(days: WireMarkupDays): boolean {
  return conditionOf(days) !== undefined;
}

/** Reads a checked document. Call it only after `checkVoucher` found nothing. */
export function rulesOf(info: PresaleInfo): VoucherRules {
  const { pre_sale_coupon_info: coupon, sale_info: sale, trade_info: trade, note_info: note } = info;
  const pictures = coupon.imange_list;
  const times = note.check_time_range;
  return {
    outId: info.out_id,
    name: coupon.coupon_name,
    categoryId: info.category_id,
    currency: given(info.currency) ?? 'CNY',
    cover: pictures.find((one) => one.image_type === 1)?.image_url ?? '',
    pictures: pictures.filter((one) => one.image_type !== 1).map((one) => one.image_url),
    originalAmount: coupon.original_amount,
    price: coupon.actual_amount,
    kind: coupon.sales_type === 2 ? 'hourly' : 'full-day',
    usageHours: coupon.sales_type === 2 ? (coupon.usage_duration ?? null) : null,
    roomsPerVoucher: coupon.apply_room_number,
    nightsPerVoucher: coupon.apply_nights,
    separable: coupon.coupon_separate ?? false,
    ratePlanIds: coupon.bind_rate_plans,
    markups: (coupon.markup_info ?? []).map(markupOf),
    sale: {
      fromMs: moment(sale.sale_date.from),
      // A minute named as the end belongs to the sale as a whole.
      toMs: moment(sale.sale_date.to) + 59_999,
      autoExtends: sale.is_auto_extension,
    },
    book: { from: sale.book_date.from, to: sale.book_date.to },
    liveOnly: sale.show_channel === 2,
    stock: sale.inventory_info.is_limit ? (sale.inventory_info.num ?? 0) : null,
    validity: validityOf(trade),
    excluded: excludedDays(trade),
    limits: {
      perOrder: trade.limt_buy_rule.each_person_each_order_max,
      perPerson: positive(trade.limt_buy_rule.each_person_max),
      perBooking: positive(trade.limt_buy_rule.each_order_can_use_max),
    },
    lead: leadOf(trade),
    cancel: cancelOf(cancelRules(trade)[0]),
    meals: (info.meals ?? []).map(({ type, num }) => ({ type, count: num })),
    checkTimes: times === undefined ? null : { from: times.from ?? null, to: times.to ?? null },
    foreignGuests: note.service_for_foreign,
    notes: note.other_remark_info ?? [],
    guestData: guestDataOf(info),
    packages: (coupon.commodity ?? []).map(packageOf),
    invoiceProvider: trade.invoic_info.provider,
    testData: coupon.is_test_data ?? false,
  };
}

function packageOf(group: NonNullable<CouponInfo['commodity']>[number]): Package {
  const items = (group.item_info ?? []).map(({ product_info: product }) => ({
    name: product.name ?? '',
    count: product.count ?? 1,
    unit: product.unit ?? '',
  }));
  return { name: group.group_name ?? '', choose: positive(group.optional_count), items };
}

function moment(text: string): number {
  const at = parseHotelClock(text);
  if (at === undefined) throw new RangeError(`not a hotel time: ${text}`);
  return at;
}

/** The SDK sends 0 for an unset number, so 0 means "no limit" (sdk). */
function positive(value: number | undefined): number | null {
  return value === undefined || value === 0 ? null : value;
}

function markupOf(markup: WireMarkup): Markup {
  const scopes = markup.markup_effect_scope ?? [];
  const whole = scopes.length === 0 || scopes.some((scope) => scope.is_full_effect === true);
  return {
    amount: markup.markup_amount,
    days: markupConditions(markup).flatMap((days) => conditionOf(days) ?? []),
    ratePlanIds: whole ? null : scopes.flatMap((scope) => scope.effect_id_list ?? []),
  };
}

/** The days a markup condition names by its type; undefined when the member for that type is missing. */
export function conditionOf(days: WireMarkupDays): DayCondition | undefined {
  switch (days.markup_date_type) {
    case 1:
      return days.markup_days && { kind: 'range', from: days.markup_days.from, to: days.markup_days.to };
    case 2:
      return days.markup_days_of_week?.length ? { kind: 'weekdays', weekdays: days.markup_days_of_week } : undefined;
    case 3:
      return days.markup_holidays?.length ? holidayCondition(days.markup_holidays, days.holidays_year) : undefined;
    default:
      return undefined;
  }
}

function holidayCondition(numbers: readonly number[], years: Readonly<Record<string, string>> = {}): DayCondition {
  return { kind: 'holidays', holidays: numbers.map((number) => ({ number, year: given(years[number]) ?? null })) };
}

/** Nights the voucher excludes. */
export function excludedDays(trade: TradeInfo): DayCondition[] {
  const no = trade.customer_can_no_use_date;
  if (no === undefined) return [];
  const conditions: DayCondition[] = [];
  if (no.cannot_use_days_of_week?.length) conditions.push({ kind: 'weekdays', weekdays: no.cannot_use_days_of_week });
  if (no.cannot_use_holidays?.length) conditions.push(holidayCondition(no.cannot_use_holidays, no.holidays_year));
  if (no.cannot_use_date?.length) conditions.push({ kind: 'days', days: no.cannot_use_date });
  return conditions;
}

function validityOf(trade: TradeInfo): VoucherRules['validity'] {
  const { use_date_type: type, use_date: range, day_duration: days } = trade.customer_can_use_date;
  if (type === 2) return { kind: 'days', days: days ?? 1 };
  if (range === undefined) throw new RangeError('a validity of type 1 needs use_date');
  return { kind: 'range', from: range.from, to: range.to };
}

const TIME_UNITS = { 1: 'day', 2: 'hour', 3: 'minute' } as const;

function leadOf(trade: TradeInfo): VoucherRules['lead'] {
  const rule = trade.book_rule;
  const unit = TIME_UNITS[(rule?.time_unit ?? 1) as keyof typeof TIME_UNITS];
  const amount = rule?.time_pre_book ?? 0;
  return {
    earliestDays: positive(rule?.earliest_book_day),
    atLeast: amount === 0 ? null : { amount, unit },
  };
}

function cancelOf(rule: WireCancelRule | undefined): CancelRule {
  const kind = rule?.cancel_type === 2 ? 'until' : rule?.cancel_type === 4 ? 'stepped' : 'never';
  return {
    kind,
    base: rule?.cancel_time_type === 1 ? 'acceptance' : 'check-in',
    steps: (kind === 'never' ? [] : (rule?.cancel_offset ?? [])).map((step) => ({
      beforeMs: offsetMs(step.time_offset ?? {}),
      cut: step.cut_type === 3 ? 'fixed' : step.cut_type === 2 ? 'first-night-percent' : 'percent',
      value: step.cut_value ?? 0,
    })),
  };
}

function offsetMs(offset: NonNullable<NonNullable<WireCancelRule['cancel_offset']>[number]['time_offset']>): number {
  const { day = 0, hour = 0, minute = 0, second = 0 } = offset;
  return (((day * 24 + hour) * 60 + minute) * 60 + second) * 1000;
}
