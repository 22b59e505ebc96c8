import { addDays, type interfaces, PARTNER, type ReplyOf } from '@yuzhu/contract';
import type { Refusal } from '../spi/refusal.ts';

/** The business members of its answer. */
export type CheckReply = ReplyOf<typeof interfaces.bookableCheck>;

/** A night as it stands. */
export interface CheckedNight {
  readonly night: string;
  /** Fen a room; null = no price, can not be booked. */
  readonly price: number | null;
  /** Fen; outside the mainland only. */
  readonly beforeTax: number | null;
  /** null = the hotel never stocked the night. */
  readonly roomsLeft: number | null;
  /** Of the rate plan's quota; null = it has none. */
  readonly quotaLeft: number | null;
  /** Night open for the rate plan and the room type. */
  readonly open: boolean;
}

/** What a check is decided from. */
export interface CheckFacts {
  /** Most guests a room; 0 = the rate plan is not on sale. */
  readonly maxGuests: number;
  readonly nights: readonly CheckedNight[];
}

/**
 * Decides a check, with the same rules and in the same order as `gateway.book`: not on sale 1, hours that can not be, too many guests 2, price
 * differs 8, closed or without a price 18, room type sold out or quota used up 4. Prices that are 0 were not told or are cleared: not compared.
 */
export function decideCheck(
  facts: CheckFacts,
  asked: {
    readonly rooms: number;
    readonly guests: number;
    readonly prices: readonly number[];
    /** What stands in the way of the hours of an hourly room. */
    readonly hours?: Refusal | undefined;
  },
): Refusal | undefined {
  if (facts.maxGuests === 0) return { code: PARTNER.roomTypeInvalid, reason: 'rate plan is not on sale' };
  if (asked.hours !== undefined) return asked.hours;
  if (asked.guests > facts.maxGuests * asked.rooms) {
    return { code: PARTNER.tooManyGuests, reason: `at most ${facts.maxGuests} guests a room` };
  }
  for (const [at, { night, price, roomsLeft, quotaLeft, open }] of facts.nights.entries()) {
    const sent = asked.prices[at] ?? 0;
    if (sent > 0 && sent !== price) return { code: PARTNER.priceDiffers, reason: `price differs on ${night}` };
    if (!open || price === null) return { code: PARTNER.closed, reason: `closed on ${night}` };
    if ((roomsLeft ?? 0) < asked.rooms) return { code: PARTNER.soldOut, reason: `no room left on ${night}` };
    if (quotaLeft !== null && quotaLeft < asked.rooms) {
      return { code: PARTNER.soldOut, reason: `quota of the rate plan used up on ${night}` };
    }
  }
  return undefined;
}

/** Current values of every night, so that the platform corrects its copy. -1 clears a price (documented). */
export function currentAri(
  plan: { readonly platformRatePlanId: string; readonly platformRoomId: string | null },
  facts: CheckFacts,
  currency = 'CNY',
): NonNullable<CheckReply['ari']> {
  return {
    stock_and_amount: facts.nights.map(({ night, price, beforeTax, roomsLeft, quotaLeft, open }) => ({
      ...(plan.platformRoomId === null ? {} : { room_id: plan.platformRoomId }),
      rate_plan_id: plan.platformRatePlanId,
      timerange: { start: night, end: addDays(night, 1) },
      original_amount: price ?? -1,
      ...(beforeTax === null ? {} : { amount_before_tax: beforeTax }),
      currency,
      available: open && price !== null && roomsLeft !== null && facts.maxGuests > 0,
      inventory: Math.min(roomsLeft ?? 0, quotaLeft ?? Number.POSITIVE_INFINITY),
    })),
  };
}
