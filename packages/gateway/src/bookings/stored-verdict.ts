import { statement } from '@yuzhu/runtime';
import type { GatewayContext } from '../context.ts';
import type { BookingVerdict } from './book.ts';

const STORED = statement(
  'gateway_stored_verdict',
  `SELECT b.account_id AS "accountId", b.code, b.reason, b.order_out_id AS number, b.confirm_mode AS mode, b.state,
          false AS fresh
   FROM gateway.bookings b JOIN gateway.accounts a ON a.account_id = b.account_id
   WHERE b.order_id = $1 AND a.client_key = $2 AND (a.stress_of IS NOT NULL) = $3`,
);

/**
 * The verdict an order id got when it came first, or undefined. Asked for whenever a message would be refused before the
 * database is looked at: a repeat that comes days later (the night is over, the rate plan gone) still gets its answer.
 */
export function storedVerdict(
  { db }: Pick<GatewayContext, 'db'>,
  orderId: string,
  clientKey: string,
  stress: boolean,
): Promise<(BookingVerdict & { readonly accountId: string }) | undefined> {
  return db.first(STORED, [orderId, clientKey, stress]);
}
