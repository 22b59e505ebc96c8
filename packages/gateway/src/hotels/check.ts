import { interfaces } from '@yuzhu/contract';
import type { GatewayContext } from '../context.ts';
import { lotsOf } from '../lots.ts';
import { afterFailure } from '../publications/after-failure.ts';
import {
  failPublication,
  type Publication,
  postponePublication,
  settlePublication,
  waitingPublications,
} from '../publications/store.ts';

import { hotelsOf, lockPublishedHotel } from './publish-store.ts';
import { AGAIN_MS, type MatchWord, settleMatch } from './settle-match.ts';

type Ctx = Pick<GatewayContext, 'db' | 'clock' | 'random' | 'platform' | 'wake'>;

/** Hotels asked for at once (the maximum is not published). */
const PER_CALL = 50;

/**
 * Asks the platform what became of hotels that were sent. The notice only causes this question: what it holds is not
 * documented.
 * @returns false when another process is at it
 */
export async function checkHotels(ctx: Ctx, accountId: string, hotelIds: readonly string[]): Promise<boolean> {
  const work = async (): Promise<true> => {
    const queue = await waitingPublications(ctx.db, accountId, 'hotel-check', hotelIds);
    for (const lot of lotsOf(queue, PER_CALL)) await ask(ctx, accountId, lot);
    return true;
  };
  const done = await ctx.platform.exclusive.run(hotelsOf(accountId), false, work);
  ctx.wake.publications();
  return done ?? false;
}

async function ask(ctx: Ctx, accountId: string, lot: readonly Publication[]): Promise<void> {
  const request = { account_id: accountId, out_hotel_id_list: lot.map((one) => one.subjectId) };
  const outcome = await ctx.platform.call(interfaces.hotelStatus, request, { accountId });
  const now = ctx.clock.now();
  for (const queued of lot) {
    if (!outcome.ok) {
      const next = afterFailure(queued, outcome, now, ctx.random.next());
      if (next.state === 'failed') await failPublication(ctx.db, queued, next.error, next.nextStep);
      else await postponePublication(ctx.db, queued, next.tries, next.nextAt, next.error, next.nextStep);
      continue;
    }
    const found = outcome.data.find(({ out_hotel_id: id }) => id === queued.subjectId);
    if (found === undefined) {
      await failPublication(ctx.db, queued, 'the platform does not know this hotel', 'NO_VERDICT');
    } else await apply(ctx, queued, found, now);
  }
}

async function apply(ctx: Ctx, queued: Publication, word: MatchWord, now: number): Promise<void> {
  const { accountId, subjectId: hotelId } = queued;
  await ctx.db.tx(async (session) => {
    const hotel = await lockPublishedHotel(session, accountId, hotelId);
    // A newer save that waits says more than what was just heard, and asks when it is through.
    const overtaken = hotel === undefined || hotel.state === 'saving';
    if (overtaken || !(await settleMatch(session, accountId, hotel, word, now))) {
      return void (await settlePublication(session, queued));
    }
    await postponePublication(session, queued, queued.attempts, now + AGAIN_MS, undefined, undefined);
  });
}
