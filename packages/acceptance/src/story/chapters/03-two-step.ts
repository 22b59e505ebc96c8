import { ID, PRICE } from '../../provision/demo-hotel.ts';
import { at, listAt, numberAt, textAt } from '../../wire-log/exchange.ts';
import { DAY } from '../plan.ts';
import { equal, guest, holds, type Play, roomNight, stay, voucher } from '../play.ts';

/** Chapter 3: created before payment, surcharge on one of two nights, accepted by an order confirm. */
export async function twoStep(play: Play): Promise<void> {
  const { stage, kept } = play;
  const lu = guest(play, 1);
  stage.chapter(
    '先创单后付款，两晚带周六加价，异步自动接单',
    'Created before payment, two nights with a Saturday surcharge, accepted by a call',
  );

  const ordered = await stage.step({
    actor: 'guest',
    text: { zh: `${lu.name} 下单 1 张「双床房 2 晚连住」`, en: `${lu.name} orders a two-night voucher` },
    run: () => lu.order(voucher(play, ID.weekend), 1),
    expect: [
      {
        interface: 'voucher-order',
        holds: [['不带支付信息', 'no pay_info', ({ request }) => at(request, 'pay_info') === undefined]],
      },
    ],
  });
  stage.checks({ zh: '两步创单', en: 'two steps' }, [
    equal('平台：待付款', 'platform: unpaid', ordered.state, 'unpaid'),
    equal('网关：待付款', 'gateway: unpaid', (await play.world.hotel.voucherOrder(ordered.order_id)).state, 'unpaid'),
  ]);

  const order = await stage.step({
    actor: 'guest',
    text: { zh: `${lu.name} 支付 899.00 元`, en: `${lu.name} pays 899.00 yuan` },
    run: () => lu.payOrder(ordered.order_id),
    expect: [
      {
        interface: 'payment',
        holds: [
          ['业务 2011', 'kind 2011', ({ request }) => numberAt(request, 'biz_type') === 2011],
          ['899.00 元', '899.00', ({ request }) => numberAt(request, 'pay_amount') === PRICE.weekend],
          ['三方订单号', 'our number', ({ request }) => textAt(request, 'order_out_id') === ordered.hotel_order_id],
        ],
      },
    ],
  });
  kept.orders.push({ guest: lu, orderId: order.order_id });
  stage.checks({ zh: '两侧都已付款', en: 'paid on both sides' }, [
    equal('平台', 'platform', order.state, 'paid'),
    equal('网关', 'gateway', (await play.world.hotel.voucherOrder(order.order_id)).state, 'paid'),
  ]);

  const nights = stay(play, order, ID.twinPlan, { from: DAY.fri, to: DAY.sun });
  const look = await stage.step({
    actor: 'guest',
    text: { zh: `${lu.name} 看双床房，周五周六两晚`, en: `${lu.name} looks at a twin room, Friday and Saturday night` },
    run: () => lu.look(nights),
    expect: [
      {
        interface: 'bookable-check',
        holds: [
          [
            '两晚房价之和',
            'sum of both nights',
            ({ request }) => numberAt(request, 'total_amount') === 2 * PRICE.twinWeekend,
          ],
        ],
      },
    ],
  });
  stage.checks({ zh: '加价只在周六', en: 'surcharge on Saturday only' }, [
    holds('可订', 'bookable', look.bookable, look),
    equal(
      '逐晚加价',
      'by night',
      look.nights.map(({ surcharge }) => surcharge),
      [0, PRICE.weekendSaturday],
    ),
  ]);

  const booked = await stage.step({
    actor: 'guest',
    text: { zh: `${lu.name} 提交预约，加价稍后支付`, en: `${lu.name} submits, the surcharge is paid later` },
    run: () => lu.book(nights),
    expect: [
      { interface: 'bookable-check' },
      {
        interface: 'booking',
        holds: [
          [
            '逐晚加价 0 与 120.00',
            'surcharges 0 and 120.00',
            ({ request }) =>
              listAt(request, 'daily_rates')
                .map((night) => numberAt(night, 'daily_add_amount') || 0)
                .join() === `0,${PRICE.weekendSaturday}`,
          ],
          ['无支付信息', 'no pay_info', ({ request }) => at(request, 'pay_info') === undefined],
          ['稍后确认', 'decided later', ({ reply }) => numberAt(reply, 'confirm_info.confirm_mode') === 2],
        ],
      },
    ],
  });
  const waiting = await play.world.hotel.booking(booked.booking_id);
  stage.checks({ zh: '未付加价之前不接单', en: 'nothing is accepted before the surcharge is paid' }, [
    equal('平台：待付加价', 'platform: waits for payment', booked.state, 'waiting-payment'),
    equal('网关：待付加价', 'gateway: waits for payment', waiting.booking.state, 'wait_pay'),
    equal('房已锁', 'room is locked', (await roomNight(play, ID.twin, DAY.sat)).sold, 1),
  ]);

  await stage.step({
    actor: 'guest',
    text: { zh: `${lu.name} 支付加价 120.00 元`, en: `${lu.name} pays the surcharge of 120.00 yuan` },
    run: () => lu.payBooking(booked.booking_id),
    expect: [
      {
        interface: 'payment',
        holds: [
          ['业务 2012', 'kind 2012', ({ request }) => numberAt(request, 'biz_type') === 2012],
          [
            '加价 120.00',
            'surcharge 120.00',
            ({ request }) => numberAt(request, 'add_amount') === PRICE.weekendSaturday,
          ],
        ],
      },
      {
        interface: 'order-confirm',
        which: ({ request }) => textAt(request, 'order_id') === booked.booking_id,
        holds: [
          ['接单', 'accepted', ({ request }) => numberAt(request, 'confirm_result.confirm_result') === 1],
          [
            '确认号同三方单号',
            'number as in the answer',
            ({ request }) => textAt(request, 'confirm_result.confirm_number') === booked.hotel_booking_id,
          ],
        ],
      },
    ],
  });
  const accepted = await lu.readBooking(booked.booking_id);
  const own = await play.world.hotel.booking(booked.booking_id);
  stage.checks({ zh: '接单在时限之内，且只发一次', en: 'accepted within the deadline, told once' }, [
    equal('平台：已接单', 'platform: accepted', accepted.state, 'accepted'),
    holds(
      '早于接单时限',
      'before the deadline',
      accepted.accepted_at !== null &&
        accepted.accept_deadline !== null &&
        accepted.accepted_at < accepted.accept_deadline,
      accepted,
    ),
    equal(
      '发件箱：一条已送达',
      'outbox: one message, done',
      own.messages.map(({ kind, state, attempts }) => `${kind} ${state} ${attempts}`),
      ['order-confirm done 1'],
    ),
  ]);
  kept.stays.lu = {
    guest: lu,
    bookingId: booked.booking_id,
    coupons: [PRICE.weekend],
    surcharge: PRICE.weekendSaturday,
    commission: false,
  };
}
