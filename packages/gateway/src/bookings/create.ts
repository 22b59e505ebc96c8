import { PARTNER } from '@yuzhu/contract';
import { isRetryable, sqlState } from '@yuzhu/runtime';
import { createBatcher } from '../batch/batcher.ts';
import type { GatewayContext } from '../context.ts';
import { isShadow } from '../stress/shadow.ts';
import { type BookingItem, type BookingVerdict, bookBatch } from './book.ts';

/**
 * Where bookings are made. Those of one account that arrive while others are being decided are decided together.
 */
export interface BookingDesk {
  /**
   * Decides a booking; the answer is committed when it comes. The same id again, even at the same instant, gets the
   * same answer.
   * @throws the database's error when nothing could be decided; nothing is changed then, ask again
   */
  create(accountId: string, item: BookingItem): Promise<BookingVerdict>;
  /** Resolves when no booking is waiting or being decided. */
  idle(): Promise<void>;
}

/** How the desk works; the defaults are the measured ones. */
export interface BookingDeskOptions {
  readonly lanes?: number;
  readonly maxItems?: number;
}

/**
 * Two lanes: while one waits for its commit the other one works; a third gained nothing (lanes 1 / 2 / 3 at 64 at once,
 * two cores: 7,100 / 7,700 / 6,900 spread, 13,500 / 13,900 / 8,900 on one hot room type).
 */
const LANES = 2;
/** Beyond 64 a batch gains little and everybody in it waits longer. */
const MOST_ITEMS = 64;
const ATTEMPTS = 5;

/** Opens the desk of a process. */
export function createBookingDesk(
  ctx: Pick<GatewayContext, 'db' | 'clock' | 'settings' | 'metrics' | 'wake'>,
  options: BookingDeskOptions = {},
): BookingDesk {
  const { lanes = LANES, maxItems = MOST_ITEMS } = options;
  const sizes = ctx.metrics.histogram(
    'booking_batch_size',
    'Bookings decided in one call',
    [],
    [1, 2, 4, 8, 16, 32, 64],
  );
  const batcher = createBatcher<BookingItem, BookingVerdict>({
    lanes,
    maxItems,
    // A quarter of the connections stays free for checks, reads and the workers, whatever the rush.
    maxRunning: Math.max(1, Math.floor(ctx.settings.databasePool * 0.75)),
    run: async (accountId, items) => {
      sizes.observe(items.length);
      const verdicts = await decide(ctx, accountId, items);
      wakeWorkers(ctx, accountId, verdicts);
      return verdicts;
    },
  });
  const inFlight = new Map<string, Promise<BookingVerdict>>();
  return {
    create: (accountId, item) => {
      const key = `${accountId}\n${item.orderId}`;
      const known = inFlight.get(key);
      if (known !== undefined) return known;
      const verdict = batcher.submit(accountId, item).finally(() => inFlight.delete(key));
      inFlight.set(key, verdict);
      return verdict;
    },
    idle: () => batcher.idle(),
  };
}

/** Decides a batch; a booking the database can not digest must not take the others with it. */
async function decide(
  ctx: Pick<GatewayContext, 'db' | 'clock'>,
  accountId: string,
  items: readonly BookingItem[],
): Promise<BookingVerdict[]> {
  try {
    return await again(() => bookBatch(ctx, accountId, items));
  } catch (error) {
    const [only] = items;
    if (only !== undefined && items.length === 1 && sqlState(error) === UNIQUE_VIOLATION) return [notOurs()];
    // Anything else than the content (a lost connection) would only fail again.
    if (items.length === 1 || !(sqlState(error) !== undefined || error instanceof RangeError)) throw error;
    const verdicts: BookingVerdict[] = [];
    const failures: unknown[] = [];
    for (const item of items) {
      const [verdict] = await decide(ctx, accountId, [item]).catch((failure: unknown) => {
        failures.push(failure);
        return [temporaryFailure()];
      });
      verdicts.push(verdict ?? temporaryFailure());
    }
    if (failures.length === items.length) throw failures[0];
    return verdicts;
  }
}

const UNIQUE_VIOLATION = '23505';

/** The order id is unique over all accounts: the platform's id of a booking of another merchant. */
export function notOurs(): BookingVerdict {
  const reason = 'order id is not of this merchant';
  return { code: PARTNER.orderUnknown, reason, number: null, mode: null, state: 'refused', fresh: false };
}

/** Nothing was decided about this one: the platform shall ask again. */
function temporaryFailure(): BookingVerdict {
  const reason = 'temporary failure, please retry';
  return { code: PARTNER.retry, reason, number: null, mode: null, state: 'refused', fresh: false };
}

async function again<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (attempt >= ATTEMPTS || !isRetryable(error)) throw error;
    }
  }
}

function wakeWorkers(ctx: Pick<GatewayContext, 'wake'>, accountId: string, verdicts: readonly BookingVerdict[]): void {
  const made = verdicts.filter((verdict) => verdict.fresh && verdict.code === PARTNER.ok);
  if (made.length === 0) return;
  if (!isShadow(accountId)) ctx.wake.ari();
  if (made.some((verdict) => verdict.mode === 2 && verdict.state === 'accepted')) ctx.wake.outbox();
}
