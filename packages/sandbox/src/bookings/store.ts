import { type Session, statement } from '@yuzhu/runtime';
import type { CreationMode, NoticeState } from '../orders/decide.ts';
import { lockOrder, type VoucherOrder } from '../orders/store.ts';
import type { Person } from '../spi/contact.ts';
import type { BookingState, HotelDecision } from './decide.ts';
import type { StayHours } from './hours.ts';

/** One night of a booking, per room. */
export interface BookedNight {
  readonly night: string;
  /** Price of the good for the night, fen. */
  readonly price: number;
  /** Surcharge of the night, fen. */
  readonly add: number;
  /** Outside the mainland: the price before tax, fen. */
  readonly beforeTax?: number | undefined;
}

/** Expected arrival, `HH:mm`. */
export interface Arrival {
  readonly earliest?: string | undefined;
  readonly latest?: string | undefined;
}

/** A booking as it is kept. */
export interface Booking {
  readonly accountId: string;
  readonly bookingId: string;
  readonly clientKey: string;
  readonly userId: string;
  readonly orderId: string;
  readonly hotelId: string;
  readonly roomId: string;
  readonly ratePlanId: string;
  readonly state: BookingState;
  readonly creationMode: CreationMode;
  readonly acceptMinutes: number;
  readonly checkIn: string;
  readonly checkOut: string;
  readonly units: number;
  readonly guests: number;
  readonly nights: readonly BookedNight[];
  /** Of an hourly room. */
  readonly hours: StayHours | null;
  readonly currency: string;
  readonly roomAmount: number;
  readonly surcharge: number;
  readonly surchargeState: 'none' | 'unpaid' | 'paid' | 'refunded';
  readonly occupancies: readonly Person[];
  readonly contact: Person;
  readonly arrival: Arrival;
  readonly remark: string | null;
  readonly stress: boolean;
  readonly orderOutId: string | null;
  readonly confirmMode: 1 | 2 | null;
  readonly confirmNumber: string | null;
  readonly early: HotelDecision | null;
  readonly decidedBy: 'partner' | 'platform' | null;
  readonly rejectCode: number | null;
  readonly rejectReason: string | null;
  readonly endReason: string | null;
  readonly failureCode: number | null;
  readonly failureText: string | null;
  readonly createdAt: number;
  readonly payDeadline: number | null;
  readonly paidAt: number | null;
  readonly acceptDeadline: number | null;
  readonly acceptedAt: number | null;
  readonly endedAt: number | null;
  readonly checkedInAt: number | null;
  readonly noShowAt: number | null;
  readonly checkedOutAt: number | null;
  readonly verifiedOn: string | null;
  readonly settledAt: number | null;
  readonly notice: NoticeState;
}

/** Column of each member, for reading and changing. */
const COLUMNS = {
  accountId: 'account_id',
  bookingId: 'booking_id',
  clientKey: 'client_key',
  userId: 'user_id',
  orderId: 'order_id',
  hotelId: 'hotel_id',
  roomId: 'room_id',
  ratePlanId: 'rate_plan_id',
  state: 'state',
  creationMode: 'creation_mode',
  acceptMinutes: 'accept_minutes',
  checkIn: 'check_in',
  checkOut: 'check_out',
  units: 'units',
  guests: 'guests',
  nights: 'nights',
  hours: 'hours',
  currency: 'currency',
  roomAmount: 'room_amount',
  surcharge: 'surcharge',
  surchargeState: 'surcharge_state',
  occupancies: 'occupancies',
  contact: 'contact',
  arrival: 'arrival',
  remark: 'remark',
  stress: 'stress',
  orderOutId: 'order_out_id',
  confirmMode: 'confirm_mode',
  confirmNumber: 'confirm_number',
  early: 'early_decision',
  decidedBy: 'decided_by',
  rejectCode: 'reject_code',
  rejectReason: 'reject_reason',
  endReason: 'end_reason',
  failureCode: 'failure_code',
  failureText: 'failure_text',
  createdAt: 'created_ms',
  payDeadline: 'pay_deadline_ms',
  paidAt: 'paid_ms',
  acceptDeadline: 'accept_deadline_ms',
  acceptedAt: 'accepted_ms',
  endedAt: 'ended_ms',
  checkedInAt: 'checked_in_ms',
  noShowAt: 'no_show_ms',
  checkedOutAt: 'checked_out_ms',
  verifiedOn: 'verified_on',
  settledAt: 'settled_ms',
  notice: 'notice_state',
} as const satisfies Record<keyof Booking, string>;

