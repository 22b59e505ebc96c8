import { type Session, statement } from '@yuzhu/runtime';
import type { OrderPromotion } from '../promotions/decide.ts';
import type { Person } from '../spi/contact.ts';
import type { Terms } from '../terms/terms.ts';
import type { PresaleInfo } from '../vouchers/document.ts';
import type { NoticeState, OrderState } from './decide.ts';

/** A voucher order as it is kept, with the voucher version it was bought under. */
export interface VoucherOrder {
  readonly accountId: string;
  readonly orderId: string;
  readonly clientKey: string;
  readonly userId: string;
  readonly voucherId: string;
  readonly document: PresaleInfo;
  readonly terms: Terms;
  readonly contact: Person;
  readonly remark: string | null;
  readonly stress: boolean;
  readonly state: OrderState;
  readonly closeReason: string | null;
  readonly failureCode: number | null;
  readonly failureText: string | null;
  readonly count: number;
  /** Price of one voucher, fen. */
  readonly unitAmount: number;
  /** What the guest pays in all, after promotion. */
  readonly payAmount: number;
  /** The promotion it was bought under. */
  readonly promotion: OrderPromotion | null;
  readonly orderOutId: string | null;
  readonly createdAt: number;
  readonly payDeadline: number | null;
  readonly paidAt: number | null;
  readonly closedAt: number | null;
  readonly notice: NoticeState;
}

const SELECT = `SELECT o.account_id AS "accountId", o.order_id AS "orderId", o.client_key AS "clientKey",
  o.user_id AS "userId", o.voucher_id AS "voucherId", v.document, o.terms, o.contact, o.remark, o.stress, o.state,
  o.close_reason AS "closeReason", o.failure_code AS "failureCode", o.failure_text AS "failureText", o.count,
  o.unit_amount AS "unitAmount", o.pay_amount AS "payAmount", o.promotion, o.order_out_id AS "orderOutId",
  o.created_ms AS "createdAt", o.pay_deadline_ms AS "payDeadline", o.paid_ms AS "paidAt", o.closed_ms AS "closedAt",
  o.notice_state AS notice
  FROM sandbox.voucher_orders o
  JOIN sandbox.voucher_versions v ON v.account_id = o.account_id AND v.voucher_id = o.voucher_id AND v.version = o.voucher_version`;

const BY_ID = statement('sandbox.orders.read', `${SELECT} WHERE o.order_id = $1`);
const LOCKED = statement('sandbox.orders.lock', `${SELECT} WHERE o.order_id = $1 FOR UPDATE OF o`);

export function findOrder(session: Session, orderId: string): Promise<VoucherOrder | undefined> {
  return session.first<VoucherOrder>(BY_ID, [orderId]);
}

/** The order, locked until the transaction ends: whoever moves its state or its coupons does this first. */
export function lockOrder(session: Session, orderId: string): Promise<VoucherOrder | undefined> {
  return session.first<VoucherOrder>(LOCKED, [orderId]);
}

/** A guest's orders, newest first. */
export function ordersOf(session: Session, userId: string, limit: number): Promise<VoucherOrder[]> {
  return session.query<VoucherOrder>(`${SELECT} WHERE o.user_id = $1 ORDER BY o.order_id DESC LIMIT $2`, [
    userId,
    limit,
  ]);
}

/** What a new order is made of. */
export interface NewOrder {
  readonly accountId: string;
  readonly orderId: string;
  readonly clientKey: string;
  readonly userId: string;
  readonly voucherId: string;
  readonly voucherVersion: number;
  readonly terms: Terms;
  readonly contact: Person;
  readonly remark: string | undefined;
  readonly stress: boolean;
  readonly state: OrderState;
  readonly count: number;
  readonly unitAmount: number;
  readonly payAmount: number;
  readonly promotion: OrderPromotion | null;
  readonly createdAt: number;
}

export async function insertOrder(session: Session, order: NewOrder): Promise<void> {
  await session.execute(
    `INSERT INTO sandbox.voucher_orders (account_id, order_id, client_key, user_id, voucher_id, voucher_version, terms,
       contact, remark, stress, state, count, unit_amount, pay_amount, created_ms,
       promotion_id, promotion)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
    [
      order.accountId,
      order.orderId,
      order.clientKey,
      order.userId,
      order.voucherId,
      order.voucherVersion,
      JSON.stringify(order.terms),
      JSON.stringify(order.contact),
      order.remark ?? null,
      order.stress,
      order.state,
      order.count,
      order.unitAmount,
      order.payAmount,
      order.createdAt,
      order.promotion?.promotionId ?? null,
      order.promotion === null ? null : JSON.stringify(order.promotion),
    ],
  );
}

/** Members of an order that change after its creation; what is absent stays. */
export interface OrderUpdate {
  readonly state: OrderState;
  readonly notice: NoticeState;
  readonly closeReason?: string | undefined;
  readonly failureCode?: number | undefined;
  readonly failureText?: string | undefined;
  readonly orderOutId?: string | undefined;
  readonly payDeadline?: number | undefined;
  readonly paidAt?: number | undefined;
  readonly closedAt?: number | undefined;
}

export async function updateOrder(session: Session, order: VoucherOrder, change: OrderUpdate): Promise<void> {
  await session.execute(
    `UPDATE sandbox.voucher_orders SET state = $3, notice_state = $4, close_reason = coalesce($5, close_reason),
       failure_code = coalesce($6, failure_code), failure_text = coalesce($7, failure_text),
       order_out_id = coalesce($8, order_out_id), pay_deadline_ms = coalesce($9, pay_deadline_ms),
       paid_ms = coalesce($10, paid_ms), closed_ms = coalesce($11, closed_ms)
     WHERE account_id = $1 AND order_id = $2`,
    [
      order.accountId,
      order.orderId,
      change.state,
      change.notice,
      change.closeReason ?? null,
      change.failureCode ?? null,
      change.failureText ?? null,
      change.orderOutId ?? null,
      change.payDeadline ?? null,
      change.paidAt ?? null,
      change.closedAt ?? null,
    ],
  );
}

/** Locks the count of sold vouchers of a product and reads what the purchase rules ask for. */
export async function lockSales(
  session: Session,
  accountId: string,
  voucherId: string,
  userId: string,
): Promise<{ sold: number; boughtBefore: number }> {
  const key = [accountId, voucherId];
  await session.execute(
    'INSERT INTO sandbox.voucher_sales (account_id, voucher_id) VALUES ($1, $2) ON CONFLICT DO NOTHING',
    key,
  );
  const { sold } = await session.one<{ sold: number }>(
    'SELECT sold FROM sandbox.voucher_sales WHERE account_id = $1 AND voucher_id = $2 FOR UPDATE',
    key,
  );
  const { bought } = await session.one<{ bought: number }>(
    `SELECT coalesce(sum(count), 0)::bigint AS bought FROM sandbox.voucher_orders
     WHERE account_id = $1 AND voucher_id = $2 AND user_id = $3 AND state <> 'closed'`,
    [...key, userId],
  );
  return { sold, boughtBefore: bought };
}

/** Counts vouchers as sold, or with a negative number as given back. */
export async function addSales(session: Session, accountId: string, voucherId: string, count: number): Promise<void> {
  await session.execute('UPDATE sandbox.voucher_sales SET sold = sold + $3 WHERE account_id = $1 AND voucher_id = $2', [
    accountId,
    voucherId,
    count,
  ]);
}
