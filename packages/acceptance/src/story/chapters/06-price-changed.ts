import { ID, PRICE } from '../../provision/demo-hotel.ts';
import { listAt, numberAt } from '../../wire-log/exchange.ts';
import { DAY, KING_RAISED } from '../plan.ts';
import { equal, guest, holds, type Play, refusal, stay } from '../play.ts';

/** Chapter 6: the price changes between the look and the booking. */
export async function priceChanged(play: Play): Promise<void> {
  const { stage, kept, world } = play;
  const lin = guest(play, 0);
  stage.chapter('查看与提交之间变价', 'The price changes between look and booking');
  const orderId = kept.orders[0]?.orderId ?? '';
  const order = await lin.readOrder(orderId);
  const nights = stay(play, order, ID.kingPlan, { from: DAY.tue, to: DAY.wed });

  const look = await stage.step({
    actor: 'guest',
    text: {
      zh: `${lin.name} 用余下的一张券看大床房，周二一晚`,
      en: `${lin.name} looks at Tuesday night with the coupon that is left`,
    },
    run: () => lin.look(nights),
    expect: [{ interface: 'bookable-check' }],
  });
  stage.checks({ zh: '看到的价格', en: 'the price seen' }, [equal('520.00', '520.00', look.room_amount, PRICE.king)]);

  await stage.step({
    actor: 'hotel',
    text: {
      zh: '酒店把周二大床房调到 560.00 元；平台已收到推送，尚未写入',
      en: 'the hotel raises Tuesday to 560.00; the platform has the push but has not written it',
    },
    run: async () => {
      await world.hotel.putCalendar({
        prices: [{ rate_plan_id: ID.kingPlan, from: DAY.tue, to: DAY.tue, price: KING_RAISED }],
      });
    },
    passes: 0,
  });

  const refused = await stage.step({
    actor: 'guest',
    text: { zh: `${lin.name} 按旧价提交预约`, en: `${lin.name} submits at the old price` },
    run: () => refusal(lin.book(nights)),
    expect: [
      {
        interface: 'bookable-check',
        code: 8,
        holds: [
          ['问的是旧价', 'asked with the old price', ({ request }) => numberAt(request, 'total_amount') === PRICE.king],
          [
            '应答带新价',
            'answers with the new price',
            ({ reply }) =>
              listAt(reply, 'ari.stock_and_amount').some((night) => numberAt(night, 'original_amount') === KING_RAISED),
          ],
        ],
      },
    ],
    passes: 0,
  });
  const again = await stage.step({
    actor: 'guest',
    text: { zh: `${lin.name} 重新查看`, en: `${lin.name} looks again` },
    run: () => lin.look(nights),
    expect: [
      {
        interface: 'bookable-check',
        holds: [
          [
            '按新价询问',
            'asked with the new price',
            ({ request }) => numberAt(request, 'total_amount') === KING_RAISED,
          ],
        ],
      },
    ],
  });
  stage.checks({ zh: '没有按旧价成交，平台已改价', en: 'not sold at the old price; the platform corrected itself' }, [
    equal('客人被告知', 'the guest was told', refused, 'PARTNER_REFUSED'),
    holds('新价可订', 'bookable at the new price', again.bookable && again.room_amount === KING_RAISED, again),
  ]);

  const booking = await stage.step({
    actor: 'guest',
    text: { zh: `${lin.name} 按新价提交`, en: `${lin.name} submits at the new price` },
    run: () => lin.book(nights),
    expect: [
      { interface: 'bookable-check' },
      {
        interface: 'booking',
        holds: [['560.00', '560.00', ({ request }) => numberAt(request, 'total_amount') === KING_RAISED]],
      },
    ],
  });
  stage.checks({ zh: '成交', en: 'sold' }, [equal('平台：已接单', 'platform: accepted', booking.state, 'accepted')]);
  kept.stays.linAgain = {
    guest: lin,
    bookingId: booking.booking_id,
    coupons: [PRICE.classic],
    surcharge: 0,
    commission: true,
  };
}
