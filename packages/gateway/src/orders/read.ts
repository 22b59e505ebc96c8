import type { Session } from '@yuzhu/runtime';

/** A voucher order as people and hotel systems see it. Times are Unix ms, amounts fen. */
export interface VoucherOrderRow {
  readonly order_id: string;
  /** Our number of it. */
  readonly order_out_id: string;
  readonly voucher_id: string | null;
  readonly platform_voucher_id: string;
  readonly state: 'unpaid' | 'paid' | 'closed' | 'refunded';
  readonly vouchers: number;
  readonly unit: 'voucher' | 'room_night';
  readonly units_total: number;
  readonly units_used: number;
  readonly total_amount: number;
  readonly pay_amount: number;
  readonly paid_at: number | null;
  /** Marketing as the platform named it; all null without. */
  readonly promotion_id: string | null;
  readonly promotion_type: string | null;
  readonly promotion_discount: number | null;
  readonly attention: readonly string[];
  readonly created_at: number;
  /** Made by load-test traffic. */
  readonly stress: boolean;
}

const COLUMNS = `order_id, order_out_id, voucher_id, platform_voucher_id, state, vouchers, unit, units_total, units_used,
  total_amount, pay_amount, paid_at, promotion_id, promotion_type, promotion_discount, attention, created_at, starts_with(account_id, 'stress:') AS stress`;

/**
 * Voucher orders a person should look at. A voucher made by hand at the platform is one of the platform's ways to sell and
 * alone no reason.
 */
export const ODD_ORDER = `array_remove(attention, 'voucher_unknown') <> '{}'`;

/** Which voucher orders are listed. Absent members do not narrow. */
export interface VoucherOrderFilter {
  readonly state?: VoucherOrderRow['state'] | undefined;
  readonly voucherId?: string | undefined;
  readonly attention?: boolean | undefined;
  /** With marketing, or without. */
  readonly promotion?: boolean | undefined;
  /** Only those below this number of ours. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/** Voucher orders, latest number first (numbers count on in order of arrival). */
export function listVoucherOrders(
  session: Session,
  accountId: string,
  filter: VoucherOrderFilter,
): Promise<VoucherOrderRow[]> {
  return session.query(
    `SELECT ${COLUMNS} FROM gateway.voucher_orders
     WHERE account_id = $1
       AND ($2::text IS NULL OR state = $2)
       AND ($3::text IS NULL OR voucher_id = $3)
       AND ($4::boolean IS NULL OR (${ODD_ORDER}) = $4)
       AND ($5::text IS NULL OR order_out_id < $5)
       AND ($6::boolean IS NULL OR (num_nonnulls(promotion_id, promotion_type, promotion_discount) > 0) = $6)
     ORDER BY order_out_id DESC LIMIT $7`,
    [
      accountId,
      filter.state ?? null,
      filter.voucherId ?? null,
      filter.attention ?? null,
      filter.before ?? null,
      filter.promotion ?? null,
      filter.limit,
    ],
  );
}

/** One voucher order of the account, by the platform's order id. */
export function findVoucherOrder(
  session: Session,
  accountId: string,
  orderId: string,
): Promise<VoucherOrderRow | undefined> {
  return session.first(`SELECT ${COLUMNS} FROM gateway.voucher_orders WHERE account_id = $1 AND order_id = $2`, [
    accountId,
    orderId,
  ]);
}

/** Its sealed guests; whoever opens them records it. */
export function findVoucherOrderGuest(
  session: Session,
  accountId: string,
  orderId: string,
): Promise<{ readonly guest: Buffer } | undefined> {
  return session.first('SELECT guest FROM gateway.voucher_orders WHERE account_id = $1 AND order_id = $2', [
    accountId,
    orderId,
  ]);
}

/** A person has looked at the oddities. An order the account does not have is left alone. */
export async function clearOrderAttention(session: Session, accountId: string, orderId: string): Promise<void> {
  await session.execute(`UPDATE gateway.voucher_orders SET attention = '{}' WHERE account_id = $1 AND order_id = $2`, [
    accountId,
    orderId,
  ]);
}
