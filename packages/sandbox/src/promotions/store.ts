import { type Session, statement } from '@yuzhu/runtime';
import type { Promotion } from './decide.ts';

/** A promotion with whose it is. */
export interface KeptPromotion extends Promotion {
  readonly accountId: string;
  readonly voucherId: string;
}

const COLUMNS = `account_id AS "accountId", promotion_id AS "promotionId", voucher_id AS "voucherId", kind, name, state,
  from_ms AS "from", to_ms AS "to", discount, flash_price AS "flashPrice", stock, per_person AS "perPerson", sold,
  fee_bp AS "feeBp"`;

const OF_VOUCHER = statement(
  'sandbox.promotions.of_voucher',
  `SELECT ${COLUMNS} FROM sandbox.promotions WHERE account_id = $1 AND voucher_id = $2 AND state = 'on'
   ORDER BY promotion_id`,
);

/** Promotions of a voucher that were not ended. Read them under the lock of its sales when a purchase depends on them. */
export function promotionsOf(session: Session, accountId: string, voucherId: string): Promise<KeptPromotion[]> {
  return session.query<KeptPromotion>(OF_VOUCHER, [accountId, voucherId]);
}

const ONE = statement('sandbox.promotions.one', `SELECT ${COLUMNS} FROM sandbox.promotions WHERE promotion_id = $1`);

export function findPromotion(session: Session, promotionId: string): Promise<KeptPromotion | undefined> {
  return session.first<KeptPromotion>(ONE, [promotionId]);
}

/** All promotions, the newest first. */
export function listPromotions(session: Session): Promise<KeptPromotion[]> {
  return session.query<KeptPromotion>(
    `SELECT ${COLUMNS} FROM sandbox.promotions ORDER BY created_ms DESC, promotion_id LIMIT 500`,
  );
}

export async function insertPromotion(session: Session, one: KeptPromotion, now: number): Promise<void> {
  await session.execute(
    `INSERT INTO sandbox.promotions (account_id, promotion_id, voucher_id, kind, name, from_ms, to_ms, discount,
       flash_price, stock, per_person, fee_bp, created_ms)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      one.accountId,
      one.promotionId,
      one.voucherId,
      one.kind,
      one.name,
      one.from,
      one.to,
      one.discount,
      one.flashPrice,
      one.stock,
      one.perPerson,
      one.feeBp,
      now,
    ],
  );
}

/** Ends a promotion; false when it is over or there is none. Orders bought under it keep it. */
export async function endPromotion(session: Session, promotionId: string): Promise<boolean> {
  const ended = await session.execute(
    "UPDATE sandbox.promotions SET state = 'ended' WHERE promotion_id = $1 AND state = 'on'",
    [promotionId],
  );
  return ended === 1;
}

const BOUGHT = statement(
  'sandbox.promotions.bought',
  `SELECT promotion_id AS "promotionId", sum(count)::bigint AS bought FROM sandbox.voucher_orders
   WHERE account_id = $1 AND promotion_id = ANY ($2) AND user_id = $3 AND state <> 'closed' GROUP BY promotion_id`,
);

/** Vouchers a person bought under each of some promotions and did not give back. */
export async function boughtUnder(
  session: Session,
  accountId: string,
  promotionIds: readonly string[],
  userId: string,
): Promise<Map<string, number>> {
  if (promotionIds.length === 0) return new Map();
  const rows = await session.query<{ promotionId: string; bought: number }>(BOUGHT, [accountId, promotionIds, userId]);
  return new Map(rows.map(({ promotionId, bought }) => [promotionId, bought]));
}

const COUNT = statement(
  'sandbox.promotions.count',
  'UPDATE sandbox.promotions SET sold = sold + $3 WHERE account_id = $1 AND promotion_id = $2',
);

/** Counts vouchers as sold under a promotion, or with a negative number as given back. */
export async function countPromoted(
  session: Session,
  accountId: string,
  promotionId: string,
  count: number,
): Promise<void> {
  await session.execute(COUNT, [accountId, promotionId, count]);
}
