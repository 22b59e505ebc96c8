import {
  createMetrics,
  createServer,
  type Database,
  manualClock,
  type SettableClock,
  seededRandom,
  silentLogger,
} from '@yuzhu/runtime';
import type { BookingDesk } from '../bookings/create.ts';
import type { GatewayContext } from '../context.ts';
import { createRecorder, type ExchangeRecorder } from '../exchanges/recorder.ts';
import { parseDataKeys } from '../keys/data-keys.ts';
import { createPlatformClient } from '../platform/client.ts';
import { type Desks, openDesks } from '../spi/doors.ts';
import { spiScope } from '../spi/scope.ts';
import { DATA_KEY, TEST_NOW, testSettings } from './test-gateway.ts';

/** The platform's door alone: no workers, no hotel API. Several on one database stand for several processes. */
export interface SpiGateway {
  readonly url: string;
  readonly ctx: GatewayContext;
  readonly clock: SettableClock;
  readonly desks: Desks;
  readonly recorder: ExchangeRecorder;
  /** How often each worker would have been poked. */
  readonly pokes: Record<keyof GatewayContext['wake'], number>;
  stop(): Promise<void>;
}

/** What may be put in place of the usual. */
export interface SpiGatewayParts {
  /** Another way to make bookings, to compare with. */
  readonly bookings?: BookingDesk;
  /** Another record of exchanges, or none. */
  readonly recorder?: ExchangeRecorder;
}

/** Starts the door on a database. */
export async function startSpiGateway(
  db: Database,
  env: NodeJS.ProcessEnv = {},
  parts: SpiGatewayParts = {},
): Promise<SpiGateway> {
  const clock = manualClock(TEST_NOW);
  const random = seededRandom('spi');
  const log = silentLogger();
  const metrics = createMetrics('gateway');
  const settings = testSettings('postgres://127.0.0.1/none', env);
  const keys = parseDataKeys(DATA_KEY);
  const recorder = parts.recorder ?? createRecorder({ db, keys, log, metrics });
  const pokes = { outbox: 0, ari: 0, webhooks: 0, publications: 0 };
  const wake = {
    outbox: () => void pokes.outbox++,
    ari: () => void pokes.ari++,
    webhooks: () => void pokes.webhooks++,
    publications: () => void pokes.publications++,
  };
  const platform = createPlatformClient({ db, clock, random, metrics, keys, settings, record: recorder.record });
  const ctx: GatewayContext = { db, clock, random, log, metrics, keys, settings, wake, platform };
  const usual = openDesks(ctx);
  const desks = { ...usual, bookings: parts.bookings ?? usual.bookings };
  const server = await createServer({
    name: 'gateway',
    version: 'test',
    log,
    metrics,
    random,
    scopes: [spiScope(ctx, desks, recorder)],
  });
  const { url } = await server.listen({ port: 0, variable: 'YUZHU_GATEWAY_PORT' });
  return {
    url,
    ctx,
    clock,
    desks,
    recorder,
    pokes,
    stop: async () => {
      await server.close();
      await desks.bookings.idle();
      await desks.after.idle();
      await recorder.stop();
      await platform.close();
      metrics.close();
    },
  };
}
