import { interfaces } from '@yuzhu/contract';
import type { GatewayContext } from '../context.ts';
import { notFound } from '../errors.ts';
import { NEXT_STEPS, type NextStep } from '../platform/next-steps.ts';
import { afterFailure } from '../publications/after-failure.ts';
import { patienceFor } from '../publications/patience.ts';
import {
  failPublication,
  type Publication,
  postponePublication,
  queuePublications,
  settlePublication,
  waitingPublications,
} from '../publications/store.ts';
import type { HotelDetails } from './details.ts';
import { hotelsOf, lockPublishedHotel, type PublishedHotel, readHotels, setHotelState } from './publish-store.ts';
import { queueHotelCheck, settleMatch } from './settle-match.ts';

type Ctx = Pick<GatewayContext, 'db' | 'clock' | 'random' | 'platform' | 'wake'>;

/**
 * Sends a hotel to the platform, which matches, creates or updates it. Tries at once; what has to wait goes on by itself.
 * Our id makes a repetition harmless (inferred).
 * @throws AppError NOT_FOUND, NOT_PUBLISHABLE (it has no details)
 */
export async function publishHotel(ctx: Ctx, accountId: string, hotelId: string): Promise<void> {
  await ctx.db.tx(async (session) => {
    const hotel = await lockPublishedHotel(session, accountId, hotelId);
    if (hotel === undefined) throw notFound('hotel', hotelId);
    if (hotel.details === undefined) {
      const reason = { reason_zh: `酒店 ${hotelId} 还没有静态信息`, reason_en: `hotel ${hotelId} has no details yet` };
      throw NEXT_STEPS.error('NOT_PUBLISHABLE', reason);
    }
    await setHotelState(session, accountId, hotelId, 'saving', undefined);
    await queuePublications(session, accountId, 'hotel', [hotelId], ctx.clock.now());
  });
  await sendHotels(ctx, accountId, [hotelId], true);
}

/**
 * Tells the platform about queued hotels, as they are at this moment. `patient`: a person waits for it.
 * @returns false when another process is at it
 */
export async function sendHotels(
  ctx: Ctx,
  accountId: string,
  hotelIds: readonly string[],
  patient: boolean,
): Promise<boolean> {
  const work = async (): Promise<true> => {
    // The queue is read before the hotels: a change in between is told now and stays queued, never the other way round.
    const queue = await waitingPublications(ctx.db, accountId, 'hotel', hotelIds);
    const ids = queue.map((one) => one.subjectId);
    for (const hotel of await readHotels(ctx.db, accountId, ids)) {
      const queued = queue.find((one) => one.subjectId === hotel.hotelId);
      if (queued !== undefined && hotel.details !== undefined) await send(ctx, hotel, hotel.details, queued, patient);
    }
    return true;
  };
  const done = await ctx.platform.exclusive.run(hotelsOf(accountId), patient, work);
  ctx.wake.publications();
  return done ?? false;
}

async function send(
  ctx: Ctx,
  hotel: PublishedHotel,
  details: HotelDetails,
  queued: Publication,
  patient: boolean,
): Promise<void> {
  const { accountId } = queued;
  const request = {
    ...details,
    account_id: accountId,
    out_hotel_id: hotel.hotelId,
    ...(hotel.platformHotelId === undefined ? {} : { hotel_id: hotel.platformHotelId }),
    active: details.active ?? true,
    hotel_base_info: { hotel_name: hotel.name, ...details.hotel_base_info },
  };
  const patienceMs = patienceFor(patient);
  const outcome = await ctx.platform.call(interfaces.hotelSave, request, { accountId, patienceMs });
  const now = ctx.clock.now();
  if (!outcome.ok) {
    const next = afterFailure(queued, outcome, now, ctx.random.next());
    if (next.state === 'failed') return fail(ctx, hotel, queued, next.error, next.nextStep);
    return ctx.db.tx(async (session) => {
      await setHotelState(session, accountId, hotel.hotelId, 'saving', next.error);
      await postponePublication(session, queued, next.tries, next.nextAt, next.error, next.nextStep);
    });
  }
  await ctx.db.tx(async (session) => {
    const current = await lockPublishedHotel(session, accountId, hotel.hotelId);
    if (current === undefined) return;
    // Edited meanwhile: it stays queued, and the newer text is told next.
    const settled = await settlePublication(session, queued);
    const waits = await settleMatch(session, accountId, current, outcome.data, now);
    if (!settled) await setHotelState(session, accountId, hotel.hotelId, 'saving', undefined);
    if (waits) await queueHotelCheck(session, accountId, hotel.hotelId, now);
  });
}

async function fail(
  ctx: Ctx,
  hotel: PublishedHotel,
  queued: Publication,
  error: string,
  nextStep: NextStep,
): Promise<void> {
  await ctx.db.tx(async (session) => {
    if (!(await failPublication(session, queued, error, nextStep))) return;
    await setHotelState(session, queued.accountId, hotel.hotelId, 'failed', error);
  });
}