const SELECT = `SELECT ${Object.entries(COLUMNS)
  .map(([name, column]) => `b.${column} AS "${name}"`)
  .join(', ')} FROM sandbox.bookings b`;
const BY_ID = statement('sandbox.bookings.read', `${SELECT} WHERE b.booking_id = $1`);
const LOCKED = statement('sandbox.bookings.lock', `${SELECT} WHERE b.booking_id = $1 FOR UPDATE`);

export function findBooking(session: Session, bookingId: string): Promise<Booking | undefined> {
  return session.first<Booking>(BY_ID, [bookingId]);
}

/** A booking with its voucher order, both locked until the transaction ends: first the order, then the booking. */
export async function lockBooking(
  session: Session,
  bookingId: string,
): Promise<{ booking: Booking; order: VoucherOrder } | undefined> {
  const found = await findBooking(session, bookingId);
  if (found === undefined) return undefined;
  const order = await lockOrder(session, found.orderId);
  const booking = await session.first<Booking>(LOCKED, [bookingId]);
  return booking === undefined || order === undefined ? undefined : { booking, order };
}

/** A guest's bookings, newest first. */
export function bookingsOf(session: Session, userId: string, limit: number): Promise<Booking[]> {
  return session.query<Booking>(`${SELECT} WHERE b.user_id = $1 ORDER BY b.booking_id DESC LIMIT $2`, [userId, limit]);
}

/** Bookings of a merchant without a direct connection that nobody decided on yet, the oldest first. */
export function waitingByHand(session: Session, accountId: string): Promise<Booking[]> {
  return session.query<Booking>(
    `${SELECT} JOIN sandbox.voucher_orders o ON o.account_id = b.account_id AND o.order_id = b.order_id
     WHERE b.account_id = $1 AND b.state = 'waiting-accept' AND o.terms ->> 'docking' = 'manual'
     ORDER BY b.created_ms, b.booking_id LIMIT 500`,
    [accountId],
  );
}

/** Members that change after the creation. */
export type BookingUpdate = { readonly [Key in keyof Booking]?: Booking[Key] | undefined };

/** Writes a booking: all members that are given. */
export async function insertBooking(session: Session, booking: BookingUpdate): Promise<void> {
  const given = Object.entries(booking).filter(([, value]) => value !== undefined);
  const columns = given.map(([name]) => COLUMNS[name as keyof Booking]);
  const places = given.map((_, index) => `$${index + 1}`);
  await session.execute(
    `INSERT INTO sandbox.bookings (${columns.join(', ')}) VALUES (${places.join(', ')})`,
    given.map(([, value]) => stored(value)),
  );
}

/** Changes the given members; `undefined` leaves one as it is, `null` clears it. */
export async function updateBooking(session: Session, booking: Booking, change: BookingUpdate): Promise<void> {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  if (given.length === 0) return;
  const sets = given.map(([name], index) => `${COLUMNS[name as keyof Booking]} = $${index + 3}`);
  await session.execute(`UPDATE sandbox.bookings SET ${sets.join(', ')} WHERE account_id = $1 AND booking_id = $2`, [
    booking.accountId,
    booking.bookingId,
    ...given.map(([, value]) => stored(value)),
  ]);
}

function stored(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}
