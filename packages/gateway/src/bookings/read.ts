import type { Session } from '@yuzhu/runtime';
import type { BookingState } from './decide.ts';

/** A booking as people and hotel systems see it. Times are Unix ms, amounts fen. */
export interface BookingRow {
  readonly order_id: string;
  /** Our booking number. */
  readonly order_out_id: string;
  /** The answer it was given: 0, or why it was refused. */
  readonly code: number;
  readonly reason: string | null;
  readonly confirm_mode: number | null;
  readonly state: BookingState;
  readonly source_order_id: string | null;
  readonly units_taken: number;
  readonly hotel_id: string;
  readonly room_type_id: string;
  readonly rate_plan_id: string;
  readonly check_in: string;
  readonly check_out: string;
  /** Hourly rooms: when the stay begins and ends; null for full-day ones, and where the platform named no beginning. */
  readonly starts_at: number | null;
  readonly ends_at: number | null;
  readonly rooms: number;
  readonly guests: number;
  readonly room_amount: number;
  /** As the platform named them; the second outside the mainland only. */
  readonly currency: string | null;
  readonly room_amount_before_tax: number | null;
  readonly surcharge: number;
  readonly paid_at: number | null;
  readonly decided_at: number | null;
  readonly reject_code: number | null;
  readonly reject_reason: string | null;
  readonly attention: readonly string[];
  readonly created_at: number;
  readonly updated_at: number;
  /** Made by load-test traffic. */
  readonly stress: boolean;
}

const COLUMNS = `order_id, order_out_id, code, reason, confirm_mode, state, source_order_id, units_taken, hotel_id,
  room_type_id, rate_plan_id, check_in, check_out, starts_at, ends_at, rooms, guests, room_amount, currency,
  room_amount_before_tax, surcharge, paid_at,
  decided_at, reject_code, reject_reason, attention, created_at, updated_at, starts_with(account_id, 'stress:') AS stress`;

/** Which bookings are listed. Absent members do not narrow. */
export interface BookingFilter {
  readonly states?: readonly BookingState[] | undefined;
  readonly hotelId?: string | undefined;
  readonly sourceOrderId?: string | undefined;
  readonly bookingNumber?: string | undefined;
  /** Day of arrival, both ends included. */
  readonly checkInFrom?: string | undefined;
  readonly checkInTo?: string | undefined;
  readonly attention?: boolean | undefined;
  /** Only those below this booking number. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/**
 * Bookings, latest number first: numbers begin with the day and count on, so their order is that of arrival, and their
 * unique index serves the list.
 */
export function listBookings(session: Session, accountId: string, filter: BookingFilter): Promise<BookingRow[]> {
  return session.query(
    `SELECT ${COLUMNS} FROM gateway.bookings
     WHERE account_id = $1
       AND ($2::text[] IS NULL OR state = ANY ($2))
       AND ($3::text IS NULL OR hotel_id = $3)
       AND ($4::text IS NULL OR source_order_id = $4)
       AND ($5::text IS NULL OR order_out_id = $5)
       AND ($6::date IS NULL OR check_in >= $6)
       AND ($7::date IS NULL OR check_in <= $7)
       AND ($8::boolean IS NULL OR (attention <> '{}') = $8)
       AND ($9::text IS NULL OR order_out_id < $9)
     ORDER BY order_out_id DESC LIMIT $10`,
    [
      accountId,
      filter.states ?? null,
      filter.hotelId ?? null,
      filter.sourceOrderId ?? null,
      filter.bookingNumber ?? null,
      filter.checkInFrom ?? null,
      filter.checkInTo ?? null,
      filter.attention ?? null,
      filter.before ?? null,
      filter.limit,
    ],
  );
}

/** One booking of the account, by the platform's order id. */
export function findBooking(session: Session, accountId: string, orderId: string): Promise<BookingRow | undefined> {
  return session.first(`SELECT ${COLUMNS} FROM gateway.bookings WHERE account_id = $1 AND order_id = $2`, [
    accountId,
    orderId,
  ]);
}

/** Its sealed guests; whoever opens them records it. */
export function findBookingGuest(
  session: Session,
  accountId: string,
  orderId: string,
): Promise<{ readonly guest: Buffer } | undefined> {
  return session.first('SELECT guest FROM gateway.bookings WHERE account_id = $1 AND order_id = $2', [
    accountId,
    orderId,
  ]);
}

/** A person has looked at the oddities. False when the account has no such booking. */
export async function clearAttention(session: Session, accountId: string, orderId: string): Promise<boolean> {
  const rows = await session.execute(
    `UPDATE gateway.bookings SET attention = '{}' WHERE account_id = $1 AND order_id = $2`,
    [accountId, orderId],
  );
  return rows === 1;
}
