import { addDays, hotelDate } from '@yuzhu/contract';
import type { GatewayContext } from '../context.ts';
import { fetchDay } from './fetch.ts';
import { matchNext } from './matching.ts';
import { dueDays } from './schedule.ts';
import { billedAccounts, dayFetches } from './store.ts';

type Ctx = Pick<GatewayContext, 'db' | 'clock' | 'random' | 'platform' | 'log'>;

/**
 * One round: fetches the days that are due for every account with bookings, then matches what is left. Returns when more
 * is due, as the work loop wants it.
 */
export async function collectBills(ctx: Ctx, signal: AbortSignal): Promise<number | undefined> {
  const accounts = await billedAccounts(ctx.db);
  const due: number[] = [];
  for (const accountId of accounts) {
    if (signal.aborted) return undefined;
    due.push(...(await collectAccount(ctx, accountId, signal)));
  }
  while (!signal.aborted) {
    const step = await matchNext(ctx, undefined, 0);
    if (step.state === 'wait') due.push(step.at);
    if (step.state !== 'matched') break;
  }
  return due.length === 0 ? undefined : Math.min(...due);
}

async function collectAccount(ctx: Ctx, accountId: string, signal: AbortSignal): Promise<number[]> {
  const { db, clock, platform } = ctx;
  const due: number[] = [];
  const since = addDays(hotelDate(clock.now()), -8);
  const { days } = dueDays(await dayFetches(db, accountId, since), clock.now());
  for (const day of days) {
    if (signal.aborted) break;
    const result = await platform.exclusive.run(`bills/${accountId}`, false, () => fetchDay(ctx, accountId, day, 0));
    if (result === undefined) break;
    if (result !== 'fetched') {
      due.push(result.nextAt);
      // What failed for one day fails for the next: the others follow when it is tried again.
      break;
    }
  }
  if (due.length === 0) due.push(dueDays(await dayFetches(db, accountId, since), clock.now()).nextAt);
  return due;
}
