import { ID, PRICE } from '../../provision/demo-hotel.ts';
import { at, numberAt, textAt } from '../../wire-log/exchange.ts';
import { DAY } from '../plan.ts';
import { couponNights, equal, guest, holds, type Play, roomNight, stay, voucher } from '../play.ts';

/** Chapter 2: paid before it is created, accepted in the answer. */
export async function oneStep(play: Play): Promise<void> {
  const { stage, kept } = play;
  const lin = guest(play, 0);
  stage.chapter('先付款后创单，同步接单', 'Created after payment, accepted in the answer');

  const ordered = await stage.step({
    actor: 'guest',
    text: {
      zh: `${lin.name} 下单 2 张「高级房 1 晚」，尚未付款`,
      en: `${lin.name} orders two one-night vouchers, not paid yet`,
    },
    run: () => lin.order(voucher(play, ID.classic), 2),
  });
  stage.checks({ zh: '一步创单：付款前酒店一无所知', en: 'one step: before payment the hotel hears nothing' }, [
    equal('订单待付款', 'waits for payment', ordered.state, 'waiting-payment'),
    holds(
      '券还不可用',
      'coupons not usable yet',
      ordered.coupons.every(({ status }) => status === 'pending'),
      ordered.coupons,
    ),
  ]);

  const order = await stage.step({
    actor: 'guest',
    text: { zh: `${lin.name} 支付 998.00 元`, en: `${lin.name} pays 998.00 yuan` },
    run: () => lin.payOrder(ordered.order_id),
    expect: [
      {
        interface: 'voucher-order',
        holds: [
          ['带支付信息', 'carries pay_info', ({ request }) => at(request, 'pay_info.pay_time_unix') !== undefined],
          [
            '2 张 998.00 元',
            'two for 998.00',
            ({ request }) =>
              numberAt(request, 'total_coupon_count') === 2 && numberAt(request, 'total_amount') === 2 * PRICE.classic,
          ],
          [
            '手机号加密',
            'phone encrypted',
            ({ request }) =>
              /^[A-Za-z0-9+/]+=*$/.test(textAt(request, 'contact_info.phone')) &&
              !/^1\d{10}$/.test(textAt(request, 'contact_info.phone')),
          ],
          ['返回三方订单号', 'gives its own number', ({ reply }) => textAt(reply, 'order_out_id') !== ''],
        ],
      },
    ],
  });
  kept.orders.push({ guest: lin, orderId: order.order_id });
  const ours = await play.world.hotel.voucherOrder(order.order_id);
  stage.checks({ zh: '两侧的预售订单', en: 'the voucher order on both sides' }, [
    equal('平台：已付款', 'platform: paid', order.state, 'paid'),
    equal('网关：已付款', 'gateway: paid', ours.state, 'paid'),
    equal('三方订单号一致', 'same number', ours.order_number, order.hotel_order_id),
    equal('网关：2 次可用', 'gateway: two uses', ours.units_total, 2),
  ]);

  const nights = stay(play, order, ID.kingPlan, { from: DAY.mon, to: DAY.tue });
  const look = await stage.step({
    actor: 'guest',
    text: {
      zh: `${lin.name} 打开预约页：大床房，周一住一晚`,
      en: `${lin.name} opens the booking form: king room, Monday night`,
    },
    run: () => lin.look(nights),
    expect: [
      {
        interface: 'bookable-check',
        holds: [['价格 520.00', 'price 520.00', ({ request }) => numberAt(request, 'total_amount') === PRICE.king]],
      },
    ],
  });
  stage.checks({ zh: '预约页', en: 'the form' }, [
    holds('可订', 'bookable', look.bookable, look),
    equal('无加价', 'no surcharge', look.surcharge, 0),
  ]);

  const booking = await stage.step({
    actor: 'guest',
    text: { zh: `${lin.name} 提交预约`, en: `${lin.name} submits the booking` },
    run: () => lin.book(nights, '高楼层，安静'),
    expect: [
      { interface: 'bookable-check' },
      {
        interface: 'booking',
        holds: [
          [
            '引用预售订单',
            'names the voucher order',
            ({ request }) => textAt(request, 'source_order_id') === order.order_id,
          ],
          [
            '同步接单',
            'accepted in the answer',
            ({ reply }) =>
              numberAt(reply, 'confirm_info.confirm_mode') === 1 &&
              numberAt(reply, 'confirm_info.confirm_result') === 1,
          ],
          ['确认号', 'confirmation number', ({ reply }) => textAt(reply, 'confirm_info.hotel_confirm_number') !== ''],
        ],
      },
      { interface: 'stock-save' },
    ],
  });
  const own = await play.world.hotel.booking(booking.booking_id);
  const after = await lin.readOrder(order.order_id);
  stage.checks({ zh: '锁房与用券', en: 'room locked, coupon used' }, [
    equal('平台：已接单', 'platform: accepted', booking.state, 'accepted'),
    equal('网关：已接单', 'gateway: accepted', own.booking.state, 'accepted'),
    equal('没有再发接单消息', 'no order confirm was sent', own.messages.length, 0),
    equal('周一大床房已售 1', 'Monday king sold 1', (await roomNight(play, ID.king, DAY.mon)).sold, 1),
    equal('券：1 张已约 1 张可用', 'coupons: one booked, one free', couponNights(after), {
      free: 1,
      held: 0,
      booked: 1,
    }),
  ]);
  kept.stays.lin = {
    guest: lin,
    bookingId: booking.booking_id,
    coupons: [PRICE.classic],
    surcharge: 0,
    commission: true,
  };
}
