import { hotelDate } from '@yuzhu/contract';
import { statement } from '@yuzhu/runtime';
import {
  bigintArray,
  boolArray,
  bytesArray,
  dateArray,
  dayArray,
  intArray,
  textArray,
  timestampArray,
} from '../batch/binary-arrays.ts';
import type { Hours } from '../calendar/hours.ts';
import type { GatewayContext } from '../context.ts';
import type { Refusal } from '../spi/refusal.ts';
import { DEFAULT_ACCEPTANCE } from './acceptance.ts';
import type { BookingState } from './decide.ts';
import { nightKeys } from './night-keys.ts';

/** A night to be booked. */
export interface StayNight {
  readonly night: string;
  /** Fen a room as the platform sent it; 0 = not told, not compared. */
  readonly price: number;
}

/** A booking ready to be decided: everything that needs no look at the database is done. */
export interface BookingItem {
  readonly orderId: string;
  /** The voucher order it is paid with. */
  readonly sourceOrderId: string;
  readonly ratePlanId: string;
  readonly roomTypeId: string;
  readonly hotelId: string;
  readonly checkIn: string;
  readonly checkOut: string;
  readonly rooms: number;
  readonly guests: number;
  /** Every night of the stay, in order. */
  readonly stay: readonly StayNight[];
  /** Fen over all rooms and nights. */
  readonly surcharge: number;
  /** When the surcharge was paid (Unix ms), or null. */
  readonly paidAt: number | null;
  /** Sealed guest data. */
  readonly guest: Uint8Array;
  /** Sealed raw body. */
  readonly request: Uint8Array;
  readonly attention: readonly string[];
  /** As the platform named them; outside the mainland. Fen over all nights and rooms. */
  readonly currency?: string | undefined;
  readonly beforeTax?: number | undefined;
  /** Hourly rooms: when the stay begins and ends. */
  readonly hours?: Hours | undefined;
  /** Refused for a reason that stands beside stock and prices; kept like every refusal. */
  readonly refusal?: Refusal | undefined;
  /** Load-test traffic. */
  readonly stress: boolean;
}

/** What became of a booking. A repeated id gets the verdict it got the first time. */
export interface BookingVerdict {
  /** 0, or a partner code; 100 is the only one that is not stored. */
  readonly code: number;
  /** Why it was refused. */
  readonly reason: string | null;
  /** Our booking number; null with codes 100 and, for an id of another account, 9. */
  readonly number: string | null;
  /** `confirm_mode` of the answer: 1 sync, 2 async; null when refused. */
  readonly mode: number | null;
  readonly state: BookingState;
  /** False when the id was known already. */
  readonly fresh: boolean;
}

const BOOK = statement(
  'gateway_book',
  `SELECT o_code AS code, o_reason AS reason, o_number AS number, o_mode AS mode, o_state AS state, o_fresh AS fresh
   FROM gateway.book($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
     $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40)`,
);

/** Order confirms leave no sooner than this after the decision, so that the answer to the create is out before (ms). */
const CONFIRM_DELAY_MS = 300;

/** What stands in front of booking numbers, e.g. `BK260911-`. @param now Unix ms. */
export function bookingPrefix(now: number): string {
  return `BK${hotelDate(now).slice(2).replaceAll('-', '')}-`;
}

/**
 * Decides bookings of one account together: one call, one commit, a verdict each (SQL function `gateway.book`).
 * Ids must be distinct within the call. Verdicts come in the order of the items.
 * @throws the database's error; nothing is changed then.
 */
