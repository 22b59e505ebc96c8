import { ARI_HORIZON_NIGHTS, addDays, hotelDate, hotelMoment } from '@yuzhu/contract';
import type { GatewayContext } from '../context.ts';
import { type Horizon, type PushResult, pushOnce } from './push.ts';
import { type DueHotel, dropPastMarks, dueHotels, hasMarksAfter } from './store.ts';

type Ctx = Pick<GatewayContext, 'db' | 'clock' | 'random' | 'log' | 'metrics' | 'platform'>;

/** Hotels told at the same time by one process. Each holds a connection of the pool while it waits for the platform. */
const AT_ONCE = 4;

/**
 * One round: tells every hotel's marked nights until none is left that could leave now. Returns when more is due, as
 * the work loop wants it. Under steady changes a round goes on for long: `wentWell` is called whenever pushes succeeded.
 */
export async function sendMarkedNights(
  ctx: Ctx,
  signal: AbortSignal,
  wentWell: () => void = () => undefined,
): Promise<number | undefined> {
  const today = hotelDate(ctx.clock.now());
  const horizon: Horizon = { today, last: addDays(today, ARI_HORIZON_NIGHTS) };
  await dropPastMarks(ctx.db, today);
  /** Hotels that have had their share of this round, and when they can go on; undefined: when something changes. */
  const aside = new Map<string, number | undefined>();
  while (!signal.aborted) {
    const hotels = await dueHotels(ctx.db, horizon.today, horizon.last);
    const now = ctx.clock.now();
    const ready: DueHotel[] = [];
    for (const hotel of hotels) {
      if (aside.has(keyOf(hotel))) continue;
      if (hotel.pausedUntil !== undefined && hotel.pausedUntil > now) aside.set(keyOf(hotel), hotel.pausedUntil);
      else ready.push(hotel);
    }
    if (ready.length === 0) break;
    // One push each, then a fresh look: a hotel that never runs dry must not starve the others.
    await inParallel(ready, AT_ONCE, async (hotel) => {
      if (signal.aborted) return;
      const result = await pushOnce(ctx, hotel, horizon);
      if (result.state !== 'more') aside.set(keyOf(hotel), comesBackAt(result));
    });
    wentWell();
  }
  const due = [...aside.values()].filter((at) => at !== undefined);
  if (await hasMarksAfter(ctx.db, horizon.last)) due.push(hotelMoment(addDays(today, 1)));
  return due.length === 0 ? undefined : Math.min(...due);
}

function comesBackAt(result: Exclude<PushResult, { state: 'more' }>): number | undefined {
  if (result.state === 'wait') return result.at;
  return result.state === 'paused' ? result.until : undefined;
}

function keyOf(hotel: DueHotel): string {
  return `${hotel.kind}/${hotel.accountId}/${hotel.hotelId}`;
}

async function inParallel<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
}
