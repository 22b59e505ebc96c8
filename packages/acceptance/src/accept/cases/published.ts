import { interfaces } from '@yuzhu/contract';
import type { Recorded } from '../exchanges/recorded.ts';
import { NotMet, type Play } from '../run/play.ts';
import { valueAt } from './buying.ts';

/** The calls that put the examined good and its voucher on the platform; undefined when they were made before the run. */
export interface Published {
  readonly good: Recorded | undefined;
  /** Path of the good in its call. */
  readonly goodAt: string;
  readonly voucher: Recorded | undefined;
}

/** Finds them among what the platform has on record. @throws NotMet when it has neither: nothing to be judged */
export async function publishedWith(play: Play): Promise<Published> {
  const { ratePlanId, voucherId } = play.products;
  const map = '$.resp.data.rate_plan_map';
  const own = (one: Recorded) => valueAt(one, `${map}[?(@.rate_plan_id=='${ratePlanId}')].out_rate_plan_id`);
  const good = (await play.platform.all(interfaces.goodsSave.name)).findLast((one) => own(one) !== undefined);
  const voucher = (await play.platform.all(interfaces.voucherSave.name)).findLast(
    (one) => valueAt(one, '$.resp.data.pre_sale_coupon_id') === voucherId,
  );
  if (good === undefined && voucher === undefined) {
    throw new NotMet({
      zh: '平台没有该商品与预售券的发布记录。',
      en: 'the platform has no record of how this good and its voucher were published.',
    });
  }
  return { good, goodAt: good === undefined ? '' : placeOf(good, String(own(good))), voucher };
}

function placeOf(call: Recorded, ownId: string): string {
  const rooms = valueAt(call, '$.req.rate_plan.rooms') as { rate_plans: { out_rate_plan_id: string }[] }[];
  const found = rooms.flatMap(({ rate_plans }, room) =>
    rate_plans.flatMap(({ out_rate_plan_id }, at) =>
      out_rate_plan_id === ownId ? [`$.req.rate_plan.rooms[${room}].rate_plans[${at}]`] : [],
    ),
  );
  return found[0] ?? '$.req.rate_plan';
}

/** Where a pull's answer states the nights of the examined good. */
export function pricesOf(play: Play): string {
  return `$.resp.data.room_rates[?(@.rate_plan_id=='${play.products.ratePlanId}')].rate_avail_infos`;
}
