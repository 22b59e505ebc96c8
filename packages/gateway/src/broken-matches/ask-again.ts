import { ARI_HORIZON_NIGHTS, addDays, hotelDate } from '@yuzhu/contract';
import { statement } from '@yuzhu/runtime';
import { pushAgain } from '../ari/push-again.ts';
import type { GatewayContext } from '../context.ts';
import { queuePublications } from '../publications/store.ts';
import { listBroken } from './store.ts';

/**
 * Asks the platform about every broken match now: about the room types, and by telling the nights of single rate plans
 * again. What holds comes back by itself. Returns how many rate plans it is about.
 */
export async function askAgain(ctx: Pick<GatewayContext, 'db' | 'clock' | 'wake'>, accountId: string): Promise<number> {
  const broken = await listBroken(ctx.db, accountId);
  const rooms = [...new Set(broken.map((one) => one.roomTypeId))];
  const single = broken.filter((one) => one.level === 'rate_plan').map((one) => one.ratePlanId);
  const now = ctx.clock.now();
  await queuePublications(ctx.db, accountId, 'room-check', rooms, now);
  ctx.wake.publications();
  const today = hotelDate(now);
  if (single.length > 0) {
    await pushAgain(ctx, accountId, { ratePlanIds: single, from: today, to: addDays(today, ARI_HORIZON_NIGHTS) });
  }
  return broken.length;
}

const PUBLISHED_ROOMS = statement(
  'broken_published_rooms',
  `SELECT DISTINCT t.room_type_id FROM gateway.room_types t
   JOIN gateway.rate_plans p ON p.account_id = t.account_id AND p.room_type_id = t.room_type_id
     AND p.platform_rate_plan_id IS NOT NULL
   WHERE t.account_id = $1 AND t.publish_state IN ('usable', 'offline', 'failed') ORDER BY 1`,
);

/** Asks about the room types that were published from here and are on sale: a notice of a broken match may be lost. */
export async function askAboutRooms(
  ctx: Pick<GatewayContext, 'db' | 'clock' | 'wake'>,
  accountId: string,
): Promise<void> {
  const rows = await ctx.db.query<{ room_type_id: string }>(PUBLISHED_ROOMS, [accountId]);
  if (rows.length === 0) return;
  const rooms = rows.map((row) => row.room_type_id);
  await queuePublications(ctx.db, accountId, 'room-check', rooms, ctx.clock.now());
  ctx.wake.publications();
}