export async function bookBatch(
  ctx: Pick<GatewayContext, 'db' | 'clock'>,
  accountId: string,
  arrived: readonly BookingItem[],
): Promise<BookingVerdict[]> {
  const now = ctx.clock.now();
  const items = [...arrived].sort((a, b) => (a.orderId < b.orderId ? -1 : 1));
  const numbers = new Map(items.map((item, at) => [item, at + 1]));
  const arrival = arrived.map((item) => numbers.get(item) as number);
  const vouchers = sortedKeys(items.map((item) => item.sourceOrderId));
  const plans = plansOf(items);
  const nights = nightsAsked(items);
  const rows = await ctx.db.query<BookingVerdict>(BOOK, [
    accountId,
    new Date(now),
    bookingPrefix(now),
    new Date(now + CONFIRM_DELAY_MS),
    DEFAULT_ACCEPTANCE,
    textArray(items.map((item) => item.orderId)),
    intArray(items.map((item) => vouchers.numbers.get(item.sourceOrderId) as number)),
    intArray(plans.numbers),
    dateArray(items.map((item) => item.checkIn)),
    dateArray(items.map((item) => item.checkOut)),
    intArray(items.map((item) => item.rooms)),
    intArray(items.map((item) => item.guests)),
    bigintArray(nights.toldAmounts),
    bigintArray(items.map((item) => item.surcharge)),
    timestampArray(items.map((item) => item.paidAt)),
    bytesArray(items.map((item) => item.guest)),
    bytesArray(items.map((item) => item.request)),
    textArray(items.map((item) => item.attention.join(','))),
    boolArray(items.map((item) => item.stress)),
    timestampArray(items.map((item) => item.hours?.startsAt ?? null)),
    timestampArray(items.map((item) => item.hours?.endsAt ?? null)),
    textArray(items.map((item) => item.currency ?? null)),
    bigintArray(items.map((item) => item.beforeTax ?? null)),
    intArray(items.map((item) => item.refusal?.code ?? null)),
    textArray(items.map((item) => item.refusal?.reason ?? null)),
    intArray(nights.first),
    intArray(arrival),
    intArray(nights.stayRoomNights),
    intArray(nights.stayPricedNights),
    intArray(nights.stayPrices),
    textArray(vouchers.keys),
    textArray(plans.items.map((item) => item.ratePlanId)),
    textArray(plans.items.map((item) => item.roomTypeId)),
    textArray(plans.items.map((item) => item.hotelId)),
    textArray(nights.roomNights.subjects),
    dayArray(nights.roomNights.days),
    intArray(nights.asked),
    textArray(nights.pricedNights.subjects),
    dayArray(nights.pricedNights.days),
    intArray(nights.told),
  ]);
  return arrival.map((number) => rows[number - 1] as BookingVerdict);
}

function sortedKeys(texts: readonly string[]): { keys: string[]; numbers: ReadonlyMap<string, number> } {
  const keys = [...new Set(texts)].sort();
  return { keys, numbers: new Map(keys.map((key, at) => [key, at + 1])) };
}

/** Every rate plan once, by an item of it, and the number of each item's plan. */
function plansOf(items: readonly BookingItem[]): { items: readonly BookingItem[]; numbers: readonly number[] } {
  const known = new Map<string, number>();
  const plans: BookingItem[] = [];
  const numbers = items.map((item) => {
    let number = known.get(item.ratePlanId);
    if (number === undefined) {
      number = plans.push(item);
      known.set(item.ratePlanId, number);
    }
    return number;
  });
  return { items: plans, numbers };
}

/** What the items ask of nights: arrays by item, by stay night (item after item), by room-night and by priced night. */
function nightsAsked(items: readonly BookingItem[]) {
  const roomNights = nightKeys(items, (item) => item.roomTypeId);
  const pricedNights = nightKeys(items, (item) => item.ratePlanId);
  const first: number[] = [];
  const toldAmounts: number[] = [];
  const stayRoomNights: number[] = [];
  const stayPricedNights: number[] = [];
  const stayPrices: number[] = [];
  const asked = new Array<number>(roomNights.days.length).fill(0);
  const told = new Array<number>(pricedNights.days.length);
  for (let at = 0; at < items.length; at++) {
    const item = items[at] as BookingItem;
    let roomNight = roomNights.first[at] as number;
    let pricedNight = pricedNights.first[at] as number;
    let amount = 0;
    first.push(stayPrices.length + 1);
    for (const { price } of item.stay) {
      stayRoomNights.push(roomNight);
      stayPricedNights.push(pricedNight);
      stayPrices.push(price);
      asked[roomNight - 1] = (asked[roomNight - 1] as number) + item.rooms;
      // One price that all were told, or 0: then each is compared for itself, and its amount is not what it was told.
      const other = told[pricedNight - 1];
      told[pricedNight - 1] = other === undefined || other === price ? Math.max(0, price) : 0;
      amount += price;
      roomNight += 1;
      pricedNight += 1;
    }
    toldAmounts.push(amount * item.rooms);
  }
  return { roomNights, pricedNights, first, toldAmounts, stayRoomNights, stayPricedNights, stayPrices, asked, told };
}
