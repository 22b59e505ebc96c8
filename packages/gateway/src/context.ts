import type { Clock, Database, Logger, Metrics, Random } from '@yuzhu/runtime';
import type { GatewayConfig } from './config.ts';
import type { DataKeys } from './keys/data-keys.ts';
import type { PlatformClient } from './platform/platform-client.ts';

/**
 * Pokes of the background workers of this process: "there may be new work, look now". Cheap, any number of times, and
 * never needed for correctness: what is to be done stands in the database, and workers of other processes find it too.
 */
export interface Wake {
  /** A row was written to `outbox`. */
  outbox(): void;
  /** A night was marked in `ari_dirty`. */
  ari(): void;
  /** A row was written to `webhooks`. */
  webhooks(): void;
  /** A row was written to `publications` (goods, vouchers, shelf). */
  publications(): void;
}

/**
 * What the gateway's modules work with. A function takes it (or, better, `Pick<GatewayContext, …>` of the parts it
 * needs) as its first argument. It holds no state of the trade: several processes may serve one database.
 */
export interface GatewayContext {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly keys: DataKeys;
  readonly settings: GatewayConfig;
  readonly wake: Wake;
  /** Calls on the platform: token, limits, retry classes, records. Made by `createPlatformClient`. */
  readonly platform: PlatformClient;
}
