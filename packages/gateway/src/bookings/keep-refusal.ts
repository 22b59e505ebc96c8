import { type interfaces, PARTNER, type RequestOf } from '@yuzhu/contract';
import { statement } from '@yuzhu/runtime';
import type { GatewayContext } from '../context.ts';
import { readGuests, sealGuests } from '../guests/guests.ts';
import { knownOrder } from '../orders/store.ts';
import type { SpiCall } from '../spi/door.ts';
import type { AccountsOf } from '../stress/accounts.ts';
import { type BookingVerdict, bookingPrefix } from './book.ts';
import { notOurs } from './create.ts';
import type { ReadBooking } from './prepare.ts';
import { storedVerdict } from './stored-verdict.ts';

const HOTEL = statement(
  'refusal_hotel',
  `SELECT h.account_id AS "accountId", h.hotel_id AS "hotelId"
   FROM gateway.hotels h JOIN gateway.accounts a USING (account_id)
   WHERE h.platform_hotel_id = $1 AND a.client_key = $2`,
);

/** No room type and no rate plan of the hotel's own: what the platform named stands in the sealed request. */
const KEEP = statement(
  'refusal_keep',
  `INSERT INTO gateway.bookings (
     account_id, order_id, code, reason, order_out_id, state, source_order_id, hotel_id, room_type_id, rate_plan_id,
     check_in, check_out, rooms, guests, room_amount, surcharge, paid_at, guest, request, attention, created_at, updated_at)
   SELECT $1, $2, $3, $4, $5 || lpad(n.number, greatest(6, length(n.number)), '0'), 'refused', $6, $7, '', '',
     $8, $9, $10, $11, 0, $12, $13, $14, $15, $16, $17, $17
   FROM (SELECT nextval('gateway.booking_number')::text AS number) n
   ON CONFLICT DO NOTHING`,
);

/** A verdict, and whose it is; nobody's when the account can not be told. */
export type Kept = BookingVerdict & { readonly accountId?: string };

/**
 * Refuses a booking whose rate plan is not known here, and keeps the refusal: the plan may be published a moment later,
 * and a late copy of the message must not be booked then. An id that has an answer already gets that one.
 *
 * The message names no account. It is that of the voucher order; else of the hotel the message names; else the only one
 * of the application. When none of the three tells it, there is nowhere to keep the refusal: it is answered alone, and a
 * copy that comes after the plan was published is decided afresh.
 */
export async function keepRefusal(
  { db, keys }: Pick<GatewayContext, 'db' | 'keys'>,
  call: SpiCall,
  message: RequestOf<typeof interfaces.booking>,
  booking: ReadBooking,
  accounts: AccountsOf,
): Promise<Kept> {
  const { clientKey, secret } = call.application;
  const { orderId, sourceOrderId, stay } = booking;
  const refusal = { code: PARTNER.roomTypeInvalid, reason: 'rate_plan_id is not known here' };
  const hotel = await db.first<{ accountId: string; hotelId: string }>(HOTEL, [message.hotel_id ?? '', clientKey]);
  const order = await knownOrder(db, 'voucher_order', sourceOrderId, clientKey, call.stress);
  const finder = accounts(call.stress);
  const named = hotel?.accountId ?? (await finder.onlyAccountOf(clientKey));
  const accountId = order?.accountId ?? (named === undefined ? undefined : await finder.keeper(named));
  if (accountId !== undefined) {
    const { guests, attention } = readGuests(secret, message);
    await db.execute(KEEP, [
      accountId,
      orderId,
      refusal.code,
      refusal.reason,
      bookingPrefix(call.at),
      sourceOrderId,
      hotel !== undefined && (await finder.keeper(hotel.accountId)) === accountId ? hotel.hotelId : '',
      stay.checkIn,
      stay.checkOut,
      stay.rooms,
      stay.guests,
      booking.surcharge,
      booking.paidAt === null ? null : new Date(booking.paidAt),
      sealGuests(keys, guests),
      call.sealedBody(),
      [...new Set([...booking.attention, ...attention, ...call.attention])],
      new Date(call.at),
    ]);
  }
  const stored = await storedVerdict({ db }, orderId, clientKey, call.stress);
  if (stored !== undefined) return stored;
  // Not kept though it was told whose it is: another merchant has this id.
  if (accountId !== undefined) return { ...notOurs(), accountId };
  return { ...refusal, number: null, mode: null, state: 'refused', fresh: true };
}
