import { interfaces } from '@yuzhu/contract';
import { statement } from '@yuzhu/runtime';
import type { GatewayContext } from '../context.ts';
import { notFound } from '../errors.ts';
import { lookupError } from '../hotels/lookup.ts';

/** Income of a booking by the platform. */
export interface Income {
  readonly kind: 'estimated' | 'settled';
  /** Fen; undefined when the answer carries none (the field is inferred). */
  readonly income: number | undefined;
  /** Breakdown, fen by name. */
  readonly amounts: Readonly<Record<string, number>>;
  readonly logid: string | undefined;
}

const KNOWN = statement('income_booking', 'SELECT 1 FROM gateway.bookings WHERE account_id = $1 AND order_id = $2');
const PATIENCE_MS = 5000;

/**
 * What a booking brings: estimated before the settlement, settled after it.
 * @throws AppError NOT_FOUND, PLATFORM_REFUSED, PLATFORM_SILENT, PLATFORM_BUSY, PLATFORM_UNAUTHORISED
 */
export async function incomeOf(
  ctx: Pick<GatewayContext, 'db' | 'platform'>,
  accountId: string,
  orderId: string,
  kind: Income['kind'],
): Promise<Income> {
  if ((await ctx.db.first(KNOWN, [accountId, orderId])) === undefined) throw notFound('booking', orderId);
  const request = { shop_order_id: orderId, simulate_ledger_charge: kind === 'estimated' };
  const outcome = await ctx.platform.call(interfaces.incomeByOrder, request, {
    accountId,
    orderId,
    patienceMs: PATIENCE_MS,
  });
  if (!outcome.ok) throw lookupError(outcome);
  return { kind, income: outcome.data.ledger_income, amounts: outcome.data.amount ?? {}, logid: outcome.logid };
}
