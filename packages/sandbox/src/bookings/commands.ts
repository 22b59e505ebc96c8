import { hotelDate } from '@yuzhu/contract';
import type { Session } from '@yuzhu/runtime';
import { returnRooms } from '../calendar/rooms.ts';
import type { SandboxContext } from '../context.ts';
import { moveUses } from '../coupons/store.ts';
import { payment, refund } from '../ledger/postings.ts';
import { post } from '../ledger/store.ts';
import { type NoticeEnd, PAY_MS } from '../orders/orders.ts';
import type { VoucherOrder } from '../orders/store.ts';
import { settleBooking, verificationTime, verifyBooking } from '../settlement/settlement.ts';
import type { EndedCall } from '../spi/caller.ts';
import {
  type BookingChange,
  type BookingCommand,
  type BookingDecision,
  type BookingEffect,
  type BookingState,
  decideBooking,
  type HotelDecision,
} from './decide.ts';
import { type Booking, type BookingUpdate, lockBooking, updateBooking } from './store.ts';
import { CREATE, createRequest, PAYMENT, surchargeNotice } from './wire.ts';

const PAY_DEADLINE = 'booking.pay-deadline';
const ACCEPT_DEADLINE = 'booking.accept-deadline';
const VERIFY = 'booking.verify';
const SETTLE = 'booking.settle';

/** The timer that ends a state; it is taken back when the state is left otherwise. */
const WATCHED_BY: Readonly<Partial<Record<BookingState, string>>> = {
  'waiting-payment': PAY_DEADLINE,
  'waiting-accept': ACCEPT_DEADLINE,
};

/** What became of a command. */
export type CommandResult =
  | { readonly kind: 'done'; readonly calls: readonly string[] }
  | Extract<BookingDecision, { kind: 'refused' }>;

/** The one place where bookings change state. */
export interface BookingCommands {
  /** Decides under the locks of order and booking and does what follows. `calls`: the partner's calls it began. */
  run(
    session: Session,
    booking: Booking,
    order: VoucherOrder,
    command: BookingCommand,
    more?: BookingUpdate,
  ): Promise<CommandResult>;
  apply(session: Session, booking: Booking, order: VoucherOrder, effects: readonly BookingEffect[]): Promise<string[]>;
  readonly noticeEnded: NoticeEnd;
}

