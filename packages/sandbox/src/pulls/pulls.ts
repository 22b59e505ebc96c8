import { addDays, hotelDate, interfaces } from '@yuzhu/contract';
import type { Session } from '@yuzhu/runtime';
import { currencyOf } from '../accounts/store.ts';
import { nightsOfPull } from '../calendar/changes.ts';
import { writeNights } from '../calendar/nights.ts';
import type { SandboxContext } from '../context.ts';
import type { DueTimer } from '../timers/timers.ts';

/** An exact pull follows a bookable check after so long (observed). */
const AFTER_CHECK_MS = 30_000;
/** Nights around the asked dates that such a pull covers. */
const AROUND = 1;
/** Nights ahead a scheduled pull covers. A choice: the horizon agreed with the platform is not published. */
const SCHEDULED_NIGHTS = 30;

const ROUND = 'pull.round';
const HOTEL = 'pull.hotel';

/** What a pull is about. `to` is the day of departure or the last night: nights around it are pulled in either case. */
export interface PullSubject {
  readonly accountId: string;
  readonly clientKey: string;
  readonly hotelId: string;
  readonly from: string;
  readonly to: string;
}

/** The platform reads prices, stock and room status from the hotel. */
export interface Pulls {
  /** Plans the exact pull that follows a bookable check. */
  afterCheck(subject: PullSubject): Promise<void>;
  /** Begins, goes on with, or ends the scheduled rounds, as the settings say. */
  schedule(): Promise<void>;
}

/**
 * Sets the pulls up. `movingTo` tells where the clock is being moved: then the rounds in between are left out and one
 * is made on arrival, because thousands of equal pulls would only cost time.
 */
export function createPulls(ctx: SandboxContext, movingTo: () => number | undefined): Pulls {
  const { db, clock, timers, spi, settings, log } = ctx;

  const add = async (session: Session, dueAt: number, subject: PullSubject) => {
    const name = `${subject.hotelId}/${subject.from}/${subject.to}`;
    const pending = await session.first(
      'SELECT 1 FROM sandbox.timers WHERE subject = $1 AND kind = $2 AND failure IS NULL',
      [name, HOTEL],
    );
    if (pending === undefined)
      await timers.add(session, { dueAt, kind: HOTEL, subject: name, payload: { ...subject } });
  };

  const pull = async ({ payload }: DueTimer): Promise<void> => {
    const { accountId, clientKey, hotelId, from, to } = payload as unknown as PullSubject;
    const today = hotelDate(clock.now());
    const start = from < today ? today : from;
    const outcome = await spi.once({
      interface: interfaces.ariPull,
      clientKey,
      accountId,
      subject: hotelId,
      request: { hotel_ids: [hotelId], date_range: { start, end: to < start ? start : to }, client_key: clientKey },
    });
    if (outcome.kind !== 'answer' || outcome.code !== 0 || !outcome.data.status) {
      log.warn({ hotel_id: hotelId, outcome }, 'an ARI pull brought nothing: the copy stays as it is');
      return;
    }
    const { changes, unusable } = nightsOfPull(outcome.data.room_rates, today, await currencyOf(db, accountId));
    if (unusable > 0)
      log.warn({ hotel_id: hotelId, unusable, logid: outcome.logid }, 'pieces of an ARI pull were passed over');
    await db.tx((session) => writeNights(session, accountId, changes, clock.now()));
  };

  const round = async (): Promise<void> => {
    const now = clock.now();
    const today = hotelDate(now);
    await db.tx(async (session) => {
      for (const hotel of await hotelsOnSale(session)) {
        await add(session, now, { ...hotel, from: today, to: addDays(today, SCHEDULED_NIGHTS - 1) });
      }
      if (settings.pullEveryMs > 0) {
        const dueAt = Math.max(now + settings.pullEveryMs, movingTo() ?? 0);
        await timers.add(session, { dueAt, kind: ROUND, subject: ROUND });
      }
    });
  };

  timers.register(HOTEL, pull, { parallel: true });
  timers.register(ROUND, round);

  return {
    afterCheck: (subject) => {
      const from = addDays(subject.from, -AROUND);
      const to = addDays(subject.to, AROUND - 1);
      return db.tx((session) => add(session, clock.now() + AFTER_CHECK_MS, { ...subject, from, to }));
    },
    schedule: () =>
      db.tx(async (session) => {
        await timers.cancel(session, ROUND, ROUND);
        if (settings.pullEveryMs > 0)
          await timers.add(session, { dueAt: clock.now() + settings.pullEveryMs, kind: ROUND, subject: ROUND });
      }),
  };
}

/** Hotels with a good that a voucher on the shelf is bound to, each with the application that serves the merchant. */
function hotelsOnSale(session: Session): Promise<Pick<PullSubject, 'accountId' | 'clientKey' | 'hotelId'>[]> {
  return session.query(
    `SELECT DISTINCT g.account_id AS "accountId", g.hotel_id AS "hotelId", a.client_key AS "clientKey"
     FROM sandbox.vouchers v
     JOIN sandbox.voucher_versions s ON s.account_id = v.account_id AND s.voucher_id = v.voucher_id
       AND s.version = v.approved_version
     JOIN sandbox.goods g ON g.account_id = v.account_id
       AND s.document -> 'pre_sale_coupon_info' -> 'bind_rate_plans' ? g.rate_plan_id
     CROSS JOIN LATERAL (SELECT client_key FROM sandbox.authorisations
       WHERE account_id = v.account_id ORDER BY granted_ms, client_key LIMIT 1) a
     WHERE v.shelf = 'on' AND g.shelf = 'on' ORDER BY 1, 2`,
  );
}
