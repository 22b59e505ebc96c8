import type { Session } from '@yuzhu/runtime';
import { takeRooms } from '../calendar/rooms.ts';
import type { SandboxContext } from '../context.ts';
import { holdCoupons } from '../coupons/store.ts';
import { SANDBOX_ERRORS } from '../errors.ts';
import { newId } from '../ids.ts';
import { PAY_MS } from '../orders/orders.ts';
import { findOrder, lockOrder, type VoucherOrder } from '../orders/store.ts';
import type { Pulls } from '../pulls/pulls.ts';
import type { Person } from '../spi/contact.ts';
import { askHotel, type HotelWord } from './check.ts';
import { createCommands } from './commands.ts';
import { newBooking } from './decide.ts';
import { guestDataRefusal, type NoQuote, type Quote, quoteStay, REFUSAL_TEXTS, type StayRequest } from './quote.ts';
import { type Arrival, type Booking, findBooking, insertBooking, lockBooking } from './store.ts';
import { roomAmount, surchargeAmount } from './wire.ts';

/** What a guest submits. */
export interface BookingRequest extends StayRequest {
  readonly userId: string;
  readonly orderId: string;
  readonly occupancies: readonly Person[];
  readonly contact: Person;
  readonly arrival: Arrival;
  readonly remark?: string | undefined;
  readonly stress: boolean;
}

/** What a look at a stay shows. */
export interface Look {
  readonly order: VoucherOrder;
  readonly quote: Quote | NoQuote;
  /** The hotel's word; absent when the platform refused by itself. */
  readonly word: HotelWord | undefined;
}

/** Bookings (2012), as guests use them. */
export interface Bookings {
  /** Opens the order form: rules, own copy, first bookable check. @throws AppError ORDER_UNKNOWN */
  look(userId: string, orderId: string, stay: StayRequest, stress: boolean): Promise<Look>;
  /**
   * Submits: second bookable check, coupons held, and (unless a surcharge is to be paid before) the create call, whose
   * first answer is waited for.
   * @throws AppError ORDER_UNKNOWN, NOT_BOOKABLE, PARTNER_REFUSED, PARTNER_SILENT
   */
  submit(request: BookingRequest): Promise<Booking>;
  /** Pays the surcharge. @throws AppError BOOKING_UNKNOWN, BOOKING_STATE */
  pay(userId: string, bookingId: string): Promise<Booking>;
}

