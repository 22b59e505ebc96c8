import { addDays, hotelDate } from '@yuzhu/contract';
import type { Guest } from '../../actors/guest.ts';
import { refusalCode } from '../../actors/http.ts';
import type { Stand } from '../../programs/stand.ts';
import type { Provisioned } from '../../provision/provision.ts';
import { waitFor } from '../../wait.ts';
import { PLANS, VOUCHER_ID } from '../crash/hotel.ts';
import { idOf } from '../crash/under-load.ts';

/** One booking of the proof. */
export interface AwayBooking {
  readonly guest: Guest;
  readonly bookingId: string;
}

/** Bookings by what is to become of them. */
export interface AwayBookings {
  /** Waiting for the staff; time to accept for longer than the platform is away. */
  readonly patient: readonly AwayBooking[];
  /** Waiting for the staff; the time to accept ends while the platform is away. */
  readonly hasty: readonly AwayBooking[];
  /** Accepted; the guests come and leave while the platform is away. */
  readonly staying: readonly AwayBooking[];
}

/** Minutes to accept, by group. */
const ACCEPT_WITHIN = { patient: 120, hasty: 30 } as const;

/** Buys one order of vouchers for every so many bookings, and books. */
export async function bookGroups(
  { operator }: Stand,
  world: Provisioned,
  guests: readonly Guest[],
  each: number,
): Promise<AwayBookings> {
  const voucher = idOf(world.vouchers, VOUCHER_ID);
  const terms = (accept_minutes: number) => operator.setVoucherTerms(voucher, { accept_minutes });
  const { now } = await operator.clock();
  const book = (plan: string) => bookMany(guests, voucher, idOf(world.ratePlans, plan), hotelDate(now), each);
  await terms(ACCEPT_WITHIN.patient);
  const patient = await book(PLANS.async);
  const staying = await book(PLANS.sync);
  // Terms hold for orders made from now on.
  await terms(ACCEPT_WITHIN.hasty);
  const hasty = await book(PLANS.async);
  return { patient, hasty, staying };
}

/** Vouchers in one order: the most it may hold. */
const VOUCHERS = 10;

async function bookMany(
  guests: readonly Guest[],
  voucherId: string,
  ratePlanId: string,
  today: string,
  count: number,
): Promise<AwayBooking[]> {
  const booked: AwayBooking[] = [];
  for (let order = 0; booked.length < count; order++) {
    const guest = guests[order % guests.length] as Guest;
    const { order_id: orderId } = await guest.order(voucherId, VOUCHERS);
    await guest.payOrder(orderId);
    await waitFor(
      () => guest.readOrder(orderId),
      ({ state }) => state === 'paid',
      { what: `voucher order ${orderId} created at the hotel` },
    );
    for (let left = VOUCHERS; left > 0 && booked.length < count; left--) {
      const checkIn = addDays(today, 1 + (booked.length % 20));
      const { booking_id: bookingId } = await guest.book({
        order_id: orderId,
        rate_plan_id: ratePlanId,
        check_in: checkIn,
        check_out: addDays(checkIn, 1),
        rooms: 1,
      });
      booked.push({ guest, bookingId });
    }
  }
  return booked;
}

/** What a guest meets who wants to book while the hotel can not be reached: the platform's own words. */
export async function tryToBook(guest: Guest, orderId: string, ratePlanId: string, checkIn: string): Promise<string> {
  try {
    const stay = {
      order_id: orderId,
      rate_plan_id: ratePlanId,
      check_in: checkIn,
      check_out: addDays(checkIn, 1),
      rooms: 1,
    };
    const { state } = await guest.book(stay);
    return state;
  } catch (error) {
    const code = refusalCode(error);
    if (code === undefined) throw error;
    return code;
  }
}
