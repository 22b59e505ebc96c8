import type { interfaces, ReplyOf, RequestOf } from '@yuzhu/contract';
import type { PlatformOutcome } from '../../platform/outcome.ts';
import { foldNights, type NightGroup } from './fold.ts';
import type { PriceTruth, StockTruth, TruthRow } from './truth.ts';

/** The two things that are pushed. */
export type AriKind = 'stock' | 'price';

/** The value of a kind. */
export interface TruthOf {
  readonly stock: StockTruth;
  readonly price: PriceTruth;
}

/** Nights of one rate plan with one value, ready for the wire. */
export interface PlanGroup<Value> extends NightGroup<Value> {
  readonly ratePlanId: string;
  readonly platformRatePlanId: string;
  readonly platformRoomId: string | undefined;
}

/** Folds the truth of many rate plans into groups, plan by plan. */
export function groupsOf<Value>(
  rows: readonly TruthRow<Value>[],
  same: (a: Value, b: Value) => boolean,
): PlanGroup<Value>[] {
  const plans = new Map<string, TruthRow<Value>[]>();
  for (const row of rows) {
    const known = plans.get(row.ratePlanId);
    if (known === undefined) plans.set(row.ratePlanId, [row]);
    else known.push(row);
  }
  return [...plans.values()].flatMap((plan) => {
    const [{ ratePlanId, platformRatePlanId, platformRoomId }] = plan as [TruthRow<Value>];
    const nights = plan.map((row) => ({ night: row.mark.night, value: row.value }));
    return foldNights(nights, same).map((group) => ({ ...group, ratePlanId, platformRatePlanId, platformRoomId }));
  });
}

/** Equal as far as the platform is told. */
export const sameTruth = {
  stock: (a: StockTruth, b: StockTruth): boolean => a.inventory === b.inventory && a.available === b.available,
  price: (a: PriceTruth, b: PriceTruth): boolean =>
    a.price === b.price && a.rackPrice === b.rackPrice && a.beforeTax === b.beforeTax && a.currency === b.currency,
};

/** The request of a stock push. */
export function stockRequest(
  accountId: string,
  platformHotelId: string,
  groups: readonly PlanGroup<StockTruth>[],
): RequestOf<typeof interfaces.stockSave> {
  return {
    account_id: accountId,
    hotel_id: platformHotelId,
    aris: groups.map((group) => ({
      ...placeOf(group),
      available: group.value.available,
      inventory: group.value.inventory,
    })),
  };
}

/** The request of a price push. */
export function priceRequest(
  accountId: string,
  platformHotelId: string,
  groups: readonly PlanGroup<PriceTruth>[],
): RequestOf<typeof interfaces.priceSave> {
  return {
    account_id: accountId,
    hotel_id: platformHotelId,
    aris: groups.map((group) => ({
      ...placeOf(group),
      original_amount: group.value.price,
      ...(group.value.rackPrice === undefined ? {} : { retail_amount: group.value.rackPrice }),
      ...(group.value.beforeTax === undefined ? {} : { amount_before_tax: group.value.beforeTax }),
      ...(group.value.currency === undefined ? {} : { currency: group.value.currency }),
    })),
  };
}

function placeOf(group: PlanGroup<unknown>) {
  return {
    rate_plan_id: group.platformRatePlanId,
    ...(group.platformRoomId === undefined ? {} : { room_id: group.platformRoomId }),
    timerange: { start: group.start, end: group.end },
    ...(group.daysOfWeek === undefined ? {} : { days_of_week: [...group.daysOfWeek] }),
  };
}

/** The answer of either push. */
export type SaveOutcome = PlatformOutcome<ReplyOf<typeof interfaces.stockSave>>;
