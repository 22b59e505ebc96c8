import {
  ARI_HORIZON_NIGHTS,
  addDays,
  daysBetween,
  daysIn,
  type interfaces,
  isDate,
  MAX_FEN,
  PARTNER,
  type ReplyOf,
  type RequestOf,
  weekday,
} from '@yuzhu/contract';
import type { NightChange, PlanChanges } from './nights.ts';

/** Most rooms of one type a night may have; more is a fault of the sender (inferred). */
const MAX_INVENTORY = 100_000;

type StockGroup = RequestOf<typeof interfaces.stockSave>['aris'][number];
type PriceGroup = RequestOf<typeof interfaces.priceSave>['aris'][number];
/** A group of a stock or price push: all members of both, each push using its own. */
export type PushGroup = StockGroup & Partial<Omit<PriceGroup, keyof StockGroup>>;

/** Why a group is not taken: an item code of the platform with its text (codes inferred). */
export interface GroupRefusal {
  readonly code: number;
  readonly zh: string;
}

/** What a group is checked against. */
export interface GroupFacts {
  /** Room type of the good, or undefined when the merchant has no such good. */
  readonly roomId: string | undefined;
  readonly hotelId: string | undefined;
  /** Hotel the call names; '' or absent = none. */
  readonly calledHotelId: string | undefined;
  /** Of a merchant outside the mainland. */
  readonly currency: string | null;
  readonly today: string;
}

/** The first thing wrong with a group of a push, or null. */
export function groupRefusal(group: PushGroup, facts: GroupFacts): GroupRefusal | null {
  const { start, end } = group.timerange;
  if (facts.roomId === undefined) return { code: PARTNER.roomTypeInvalid, zh: '预定商品不存在或不属于该商户' };
  if (group.room_id && group.room_id !== facts.roomId)
    return { code: PARTNER.roomTypeInvalid, zh: '物理房型与预定商品不一致' };
  if (facts.calledHotelId && facts.calledHotelId !== facts.hotelId)
    return { code: PARTNER.roomTypeInvalid, zh: '酒店与预定商品不一致' };
  if (!isDate(start) || !isDate(end) || end < start) return { code: PARTNER.badDate, zh: '日期不正确' };
  if (end < facts.today) return { code: PARTNER.badDate, zh: '日期已过' };
  if (daysBetween(facts.today, end) > ARI_HORIZON_NIGHTS)
    return { code: PARTNER.badDate, zh: `日期不能超过${ARI_HORIZON_NIGHTS}天` };
  if ((group.inventory ?? 0) > MAX_INVENTORY) return { code: PARTNER.other, zh: '库存超出范围' };
  return priceRefusal(group) ?? taxRefusal(group, facts.currency);
}

function priceRefusal(group: PushGroup): GroupRefusal | null {
  const { original_amount: price, retail_amount: rack } = group;
  const wrong = (amount: number | undefined) => amount !== undefined && (amount < -1 || amount > MAX_FEN);
  if (wrong(price) || wrong(rack)) return { code: PARTNER.other, zh: '价格超出范围' };
  // Observed: the rack price must not be below the price.
  if (price !== undefined && rack !== undefined && price > 0 && rack > 0 && rack < price)
    return { code: PARTNER.priceDiffers, zh: '门市价不能低于售价' };
  return null;
}

/**
 * Outside the mainland a price is told with its currency and its amount before tax (documented), also day by day for a
 * length of stay. Elsewhere both are taken as they come.
 */
function taxRefusal(group: PushGroup, currency: string | null): GroupRefusal | null {
  const { original_amount: price, los_rate_break_down: days = [] } = group;
  if (currency === null || (price === undefined && days.length === 0)) return null;
  if (!group.currency) return { code: PARTNER.other, zh: '非大陆商户必须填写currency' };
  if (group.currency !== currency) return { code: PARTNER.other, zh: '币种与商户不一致' };
  const amounts = [
    { after: price, before: group.amount_before_tax },
    ...days.map((day) => ({ after: day.day_original_amount, before: day.day_amount_before_tax })),
  ];
  return amounts.every(hasTax) ? null : { code: PARTNER.other, zh: '非大陆商户必须填写不高于售价的税前价' };
}

/** Whether a price has its amount before tax, or is none. */
function hasTax({
  after = 0,
  before = 0,
}: {
  readonly after?: number | undefined;
  readonly before?: number | undefined;
}) {
  return after <= 0 || (before > 0 && before <= after);
}

/** Nights a call spans over all its groups, from the first to the last; groups with impossible dates left out. */
export function nightsSpanned(groups: readonly PushGroup[]): number {
  const ranges = groups.map((group) => group.timerange).filter(({ start, end }) => isDate(start) && isDate(end));
  if (ranges.length === 0) return 0;
  const first = ranges.map(({ start }) => start).reduce((a, b) => (a < b ? a : b));
  const last = ranges.map(({ end }) => end).reduce((a, b) => (a > b ? a : b));
  return daysBetween(first, last) + 1;
}

/**
 * The nights that checked groups change. Later groups win over earlier ones, a higher `priority` over a lower one
 * (inferred). Groups for one length of stay say nothing about the night as such and are passed over (inferred).
 */
export function changesOf(groups: readonly PushGroup[], today: string): PlanChanges[] {
  const ordered = [...groups].sort((a, b) => (a.priority ?? 0) - (b.priority ?? 0));
  return collect(
    ordered.filter(forEveryStay).map((group) => ({ ...group, from: group.timerange.start, to: group.timerange.end })),
    today,
  );
}

