import { interfaces, type ReplyOf, type RequestOf } from '@yuzhu/contract';
import { itemsPerCall } from '../platform/limits.ts';
import type { HourlyDetail } from './store.ts';

/** A rate plan as it has to be told, with the platform's ids of what it hangs on. */
export interface Good {
  readonly ratePlanId: string;
  readonly name: string;
  readonly active: boolean;
  readonly salesType: 1 | 2;
  readonly hourly: HourlyDetail | undefined;
  /** Outside the mainland. */
  readonly currency: string | undefined;
  readonly roomTypeId: string;
  readonly hotelId: string;
  readonly platformRatePlanId: string | undefined;
  readonly platformRoomId: string | undefined;
  readonly platformHotelId: string | undefined;
}

/** Why a good can not be published yet, in both languages; undefined when it can. */
export function whyNotPublishable(good: Good): { readonly zh: string; readonly en: string } | undefined {
  if (good.platformHotelId === undefined) {
    return {
      zh: `酒店 ${good.hotelId} 还没有平台编号`,
      en: `hotel ${good.hotelId} has no platform id yet`,
    };
  }
  if (good.platformRoomId === undefined) {
    return {
      zh: `物理房型 ${good.roomTypeId} 还没有平台编号`,
      en: `room type ${good.roomTypeId} has no platform id yet`,
    };
  }
  return undefined;
}

/** Cuts the goods of one hotel into calls of at most 20 (documented). */
export function goodsCalls(goods: readonly Good[]): Good[][] {
  const most = itemsPerCall(interfaces.goodsSave);
  const calls: Good[][] = [];
  for (let at = 0; at < goods.length; at += most) calls.push(goods.slice(at, at + most));
  return calls;
}

/** The request for goods of one hotel, grouped by room type. All of them must be publishable. */
export function goodsRequest(accountId: string, goods: readonly Good[]): RequestOf<typeof interfaces.goodsSave> {
  const rooms = Map.groupBy(goods, (good) => good.platformRoomId ?? '');
  const platformHotelId = goods[0]?.platformHotelId;
  return {
    account_id: accountId,
    rate_plan: {
      ...(platformHotelId === undefined ? {} : { hotel_id: platformHotelId }),
      rooms: [...rooms].map(([roomId, plans]) => ({
        room_id: roomId,
        rate_plans: plans.map((good) => ({
          out_rate_plan_id: good.ratePlanId,
          rate_plan_name: good.name,
          active: good.active,
          ...(good.hourly === undefined ? {} : { sales_type: good.salesType, hourly_room_detail: good.hourly }),
          ...(good.currency === undefined ? {} : { currency: good.currency }),
          ...(good.platformRatePlanId === undefined ? {} : { rate_plan_id: good.platformRatePlanId }),
        })),
      })),
    },
  };
}

/** What the platform said about one good. */
export type GoodVerdict =
  | { readonly state: 'published'; readonly platformRatePlanId: string }
  | { readonly state: 'refused'; readonly message: string }
  | { readonly state: 'no verdict' };

/** Reads the verdict on one good: it counts only with code "0" and an id that is not empty (observed). */
export function goodVerdict(reply: ReplyOf<typeof interfaces.goodsSave>, ratePlanId: string): GoodVerdict {
  const item = reply.rate_plan_map.find((one) => one.out_rate_plan_id === ratePlanId);
  if (item === undefined) return { state: 'no verdict' };
  if (item.code !== '0') return { state: 'refused', message: `${item.code} ${item.message}` };
  if (item.rate_plan_id === '') return { state: 'refused', message: `no rate_plan_id in the answer: ${item.message}` };
  return { state: 'published', platformRatePlanId: item.rate_plan_id };
}
