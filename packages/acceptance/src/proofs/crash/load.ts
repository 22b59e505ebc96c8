import { setTimeout as delay } from 'node:timers/promises';
import { addDays } from '@yuzhu/contract';
import type { Random } from '@yuzhu/runtime';
import type { Guest, GuestOrder } from '../../actors/guest.ts';
import { refusalCode } from '../../actors/http.ts';
import { waitFor } from '../../wait.ts';

/** What the guests of a load do. */
export interface LoadOptions {
  readonly guests: readonly Guest[];
  /** Guests at once. */
  readonly workers: number;
  readonly voucherId: string;
  /** The platform's ids of the rate plans with how often each is wanted. */
  readonly ratePlans: readonly { readonly id: string; readonly weight: number }[];
  /** First and last night that is booked. */
  readonly nights: { readonly from: string; readonly count: number };
  readonly random: Random;
  readonly signal: AbortSignal;
}

/** What the guests know afterwards. */
export interface LoadResult {
  readonly orders: { readonly guest: Guest; readonly orderId: string }[];
  readonly bookings: { readonly guest: Guest; readonly bookingId: string }[];
  /** Answers instead of a booking, by the platform's code. */
  readonly refusals: Map<string, number>;
}

/** Vouchers a guest buys at a time: the most one order may hold. */
const VOUCHERS = 10;

/** A guest who was turned away looks elsewhere before trying again, real ms. */
const PAUSE_MS = 200;

/** While the hotel does not answer guests come back less often: on a small machine they would slow its start down. */
const AWAY_PAUSE_MS = 800;

/** Starts guests who buy and book without a pause until the signal; resolves when the last has finished what it began. */
export function startLoad(options: LoadOptions): { readonly result: LoadResult; readonly done: Promise<void> } {
  const result: LoadResult = { orders: [], bookings: [], refusals: new Map() };
  const workers = Array.from({ length: options.workers }, (_, number) => work(options, result, number));
  return { result, done: Promise.all(workers).then(() => undefined) };
}

async function work(options: LoadOptions, result: LoadResult, number: number): Promise<void> {
  const { guests, signal } = options;
  const guest = guests[number % guests.length];
  if (guest === undefined) throw new RangeError('a load needs guests');
  const random = options.random.fork(`guest ${number}`);
  while (!signal.aborted) {
    const order = await buy(options, result, guest);
    if (order === undefined) continue;
    for (let left = VOUCHERS; left > 0 && !signal.aborted; ) {
      const rooms = Math.min(left, 1 + random.int(2));
      left -= rooms;
      await book(options, result, guest, order, rooms, random);
    }
  }
}

/** Buys vouchers and waits until the order stands at the hotel; undefined when it came to nothing or the load ended. */
async function buy(
  { voucherId, signal }: LoadOptions,
  result: LoadResult,
  guest: Guest,
): Promise<GuestOrder | undefined> {
  const { order_id: orderId } = await guest.order(voucherId, VOUCHERS);
  result.orders.push({ guest, orderId });
  await guest.payOrder(orderId);
  const order = await waitFor(
    () => guest.readOrder(orderId),
    ({ state }) => state === 'paid' || state === 'closed' || signal.aborted,
    { what: `voucher order ${orderId} created at the hotel`, limitMs: 300_000, everyMs: 100 },
  );
  return order.state === 'paid' ? order : undefined;
}

async function book(
  { ratePlans, nights }: LoadOptions,
  result: LoadResult,
  guest: Guest,
  order: GuestOrder,
  rooms: number,
  random: Random,
): Promise<void> {
  const wanted = ratePlans.flatMap(({ id, weight }) => Array.from({ length: weight }, () => id));
  const checkIn = addDays(nights.from, random.int(nights.count));
  try {
    const booking = await guest.book({
      order_id: order.order_id,
      rate_plan_id: random.pick(wanted),
      check_in: checkIn,
      check_out: addDays(checkIn, 1),
      rooms,
    });
    result.bookings.push({ guest, bookingId: booking.booking_id });
  } catch (error) {
    // The hotel is away, full, or the platform's copy says so: guests meet that.
    const code = refusalCode(error);
    if (code === undefined) throw error;
    result.refusals.set(code, (result.refusals.get(code) ?? 0) + 1);
    await delay(code === 'PARTNER_SILENT' ? AWAY_PAUSE_MS : PAUSE_MS);
  }
}
