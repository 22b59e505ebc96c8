import type { interfaces, RequestOf } from '@yuzhu/contract';
import type { Good, HourlyDetail } from './store.ts';

type WireGood = RequestOf<typeof interfaces.goodsSave>['rate_plan']['rooms'][number]['rate_plans'][number];

/** Item codes of goods-save and product-operate (inferred): `unknown` for what is not there, `other` with a text. */
export const ITEM = { ok: '0', unknown: '1', other: '13' } as const;

/** A refused item. */
export interface ItemRefusal {
  readonly code: string;
  readonly message: string;
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const CURRENCY = /^[A-Z]{3}$/;

/** What a good is decided against. */
export interface GoodFacts {
  /** Room type the item stands under: its hotel, or undefined when the merchant has no such usable room type there. */
  readonly room: { readonly roomId: string; readonly hotelId: string } | undefined;
  /** The good with the partner's id, if there is one. */
  readonly byPartnerId: Good | undefined;
  /** The good with the platform's id the item names, if it names one and it exists. */
  readonly byId: Good | undefined;
  /** The partner's id stood earlier in the same call. */
  readonly repeated: boolean;
  /** Of a merchant outside the mainland: it must be told (documented). */
  readonly currency: string | null;
}

/** The good as it shall be stored; `ratePlanId` is '' for a new one. */
export function decideGood(wire: WireGood, facts: GoodFacts): Good | ItemRefusal {
  const other = (message: string): ItemRefusal => ({ code: ITEM.other, message });
  if (facts.room === undefined) return { code: ITEM.unknown, message: '物理房型不存在或未匹配' };
  if (facts.repeated) return other('同一次请求中out_rate_plan_id重复');
  if (wire.rate_plan_id !== undefined && facts.byId === undefined)
    return { code: ITEM.unknown, message: '预定商品不存在或不属于该商户' };
  const former = facts.byId ?? facts.byPartnerId;
  if (former !== undefined) {
    if (former.outRatePlanId !== wire.out_rate_plan_id) return other('out_rate_plan_id不允许修改');
    if (former.roomId !== facts.room.roomId) return other('预定商品不能更换物理房型');
  }
  const salesType = wire.sales_type ?? former?.salesType ?? 1;
  // Midnight rooms are refused for presale goods (observed).
  if (salesType !== 1 && salesType !== 2) return other('预售商品仅支持全日房和钟点房');
  if (former !== undefined && former.salesType !== salesType) return other('售卖类型不允许修改');
  const currency = wire.currency ?? former?.currency ?? 'CNY';
  if (!CURRENCY.test(currency)) return other('币种不正确');
  if (facts.currency !== null && wire.currency === undefined) return other('非大陆商户必须填写currency');
  if (facts.currency !== null && currency !== facts.currency) return other('币种与商户不一致');
  const hourly = salesType === 2 ? (wire.hourly_room_detail ?? former?.hourly ?? null) : null;
  if (salesType === 2 && hourly === null) return other('钟点房必须填写hourly_room_detail');
  if (hourly !== null && !fits(hourly)) return other('钟点房时间应为HH:mm，使用时长为1到23小时');
  return {
    ratePlanId: former?.ratePlanId ?? '',
    outRatePlanId: wire.out_rate_plan_id,
    hotelId: facts.room.hotelId,
    roomId: facts.room.roomId,
    name: wire.rate_plan_name,
    // On the shelf when created (documented); an update that says nothing leaves it.
    shelf: wire.active === undefined ? (former?.shelf ?? 'on') : wire.active ? 'on' : 'off',
    salesType,
    currency,
    hourly,
  };
}

function fits(hourly: HourlyDetail): boolean {
  const { earliest_check_in: from, latest_check_out: to, usage_duration: hours } = hourly;
  return TIME.test(from) && TIME.test(to) && hours >= 1 && hours <= 23;
}
