import type { Guest, GuestOrder, Stay } from '../actors/guest.ts';
import type { Hotel } from '../actors/hotel.ts';
import { refusalCode } from '../actors/http.ts';
import type { Stand } from '../programs/stand.ts';
import type { Provisioned } from '../provision/provision.ts';
import type { Check } from '../report/events.ts';
import type { Stage } from './stage.ts';

/** What all chapters share. */
export interface Play {
  readonly stage: Stage;
  /** Set once the first chapter is over. */
  readonly world: Provisioned;
  readonly guests: readonly Guest[];
  /** Where both programs are. */
  readonly stand: Pick<Stand, 'gatewayUrl' | 'adminKey'>;
  /** Another merchant plays from now on; what it knows by now. */
  readonly enter: (merchant: Merchant) => void;
  /** What the chapters leave for the later ones. */
  readonly kept: Kept;
}

/** What is known of a merchant whose exchanges are told. */
export type Merchant = () => {
  readonly hotel: Hotel | undefined;
  readonly clientSecret: string | undefined;
  readonly clientKey: string | undefined;
};

/** Bookings that end in a stay, and what they should earn. */
export interface StayKept {
  readonly guest: Guest;
  readonly bookingId: string;
  /** What each used coupon cost the guest, fen. */
  readonly coupons: readonly number[];
  /** Surcharge paid, fen. */
  readonly surcharge: number;
  /** Sold by a creator. */
  readonly commission: boolean;
}

/** Filled by the chapters. */
export interface Kept {
  readonly orders: { readonly guest: Guest; readonly orderId: string }[];
  readonly stays: Record<string, StayKept>;
  /** Bookings that came to nothing. */
  readonly ended: { readonly guest: Guest; readonly bookingId: string }[];
}

/** The guest with a number. */
export function guest(play: Play, number: number): Guest {
  const found = play.guests[number];
  if (found === undefined) throw new RangeError(`there is no guest ${number}`);
  return found;
}

/** The platform's id of a rate plan. */
function ratePlan(play: Play, ratePlanId: string): string {
  return found(play.world.ratePlans, ratePlanId);
}

/** The platform's id of a voucher. */
export function voucher(play: Play, voucherId: string): string {
  return found(play.world.vouchers, voucherId);
}

function found(ids: ReadonlyMap<string, string>, id: string): string {
  const platformId = ids.get(id);
  if (platformId === undefined) throw new RangeError(`${id} has no platform id`);
  return platformId;
}

/** A stay as the guest asks for it. */
export function stay(
  play: Play,
  order: GuestOrder,
  ratePlanId: string,
  nights: { readonly from: string; readonly to: string },
  rooms = 1,
): Stay {
  return {
    order_id: order.order_id,
    rate_plan_id: ratePlan(play, ratePlanId),
    check_in: nights.from,
    check_out: nights.to,
    rooms,
    guests: rooms * 2,
  };
}

/** A check that two values are the same. */
export function equal(zh: string, en: string, seen: unknown, wanted: unknown): Check {
  const ok = JSON.stringify(seen) === JSON.stringify(wanted);
  return { what: { zh, en }, ok, ...(ok ? {} : { seen: `${JSON.stringify(seen)} ≠ ${JSON.stringify(wanted)}` }) };
}

/** A check that something holds. */
export function holds(zh: string, en: string, ok: boolean, seen?: unknown): Check {
  return { what: { zh, en }, ok, ...(ok || seen === undefined ? {} : { seen: JSON.stringify(seen) }) };
}

/** Coupons of an order by what can be done with them: nights free, held, booked. */
export function couponNights(order: GuestOrder): { free: number; held: number; booked: number } {
  const sum = (pick: (coupon: GuestOrder['coupons'][number]) => number) =>
    order.coupons.reduce((total, coupon) => total + pick(coupon), 0);
  return { free: sum(({ free }) => free), held: sum(({ held }) => held), booked: sum(({ booked }) => booked) };
}

/** What a refused request was refused with; `accepted` when it was not refused. */
export async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'accepted';
  } catch (error) {
    const code = refusalCode(error);
    if (code === undefined) throw error;
    return code;
  }
}

/** Room-nights of one room type sold and left at the hotel, by night. */
export async function roomNight(
  play: Play,
  roomTypeId: string,
  night: string,
): Promise<{ readonly sold: number; readonly remaining: number }> {
  const calendar = await play.world.hotel.calendar(play.world.hotelId, night, night);
  const found = calendar.room_types.find((one) => one.room_type_id === roomTypeId)?.nights[0];
  return { sold: found?.sold ?? 0, remaining: found?.remaining ?? 0 };
}
