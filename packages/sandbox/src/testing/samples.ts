import { addDays, interfaces as all, hotelClock, hotelDate, type interfaces, type RequestOf } from '@yuzhu/contract';
import { DEMO_MERCHANT, type SeedMerchant } from '../seed/seed.ts';
import type { PresaleInfo } from '../vouchers/document.ts';
import type { CatalogWorld } from './catalog-world.ts';

type GoodsRequest = RequestOf<typeof interfaces.goodsSave>;

/** A goods-save request for one good per room type of a hotel, `out` naming them. */
export function goodsRequest(out: string, merchant: SeedMerchant = DEMO_MERCHANT, hotelAt = 0): GoodsRequest {
  const chosen = merchant.hotels[hotelAt];
  if (chosen === undefined) throw new RangeError(`no hotel ${hotelAt}`);
  return {
    account_id: merchant.accountId,
    rate_plan: {
      hotel_id: chosen.hotel.hotelId,
      rooms: chosen.rooms.map((room, at) => ({
        room_id: room.roomId,
        rate_plans: [{ out_rate_plan_id: `${out}-${at}`, rate_plan_name: `${room.cnName}（预售）` }],
      })),
    },
  };
}

/** Saves goods and returns their ids. */
export async function savedGoods(
  world: CatalogWorld,
  out: string,
  merchant: SeedMerchant = DEMO_MERCHANT,
  hotelAt = 0,
): Promise<string[]> {
  const { data } = await world.call(all.goodsSave, goodsRequest(out, merchant, hotelAt), {
    token: await world.token(merchant),
  });
  return data.rate_plan_map.map((one) => one.rate_plan_id);
}

/** A voucher without fault: one night, on sale from in an hour for thirty days, valid for half a year. */
export function presaleInfo(outId: string, ratePlanIds: readonly string[], now: number): PresaleInfo {
  const today = hotelDate(now);
  return {
    out_id: outId,
    category_id: String(DEMO_MERCHANT.hotels[0]?.hotel.categoryId),
    settle_type: 1,
    currency: 'CNY',
    meals: [{ type: 1, num: 2 }],
    pre_sale_coupon_info: {
      coupon_name: '北外滩高级房1晚含双早',
      apply_room_number: 1,
      apply_nights: 1,
      bind_rate_plans: [...ratePlanIds],
      imange_list: [
        { image_type: 1, image_url: 'https://img.example.com/vouchers/cover.jpg' },
        { image_type: 2, image_url: 'https://img.example.com/vouchers/room.jpg' },
      ],
      original_amount: 88_800,
      actual_amount: 49_900,
      sales_type: 1,
      coupon_separate: false,
      markup_type: 1,
      markup_info: [
        {
          markup_amount: 10_000,
          markup_date_type: 1,
          markup_days: { from: addDays(today, 30), to: addDays(today, 36) },
        },
        { markup_amount: 5_000, markup_date_type: 2, markup_days_of_week: [5, 6] },
      ],
    },
    sale_info: {
      sale_date: { from: minutes(now + 3_600_000), to: minutes(now + 30 * 86_400_000) },
      book_date: { from: addDays(today, 1), to: addDays(today, 180) },
      show_channel: 1,
      inventory_info: { is_limit: true, num: 500 },
      is_auto_extension: false,
    },
    trade_info: {
      customer_can_use_date: { use_date_type: 1, use_date: { from: addDays(today, 1), to: addDays(today, 180) } },
      customer_can_use_time: { use_time_type: 1 },
      customer_can_no_use_date: { cannot_use_holidays: [7], holidays_year: { '7': '2026' } },
      limt_buy_rule: { each_person_each_order_max: 5, each_person_max: 10 },
      book_rule: { earliest_book_day: 30, time_pre_book: 1, time_unit: 1 },
      cancel_booking_rule_list: [
        {
          cancel_type: 2,
          cancel_time_type: 2,
          cancel_offset: [{ time_offset: { day: 1, hour: 6 }, cut_type: 1, cut_value: 0 }],
        },
      ],
      invoic_info: { provider: 1 },
    },
    note_info: {
      service_for_foreign: true,
      superimposed_discounts: false,
      check_time_range: { from: '14:00', to: '12:00' },
      other_remark_info: ['1.2米以下儿童不占床免费'],
    },
  };
}

function minutes(at: number): string {
  return hotelClock(at).slice(0, 16);
}

/** Saves a voucher over new goods and returns its id; it is in audit. */
export async function savedVoucher(
  world: CatalogWorld,
  outId: string,
  change: Change = (info) => info,
): Promise<string> {
  const goods = await savedGoods(world, outId);
  const { data, text } = await saveVoucher(world, change(presaleInfo(outId, goods, world.clock.now())));
  if (data.error_code !== 0) throw new Error(text);
  return data.pre_sale_coupon_id ?? '';
}

/** A changed copy of a voucher. */
export type Change = (info: PresaleInfo) => PresaleInfo;

/** Saves a voucher of the demo merchant. */
export function saveVoucher(world: CatalogWorld, presale_info: unknown) {
  return world.call(all.voucherSave, { account_id: DEMO_MERCHANT.accountId, presale_info });
}

/** Operates one product of the demo merchant; its item code. */
export async function operate(world: CatalogWorld, op_type: number, id: string): Promise<string | undefined> {
  const request = { account_id: DEMO_MERCHANT.accountId, op_type, product_id_list: [id] };
  const { data } = await world.call(all.productOperate, request);
  return data[0]?.code;
}
