import { ARI_HORIZON_NIGHTS, DAY_MS, daysBetween, hotelMoment, isDate, nightsOf, PARTNER } from '@yuzhu/contract';
import { type OrRefusal, ok, refused } from '../spi/refusal.ts';

/** What a guest asks for. */
export interface Stay {
  readonly checkIn: string;
  readonly checkOut: string;
  /** Every night of `[checkIn, checkOut)`, in order. */
  readonly nights: readonly string[];
  readonly rooms: number;
  readonly guests: number;
}

/** The members of a message a stay is read from. */
export interface WireStay {
  readonly check_in_date: string;
  readonly check_out_date: string;
  readonly number_of_units: number;
  readonly number_of_guests: number;
}

/** More rooms in one order than any hotel has: a fault of the sender. */
const MOST_ROOMS = 1000;
const MOST_GUESTS = 100_000;

/**
 * Reads a stay. Codes: 5 for days that do not exist or are in the wrong order, 3 for more nights than the calendar
 * reaches, 18 for a night that is over, 13 for impossible counts. Same-day check-in is not refused: such bookings arrive
 * (observed); after midnight the night of yesterday can still be booked (observed).
 */
export function readStay(message: WireStay, now: number): OrRefusal<Stay> {
  const {
    check_in_date: checkIn,
    check_out_date: checkOut,
    number_of_units: rooms,
    number_of_guests: guests,
  } = message;
  if (!isDate(checkIn)) return refused(PARTNER.badDate, 'check_in_date is no day of the calendar');
  if (!isDate(checkOut)) return refused(PARTNER.badDate, 'check_out_date is no day of the calendar');
  const count = daysBetween(checkIn, checkOut);
  if (count < 1) return refused(PARTNER.badDate, 'check_out_date must be after check_in_date');
  if (count > ARI_HORIZON_NIGHTS) return refused(PARTNER.nightsNotMet, `at most ${ARI_HORIZON_NIGHTS} nights`);
  if (rooms < 1 || rooms > MOST_ROOMS) return refused(PARTNER.other, `number_of_units must be 1 to ${MOST_ROOMS}`);
  if (guests < 0 || guests > MOST_GUESTS) return refused(PARTNER.other, 'number_of_guests is not possible');
  if (hotelMoment(checkIn) + 2 * DAY_MS <= now) return refused(PARTNER.closed, `the night of ${checkIn} is over`);
  return ok({ checkIn, checkOut, nights: nightsOf(checkIn, checkOut), rooms, guests });
}
