import { HOURLY } from '../../provision/hourly-good.ts';
import { at, numberAt, textAt } from '../../wire-log/exchange.ts';
import { DAY } from '../plan.ts';
import { couponNights, equal, guest, holds, type Play, refusal, roomNight, stay, voucher } from '../play.ts';

/** When the guest comes, and when the room is free again. */
const [FROM, TO] = ['15:30', '19:30'];

/** Chapter 9: a room by the hour: the first check without hours, the second and the booking with them. */
export async function byTheHour(play: Play): Promise<void> {
  const { stage, kept, world } = play;
  const song = guest(play, 7);
  stage.chapter('钟点房：选时段预约', 'A room by the hour: booked for some hours');
  const order = await stage.step({
    actor: 'guest',
    text: {
      zh: `${song.name} 买 1 张「4 小时钟点房」，239.00 元`,
      en: `${song.name} buys a voucher of four hours for 239.00 yuan`,
    },
    run: async () => song.payOrder((await song.order(voucher(play, HOURLY.voucher), 1)).order_id),
    expect: [
      {
        interface: 'voucher-order',
        holds: [['239.00 元', '239.00', ({ request }) => numberAt(request, 'total_amount') === HOURLY.voucherPrice]],
      },
    ],
  });
  kept.orders.push({ guest: song, orderId: order.order_id });

  const day = stay(play, order, HOURLY.ratePlan, { from: DAY.mon, to: DAY.tue });
  const look = await stage.step({
    actor: 'guest',
    text: {
      zh: `${song.name} 打开周一的预约页，还没有选时段`,
      en: `${song.name} opens the form for Monday, no hours chosen yet`,
    },
    run: () => song.look(day),
    expect: [
      {
        interface: 'bookable-check',
        holds: [
          ['不带时段', 'without hours', ({ request }) => at(request, 'daily_rates.0.period_start_time') === undefined],
        ],
      },
    ],
  });
  const tooLate = await refusal(song.book({ ...day, start_time: '16:30' }));
  stage.checks({ zh: '预约页', en: 'the form' }, [
    holds('可订', 'bookable', look.bookable, look),
    holds(
      '16:30 用不满 4 小时，不能选',
      '16:30 leaves no four hours: can not be chosen',
      tooLate !== 'accepted',
      tooLate,
    ),
  ]);

  const booking = await stage.step({
    actor: 'guest',
    text: { zh: `${song.name} 选 ${FROM} 到店并提交`, en: `${song.name} chooses ${FROM} and submits` },
    run: () => song.book({ ...day, start_time: FROM }),
    expect: [
      { interface: 'bookable-check' },
      {
        interface: 'booking',
        holds: [
          [
            `${FROM} 到 ${TO}`,
            `${FROM} to ${TO}`,
            ({ request }) =>
              textAt(request, 'daily_rates.0.period_start_time') === `${DAY.mon} ${FROM}:00` &&
              textAt(request, 'daily_rates.0.period_end_time') === `${DAY.mon} ${TO}:00`,
          ],
          ['同步接单', 'accepted in the answer', ({ reply }) => numberAt(reply, 'confirm_info.confirm_result') === 1],
        ],
      },
      { interface: 'stock-save' },
    ],
  });
  const { booking: own } = await world.hotel.booking(booking.booking_id);
  stage.checks({ zh: '占当天一间房', en: 'a room of the day is taken' }, [
    equal('平台：已接单', 'platform: accepted', booking.state, 'accepted'),
    equal('网关：已接单', 'gateway: accepted', own.state, 'accepted'),
    equal(
      '周一江景大床房已售 1',
      'Monday river view king sold 1',
      (await roomNight(play, HOURLY.roomType, DAY.mon)).sold,
      1,
    ),
    equal('券已约', 'coupon booked', couponNights(await song.readOrder(order.order_id)), {
      free: 0,
      held: 0,
      booked: 1,
    }),
  ]);
  kept.stays.song = {
    guest: song,
    bookingId: booking.booking_id,
    coupons: [HOURLY.voucherPrice],
    surcharge: 0,
    commission: false,
  };
}