/** Whether a piece speaks of the night as such, not of stays of one length (inferred: those change no night). */
function forEveryStay({ length_of_stay: nights = 0 }: { readonly length_of_stay?: number | undefined }): boolean {
  return nights === 0;
}

type Piece = WireNight & {
  readonly rate_plan_id: string;
  readonly days_of_week?: readonly number[] | undefined;
  /** First and last night. */
  readonly from: string;
  readonly to: string;
};

/** Pieces in their order as one change per night; nights outside the calendar are left out. */
function collect(pieces: readonly Piece[], today: string): PlanChanges[] {
  const horizon = addDays(today, ARI_HORIZON_NIGHTS);
  const plans = new Map<string, Map<string, NightChange>>();
  for (const piece of pieces) {
    const nights = plans.get(piece.rate_plan_id) ?? new Map<string, NightChange>();
    plans.set(piece.rate_plan_id, nights);
    const change = nightChange(piece);
    for (const night of daysIn(piece.from < today ? today : piece.from, piece.to > horizon ? horizon : piece.to)) {
      if (onWeekday(night, piece.days_of_week)) nights.set(night, { ...nights.get(night), ...change, night });
    }
  }
  return [...plans].map(([ratePlanId, nights]) => ({ ratePlanId, nights: [...nights.values()] }));
}

function onWeekday(night: string, days: readonly number[] | undefined): boolean {
  return days === undefined || days.length === 0 || days.includes(weekday(night));
}

interface WireNight {
  readonly available?: boolean | undefined;
  readonly inventory?: number | undefined;
  readonly original_amount?: number | undefined;
  readonly retail_amount?: number | undefined;
  readonly amount_before_tax?: number | undefined;
  readonly currency?: string | undefined;
}

function nightChange(wire: WireNight): Omit<NightChange, 'night'> {
  return {
    ...(wire.available === undefined ? {} : { available: wire.available }),
    ...(wire.inventory === undefined ? {} : { inventory: wire.inventory }),
    ...(wire.original_amount === undefined ? {} : { originalAmount: amount(wire.original_amount) }),
    ...(wire.retail_amount === undefined ? {} : { retailAmount: amount(wire.retail_amount) }),
    ...beforeTax(wire),
  };
}

/** The amount before tax comes and goes with the price. */
function beforeTax({ original_amount: price, amount_before_tax: before }: WireNight) {
  if (before !== undefined) return { beforeTax: amount(before) };
  return price !== undefined && price <= 0 ? { beforeTax: null } : {};
}

/** 0 and -1 both clear a price (documented). */
function amount(fen: number): number | null {
  return fen <= 0 ? null : fen;
}

function plausible(wire: WireNight, currency: string | null): boolean {
  const { inventory = 0, original_amount: price = 0, retail_amount: rack = 0, amount_before_tax: before } = wire;
  const money = currency === null || price <= 0 || (wire.currency === currency && hasTax({ after: price, before }));
  return money && inventory >= 0 && inventory <= MAX_INVENTORY && price <= MAX_FEN && rack <= MAX_FEN;
}

/** What a partner told, as changes, and how many of its pieces were not usable and were passed over. */
export interface AriReading {
  readonly changes: readonly PlanChanges[];
  readonly unusable: number;
}

/**
 * The answer of an ARI pull as changes: ranges with both ends included. Goods with status false are ignored (observed),
 * as are pieces for one length of stay, pieces with impossible dates or values, and nights outside `[today, today + 365]`.
 * `currency`: of a merchant outside the mainland, whose prices without it or without their amount before tax are not usable.
 */
export function nightsOfPull(
  rates: ReplyOf<typeof interfaces.ariPull>['room_rates'],
  today: string,
  currency: string | null = null,
): AriReading {
  const pieces = rates
    .filter((rate) => rate.status !== false)
    .flatMap((rate) => rate.rate_avail_infos.map((info) => ({ ...info, rate_plan_id: rate.rate_plan_id })))
    .filter(forEveryStay);
  return readPieces(pieces, today, currency, (range) => range);
}

type CheckedNight = NonNullable<ReplyOf<typeof interfaces.bookableCheck>['ari']>['stock_and_amount'][number];

/** The `ari` of a "not bookable" answer as changes: one night each, `end` being the next day (observed). */
export function nightsOfCheck(
  nights: readonly CheckedNight[],
  today: string,
  currency: string | null = null,
): AriReading {
  return readPieces(nights, today, currency, ({ start, end }) => ({
    start,
    end: end > start ? addDays(end, -1) : end,
  }));
}

type ToldPiece = Omit<Piece, 'from' | 'to'> & { readonly timerange: { readonly start: string; readonly end: string } };

function readPieces(
  pieces: readonly ToldPiece[],
  today: string,
  currency: string | null,
  inclusive: (range: ToldPiece['timerange']) => ToldPiece['timerange'],
): AriReading {
  const usable = pieces.flatMap((piece) => {
    if (!isDate(piece.timerange.start) || !isDate(piece.timerange.end) || !plausible(piece, currency)) return [];
    const { start, end } = inclusive(piece.timerange);
    return end < start ? [] : [{ ...piece, from: start, to: end }];
  });
  return { changes: collect(usable, today), unusable: pieces.length - usable.length };
}
