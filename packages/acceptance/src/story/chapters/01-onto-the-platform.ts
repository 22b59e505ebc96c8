import type { ProvisionStep } from '../../provision/provision.ts';
import { listAt, numberAt, textAt } from '../../wire-log/exchange.ts';
import { STORY_HOTEL } from '../plan.ts';
import type { Expected, Stage } from '../stage.ts';

/** What each step of the provisioning must cause, in the order of its steps. */
const EXPECTED: readonly (readonly Expected[])[] = [
  [],
  [
    { interface: 'hotel-query', holds: [['有本酒店', 'knows the hotel', ({ reply }) => hasHotel(reply)]] },
    { interface: 'room-query' },
  ],
  [
    {
      interface: 'goods-save',
      holds: [
        [
          '逐项成功',
          'every item taken',
          ({ reply }) => listAt(reply, 'rate_plan_map').every((item) => textAt(item, 'code') === '0'),
        ],
      ],
    },
  ],
  [
    { interface: 'stock-save', holds: [['逐项成功', 'every item taken', allTaken]] },
    { interface: 'price-save', holds: [['逐项成功', 'every item taken', allTaken]] },
  ],
  STORY_HOTEL.vouchers.map(({ name, voucherId, rooms, nights }) => ({
    interface: 'voucher-save',
    which: ({ request }) => textAt(request, 'presale_info.out_id') === voucherId,
    holds: [
      ['券名', 'name', ({ request }) => textAt(request, 'presale_info.pre_sale_coupon_info.coupon_name') === name],
      [
        '间数晚数',
        'rooms and nights',
        ({ request }) =>
          numberAt(request, 'presale_info.pre_sale_coupon_info.apply_room_number') === rooms &&
          numberAt(request, 'presale_info.pre_sale_coupon_info.apply_nights') === nights,
      ],
    ],
  })),
  [
    ...STORY_HOTEL.vouchers.map(
      ({ voucherId }): Expected => ({
        interface: 'voucher-audit-result',
        which: ({ request }) => textAt(request, 'out_id') === voucherId,
        holds: [['审核通过', 'approved', ({ request }) => numberAt(request, 'audit_result') === 1]],
      }),
    ),
    { interface: 'product-operate' },
  ],
  [],
];

/** Chapter 1: account, hotel, goods, calendar, vouchers, audit, shelf. */
export async function ontoThePlatform(stage: Stage, steps: readonly ProvisionStep[]): Promise<void> {
  stage.chapter('上平台：匹配、发布、送审、上架', 'Onto the platform: match, publish, audit, shelf');
  for (const [index, { text, run }] of steps.entries()) {
    await stage.step({ actor: 'hotel', text, run, expect: EXPECTED[index] ?? [] });
  }
}

function hasHotel(reply: unknown): boolean {
  return listAt(reply, 'hotel_list').some((hotel) => textAt(hotel, 'hotel_name') === STORY_HOTEL.platformName);
}

function allTaken({ reply }: { readonly reply: unknown }): boolean {
  const results = listAt(reply, 'save_result');
  return results.length > 0 && results.every((item) => numberAt(item, 'code') === 0);
}
