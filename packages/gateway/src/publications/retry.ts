import { statement } from '@yuzhu/runtime';
import type { GatewayContext } from '../context.ts';
import { notFound } from '../errors.ts';
import type { PublicationKind } from './store.ts';

const RETRY = statement(
  'publication_retry',
  `UPDATE gateway.publications SET state = 'waiting', attempts = 0, next_at = $4, since = $4, next_step = NULL
   WHERE account_id = $1 AND kind = $2 AND subject_id = $3`,
);

/**
 * Tells something on the to-do list again, as it is now. @throws AppError NOT_FOUND when nothing of it waits or failed
 */
export async function retryPublication(
  ctx: Pick<GatewayContext, 'db' | 'clock' | 'wake'>,
  accountId: string,
  kind: PublicationKind,
  subjectId: string,
): Promise<void> {
  const found = await ctx.db.execute(RETRY, [accountId, kind, subjectId, new Date(ctx.clock.now())]);
  if (found === 0) throw notFound(kind === 'goods' ? 'rate_plan' : 'voucher', subjectId);
  ctx.wake.publications();
}
