import { hotelDate, interfaces } from '@yuzhu/contract';
import { currencyOf } from '../accounts/store.ts';
import { nightsOfPull } from '../calendar/changes.ts';
import { writeNights } from '../calendar/nights.ts';
import type { SandboxContext } from '../context.ts';

/** What is pulled. */
export interface PullOrder {
  readonly accountId: string;
  readonly clientKey: string;
  /** Kept with the exchange. */
  readonly subject: string;
  readonly hotelIds: readonly string[];
  /** Empty = all goods of the hotels. */
  readonly ratePlanIds: readonly string[];
  readonly from: string;
  /** Last night, included. */
  readonly to: string;
}

/**
 * Pulls once and writes what is told into the platform's copy.
 * @returns whether an answer came; one that brings nothing usable counts, because asking again would bring the same
 */
export async function carryOut(ctx: SandboxContext, order: PullOrder): Promise<boolean> {
  const { db, clock, spi, log } = ctx;
  const { accountId, clientKey, subject, hotelIds, ratePlanIds, from, to } = order;
  const askedAt = clock.now();
  const outcome = await spi.once({
    interface: interfaces.ariPull,
    clientKey,
    accountId,
    subject,
    request: {
      hotel_ids: [...hotelIds],
      ...(ratePlanIds.length === 0 ? {} : { rate_plan_ids: [...ratePlanIds] }),
      date_range: { start: from, end: to },
      client_key: clientKey,
    },
  });
  if (outcome.kind !== 'answer' || outcome.code !== 0 || !outcome.data.status) {
    log.warn({ subject, outcome }, 'an ARI pull brought nothing: the copy stays as it is');
    return outcome.kind === 'answer';
  }
  const { changes, unusable } = nightsOfPull(
    outcome.data.room_rates,
    hotelDate(clock.now()),
    await currencyOf(db, accountId),
  );
  if (unusable > 0) log.warn({ subject, unusable, logid: outcome.logid }, 'pieces of an ARI pull were passed over');
  const readAt = snapshotOf(outcome.data.timestamp);
  const snapshot = readAt === undefined ? undefined : { askedAt, readAt };
  await db.tx((session) => writeNights(session, accountId, changes, clock.now(), snapshot));
  return true;
}

/** The moment of the snapshot as Unix ms (its form is inferred); undefined when it is not told or no such moment. */
function snapshotOf(timestamp: string | undefined): number | undefined {
  return timestamp !== undefined && /^\d{13}$/.test(timestamp) ? Number(timestamp) : undefined;
}
