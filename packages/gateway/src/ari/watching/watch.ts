import { addDays, hotelDate, hotelMoment } from '@yuzhu/contract';
import { statement } from '@yuzhu/runtime';
import { askAboutRooms } from '../../broken-matches/ask-again.ts';
import type { GatewayContext } from '../../context.ts';
import { repairDrift } from './drift.ts';
import { PULL_MISSING, PULL_SILENCE_MS } from './pulls-seen.ts';

/** Hotel time at which calendars are compared each day: little is booked then. */
const CHECK_AT = '04:30';

const DUE = statement(
  'ari_watch_due',
  `SELECT a.account_id FROM gateway.accounts a
   LEFT JOIN gateway.drift_checks c ON c.account_id = a.account_id
   WHERE a.stress_of IS NULL AND c.checked_at < $1
     AND EXISTS (SELECT 1 FROM gateway.rate_plans p
                 WHERE p.account_id = a.account_id AND p.platform_rate_plan_id IS NOT NULL)
   ORDER BY a.account_id`,
);
// The first comparison of an account is that of its first morning.
const BEGIN = statement(
  'ari_watch_begin',
  `INSERT INTO gateway.drift_checks (account_id, checked_at, compared, different, repaired)
   SELECT a.account_id, $1, 0, 0, 0 FROM gateway.accounts a WHERE a.stress_of IS NULL ON CONFLICT DO NOTHING`,
);
const SILENT = statement(
  'ari_watch_silent',
  `SELECT a.account_id FROM gateway.accounts a WHERE $1::timestamptz IS NOT NULL AND ${PULL_MISSING} ORDER BY 1`,
);

/**
 * Watches the link: compares each account's calendar with what the platform acknowledged once a day and has differences
 * told again, asks whether the matches still hold, and tells when an account on sale is not pulled any more.
 */
export function createAriWatch(
  ctx: Pick<GatewayContext, 'db' | 'clock' | 'wake' | 'log' | 'metrics'>,
): (signal: AbortSignal) => Promise<number> {
  let silent: ReadonlySet<string> = new Set();
  ctx.metrics.gauge(
    'ari_pulls_missing',
    'Accounts on sale that the platform has not pulled for 15 minutes',
    [],
    (gauge) => gauge.set({}, silent.size),
  );
  return async (signal) => {
    const now = ctx.clock.now();
    silent = await lookForPulls(ctx, now, silent);
    const today = hotelMoment(hotelDate(now), CHECK_AT);
    const last = today <= now ? today : hotelMoment(addDays(hotelDate(now), -1), CHECK_AT);
    await ctx.db.execute(BEGIN, [new Date(now)]);
    for (const { account_id: accountId } of await ctx.db.query<{ account_id: string }>(DUE, [new Date(last)])) {
      if (signal.aborted) break;
      const nights = await repairDrift(ctx, accountId);
      await askAboutRooms(ctx, accountId);
      if (nights > 0) {
        ctx.log.warn({ account_id: accountId, nights }, 'the platform had acknowledged something else: told again');
      }
    }
    return today > now ? today : hotelMoment(addDays(hotelDate(now), 1), CHECK_AT);
  };
}

async function lookForPulls(
  { db, log }: Pick<GatewayContext, 'db' | 'log'>,
  now: number,
  before: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const rows = await db.query<{ account_id: string }>(SILENT, [new Date(now), new Date(now - PULL_SILENCE_MS)]);
  const silent = new Set(rows.map(({ account_id }) => account_id));
  for (const accountId of silent) {
    if (!before.has(accountId)) log.warn({ account_id: accountId }, 'the platform has not pulled for 15 minutes');
  }
  return silent;
}
