import {
  type Clock,
  createLogger,
  createMetrics,
  type ListenOptions,
  type Logger,
  type Metrics,
  manualClock,
  type openDatabase,
  openProgramDatabase,
  type Random,
  type Server,
  type SettableClock,
  systemClock,
  systemRandom,
} from '@yuzhu/runtime';
import type { Dispatcher } from 'undici';
import type { GatewayConfig } from './config.ts';
import type { GatewayContext } from './context.ts';
import { createRecorder, type ExchangeRecorder } from './exchanges/recorder.ts';
import { createPlatformClient } from './platform/client.ts';
import { platformWork } from './platform/work.ts';
import { type Desks, openDesks } from './spi/doors.ts';
import { registerApplication } from './start/application.ts';
import { type Background, createBackground } from './start/background.ts';
import { checkDataKeys, openDataKeys } from './start/data-keys.ts';
import { GATEWAY_MIGRATIONS } from './start/migrations.ts';
import { buildServer } from './start/server.ts';

/** What a test may put in place of the machine's own. */
export interface GatewayParts {
  readonly clock?: Clock;
  readonly random?: Random;
  readonly log?: Logger;
  readonly metrics?: Metrics;
  /** Opens the database; default `openDatabase` of the runtime. */
  readonly openDatabase?: typeof openDatabase;
  /** Carries calls to the platform; default a pool of connections. It belongs to the caller, who closes it. */
  readonly dispatcher?: Dispatcher;
  /** How often (ms) workers look for work nobody told them of; default a second. */
  readonly idlePollMs?: number;
  /** Opens the server to callers; default its own `listen`. */
  readonly listen?: (server: Server, options: ListenOptions) => ReturnType<Server['listen']>;
}

/** A running gateway. */
export interface Gateway {
  /** Base address, e.g. `http://127.0.0.1:7001`. */
  readonly url: string;
  readonly port: number;
  readonly context: GatewayContext;
  /** Resolves when nothing is due at the clock's present time and every exchange is recorded. @throws Error when that takes too long or a worker fails */
  idle(): Promise<void>;
  /** Stops taking requests, finishes those in flight and the rounds of the workers, closes everything. */
  stop(): Promise<void>;
}

/** Real time `idle()` waits at most. */
const IDLE_LIMIT_MS = 30_000;

/**
 * Starts the gateway: database (opened, migrated), data keys, workers, HTTP server. Nothing is left behind when it fails.
 * @throws AppError telling what is wrong with the environment and what to do
 */
export async function startGateway(settings: GatewayConfig, parts: GatewayParts = {}): Promise<Gateway> {
  const closers: (() => Promise<void> | void)[] = [];
  const stop = async () => {
    for (let close = closers.pop(); close !== undefined; close = closers.pop()) await close();
  };
  try {
    const log = parts.log ?? createLogger({ name: 'gateway', level: settings.logLevel });
    const { clock, followed } = openClock(settings, parts.clock);
    const metrics = parts.metrics ?? createMetrics('gateway');
    if (parts.metrics === undefined) closers.push(() => metrics.close());
    const keys = await openDataKeys(settings, log);
    const { db, close } = await openProgramDatabase({
      name: 'yuzhu gateway',
      migrations: GATEWAY_MIGRATIONS,
      settings,
      max: settings.databasePool,
      log,
      open: parts.openDatabase,
    });
    closers.push(close);
    await checkDataKeys(db, keys);
    const background = createBackground({ clock, log, metrics, idlePollMs: parts.idlePollMs });
    const random = parts.random ?? systemRandom();
    const recorder = createRecorder({ db, keys, log, metrics });
    closers.push(() => recorder.stop());
    const { record } = recorder;
    const platform = createPlatformClient({
      db,
      clock,
      random,
      metrics,
      keys,
      settings,
      record,
      dispatcher: parts.dispatcher,
    });
    closers.push(() => platform.close());
    const ctx: GatewayContext = { db, clock, random, log, metrics, keys, settings, wake: background.wake, platform };
    await registerApplication(ctx);
    measurePool(ctx);
    startWorkers(ctx, recorder, background);
    closers.push(() => background.stop());
    const desks = openDesks(ctx);
    closers.push(() => desks.bookings.idle());
    closers.push(() => desks.after.idle());
    const migrations = GATEWAY_MIGRATIONS;
    const server = await buildServer({ ctx, desks, recorder, background, migrations, followed });
    closers.push(() => closeServer(server, settings.shutdownLimit));
    const address = { port: settings.port, host: settings.host, variable: 'YUZHU_GATEWAY_PORT' };
    const { url, port } = await (parts.listen?.(server, address) ?? server.listen(address));
    log.info({ url, clock: settings.clock }, 'gateway is ready');
    return { url, port, context: ctx, stop, idle: () => idle(background, recorder, desks) };
  } catch (error) {
    await stop();
    throw error;
  }
}

function openClock(
  settings: GatewayConfig,
  given: Clock | undefined,
): { readonly clock: Clock; readonly followed: SettableClock | undefined } {
  if (settings.clock === 'system') return { clock: given ?? systemClock(), followed: undefined };
  const clock = manualClock((given ?? systemClock()).now());
  // Until somebody leads it, it runs like any other.
  clock.run(1);
  return { clock, followed: clock };
}

/** Share of the time to stop that requests in flight may take; the rest is for workers and the database. */
const REQUESTS_SHARE = 0.7;

/** Finishes the exchanges in flight; a caller that never ends its request is cut off. */
async function closeServer(server: Server, limitMs: number): Promise<void> {
  const cut = setTimeout(() => server.app.server.closeAllConnections(), limitMs * REQUESTS_SHARE);
  await server.close();
  clearTimeout(cut);
}

function startWorkers(ctx: GatewayContext, recorder: ExchangeRecorder, background: Background): void {
  for (const [name, work] of Object.entries(platformWork(ctx, recorder))) background.run(name, work);
}

function measurePool({ db, metrics }: Pick<GatewayContext, 'db' | 'metrics'>): void {
  metrics.gauge('database_connections', 'Connections to PostgreSQL by state', ['state'], (gauge) => {
    const { total, idle: free, waiting } = db.stats();
    gauge.set({ state: 'open' }, total);
    gauge.set({ state: 'idle' }, free);
    gauge.set({ state: 'waited_for' }, waiting);
  });
}

async function idle(background: Background, recorder: ExchangeRecorder, { after }: Desks): Promise<void> {
  await after.idle();
  const settled = await background.settle(IDLE_LIMIT_MS);
  await recorder.flush();
  if (settled) return;
  const failing = background.failing();
  throw new Error(failing.length > 0 ? failing.join('; ') : `still busy after ${IDLE_LIMIT_MS} ms`);
}
