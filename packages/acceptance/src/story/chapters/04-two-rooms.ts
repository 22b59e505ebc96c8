import { ID, PRICE } from '../../provision/demo-hotel.ts';
import { numberAt } from '../../wire-log/exchange.ts';
import { DAY } from '../plan.ts';
import { couponNights, equal, guest, type Play, roomNight, stay, voucher } from '../play.ts';

/** Chapter 4: three vouchers in one order, two of them used for two rooms, surcharge paid before the booking is created. */
export async function twoRooms(play: Play): Promise<void> {
  const { stage, kept } = play;
  const su = guest(play, 3);
  stage.chapter('一单三张券，两间房，加价先付', 'Three vouchers in one order, two rooms, surcharge paid first');

  const ordered = await stage.step({
    actor: 'guest',
    text: { zh: `${su.name} 下单 3 张「高级房 1 晚」`, en: `${su.name} orders three one-night vouchers` },
    run: () => su.order(voucher(play, ID.classic), 3),
  });
  const order = await stage.step({
    actor: 'guest',
    text: { zh: `${su.name} 支付 1497.00 元`, en: `${su.name} pays 1497.00 yuan` },
    run: () => su.payOrder(ordered.order_id),
    expect: [
      {
        interface: 'voucher-order',
        holds: [['3 张', 'three', ({ request }) => numberAt(request, 'total_coupon_count') === 3]],
      },
    ],
  });
  kept.orders.push({ guest: su, orderId: order.order_id });

  const nights = stay(play, order, ID.kingPlan, { from: DAY.sat, to: DAY.sun }, 2);
  const placed = await stage.step({
    actor: 'guest',
    text: { zh: `${su.name} 约大床房两间，周六一晚`, en: `${su.name} books two king rooms for Saturday night` },
    run: () => su.book(nights),
    expect: [
      {
        interface: 'bookable-check',
        holds: [
          [
            '2 间房价之和',
            'price of two rooms',
            ({ request }) =>
              numberAt(request, 'number_of_units') === 2 && numberAt(request, 'total_amount') === 2 * PRICE.kingWeekend,
          ],
        ],
      },
    ],
  });
  stage.checks({ zh: '一步创单带加价：付清才创单', en: 'one step with surcharge: created once it is paid' }, [
    equal('平台：待付加价', 'platform: waits for payment', placed.state, 'waiting-payment'),
    equal('加价 2 × 60.00', 'surcharge 2 × 60.00', placed.surcharge, 2 * PRICE.classicSaturday),
    equal('周六大床房未售', 'no Saturday king sold yet', (await roomNight(play, ID.king, DAY.sat)).sold, 0),
  ]);

  await stage.step({
    actor: 'guest',
    text: { zh: `${su.name} 支付加价 120.00 元`, en: `${su.name} pays the surcharge of 120.00 yuan` },
    run: () => su.payBooking(placed.booking_id),
    expect: [
      {
        interface: 'booking',
        holds: [
          ['2 间', 'two rooms', ({ request }) => numberAt(request, 'number_of_units') === 2],
          [
            '已付加价 120.00',
            'surcharge of 120.00 paid',
            ({ request }) => numberAt(request, 'pay_info.add_amount') === 2 * PRICE.classicSaturday,
          ],
          ['同步接单', 'accepted in the answer', ({ reply }) => numberAt(reply, 'confirm_info.confirm_result') === 1],
        ],
      },
    ],
  });
  const booking = await su.readBooking(placed.booking_id);
  const after = await su.readOrder(order.order_id);
  const ours = await play.world.hotel.voucherOrder(order.order_id);
  stage.checks({ zh: '两间两张券', en: 'two rooms, two coupons' }, [
    equal('平台：已接单', 'platform: accepted', booking.state, 'accepted'),
    equal('周六大床房已售 2', 'Saturday king sold 2', (await roomNight(play, ID.king, DAY.sat)).sold, 2),
    equal('平台：2 张已约 1 张可用', 'platform: two booked, one free', couponNights(after), {
      free: 1,
      held: 0,
      booked: 2,
    }),
    equal('网关：用去 2 次', 'gateway: two uses taken', ours.units_used, 2),
  ]);
  kept.stays.su = {
    guest: su,
    bookingId: booking.booking_id,
    coupons: [PRICE.classic, PRICE.classic],
    surcharge: 2 * PRICE.classicSaturday,
    commission: true,
  };
}
