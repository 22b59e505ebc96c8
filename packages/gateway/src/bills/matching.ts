import { interfaces } from '@yuzhu/contract';
import type { GatewayContext } from '../context.ts';
import { matchOrder } from './match.ts';
import { linesOfOrder, nextToMatch, ownBooksOf, saveMatch } from './store.ts';

type Ctx = Pick<GatewayContext, 'db' | 'clock' | 'platform'>;

/** What became of one step. */
export type MatchStep =
  | { readonly state: 'matched' }
  /** No order is left to look at. */
  | { readonly state: 'done' }
  /** No turn under the rate limits, or the platform asked for a pause, until this moment (Unix ms). */
  | { readonly state: 'wait'; readonly at: number };

/** After the platform gave no answer about an income, the next order waits this long (our choice). */
const SILENCE_MS = 60_000;

/**
 * Matches the next order of the list: its lines of all days against the platform's settled income (by booking; asked one
 * after the other, concurrent calls are discouraged) and against our own books.
 */
export async function matchNext(
  ctx: Ctx,
  of: { readonly accountId: string; readonly day: string } | undefined,
  patienceMs: number,
): Promise<MatchStep> {
  const { db, clock } = ctx;
  const one = await nextToMatch(db, of);
  if (one === undefined) return { state: 'done' };
  const { accountId, orderId } = one;
  const { lines, lastDay } = await linesOfOrder(db, one);
  const own = await ownBooksOf(db, accountId, orderId);
  let income: number | undefined;
  if (own !== undefined && lines.length > 0) {
    const request = { shop_order_id: orderId, simulate_ledger_charge: false };
    const outcome = await ctx.platform.call(interfaces.incomeByOrder, request, { accountId, orderId, patienceMs });
    if (outcome.ok) income = outcome.data.ledger_income;
    else if (outcome.next === 'backoff' || outcome.next === 'retry' || outcome.next === 'token') {
      return { state: 'wait', at: outcome.notBefore ?? clock.now() + SILENCE_MS };
    }
    // Refused for good: matched by our own books alone, with "income_unavailable" among the reasons.
  }
  const unknown = own === undefined && lines.length === 0;
  const match = unknown ? undefined : matchOrder(orderId, lines, own, income);
  await db.tx((session) => saveMatch(session, one, lastDay ?? one.day, match, clock.now()));
  return { state: 'matched' };
}
