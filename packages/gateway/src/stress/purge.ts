import { type Database, statement } from '@yuzhu/runtime';
import type { GatewayContext } from '../context.ts';
import { shadowOf } from './shadow.ts';

/** What a purge removed. */
export interface Purged {
  readonly bookings: number;
  readonly voucherOrders: number;
  readonly messages: number;
  readonly exchanges: number;
}

/** Rows removed in one transaction: a load test leaves hundred thousands, and locks and WAL should come in small pieces. */
const PIECE = 5000;

/** Exchanges of load tests whose account could not be told. */
const NOBODY = shadowOf('');

const SHADOWS = statement(
  'stress_shadows',
  `SELECT account_id AS shadow, stress_of AS "accountId" FROM gateway.accounts WHERE stress_of IS NOT NULL
   ORDER BY account_id`,
);
const RESET = statement('stress_reset', 'SELECT gateway.stress_reset($1, $2, $3)');

/** Removes everything load tests left, of all accounts, and gives the counters of their shadows the real numbers again. */
export async function purgeStress({ db, settings }: Pick<GatewayContext, 'db' | 'settings'>): Promise<Purged> {
  const total = { bookings: 0, voucherOrders: 0, messages: 0, exchanges: 0 };
  for (const { shadow, accountId } of await db.query<{ shadow: string; accountId: string }>(SHADOWS)) {
    // What is still to be sent goes first, so that nothing leaves for an order that is gone.
    total.messages += await removeAll(db, 'outbox', shadow);
    total.bookings += await removeAll(db, 'bookings', shadow);
    total.voucherOrders += await removeAll(db, 'voucher_orders', shadow);
    await db.query(RESET, [shadow, accountId, settings.stressRooms]);
    total.exchanges += await removeExchanges(db, shadow);
  }
  total.exchanges += await removeExchanges(db, NOBODY);
  return total;
}

async function removeExchanges(db: Database, shadow: string): Promise<number> {
  const removed = await removeAll(db, 'exchanges', shadow);
  await removeAll(db, 'exchange_bodies', shadow);
  return removed;
}

async function removeAll(
  db: Database,
  table: 'outbox' | 'bookings' | 'voucher_orders' | 'exchanges' | 'exchange_bodies',
  shadow: string,
): Promise<number> {
  let removed = 0;
  for (;;) {
    const rows = await db.execute(
      `DELETE FROM gateway.${table} WHERE ctid = ANY (ARRAY(
         SELECT ctid FROM gateway.${table} WHERE account_id = $1 LIMIT ${PIECE}))`,
      [shadow],
    );
    removed += rows;
    if (rows < PIECE) return removed;
  }
}

const LAST = statement(
  'stress_last',
  `SELECT max(last.at) AS at FROM (
     SELECT account_id FROM gateway.accounts WHERE stress_of IS NOT NULL UNION ALL SELECT $1) AS s,
   LATERAL (SELECT at FROM gateway.exchanges e WHERE e.account_id = s.account_id
            ORDER BY exchange_id DESC LIMIT 1) AS last`,
);

/** One round of the worker: removes what load tests left once they have been quiet for the time of the settings. */
export async function purgeWhenQuiet(
  ctx: Pick<GatewayContext, 'db' | 'clock' | 'settings' | 'log'>,
): Promise<number | undefined> {
  const { at } = await ctx.db.one<{ at: number | null }>(LAST, [NOBODY]);
  if (at === null) return undefined;
  const due = at + ctx.settings.stressKept;
  if (due > ctx.clock.now()) return due;
  ctx.log.info(await purgeStress(ctx), 'what load tests left was removed');
  return undefined;
}
