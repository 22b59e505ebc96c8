import { type Extra, HEADERS, hotelMoment, type OpenApi, type ReplyOf } from '@yuzhu/contract';
import {
  createMetrics,
  createServer,
  type Database,
  loadConfig,
  manualClock,
  type SettableClock,
  seededRandom,
  silentLogger,
} from '@yuzhu/runtime';
import { type TestDatabase, testDatabase } from '@yuzhu/runtime/testkit';
import { Agent, request } from 'undici';
import { afterAll } from 'vitest';
import { tokenScope } from '../applications/token-scope.ts';
import { catalogOpenApis, registerCatalogTimers } from '../catalog.ts';
import { createFollowers } from '../clock/followers.ts';
import { type ClockKeeper, createClockKeeper } from '../clock/keeper.ts';
import { SANDBOX_SETTINGS } from '../config.ts';
import type { SandboxContext } from '../context.ts';
import { openFaults } from '../faults/switch.ts';
import { openApiScope } from '../openapi/scope.ts';
import { DEMO_MERCHANT, type SeedMerchant, seedCatalog } from '../seed/seed.ts';
import { createSpiCaller } from '../spi/caller.ts';
import { SANDBOX_MIGRATIONS } from '../start/database.ts';
import { createTimerRunner } from '../timers/runner.ts';
import { createWebhooks } from '../webhooks/sender.ts';

/** What a call came back with. */
export interface Answer<Data> {
  readonly status: number;
  readonly text: string;
  readonly data: Data;
  readonly extra: Extra;
}

/** Codes of the envelope, flat in `data`. */
export interface Codes {
  readonly error_code: number;
  readonly description: string;
}

/** How a call differs from an ordinary one. */
export interface CallOptions {
  /** Default: a live token of the demo application; '' sends none. */
  readonly token?: string;
  /** Added to or put in place of the usual headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is, in place of the request. */
  readonly raw?: string | Buffer;
}

/** The catalogue running for real: PostgreSQL, HTTP, timers, a clock that stands until moved. */
export interface CatalogWorld {
  readonly ctx: SandboxContext;
  readonly db: Database;
  readonly clock: SettableClock;
  /** Moves the clock; what is due on the way happens on the way. */
  advance(ms: number): ReturnType<ClockKeeper['move']>;
  /** Everything due now is done. */
  settled(): Promise<void>;
  /** Lets real time pass for the rate limits, without waiting. */
  passReal(ms: number): void;
  /** Base address. */
  readonly url: string;
  /** A live token, fetched once for each application and clock hour. */
  token(merchant?: SeedMerchant): Promise<string>;
  /** Asks for a token. */
  askToken(
    body: unknown,
  ): Promise<{ status: number; data: Codes & { access_token?: string; expires_in?: number }; message: string }>;
  /** Calls an interface. */
  call<I extends OpenApi>(one: I, members: unknown, options?: CallOptions): Promise<Answer<ReplyOf<I> & Codes>>;
}

/** Hotel time at which the world begins. */
const START = hotelMoment('2026-09-01', '10:00');

/** Opens a world for a test file; it is closed at the file's end. Call it at the top level of the file. */
export async function catalogWorld(name: string, options: { webhookUrl?: string } = {}): Promise<CatalogWorld> {
  const test: TestDatabase = await testDatabase({ migrations: [SANDBOX_MIGRATIONS], name });
  const db = test.database;
  const clock = manualClock(START);
  const log = silentLogger();
  const metrics = createMetrics('sandbox');
  const random = seededRandom(name);
  const settings = loadConfig(SANDBOX_SETTINGS, { DATABASE_URL: test.url });
  const dispatcher = new Agent();
  await seedCatalog(db, { now: START, webhookUrl: options.webhookUrl ?? null });
  const runner = createTimerRunner({ db, clock, log, metrics });
  const { timers } = runner;
  const faults = await openFaults(db, name);
  const webhooks = createWebhooks({ db, clock, log, metrics, timers, faults, dispatcher });
  const parts = { db, clock, random, log, metrics, timers, faults, dispatcher };
  const spi = createSpiCaller({ ...parts, partnerUrl: settings.partnerUrl, repeatsS: [] });
  const ctx: SandboxContext = { db, clock, random, log, metrics, settings, timers, spi, webhooks, faults };
  registerCatalogTimers(ctx);
  await runner.start();
  const keeper = createClockKeeper({ db, clock, runner, followers: createFollowers(db, log, dispatcher), log });
  let realMs = 0;
  const pace = { realMs: () => realMs };
  const server = await createServer({
    name: 'sandbox',
    version: '0',
    log,
    metrics,
    random,
    scopes: [tokenScope(ctx, pace), openApiScope(ctx, catalogOpenApis, pace)],
  });
  const { url } = await server.listen({ port: 0, variable: 'YUZHU_SANDBOX_PORT' });
  afterAll(async () => {
    await server.close();
    await runner.stop();
    await dispatcher.close();
    metrics.close();
  });

  const askToken: CatalogWorld['askToken'] = async (body) => {
    const reply = await request(`${url}/oauth/client_token/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: reply.statusCode, ...((await reply.body.json()) as { data: Codes; message: string }) };
  };
  const tokens = new Map<string, string>();
  const token = async (merchant: SeedMerchant = DEMO_MERCHANT) => {
    const key = `${merchant.clientKey} ${Math.floor(clock.now() / 3_600_000)}`;
    const known = tokens.get(key);
    if (known !== undefined) return known;
    const { data } = await askToken(tokenRequest(merchant));
    tokens.set(key, data.access_token ?? '');
    return data.access_token ?? '';
  };
  const call: CatalogWorld['call'] = async (one, members, { token: given, headers = {}, raw } = {}) => {
    const access = given ?? (await token());
    const query = one.method === 'GET' ? `?${new URLSearchParams(members as Record<string, string>)}` : '';
    const reply = await request(`${url}${one.path}${query}`, {
      method: one.method,
      headers: {
        ...(one.method === 'POST' ? { 'content-type': 'application/json' } : {}),
        ...(access === '' ? {} : { [HEADERS.accessToken]: access }),
        ...headers,
      },
      ...(one.method === 'POST' ? { body: raw ?? JSON.stringify(members) } : {}),
    });
    const text = await reply.body.text();
    const parsed = (text.startsWith('{') ? JSON.parse(text) : {}) as { data: never; extra: Extra };
    return { status: reply.statusCode, text, data: parsed.data, extra: parsed.extra };
  };
  return {
    ctx,
    db,
    clock,
    url,
    advance: (ms) => keeper.move((now) => now + ms),
    settled: () => runner.idle(),
    passReal: (ms) => {
      realMs += ms;
    },
    token,
    askToken,
    call,
  };
}

/** The body of a token request. */
export function tokenRequest(merchant: SeedMerchant = DEMO_MERCHANT) {
  return { client_key: merchant.clientKey, client_secret: merchant.clientSecret, grant_type: 'client_credential' };
}
