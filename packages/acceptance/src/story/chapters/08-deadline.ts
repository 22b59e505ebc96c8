import { ID } from '../../provision/demo-hotel.ts';
import { DAY } from '../plan.ts';
import { couponNights, equal, guest, holds, type Play, roomNight, stay } from '../play.ts';

/** Chapter 8: nobody decides before the accept deadline. */
export async function deadline(play: Play): Promise<void> {
  const { stage, kept, world } = play;
  const gu = guest(play, 4);
  const orderId = kept.orders.find((one) => one.guest === gu)?.orderId ?? '';
  stage.chapter('过了接单时限', 'The accept deadline passes');

  const booking = await stage.step({
    actor: 'guest',
    text: { zh: `${gu.name} 再约套房，周三一晚`, en: `${gu.name} books a suite for Wednesday night` },
    run: async () => gu.book(stay(play, await gu.readOrder(orderId), ID.suitePlan, { from: DAY.wed, to: DAY.thu2 })),
    expect: [{ interface: 'bookable-check' }, { interface: 'booking' }],
  });
  await stage.moveClock(
    { by: '31m' },
    { zh: '31 分钟过去，前台没有处理（时限 30 分钟）', en: '31 minutes pass, nobody decides (30 allowed)' },
  );
  const ended = await gu.readBooking(booking.booking_id);
  stage.checks({ zh: '平台自动拒单', en: 'the platform rejects by itself' }, [
    equal('平台：已拒单', 'platform: rejected', ended.state, 'rejected'),
    equal('由平台决定', 'decided by the platform', ended.decided_by, 'platform'),
    equal('券已退回', 'the coupon is free again', couponNights(await gu.readOrder(orderId)).free, 1),
  ]);

  await stage.step({
    actor: 'hotel',
    text: { zh: '前台发现后拒单，释放房间', en: 'staff notice, reject it and free the room' },
    run: () => world.hotel.reject(booking.booking_id, '未能及时处理'),
    expect: [{ interface: 'order-confirm', code: 3_000_001, repeats: true }],
    // The code may be repeated (documented), so the gateway tries a few times before it gives up.
    passes: 120_000,
  });
  const own = await world.hotel.booking(booking.booking_id);
  const [message] = own.messages;
  stage.checks(
    { zh: '平台不再接受，消息留在待办', en: 'the platform takes it no more; the message stands on the to-do list' },
    [
      equal('网关：已拒单', 'gateway: rejected', own.booking.state, 'rejected'),
      equal('周三套房已售 0', 'Wednesday suite sold 0', (await roomNight(play, ID.suite, DAY.wed)).sold, 0),
      equal('消息未送达', 'message failed', message?.state, 'failed'),
      holds(
        '写明原因与下一步',
        'with reason and next step',
        (message?.last_error ?? '') !== '' && (message?.next_step ?? '') !== '',
        message,
      ),
    ],
  );
  kept.ended.push({ guest: gu, bookingId: booking.booking_id });
}
