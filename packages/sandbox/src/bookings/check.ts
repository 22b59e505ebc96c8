import { hotelDate, PARTNER, partnerCodes } from '@yuzhu/contract';
import { currencyOf } from '../accounts/store.ts';
import { nightsOfCheck } from '../calendar/changes.ts';
import { writeNights } from '../calendar/nights.ts';
import type { SandboxContext } from '../context.ts';
import type { VoucherOrder } from '../orders/store.ts';
import type { Pulls } from '../pulls/pulls.ts';
import type { Quote, StayRequest } from './quote.ts';
import { CHECK, checkRequest } from './wire.ts';

/** The hotel's word on a stay. */
export type HotelWord =
  | { readonly kind: 'bookable'; readonly logid: string }
  /** `corrected`: the answer held current nights, which are in the platform's copy now. */
  | {
      readonly kind: 'refused';
      readonly code: number;
      readonly text: string;
      readonly corrected: boolean;
      readonly logid: string;
    }
  | { readonly kind: 'silent'; readonly reason: string; readonly logid: string };

/**
 * Asks the hotel whether a quoted stay can be booked (can_buy). A refusal's `ari` corrects the platform's copy
 * (documented); an exact pull follows half a minute later (observed).
 */
export async function askHotel(
  ctx: SandboxContext,
  pulls: Pulls,
  order: VoucherOrder,
  stay: StayRequest,
  quote: Quote,
  stress: boolean,
): Promise<HotelWord> {
  // Without a direct connection the platform's own calendar is the truth, and it was looked at already.
  if (order.terms.docking === 'manual') return { kind: 'bookable', logid: '' };
  const { accountId, clientKey } = order;
  const outcome = await ctx.spi.once({
    interface: CHECK,
    clientKey,
    accountId,
    subject: stay.ratePlanId,
    request: checkRequest(order, { ...stay, nights: quote.nights, hours: quote.hours, currency: quote.good.currency }),
    stress,
  });
  await pulls.afterCheck({ accountId, clientKey, hotelId: quote.good.hotelId, from: stay.checkIn, to: stay.checkOut });
  const { logid } = outcome;
  if (outcome.kind === 'no-answer') return { kind: 'silent', reason: outcome.reason, logid };
  if (outcome.code === PARTNER.ok) return { kind: 'bookable', logid };
  const now = ctx.clock.now();
  const currency = await currencyOf(ctx.db, accountId);
  const { changes } = nightsOfCheck(outcome.data.ari?.stock_and_amount ?? [], hotelDate(now), currency);
  const written = await ctx.db.tx((session) => writeNights(session, accountId, changes, now));
  const text = outcome.description || partnerText(outcome.code);
  return { kind: 'refused', code: outcome.code, text, corrected: written > 0, logid };
}

/** The platform's Chinese text of a partner code. */
function partnerText(code: number): string {
  return partnerCodes.find((one) => one.code === code)?.meaning.zh ?? '';
}