/** Sets the bookings up: their timers, their calls' ends. */
export function createBookings(ctx: SandboxContext, pulls: Pulls): Bookings & ReturnType<typeof createCommands> {
  const { db, clock, spi, random } = ctx;
  const commands = createCommands(ctx);

  const quoted = async (userId: string, orderId: string, stay: StayRequest, submitted: boolean) => {
    const order = await findOrder(db, orderId);
    if (order?.userId !== userId) throw SANDBOX_ERRORS.error('ORDER_UNKNOWN', { path: 'order_id', value: orderId });
    return { order, quote: await quoteStay(db, order, stay, clock.now(), submitted) };
  };

  const answered = async (accountId: string, bookingId: string, calls: readonly string[]): Promise<Booking> => {
    await Promise.all(calls.map((call) => spi.attempted(accountId, call)));
    const booking = await findBooking(db, bookingId);
    if (booking === undefined) throw new Error(`booking ${bookingId} is gone`);
    return booking;
  };

  /** Writes the booking under the order's lock, where the coupons can not go elsewhere. */
  const insert = async (session: Session, request: BookingRequest, checked: Quote) => {
    const order = await lockOrder(session, request.orderId);
    if (order === undefined) throw new Error(`order ${request.orderId} is gone`);
    const quote = possible(await quoteStay(session, order, request, clock.now(), true));
    const bookingId = await newId(session, random, 'order');
    const { accountId, orderId, clientKey, terms } = order;
    // What the hotel was asked about is what is booked, also when its copy changed since.
    const { nights, hours, good } = checked;
    const surcharge = surchargeAmount(nights, request.units);
    const { state, effects } = newBooking(terms.creationMode, surcharge);
    await insertBooking(session, {
      accountId,
      bookingId,
      clientKey,
      userId: request.userId,
      orderId,
      hotelId: good.hotelId,
      roomId: good.roomId,
      ratePlanId: good.ratePlanId,
      state,
      creationMode: terms.creationMode,
      acceptMinutes: terms.acceptMinutes,
      checkIn: request.checkIn,
      checkOut: request.checkOut,
      units: request.units,
      guests: request.guests,
      nights,
      hours,
      currency: good.currency,
      roomAmount: roomAmount(nights, request.units),
      surcharge,
      surchargeState: surcharge > 0 ? 'unpaid' : 'none',
      occupancies: request.occupancies,
      contact: request.contact,
      arrival: request.arrival,
      remark: request.remark,
      stress: request.stress || order.stress,
      createdAt: clock.now(),
      payDeadline: effects.includes('watch-payment') ? clock.now() + PAY_MS : undefined,
    });
    await holdCoupons(session, accountId, bookingId, quote.coupons, quote.uses);
    const dates = nights.map(({ night }) => night);
    if (
      terms.docking === 'manual' &&
      !(await takeRooms(session, accountId, good.ratePlanId, dates, request.units, clock.now()))
    )
      possible({ kind: 'refused', reason: 'sold-out' });
    const held = await lockBooking(session, bookingId);
    if (held === undefined) throw new Error(`booking ${bookingId} was not written`);
    return { accountId, bookingId, calls: await commands.apply(session, held.booking, order, effects) };
  };

  return {
    ...commands,
    look: async (userId, orderId, stay, stress) => {
      const { order, quote } = await quoted(userId, orderId, stay, false);
      if (quote.kind === 'refused') return { order, quote, word: undefined };
      const word = await askHotel(ctx, pulls, order, stay, quote, stress || order.stress);
      // The copy may have been corrected: show what is true now.
      const after = word.kind === 'refused' && word.corrected ? await quoteStay(db, order, stay, clock.now()) : quote;
      return { order, quote: after, word };
    },
    submit: async (request) => {
      const { order, quote } = await quoted(request.userId, request.orderId, request, true);
      const checked = possible(quote);
      mustHaveGuestData(order, request);
      mustBeBookable(await askHotel(ctx, pulls, order, request, checked, request.stress || order.stress));
      const { accountId, bookingId, calls } = await db.tx((session) => insert(session, request, checked));
      return answered(accountId, bookingId, calls);
    },
    pay: async (userId, bookingId) => {
      const { accountId, calls } = await db.tx(async (session) => {
        const held = await lockBooking(session, bookingId);
        if (held?.booking.userId !== userId)
          throw SANDBOX_ERRORS.error('BOOKING_UNKNOWN', { path: 'booking_id', value: bookingId });
        const done = await commands.run(session, held.booking, held.order, { kind: 'pay' });
        if (done.kind === 'refused')
          throw SANDBOX_ERRORS.error('BOOKING_STATE', {
            path: 'booking_id',
            value: bookingId,
            state: held.booking.state,
          });
        return { accountId: held.booking.accountId, calls: done.calls };
      });
      return answered(accountId, bookingId, calls);
    },
  };
}

/** @throws AppError NOT_BOOKABLE */
function possible(quote: Quote | NoQuote): Quote {
  if (quote.kind === 'possible') return quote;
  const { zh, en } = REFUSAL_TEXTS[quote.reason];
  const { reason, night } = quote;
  throw SANDBOX_ERRORS.error('NOT_BOOKABLE', {
    reason,
    reason_zh: zh,
    reason_en: en,
    ...(night === undefined ? {} : { night }),
  });
}

/** @throws AppError NOT_BOOKABLE */
function mustHaveGuestData(order: VoucherOrder, { contact, occupancies }: BookingRequest): void {
  const refusal = guestDataRefusal(order, contact, occupancies);
  if (refusal === undefined) return;
  const { reason, items } = refusal;
  const { zh, en } = REFUSAL_TEXTS[reason];
  throw SANDBOX_ERRORS.error('NOT_BOOKABLE', { reason, reason_zh: zh, reason_en: en, items: items.join(', ') });
}

/** @throws AppError PARTNER_REFUSED, PARTNER_SILENT */
function mustBeBookable(word: HotelWord): void {
  if (word.kind === 'silent') throw SANDBOX_ERRORS.error('PARTNER_SILENT', { reason: word.reason, logid: word.logid });
  if (word.kind === 'refused') {
    const { code, text, logid } = word;
    throw SANDBOX_ERRORS.error('PARTNER_REFUSED', { partner_code: code, partner_text: text, logid });
  }
}
