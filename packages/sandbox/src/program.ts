import { hotelClock } from '@yuzhu/contract';
import {
  createLogger,
  createMetrics,
  type ListenOptions,
  type Logger,
  type Metrics,
  type openDatabase,
  openProgramDatabase,
  type Random,
  type Server,
  type SettableClock,
  seededRandom,
  systemClock,
} from '@yuzhu/runtime';
import { Agent, type Dispatcher } from 'undici';
import { registerCatalogTimers } from './catalog.ts';
import { createFollowers } from './clock/followers.ts';
import { type ClockKeeper, createClockKeeper } from './clock/keeper.ts';
import type { SandboxSettings } from './config.ts';
import type { SandboxContext } from './context.ts';
import { SANDBOX_ERRORS } from './errors.ts';
import { openFaults } from './faults/switch.ts';
import { seedCatalog } from './seed/seed.ts';
import { createSpiCaller } from './spi/caller.ts';
import { openClock } from './start/clock.ts';
import { ownDatabase, SANDBOX_MIGRATIONS } from './start/database.ts';
import { buildServer } from './start/server.ts';
import { createTrade } from './start/trade.ts';
import { createTimerRunner, type TimerRunner } from './timers/runner.ts';
import { createWebhooks } from './webhooks/sender.ts';

/** What a test may put in place of the machine's own. */
export interface SandboxParts {
  readonly log?: Logger;
  readonly metrics?: Metrics;
  readonly random?: Random;
  /** The platform's clock; default the one kept in the database. */
  readonly clock?: SettableClock;
  /** Opens the database; default `openDatabase` of the runtime. */
  readonly openDatabase?: typeof openDatabase;
  /** Carries calls to partners; default a pool of connections. It belongs to the caller, who closes it. */
  readonly dispatcher?: Dispatcher;
  /** How often (ms) the timers look for work nobody told them of; default a second. */
  readonly idlePollMs?: number;
  /** Opens the server to callers; default its own `listen`. */
  readonly listen?: (server: Server, options: ListenOptions) => ReturnType<Server['listen']>;
}

/** A running sandbox. */
export interface Sandbox {
  /** Base address, e.g. `http://127.0.0.1:7002`. */
  readonly url: string;
  readonly port: number;
  readonly context: SandboxContext;
  readonly keeper: ClockKeeper;
  /** Resolves when nothing is due at the platform clock's present time and nothing is running. */
  idle(): Promise<void>;
  /** Stops taking requests, finishes what was begun, writes the clock down, closes everything. */
  stop(): Promise<void>;
}

/** Path on the partner where the demo application's notices go. */
const WEBHOOK_PATH = '/webhooks';
/** Connections to one partner: as many as a load plan may keep busy. */
const CONNECTIONS = 128;

/**
 * Starts the sandbox: database (opened, migrated, owned), clock, timers, HTTP server. Nothing is left behind when it fails.
 * @throws AppError telling what is wrong with the environment and what to do
 */
export async function startSandbox(settings: SandboxSettings, parts: SandboxParts = {}): Promise<Sandbox> {
  const closers: (() => Promise<void> | void)[] = [];
  const stop = async () => {
    for (let close = closers.pop(); close !== undefined; close = closers.pop()) await close();
  };
  try {
    const log = parts.log ?? createLogger({ name: 'sandbox', level: settings.logLevel });
    const metrics = parts.metrics ?? createMetrics('sandbox');
    if (parts.metrics === undefined) closers.push(() => metrics.close());
    const { db, close } = await openProgramDatabase({
      name: 'yuzhu sandbox',
      migrations: SANDBOX_MIGRATIONS,
      settings,
      // One connection more: it holds the lock that says who owns the database.
      max: settings.databasePool + 1,
      log,
      open: parts.openDatabase,
      claim: ownDatabase,
    });
    closers.push(close);
    const clock = parts.clock ?? (await openClock(db, settings, systemClock().now()));
    const { run } = await db.one<{ run: number }>("SELECT nextval('sandbox.runs') AS run");
    const random = parts.random ?? seededRandom(`${settings.seed}/${run}`);
    const faults = await openFaults(db, settings.seed);
    const dispatcher = parts.dispatcher ?? new Agent({ connections: CONNECTIONS, keepAliveTimeout: 10_000 });
    if (parts.dispatcher === undefined) closers.push(() => dispatcher.close());

    const runner = createTimerRunner({ db, clock, log, metrics, idlePollMs: parts.idlePollMs });
    const { timers } = runner;
    const shared = { db, clock, random, log, metrics, timers, faults, dispatcher };
    const spi = createSpiCaller({
      ...shared,
      partnerUrl: settings.partnerUrl,
      timeoutMs: settings.spiTimeoutMs,
      repeatsS: repeatsOf(settings),
    });
    const webhooks = createWebhooks(shared);
    const ctx: SandboxContext = { db, clock, random, log, metrics, settings, timers, spi, webhooks, faults };
    if (settings.seedData)
      await seedCatalog(db, {
        now: clock.now(),
        webhookUrl: `${settings.partnerUrl}${WEBHOOK_PATH}`,
        clientKey: settings.clientKey,
        clientSecret: settings.clientSecret,
      });

    const followers = createFollowers(db, log, dispatcher);
    const keeper = createClockKeeper({ db, clock, runner, followers, log });
    registerCatalogTimers(ctx);
    const trade = createTrade(ctx, () => keeper.state().movingTo);
    measurePool(ctx);

    await runner.start();
    closers.push(() => stopTimers(runner, keeper));
    await trade.pulls.schedule();
    const server = await buildServer({ ctx, trade, keeper, runner, dispatcher });
    closers.push(() => server.close());
    // A clock that is being moved holds its request open: it ends first.
    closers.push(() => keeper.close());
    const address = { port: settings.port, host: settings.host, variable: 'YUZHU_SANDBOX_PORT' };
    const { url, port } = await (parts.listen?.(server, address) ?? server.listen(address));
    log.info({ url, now: hotelClock(clock.now()), rate: clock.rate }, 'sandbox is ready');
    return { url, port, context: ctx, keeper, idle: runner.idle, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function stopTimers(runner: TimerRunner, keeper: ClockKeeper): Promise<void> {
  await runner.stop();
  await keeper.save();
}

/** The repeats as numbers. The list is checked here: settings know texts only. */
function repeatsOf({ spiRepeats }: SandboxSettings): readonly number[] {
  const seconds = spiRepeats.map(Number);
  const rising = seconds.every((value, index) => value > (index === 0 ? 0 : (seconds[index - 1] ?? 0)));
  if (!rising || seconds.some((value) => !Number.isFinite(value))) {
    throw SANDBOX_ERRORS.error('REPEATS_INVALID', { value: spiRepeats.join(',') });
  }
  return seconds;
}

function measurePool({ db, metrics }: Pick<SandboxContext, 'db' | 'metrics'>): void {
  metrics.gauge('database_connections', 'Connections to PostgreSQL by state', ['state'], (gauge) => {
    const { total, idle: free, waiting } = db.stats();
    gauge.set({ state: 'open' }, total);
    gauge.set({ state: 'idle' }, free);
    gauge.set({ state: 'waited_for' }, waiting);
  });
}
