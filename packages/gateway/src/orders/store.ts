import { type Session, statement } from '@yuzhu/runtime';
import type { OrderPromotion } from './prepare.ts';
import type { UsageRules, UsageUnit } from './units.ts';

/** A voucher as orders need it. */
export interface OrderedVoucher {
  readonly accountId: string;
  readonly voucherId: string;
  readonly rules: UsageRules;
}

const VOUCHER = statement(
  'order_voucher',
  `SELECT v.account_id, v.voucher_id, v.rooms_per_voucher, v.nights_per_voucher, v.separable
   FROM gateway.vouchers v JOIN gateway.accounts a USING (account_id)
   WHERE v.platform_voucher_id = $1 AND a.client_key = $2`,
);

/** Finds the voucher an order names, among the accounts of the calling application. */
export async function orderedVoucher(
  session: Session,
  platformVoucherId: string,
  clientKey: string,
): Promise<OrderedVoucher | undefined> {
  const row = await session.first<{
    account_id: string;
    voucher_id: string;
    rooms_per_voucher: number;
    nights_per_voucher: number;
    separable: boolean;
  }>(VOUCHER, [platformVoucherId, clientKey]);
  return (
    row && {
      accountId: row.account_id,
      voucherId: row.voucher_id,
      rules: {
        roomsPerVoucher: row.rooms_per_voucher,
        nightsPerVoucher: row.nights_per_voucher,
        separable: row.separable,
      },
    }
  );
}

/** A voucher order to be kept. */
export interface NewVoucherOrder {
  readonly accountId: string;
  readonly orderId: string;
  /** In front of our number, e.g. `PV260910-`. */
  readonly numberPrefix: string;
  readonly voucherId: string | null;
  readonly platformVoucherId: string;
  readonly vouchers: number;
  readonly unit: UsageUnit;
  readonly unitsTotal: number;
  readonly roomsPerVoucher: number;
  readonly nightsPerVoucher: number;
  readonly totalAmount: number;
  readonly payAmount: number;
  readonly paidAt: number | null;
  readonly promotion: OrderPromotion | null;
  readonly guest: Uint8Array;
  readonly request: Uint8Array;
  readonly attention: readonly string[];
  readonly now: number;
}

const KEEP = statement(
  'order_keep',
  `INSERT INTO gateway.voucher_orders (
     account_id, order_id, order_out_id, voucher_id, platform_voucher_id, state, vouchers, units_total, unit,
     rooms_per_voucher, nights_per_voucher, total_amount, pay_amount, paid_at, guest, request, attention, created_at,
     promotion_id, promotion_type, promotion_discount)
   SELECT $1, $2, $3 || lpad(n.number, greatest(6, length(n.number)), '0'), $4, $5,
     CASE WHEN $13::timestamptz IS NULL THEN 'unpaid' ELSE 'paid' END, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20
   FROM (SELECT nextval('gateway.voucher_order_number')::text AS number) n
   ON CONFLICT DO NOTHING
   RETURNING order_out_id`,
);
const KEPT = statement(
  'order_kept',
  'SELECT order_out_id FROM gateway.voucher_orders WHERE account_id = $1 AND order_id = $2',
);

/**
 * Keeps a voucher order and gives its number; a known id keeps the number it got. Concurrent duplicates wait for each
 * other in the database.
 * @returns undefined when another account has the id
 */
export async function keepOrder(session: Session, order: NewVoucherOrder): Promise<string | undefined> {
  const made = await session.first<{ order_out_id: string }>(KEEP, [
    order.accountId,
    order.orderId,
    order.numberPrefix,
    order.voucherId,
    order.platformVoucherId,
    order.vouchers,
    order.unitsTotal,
    order.unit,
    order.roomsPerVoucher,
    order.nightsPerVoucher,
    order.totalAmount,
    order.payAmount,
    order.paidAt === null ? null : new Date(order.paidAt),
    order.guest,
    order.request,
    order.attention,
    new Date(order.now),
    order.promotion?.id ?? null,
    order.promotion?.type ?? null,
    order.promotion?.discount ?? null,
  ]);
  if (made !== undefined) return made.order_out_id;
  return (await session.first<{ order_out_id: string }>(KEPT, [order.accountId, order.orderId]))?.order_out_id;
}

const PAY = statement(
  'order_pay',
  `UPDATE gateway.voucher_orders
   SET state = 'paid', paid_at = $3, pay_amount = coalesce($4, pay_amount)
   WHERE account_id = $1 AND order_id = $2 AND state = 'unpaid'`,
);
const FLAG = statement(
  'order_flag',
  `UPDATE gateway.voucher_orders SET attention = array_append(attention, $3)
   WHERE account_id = $1 AND order_id = $2 AND NOT $3 = ANY (attention)`,
);

/** Notes the payment of an unpaid order; nothing happens to any other. */
export async function markPaid(
  session: Session,
  accountId: string,
  orderId: string,
  paidAt: number,
  payAmount: number | undefined,
): Promise<boolean> {
  return (await session.execute(PAY, [accountId, orderId, new Date(paidAt), payAmount ?? null])) === 1;
}

/** Adds a flag for a person. */
export async function flagOrder(session: Session, accountId: string, orderId: string, flag: string): Promise<void> {
  await session.execute(FLAG, [accountId, orderId, flag]);
}

/** Where an order stands, whichever account it is of. */
export interface KnownOrder {
  readonly accountId: string;
  readonly orderOutId: string;
  readonly state: string;
}

const KNOWN_VOUCHER_ORDER = statement(
  'order_known',
  `SELECT o.account_id AS "accountId", o.order_out_id AS "orderOutId", o.state
   FROM gateway.voucher_orders o JOIN gateway.accounts a USING (account_id)
   WHERE o.order_id = $1 AND a.client_key = $2 AND (a.stress_of IS NOT NULL) = $3`,
);
const KNOWN_BOOKING = statement(
  'order_known_booking',
  `SELECT o.account_id AS "accountId", o.order_out_id AS "orderOutId", o.state
   FROM gateway.bookings o JOIN gateway.accounts a USING (account_id)
   WHERE o.order_id = $1 AND a.client_key = $2 AND (a.stress_of IS NOT NULL) = $3`,
);

/** Finds a voucher order or a booking by the platform's id, among the accounts of an application or their shadows. */
export function knownOrder(
  session: Session,
  kind: 'voucher_order' | 'booking',
  orderId: string,
  clientKey: string,
  stress: boolean,
): Promise<KnownOrder | undefined> {
  return session.first(kind === 'booking' ? KNOWN_BOOKING : KNOWN_VOUCHER_ORDER, [orderId, clientKey, stress]);
}
