import { interfaces } from '@yuzhu/contract';
import type { GuestBooking, GuestOrder } from '../../actors/guest.ts';
import { NotApplicable, NotMet, type Play } from '../run/play.ts';
import { type AcceptCase, acceptCase } from './case.ts';
import { bookUnpaid, judged, orderUnpaid, type Purchase, type Stayed, waitingBooking } from './guests.ts';

/** The case of a live console for the twin (observed); how long the platform waits is not published, so its clock is moved. */
const timed = { needs: ['platform', 'sale'], mandatory: false, source: 'observed' } as const;

/**
 * Deadlines of the platform that pass: nobody pays, nobody accepts. The interfaces by which it tells a partner of the end
 * (cancel_apply, refund_notify) are not in the contract yet: what is examined of the partner is that it takes the
 * creation and leaves the decision to the platform.
 */
export const deadlineCases: readonly AcceptCase[] = [
  acceptCase({
    ...timed,
    id: 'voucher-order.never-paid',
    ability: 'orders',
    title: {
      zh: '先创单后支付：客人一直不支付，订单关闭',
      en: 'Created first: the guest never pays, the order is closed',
    },
    interfaces: [interfaces.voucherOrder.name],
    mode: 'two-step',
    begin: (): { bought?: Purchase } => ({}),
    steps: [
      {
        title: { zh: '客人下单，合作方创单', en: 'the guest orders; the partner has the order' },
        run: async (play, state) => {
          state.bought = await orderUnpaid(play);
          await judged(play, state.bought.order.order_id, interfaces.voucherOrder.name);
        },
      },
      {
        title: { zh: '支付时限已过：订单关闭', en: 'the time to pay is over: the order is closed' },
        run: async (play, { bought }) => {
          const { guest, order } = bought as Purchase;
          await passDeadline(play, order.pay_deadline);
          stands(await guest.readOrder(order.order_id), 'closed');
        },
      },
    ],
  }),
  acceptCase({
    ...timed,
    id: 'booking.never-paid',
    ability: 'bookings',
    title: {
      zh: '先创单后支付：客人一直不支付加价，预约取消',
      en: 'Created first: the surcharge is never paid, the booking is cancelled',
    },
    interfaces: [interfaces.booking.name],
    mode: 'two-step',
    begin: (): { stayed?: Stayed } => ({}),
    steps: [
      {
        title: {
          zh: '客人预约有加价的夜晚，合作方创单',
          en: 'a guest books a night with a surcharge; the partner has it',
        },
        run: async (play, state) => {
          state.stayed = await bookUnpaid(play);
          await judged(play, state.stayed.booking.booking_id, interfaces.booking.name);
        },
      },
      {
        title: {
          zh: '支付时限已过：预约取消',
          en: 'the time to pay is over: the booking is cancelled',
        },
        run: async (play, { stayed }) => {
          const { guest, booking } = stayed as Stayed;
          await passDeadline(play, booking.pay_deadline);
          stands(await guest.readBooking(booking.booking_id), 'cancelled');
        },
      },
    ],
  }),
  acceptCase({
    ...timed,
    id: 'order-confirm.deadline',
    ability: 'acceptance',
    title: {
      zh: '客人预约，酒店在接单时限内没有决定：平台拒单',
      en: 'A guest books, the hotel does not decide in time: rejected by the platform',
    },
    interfaces: [interfaces.booking.name],
    begin: (): { stayed?: Stayed } => ({}),
    steps: [
      {
        title: { zh: '客人下单，酒店应答“稍后确认”', en: 'the guest books; the answer is "later"' },
        run: async (play, state) => {
          state.stayed = await waitingBooking(play, 'manual');
        },
      },
      {
        title: {
          zh: '接单时限已过：平台拒单',
          en: 'the time to accept is over: rejected by the platform',
        },
        run: async (play, { stayed }) => {
          const { guest, booking } = stayed as Stayed;
          await passDeadline(play, booking.accept_deadline);
          const ended = await guest.readBooking(booking.booking_id);
          if (ended.decided_by === 'partner') {
            throw new NotApplicable({
              zh: '合作方不等人工决定，自动接单或拒单。',
              en: 'the partner decides by itself, without a person.',
            });
          }
          stands(ended, 'rejected');
        },
      },
    ],
  }),
];

/** Moves the platform's clock past a moment, Unix ms. */
async function passDeadline(play: Play, deadline: number | null): Promise<void> {
  if (deadline === null) {
    throw new NotMet({ zh: '平台没有给出时限。', en: 'the platform named no deadline.' });
  }
  await play.platform.moveClock({ to: deadline + 1000 });
}

function stands(one: GuestOrder | GuestBooking, wanted: GuestOrder['state'] | GuestBooking['state']): void {
  if (one.state === wanted) return;
  throw new NotMet({
    zh: `平台上的状态为 ${one.state}，应为 ${wanted}。`,
    en: `it stands at ${one.state} on the platform, should be ${wanted}.`,
  });
}
