import { ID, PRICE } from '../../provision/demo-hotel.ts';
import { listAt, numberAt } from '../../wire-log/exchange.ts';
import { DAY } from '../plan.ts';
import { couponNights, equal, guest, holds, type Play, refusal, roomNight, stay, voucher } from '../play.ts';

/** Chapter 7: two guests want the last room within the same second. */
export async function lastRoom(play: Play): Promise<void> {
  const { stage, kept, world } = play;
  const [xu, jiang] = [guest(play, 5), guest(play, 6)];
  stage.chapter('同一秒抢最后一间', 'Two guests, one room, the same second');

  await stage.step({
    actor: 'hotel',
    text: { zh: '酒店把周一双床房只留 1 间', en: 'the hotel leaves one twin room for Monday' },
    run: () =>
      world.hotel.putCalendar({ stock: [{ room_type_id: ID.twin, from: DAY.mon, to: DAY.mon, remaining: 1 }] }),
    expect: [{ interface: 'stock-save' }],
  });
  const buy = async (one: typeof xu) => one.payOrder((await one.order(voucher(play, ID.classic), 1)).order_id);
  const [hers, his] = await stage.step({
    actor: 'guest',
    text: {
      zh: `${xu.name} 与 ${jiang.name} 各买 1 张「高级房 1 晚」`,
      en: `${xu.name} and ${jiang.name} buy a voucher each`,
    },
    run: async () => [await buy(xu), await buy(jiang)] as const,
    expect: [{ interface: 'voucher-order' }, { interface: 'voucher-order' }],
  });
  kept.orders.push({ guest: xu, orderId: hers.order_id }, { guest: jiang, orderId: his.order_id });

  const nightOf = (order: typeof hers) => stay(play, order, ID.twinPlan, { from: DAY.mon, to: DAY.tue });
  const looks = await stage.step({
    actor: 'guest',
    text: { zh: '两人都看到周一双床房可订', en: 'both see the twin room free' },
    run: async () => [await xu.look(nightOf(hers)), await jiang.look(nightOf(his))],
    expect: [{ interface: 'bookable-check' }, { interface: 'bookable-check' }],
  });
  const booking = await stage.step({
    actor: 'guest',
    text: { zh: `${xu.name} 先提交`, en: `${xu.name} submits first` },
    run: () => xu.book(nightOf(hers)),
    expect: [{ interface: 'bookable-check' }, { interface: 'booking' }],
    passes: 0,
  });
  const refused = await stage.step({
    actor: 'guest',
    text: {
      zh: `${jiang.name} 在同一秒提交；平台的副本还显示有房`,
      en: `${jiang.name} submits in the same second; the platform’s copy still shows a room`,
    },
    run: () => refusal(jiang.book(nightOf(his))),
    expect: [
      {
        interface: 'bookable-check',
        code: 4,
        holds: [
          [
            '应答余房 0',
            'answers that none is left',
            ({ reply }) => listAt(reply, 'ari.stock_and_amount').every((night) => numberAt(night, 'inventory') === 0),
          ],
        ],
      },
      { interface: 'order-confirm' },
    ],
  });
  stage.checks({ zh: '售罄且不超卖', en: 'sold out, not oversold' }, [
    holds(
      '两人都看到可订',
      'both saw it bookable',
      looks.every(({ bookable }) => bookable),
      looks,
    ),
    equal('先到者接单', 'the first one has it', (await xu.readBooking(booking.booking_id)).state, 'accepted'),
    equal('后到者被告知', 'the second one was told', refused, 'PARTNER_REFUSED'),
    equal('余房 0', 'none left', (await roomNight(play, ID.twin, DAY.mon)).remaining, 0),
    equal('后到者的券仍可用', 'whose coupon is still free', couponNights(await jiang.readOrder(his.order_id)), {
      free: 1,
      held: 0,
      booked: 0,
    }),
  ]);
  kept.stays.xu = {
    guest: xu,
    bookingId: booking.booking_id,
    coupons: [PRICE.classic],
    surcharge: 0,
    commission: true,
  };
}
