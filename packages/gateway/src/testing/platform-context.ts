import { addDays, hotelMoment } from '@yuzhu/contract';
import {
  createMetrics,
  type Database,
  loadConfig,
  manualClock,
  type SettableClock,
  seededRandom,
  silentLogger,
} from '@yuzhu/runtime';
import { GATEWAY_SETTINGS } from '../config.ts';
import type { GatewayContext } from '../context.ts';
import type { Exchange } from '../exchanges/exchange.ts';
import { parseDataKeys } from '../keys/data-keys.ts';
import { createPlatformClient } from '../platform/client.ts';

/** A gateway's context without its doors: for tests of what happens between gateway and platform. */
export interface PlatformContext extends GatewayContext {
  readonly clock: SettableClock;
  /** What the client has recorded. */
  readonly exchanges: Exchange[];
  /** How often each worker was poked. */
  readonly pokes: Record<keyof GatewayContext['wake'], number>;
}

/** What a test may choose. */
export interface PlatformContextOptions {
  readonly platformUrl: string;
  readonly clock?: SettableClock;
  /** Real ms a call waits for its answer. */
  readonly timeoutMs?: number;
  readonly seed?: string;
}

/** Where the clock stands: 2026-09-01 10:00 hotel time, a Tuesday. */
export const NOW = hotelMoment('2026-09-01', '10:00');
/** The hotel's day at NOW. */
export const TODAY = '2026-09-01';

/** The day `days` after TODAY. */
export function day(days: number): string {
  return addDays(TODAY, days);
}

/** Makes a context; several of them on one database stand for several processes. */
export function platformContext(db: Database, options: PlatformContextOptions): PlatformContext {
  const clock = options.clock ?? manualClock(NOW);
  const exchanges: Exchange[] = [];
  const pokes = { outbox: 0, ari: 0, webhooks: 0, publications: 0 };
  const parts = {
    db,
    clock,
    random: seededRandom(options.seed ?? 'platform side'),
    log: silentLogger(),
    metrics: createMetrics('gateway'),
    keys: parseDataKeys('0123456789abcdef'.repeat(4)),
    settings: loadConfig(GATEWAY_SETTINGS, {
      YUZHU_PLATFORM_URL: options.platformUrl,
      YUZHU_PLATFORM_TIMEOUT: `${options.timeoutMs ?? 5000}ms`,
    }),
    wake: {
      outbox: () => void pokes.outbox++,
      ari: () => void pokes.ari++,
      webhooks: () => void pokes.webhooks++,
      publications: () => void pokes.publications++,
    },
  };
  const platform = createPlatformClient({ ...parts, record: (exchange) => void exchanges.push(exchange) });
  return { ...parts, platform, exchanges, pokes };
}

/** A catalogue with one hotel. Ids of the platform are the hotel's own with `P-` in front. */
export interface Catalog {
  readonly accountId: string;
  readonly clientKey: string;
  readonly hotelId: string;
  /** Room type -> its rate plans. */
  readonly rooms: Readonly<Record<string, readonly string[]>>;
  /** Rate plans the platform knows already; default all. */
  readonly published?: boolean;
}

/** The secret of a test application. */
export function secretOfTest(clientKey: string): string {
  return `secret of ${clientKey}`.padEnd(32, '0');
}

/** Writes a catalogue: application, account, hotel, room types, rate plans. No nights. */
export async function seedCatalog(ctx: Pick<GatewayContext, 'db' | 'keys'>, catalog: Catalog): Promise<void> {
  const { accountId, clientKey, hotelId, rooms, published = true } = catalog;
  const at = new Date(NOW);
  await ctx.db.tx(async (session) => {
    await session.execute('INSERT INTO gateway.applications VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
      clientKey,
      ctx.keys.encrypt(secretOfTest(clientKey)),
      at,
    ]);
    await session.execute('INSERT INTO gateway.accounts VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [
      accountId,
      clientKey,
      `Account ${accountId}`,
      at,
    ]);
    await session.execute('INSERT INTO gateway.hotels VALUES ($1, $2, $3, $4, $5)', [
      accountId,
      hotelId,
      `Hotel ${hotelId}`,
      `P-${hotelId}`,
      at,
    ]);
    for (const [roomTypeId, ratePlanIds] of Object.entries(rooms)) {
      await session.execute(
        `INSERT INTO gateway.room_types (account_id, room_type_id, hotel_id, name, platform_room_id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [accountId, roomTypeId, hotelId, `Room ${roomTypeId}`, `P-${roomTypeId}`, at],
      );
      for (const ratePlanId of ratePlanIds) {
        await session.execute(
          `INSERT INTO gateway.rate_plans
             (account_id, rate_plan_id, room_type_id, name, platform_rate_plan_id, publish_state, created_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7)`,
          [
            accountId,
            ratePlanId,
            roomTypeId,
            `Plan ${ratePlanId}`,
            published ? `P-${ratePlanId}` : null,
            published ? 'published' : 'draft',
            at,
          ],
        );
      }
    }
  });
}

/** Writes stock of room nights. */
export async function seedStock(
  ctx: Pick<GatewayContext, 'db'>,
  accountId: string,
  roomTypeId: string,
  nights: readonly string[],
  stock: number,
): Promise<void> {
  await ctx.db.execute(
    `INSERT INTO gateway.room_nights (account_id, room_type_id, night, stock)
     SELECT $1, $2, night, $4 FROM unnest($3::date[]) AS night
     ON CONFLICT (account_id, room_type_id, night) DO UPDATE SET stock = excluded.stock`,
    [accountId, roomTypeId, nights, stock],
  );
}

/** Writes prices of rate nights. */
export async function seedPrice(
  ctx: Pick<GatewayContext, 'db'>,
  accountId: string,
  ratePlanId: string,
  nights: readonly string[],
  price: number,
): Promise<void> {
  await ctx.db.execute(
    `INSERT INTO gateway.rate_nights (account_id, rate_plan_id, night, price)
     SELECT $1, $2, night, $4 FROM unnest($3::date[]) AS night
     ON CONFLICT (account_id, rate_plan_id, night) DO UPDATE SET price = excluded.price`,
    [accountId, ratePlanId, nights, price],
  );
}
