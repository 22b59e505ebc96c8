import { type Session, statement } from '@yuzhu/runtime';
import { queuePublications } from '../publications/store.ts';

const WANTED = statement(
  'voucher_wanted_shelf',
  `SELECT 1 FROM gateway.vouchers
   WHERE account_id = $1 AND voucher_id = $2 AND wanted_shelf IS NOT NULL AND platform_voucher_id IS NOT NULL`,
);

/** Audit notices may be lost (documented): this long after a save the shelf is tried without one (our choice). */
export const SHELF_CHECK_MS = 3600_000;

/**
 * After a save: when the hotel wants a shelf state, it is tried after an hour even if no audit notice comes. An
 * approval that does come moves it to the front.
 */
export async function queueShelfCheck(
  session: Session,
  accountId: string,
  voucherId: string,
  now: number,
): Promise<void> {
  if ((await session.first(WANTED, [accountId, voucherId])) === undefined) return;
  await queuePublications(session, accountId, 'shelf', [voucherId], now, now + SHELF_CHECK_MS);
}
