import { interfaces } from '@yuzhu/contract';
import type { GatewayContext } from '../context.ts';
import { lookupError } from '../hotels/lookup.ts';
import { NEXT_STEPS } from '../platform/next-steps.ts';
import { describeFailure, type PlatformFailure } from '../platform/outcome.ts';
import { decideRetry } from '../platform/retry.ts';
import { type BillLine, readLines, type WireLine } from './line.ts';
import { type BillDay, billDay } from './list.ts';
import { matchNext } from './matching.ts';
import { dayFailed, dayFetched, dayFetches, openOrders, storeLines } from './store.ts';

type Ctx = Pick<GatewayContext, 'db' | 'clock' | 'random' | 'platform' | 'log'>;

/** Lines a page (documented: 1 to 50). */
const PAGE_SIZE = 50;
/** 200,000 lines: no day has more, and a cursor that never ends must not keep us for ever. */
const MOST_PAGES = 4000;
/** Orders matched while a person waits; the rest goes on in the background. */
const MATCHED_AT_ONCE = 50;
const PATIENCE_MS = 5000;

/**
 * Fetches the bill of one day (day of verification) to its last page, keeps the lines and matches them with the
 * bookings. Fetching again is harmless: lines are known by their id.
 * @throws AppError PLATFORM_REFUSED, PLATFORM_SILENT, PLATFORM_BUSY, PLATFORM_UNAUTHORISED, BILL_PAGES_BROKEN; what an
 * earlier fetch brought stays then
 */
export async function fetchBills(ctx: Ctx, accountId: string, day: string): Promise<BillDay> {
  const failure = await ctx.platform.exclusive.run(`bills/${accountId}`, true, () =>
    fetchDay(ctx, accountId, day, PATIENCE_MS),
  );
  if (failure !== undefined && failure !== 'fetched') throw failure.error;
  for (let count = 0; count < MATCHED_AT_ONCE; count++) {
    const step = await matchNext(ctx, { accountId, day }, PATIENCE_MS);
    if (step.state !== 'matched') break;
  }
  return billDay(ctx, accountId, day);
}

/** A fetch that did not succeed: the error for a person, and when the background tries again (Unix ms). */
export interface FetchFailure {
  readonly error: Error;
  readonly nextAt: number;
}

/** Fetches and keeps one day; the caller is the only one fetching for the account. */
export async function fetchDay(
  ctx: Ctx,
  accountId: string,
  day: string,
  patienceMs: number,
): Promise<'fetched' | FetchFailure> {
  const pages = await fetchPages(ctx, accountId, day, patienceMs);
  if (!('lines' in pages)) return keepFailure(ctx, accountId, day, pages);
  const now = ctx.clock.now();
  await ctx.db.tx(async (session) => {
    const changed = await storeLines(session, accountId, day, pages.lines, now);
    const open = await openOrders(session, accountId, day);
    await dayFetched(session, accountId, day, pages.lines.length, [...changed, ...open], now);
  });
  return 'fetched';
}

type Pages = { readonly lines: BillLine[] } | { readonly failure: PlatformFailure } | { readonly brokenCursor: string };

async function fetchPages(ctx: Ctx, accountId: string, day: string, patienceMs: number): Promise<Pages> {
  const lines: WireLine[] = [];
  const seen = new Set<string>();
  let cursor = '0';
  for (let page = 0; page < MOST_PAGES; page++) {
    seen.add(cursor);
    const request = { account_id: accountId, bill_date: day, cursor, size: PAGE_SIZE };
    const outcome = await ctx.platform.call(interfaces.tripBillDetail, request, { accountId, patienceMs });
    if (!outcome.ok) return { failure: outcome };
    lines.push(...outcome.data.ledger_records);
    if (!outcome.data.has_more) return { lines: readLines(lines) };
    cursor = outcome.data.cursor;
    if (seen.has(cursor)) return { brokenCursor: cursor };
  }
  return { brokenCursor: cursor };
}

async function keepFailure(
  ctx: Ctx,
  accountId: string,
  day: string,
  pages: Exclude<Pages, { lines: BillLine[] }>,
): Promise<FetchFailure> {
  const now = ctx.clock.now();
  const attempts = (await dayFetches(ctx.db, accountId, day)).get(day)?.attempts ?? 0;
  if ('brokenCursor' in pages) {
    const error = NEXT_STEPS.error('BILL_PAGES_BROKEN', { cursor: pages.brokenCursor });
    const nextAt = now + RETRY_LATER_MS;
    await dayFailed(ctx.db, accountId, day, nextAt, error.message, 'BILL_PAGES_BROKEN');
    return { error, nextAt };
  }
  const { failure } = pages;
  const retry = decideRetry({ tries: attempts + 1, since: now }, failure, now, ctx.random.next());
  // A right that is missing today may be there in an hour: the bill is asked for as long as its day is in reach.
  const nextAt = retry.state === 'waiting' ? retry.nextAt : now + RETRY_LATER_MS;
  const unsent = failure.delivery === 'not_sent' && failure.next === 'backoff';
  if (!unsent) {
    const error = describeFailure(failure);
    ctx.log.warn({ account_id: accountId, bill_date: day, error }, 'the bill of a day can not be fetched');
    await dayFailed(ctx.db, accountId, day, nextAt, error, retry.nextStep);
  }
  return { error: lookupError(failure), nextAt };
}

const RETRY_LATER_MS = 3600_000;
