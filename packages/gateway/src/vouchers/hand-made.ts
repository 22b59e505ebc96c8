import type { Session } from '@yuzhu/runtime';
import type { GatewayContext } from '../context.ts';
import { GATEWAY_ERRORS } from '../errors.ts';
import { type UsageRules, unitsBought } from '../orders/units.ts';

/** A voucher the merchant made by hand at the platform, as a hotel enters it here. */
export interface HandMade extends UsageRules {
  readonly name: string;
  readonly platformVoucherId: string;
}

/** What became of the orders that came before the voucher was entered. */
export interface TakenOver {
  /** Now counted by the voucher's rules. */
  readonly takenOver: number;
  /** Used already, one use per booking, and left as they are. */
  readonly left: number;
}

/**
 * Enters a voucher that was made by hand, or changes what was entered. Orders of it that nobody used yet are counted by
 * its rules from now on; with an application of several accounts this is also how the platform's orders find theirs.
 * @throws AppError VOUCHER_MADE_HERE (the id is a voucher of the hotel's own), PLATFORM_ID_TAKEN, PLATFORM_ID_FIXED
 */
export function enterHandMade(
  { db, clock }: Pick<GatewayContext, 'db' | 'clock'>,
  accountId: string,
  voucherId: string,
  voucher: HandMade,
): Promise<TakenOver> {
  return db.tx(async (session) => {
    const former = await session.first<{ made_by: string; platform_voucher_id: string | null }>(
      `SELECT made_by, platform_voucher_id FROM gateway.vouchers WHERE account_id = $1 AND voucher_id = $2
       FOR NO KEY UPDATE`,
      [accountId, voucherId],
    );
    if (former?.made_by === 'hotel') throw GATEWAY_ERRORS.error('VOUCHER_MADE_HERE', { id: voucherId });
    await keep(session, accountId, voucherId, voucher, new Date(clock.now()));
    return takeOver(session, accountId, voucherId, voucher);
  });
}

async function keep(
  session: Session,
  accountId: string,
  voucherId: string,
  voucher: HandMade,
  now: Date,
): Promise<void> {
  // Sold at the platform, so far as can be known here; the shelf is the merchant's.
  const kept = await session.execute(
    `INSERT INTO gateway.vouchers AS v (account_id, voucher_id, name, rooms_per_voucher, nights_per_voucher, separable,
       platform_voucher_id, state, made_by, saved_at, created_at, updated_at)
     SELECT $1, $2, $3, $4, $5, $6, $7, 'on_shelf', 'merchant', $8, $8, $8
     WHERE NOT EXISTS (SELECT 1 FROM gateway.vouchers o WHERE o.platform_voucher_id = $7
                       AND NOT (o.account_id = $1 AND o.voucher_id = $2))
     ON CONFLICT (account_id, voucher_id) DO UPDATE SET name = excluded.name,
       rooms_per_voucher = excluded.rooms_per_voucher, nights_per_voucher = excluded.nights_per_voucher,
       separable = excluded.separable, platform_voucher_id = excluded.platform_voucher_id, updated_at = excluded.updated_at`,
    [
      accountId,
      voucherId,
      voucher.name,
      voucher.roomsPerVoucher,
      voucher.nightsPerVoucher,
      voucher.separable,
      voucher.platformVoucherId,
      now,
    ],
  );
  if (kept === 0) throw GATEWAY_ERRORS.error('PLATFORM_ID_TAKEN', { platform_id: voucher.platformVoucherId });
}

/** Counts the uses of unused orders by the voucher's rules. An order that was used keeps its count: it can not be turned. */
async function takeOver(session: Session, accountId: string, voucherId: string, voucher: HandMade): Promise<TakenOver> {
  const { unit, total: perVoucher } = unitsBought(voucher, 1);
  const takenOver = await session.execute(
    `UPDATE gateway.voucher_orders SET voucher_id = $3, unit = $4, units_total = vouchers * $5::int,
       rooms_per_voucher = $6, nights_per_voucher = $7, attention = array_remove(attention, 'voucher_unknown')
     WHERE account_id = $1 AND platform_voucher_id = $2 AND voucher_id IS NULL AND units_used = 0`,
    [
      accountId,
      voucher.platformVoucherId,
      voucherId,
      unit,
      perVoucher,
      voucher.roomsPerVoucher,
      voucher.nightsPerVoucher,
    ],
  );
  const { left } = await session.one<{ left: number }>(
    `SELECT count(*)::int AS left FROM gateway.voucher_orders
     WHERE account_id = $1 AND platform_voucher_id = $2 AND voucher_id IS NULL`,
    [accountId, voucher.platformVoucherId],
  );
  return { takenOver, left };
}

/** A voucher that was sold and is not entered here. Times are Unix ms. */
export interface UnknownVoucher {
  readonly platform_voucher_id: string;
  readonly orders: number;
  readonly vouchers: number;
  readonly first_order_at: number;
  readonly last_order_at: number;
}

/** Vouchers the account sold and does not know, the latest order first. Their first order is how they are noticed. */
export function listUnknownVouchers(session: Session, accountId: string, limit: number): Promise<UnknownVoucher[]> {
  return session.query(
    `SELECT platform_voucher_id, count(*)::int AS orders, sum(vouchers)::int AS vouchers,
       min(created_at) AS first_order_at, max(created_at) AS last_order_at
     FROM gateway.voucher_orders WHERE account_id = $1 AND voucher_id IS NULL
     GROUP BY platform_voucher_id ORDER BY max(created_at) DESC, platform_voucher_id LIMIT $2`,
    [accountId, limit],
  );
}
