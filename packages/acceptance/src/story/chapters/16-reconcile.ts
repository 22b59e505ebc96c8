import { nightsOf } from '@yuzhu/contract';
import type { GuestBooking } from '../../actors/guest.ts';
import type { HotelBooking } from '../../actors/hotel-views.ts';
import { DAY, STORY_HOTEL } from '../plan.ts';
import { equal, holds, type Play } from '../play.ts';

/** Chapter 16: both sides tell the same story. */
export async function reconcile(play: Play): Promise<void> {
  const { stage, world } = play;
  stage.chapter('两侧对账', 'Both sides compared');
  await compareBookings(play);
  await compareVoucherOrders(play);
  await compareCalendar(play);
  const failed = await world.hotel.messages('failed');
  const waiting = await world.hotel.messages('waiting');
  stage.checks({ zh: '发件箱', en: 'outbox' }, [
    equal('没有未发送的消息', 'nothing left to send', waiting.length, 0),
    equal(
      '待办只有超时那一单',
      'the to-do list holds the expired booking only',
      failed.map(({ order_id }) => order_id),
      play.kept.ended.slice(1).map(({ bookingId }) => bookingId),
    ),
  ]);
}

/** The hotel's state of a booking -> the platform's, once everything is settled. */
const SAME: Readonly<Record<string, GuestBooking['state']>> = {
  checked_out: 'settled',
  no_show: 'settled',
  rejected: 'rejected',
};

async function compareBookings({ stage, world, kept }: Play): Promise<void> {
  const mine = await world.hotel.bookings();
  const guests = [...Object.values(kept.stays), ...kept.ended];
  const theirs = await Promise.all(guests.map(({ guest, bookingId }) => guest.readBooking(bookingId)));
  const pairs = theirs.map((theirs) => ({ theirs, mine: mine.find(({ order_id }) => order_id === theirs.booking_id) }));
  const differs = (wrong: (pair: { theirs: GuestBooking; mine: HotelBooking }) => boolean) =>
    pairs
      .filter(({ theirs, mine: own }) => own === undefined || wrong({ theirs, mine: own }))
      .map(({ theirs }) => theirs.booking_id);
  stage.checks({ zh: `${theirs.length} 个预约单`, en: `${theirs.length} bookings` }, [
    equal('一一对应', 'one for one', mine.length, theirs.length),
    equal(
      '状态一致',
      'same state',
      differs(({ theirs, mine: own }) => SAME[own.state] !== theirs.state),
      [],
    ),
    equal(
      '三方订单号一致',
      'same number',
      differs(({ theirs, mine: own }) => own.booking_number !== theirs.hotel_booking_id),
      [],
    ),
    equal(
      '房费与加价一致',
      'same amounts',
      differs(({ theirs, mine: own }) => own.room_amount !== theirs.room_amount || own.surcharge !== theirs.surcharge),
      [],
    ),
    equal(
      '没有异常标记',
      'no oddities',
      mine.flatMap(({ attention }) => attention),
      [],
    ),
  ]);
}

async function compareVoucherOrders({ stage, world, kept }: Play): Promise<void> {
  const mine = await world.hotel.voucherOrders();
  const theirs = await Promise.all(kept.orders.map(({ guest, orderId }) => guest.readOrder(orderId)));
  const usedAt = (order: (typeof theirs)[number]) => order.coupons.filter(({ free, nights }) => free < nights).length;
  const own = (orderId: string) => mine.find(({ order_id }) => order_id === orderId);
  stage.checks({ zh: `${theirs.length} 个预售订单`, en: `${theirs.length} voucher orders` }, [
    equal('一一对应', 'one for one', mine.length, theirs.length),
    equal(
      '张数一致',
      'same vouchers',
      theirs.map(({ order_id }) => own(order_id)?.vouchers),
      theirs.map(({ count }) => count),
    ),
    equal(
      '用券数一致',
      'same uses',
      theirs.map(({ order_id }) => own(order_id)?.units_used),
      theirs.map(usedAt),
    ),
    equal(
      '实付一致',
      'same payment',
      theirs.map(({ order_id }) => own(order_id)?.pay_amount),
      theirs.map(({ pay_amount }) => pay_amount),
    ),
  ]);
}

/** States of a booking that hold its rooms. */
const HOLDING = new Set(['wait_pay', 'wait_accept', 'accepted', 'checked_in', 'checked_out', 'no_show']);

async function compareCalendar({ stage, world }: Play): Promise<void> {
  const bookings = (await world.hotel.bookings()).filter(({ state }) => HOLDING.has(state));
  const calendar = await world.hotel.calendar(world.hotelId, DAY.thu, DAY.fri2);
  const wrong = calendar.room_types.flatMap(({ room_type_id, nights }) =>
    nights.filter(({ night, sold }) => {
      const taken = bookings
        .filter((one) => one.room_type_id === room_type_id && nightsOf(one.check_in, one.check_out).includes(night))
        .reduce((rooms, one) => rooms + one.rooms, 0);
      return sold !== taken;
    }),
  );

  const compared = await Promise.all(
    STORY_HOTEL.ratePlans.map(({ ratePlanId }) => world.hotel.compareCalendar(ratePlanId, DAY.fri2, '2026-10-15')),
  );
  stage.checks({ zh: '房量与价格', en: 'stock and prices' }, [
    equal('已售 = 各预约间夜之和', 'sold is the sum of the bookings', wrong, []),
    holds(
      '平台已确认的与本地一致',
      'the platform acknowledged what is true here',
      compared.flat().every(({ same }) => same),
      compared
        .flat()
        .filter(({ same }) => !same)
        .slice(0, 3),
    ),
    equal('没有待推送的晚次', 'no night left to push', (await world.hotel.pendingNights()).length, 0),
  ]);
}