/** Sets the booking's timers and the ends of its calls up. */
export function createCommands(ctx: SandboxContext): BookingCommands {
  const { db, clock, timers, spi, random } = ctx;

  const run: BookingCommands['run'] = async (session, booking, order, command, more = {}) => {
    const now = clock.now();
    const decision = decideBooking(factsOf(booking), command, now);
    if (decision.kind === 'refused') return decision;
    if (decision.kind !== 'changed') return { kind: 'done', calls: [] };
    const update = { ...more, ...withoutUndefined(updateOf(booking, decision.change, decision.effects, now)) };
    await updateBooking(session, booking, update);
    const watch = WATCHED_BY[booking.state];
    if (watch !== undefined && decision.change.state !== booking.state)
      await timers.cancel(session, booking.bookingId, watch);
    const after = { ...booking, ...withoutUndefined(update) };
    return { kind: 'done', calls: await apply(session, after, order, decision.effects) };
  };

  const apply: BookingCommands['apply'] = async (session, booking, order, effects) => {
    const { accountId, bookingId, clientKey, stress, userId, surcharge } = booking;
    const now = clock.now();
    const begin = { clientKey, accountId, subject: bookingId, stress };
    const move = (what: 'book' | 'release') => moveUses(session, accountId, order.orderId, bookingId, what);
    const at = (dueAt: number, kind: string) => timers.add(session, { dueAt, kind, subject: bookingId });
    const calls: string[] = [];
    for (const effect of effects) {
      switch (effect) {
        case 'charge':
          await post(session, random, accountId, payment(bookingId, userId, surcharge), now);
          break;
        case 'refund':
          await post(session, random, accountId, refund(bookingId, userId, surcharge), now);
          break;
        case 'send-create': {
          if (order.terms.docking === 'manual') {
            await run(session, { ...booking, state: 'creating' }, order, { kind: 'created', confirmMode: 2 });
            break;
          }
          const request = await createRequest(session, booking, order);
          calls.push(await spi.begin(session, { ...begin, interface: CREATE, request }));
          break;
        }
        case 'send-notice': {
          const request = surchargeNotice(booking, order, now);
          calls.push(await spi.begin(session, { ...begin, interface: PAYMENT, request }));
          break;
        }
        case 'watch-payment':
          await at(now + PAY_MS, PAY_DEADLINE);
          break;
        case 'watch-acceptance':
          await at(booking.acceptDeadline ?? now, ACCEPT_DEADLINE);
          break;
        case 'book-coupons':
          await move('book');
          break;
        case 'release-coupons':
          await move('release');
          if (order.terms.docking === 'manual') {
            const nights = booking.nights.map(({ night }) => night);
            await returnRooms(session, accountId, booking.ratePlanId, nights, booking.units, now);
          }
          break;
        case 'plan-verification': {
          await timers.cancel(session, bookingId, VERIFY);
          const today = booking.checkedOutAt === null ? booking.checkOut : hotelDate(now);
          await at(Math.max(now, verificationTime(today < booking.checkOut ? today : booking.checkOut)), VERIFY);
          break;
        }
        case 'verify-coupons':
          await verifyBooking(session, random, booking);
          await at(now, SETTLE);
          break;
        case 'settle':
          await settleBooking(session, random, booking, order.terms, now);
          break;
      }
    }
    return calls;
  };

  const createEnded = async (session: Session, { subject, outcome }: EndedCall<typeof CREATE>): Promise<void> => {
    const held = await lockBooking(session, subject);
    if (held === undefined) return;
    const { booking, order } = held;
    if (outcome.kind === 'answer' && outcome.code === 0) {
      const info = outcome.data.confirm_info;
      const decision: HotelDecision = {
        accept: info?.confirm_result === 1,
        confirmNumber: info?.hotel_confirm_number,
        rejectCode: info?.reject_code,
        rejectReason: info?.reject_reason,
      };
      const created: BookingCommand =
        info?.confirm_mode === 1 ? { kind: 'created', confirmMode: 1, decision } : { kind: 'created', confirmMode: 2 };
      const known = { orderOutId: outcome.data.order_out_id, confirmNumber: info?.hotel_confirm_number };
      await run(session, booking, order, created, known);
      return;
    }
    const failure =
      outcome.kind === 'answer'
        ? { failureCode: outcome.code, failureText: outcome.description }
        : { failureText: outcome.reason };
    await run(session, booking, order, { kind: 'create-failed' }, failure);
  };

  const onTimer = (kind: string, command: BookingCommand) =>
    timers.register(kind, ({ subject }) =>
      db.tx(async (session) => {
        const held = await lockBooking(session, subject);
        if (held !== undefined) await run(session, held.booking, held.order, command);
      }),
    );

  spi.onEnd(CREATE, createEnded);
  onTimer(PAY_DEADLINE, { kind: 'pay-deadline' });
  onTimer(ACCEPT_DEADLINE, { kind: 'accept-deadline' });
  onTimer(VERIFY, { kind: 'verify' });
  onTimer(SETTLE, { kind: 'settle' });

  return {
    run,
    apply,
    noticeEnded: async (session, { subject, outcome }) => {
      const held = await lockBooking(session, subject);
      if (held === undefined) return;
      const acknowledged = outcome.kind === 'answer' && outcome.code === 0;
      await run(session, held.booking, held.order, { kind: 'notified', acknowledged });
    },
  };
}

function factsOf(booking: Booking) {
  return {
    ...booking,
    mode: booking.creationMode,
    paid: booking.surchargeState === 'paid',
    // One-step with surcharge: the order is created at its payment.
    createdAt: booking.paidAt ?? booking.createdAt,
    checkedIn: booking.checkedInAt !== null,
  };
}

/** The members a decision changes. */
function updateOf(
  booking: Booking,
  change: BookingChange,
  effects: readonly BookingEffect[],
  now: number,
): BookingUpdate {
  const { decision, state, stay } = change;
  const decided = change.decidedBy !== undefined;
  return {
    state,
    decidedBy: change.decidedBy,
    confirmMode: change.confirmMode,
    early: change.early,
    confirmNumber: decision?.confirmNumber,
    rejectCode: decision?.accept === false ? decision.rejectCode : undefined,
    rejectReason: decision?.accept === false ? decision.rejectReason : undefined,
    endReason: change.endReason,
    surchargeState: change.paid ? 'paid' : effects.includes('refund') ? 'refunded' : undefined,
    paidAt: change.paid ? now : undefined,
    payDeadline: effects.includes('watch-payment') ? now + PAY_MS : undefined,
    acceptDeadline: change.acceptDeadline,
    acceptedAt: decided && state === 'accepted' ? now : undefined,
    endedAt: decided && state !== 'accepted' ? now : undefined,
    checkedInAt: stay === 1 ? (booking.checkedInAt ?? now) : undefined,
    noShowAt: stay === 2 ? (booking.noShowAt ?? now) : undefined,
    checkedOutAt: stay === 3 ? (booking.checkedOutAt ?? now) : undefined,
    verifiedOn: effects.includes('verify-coupons') ? hotelDate(now) : undefined,
    settledAt: effects.includes('settle') ? now : undefined,
    notice: change.notice,
  };
}

function withoutUndefined(update: BookingUpdate): Partial<Booking> {
  return Object.fromEntries(Object.entries(update).filter(([, value]) => value !== undefined));
}
