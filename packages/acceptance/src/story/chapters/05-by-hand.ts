import { ID, PRICE } from '../../provision/demo-hotel.ts';
import { numberAt, textAt } from '../../wire-log/exchange.ts';
import { DAY } from '../plan.ts';
import { couponNights, equal, guest, type Play, roomNight, stay, voucher } from '../play.ts';

/** Chapter 5: a person accepts one booking and rejects another. */
export async function byHand(play: Play): Promise<void> {
  const { stage, kept, world } = play;
  const gu = guest(play, 4);
  stage.chapter('人工接单与拒单', 'Accepted and rejected by hand');

  const ordered = await stage.step({
    actor: 'guest',
    text: { zh: `${gu.name} 买 2 张「行政套房 1 晚」`, en: `${gu.name} buys two suite vouchers` },
    run: async () => gu.payOrder((await gu.order(voucher(play, ID.suiteVoucher), 2)).order_id),
    expect: [{ interface: 'voucher-order' }],
  });
  kept.orders.push({ guest: gu, orderId: ordered.order_id });

  const book = (from: string, to: string, zh: string, en: string) =>
    stage.step({
      actor: 'guest',
      text: { zh: `${gu.name} 约套房，${zh}`, en: `${gu.name} books a suite for ${en}` },
      run: () => gu.book(stay(play, ordered, ID.suitePlan, { from, to })),
      expect: [
        { interface: 'bookable-check' },
        {
          interface: 'booking',
          holds: [['稍后确认', 'decided later', ({ reply }) => numberAt(reply, 'confirm_info.confirm_mode') === 2]],
        },
      ],
    });

  const first = await book(DAY.mon, DAY.tue, '周一一晚', 'Monday night');
  stage.checks({ zh: '等酒店决定', en: 'waits for the hotel' }, [
    equal('平台：待接单', 'platform: waits', first.state, 'waiting-accept'),
    equal('网关：待接单', 'gateway: waits', (await world.hotel.booking(first.booking_id)).booking.state, 'wait_accept'),
  ]);
  await stage.step({
    actor: 'hotel',
    text: { zh: '前台接单', en: 'staff accept it' },
    run: () => world.hotel.accept(first.booking_id),
    expect: [
      {
        interface: 'order-confirm',
        holds: [['接单', 'accepted', ({ request }) => numberAt(request, 'confirm_result.confirm_result') === 1]],
      },
    ],
  });
  stage.checks({ zh: '接单之后', en: 'after that' }, [
    equal('平台：已接单', 'platform: accepted', (await gu.readBooking(first.booking_id)).state, 'accepted'),
  ]);
  kept.stays.gu = {
    guest: gu,
    bookingId: first.booking_id,
    coupons: [PRICE.suiteVoucher],
    surcharge: 0,
    commission: false,
  };

  const second = await book(DAY.tue, DAY.wed, '周二一晚', 'Tuesday night');
  stage.checks({ zh: '两张券都已占用', en: 'both coupons are in use' }, [
    equal('券：1 已约 1 占用', 'coupons: one booked, one held', couponNights(await gu.readOrder(ordered.order_id)), {
      free: 0,
      held: 1,
      booked: 1,
    }),
    equal('周二套房已售 1', 'Tuesday suite sold 1', (await roomNight(play, ID.suite, DAY.tue)).sold, 1),
  ]);
  await stage.step({
    actor: 'hotel',
    text: { zh: '前台拒单：套房当日维护', en: 'staff reject it: the suite is under repair' },
    run: () => world.hotel.reject(second.booking_id, '套房当日维护', 1),
    expect: [
      {
        interface: 'order-confirm',
        holds: [
          ['拒单', 'rejected', ({ request }) => numberAt(request, 'confirm_result.confirm_result') === 2],
          [
            '原因照传',
            'reason carried',
            ({ request }) => textAt(request, 'confirm_result.reject_reason') === '套房当日维护',
          ],
        ],
      },
    ],
  });
  const rejected = await gu.readBooking(second.booking_id);
  stage.checks({ zh: '拒单退券退房', en: 'coupon and room are free again' }, [
    equal('平台：已拒单', 'platform: rejected', rejected.state, 'rejected'),
    equal('原因', 'reason', rejected.reject?.reason, '套房当日维护'),
    equal('券：1 已约 1 可用', 'coupons: one booked, one free', couponNights(await gu.readOrder(ordered.order_id)), {
      free: 1,
      held: 0,
      booked: 1,
    }),
    equal(
      '网关：用去 1 次',
      'gateway: one use taken',
      (await world.hotel.voucherOrder(ordered.order_id)).units_used,
      1,
    ),
    equal('周二套房已售 0', 'Tuesday suite sold 0', (await roomNight(play, ID.suite, DAY.tue)).sold, 0),
  ]);
  kept.ended.push({ guest: gu, bookingId: second.booking_id });
}
