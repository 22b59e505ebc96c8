import { openDatabase, seededRandom } from '@yuzhu/runtime';
import { cloneDatabase, dropDatabase, until, withDatabase } from '@yuzhu/runtime/testkit';
import { Hotel } from '../../packages/acceptance/src/index.ts';
import { GATEWAY_MIGRATIONS } from '../../packages/gateway/src/start/migrations.ts';
import { DATA_KEY } from '../../packages/gateway/src/testing/test-gateway.ts';
import { SANDBOX_MIGRATIONS } from '../../packages/sandbox/src/start/database.ts';
import { startServer } from '../processes.ts';
import { feed } from './changes.ts';
import { differences, type PushFigures, pushFigures } from './figures.ts';
import { makeWorld, type StormSize, type StormWorld, setLimits } from './world.ts';

/** The storm of the measurement, and a small one that shows that it works. */
export const STORM: StormSize = {
  accounts: 20,
  hotels: 5,
  roomTypes: 2,
  ratePlans: 5,
  nights: 60,
  changes: 100_000,
  rate: 1,
  idle: 200,
};
export const SMALL_STORM: StormSize = {
  accounts: 3,
  hotels: 2,
  roomTypes: 2,
  ratePlans: 2,
  nights: 20,
  changes: 1500,
  rate: 5,
  idle: 10,
};

/** What the platform does with calls of the storm. */
const FAULTS = {
  /** Applied, but answered after the gateway has given up. */
  timesOut: { probability: 0.1, fault: { kind: 'delay', ms: 1500 } },
  fails: { probability: 0.05, fault: { kind: 'status', status: 503 } },
  busyItems: { probability: 1, fault: { kind: 'items-busy', share: 0.05 } },
};
const GATEWAY_PATIENCE = '1s';
/** The storm must have passed by then. */
const LIMIT_MS = 600_000;

/** What a storm brought. */
export interface StormFigures {
  readonly size: StormSize;
  readonly pushes: PushFigures;
  /** Nights of rate plans that the changes concern, one by one. */
  readonly planNights: number;
  /** Seconds in which the changes were written, and from an account's first change until it had nothing left to tell. */
  readonly fedSeconds: number;
  readonly acknowledged: readonly number[];
  readonly nights: number;
  readonly different: number;
  readonly refused: number;
  /** Milliseconds from a single change to its acknowledgement, with nothing else to do. */
  readonly idle: readonly number[];
}

/** Lets a storm loose between a gateway and a sandbox in processes of their own. */
export async function runStorm(serverUrl: string, size: StormSize, say: (text: string) => void): Promise<StormFigures> {
  const name = await cloneDatabase(serverUrl, [GATEWAY_MIGRATIONS, SANDBOX_MIGRATIONS], 'storm');
  const url = withDatabase(serverUrl, name);
  const db = openDatabase(url, { name: 'storm', max: 6 });
  const closers: (() => Promise<void>)[] = [() => db.close(), () => dropDatabase(serverUrl, name)];
  try {
    const world = await makeWorld(db, size);
    const common = { DATABASE_URL: url, YUZHU_LOG_LEVEL: 'error', YUZHU_ACCESS_LOG: 'none' };
    const sandbox = await startServer(
      'sandbox',
      JSON.stringify({
        ...common,
        YUZHU_SANDBOX_PORT: '0',
        YUZHU_SANDBOX_SEED_DATA: 'false',
        YUZHU_SANDBOX_ARI_PULL_EVERY: '0',
      }),
    );
    closers.unshift(() => sandbox.stop());
    const gateway = await startServer(
      'whole-gateway',
      JSON.stringify({
        ...common,
        YUZHU_GATEWAY_PORT: '0',
        YUZHU_DATA_KEY: DATA_KEY,
        YUZHU_PLATFORM_URL: sandbox.url,
        YUZHU_PLATFORM_TIMEOUT: GATEWAY_PATIENCE,
      }),
    );
    closers.unshift(() => gateway.stop());
    await setFaults(sandbox.url);
    say(`storm: ${size.changes} changes over ${size.accounts} accounts`);
    const waiting = new Set(world.accounts.map(({ accountId }) => accountId));
    const doneAt = new Map<string, number>();
    const feeding = feed(gateway.url, world, size.changes, seededRandom('storm'));
    let fed = false;
    void feeding.finally(() => {
      fed = true;
    });
    await until(
      async () => {
        const rows = await db.query<{ account_id: string }>('SELECT DISTINCT account_id FROM gateway.ari_dirty');
        const now = performance.now();
        const open = new Set(rows.map(({ account_id }) => account_id));
        if (fed) for (const id of waiting) if (!open.has(id) && !doneAt.has(id)) doneAt.set(id, now);
        return fed && open.size === 0;
      },
      { what: 'everything told', timeoutMs: LIMIT_MS, everyMs: 250 },
    );
    const { planNights, spans } = await feeding;
    await clearFaults(sandbox.url);
    await written(db);
    const pushes = await pushFigures(db, size.rate);
    const { nights, different } = await differences(db);
    const { refused } = await db.one<{ refused: number }>('SELECT count(*) AS refused FROM gateway.ari_refusals');
    const acknowledged = [...spans].map(([id, { from }]) => ((doneAt.get(id) ?? Number.NaN) - from) / 1000);
    const fedSeconds =
      (Math.max(...[...spans.values()].map(({ to }) => to)) -
        Math.min(...[...spans.values()].map(({ from }) => from))) /
      1000;
    say('one change at a time, with nothing else to do');
    await setLimits(db, undefined);
    const idle = await idleLatency(gateway.url, db, world, size.idle);
    return { size, pushes, planNights, fedSeconds, acknowledged, nights, different, refused: Number(refused), idle };
  } finally {
    for (const close of closers) await close();
  }
}

async function setFaults(sandboxUrl: string): Promise<void> {
  for (const interfaceName of ['stock-save', 'price-save']) {
    for (const { fault, probability } of Object.values(FAULTS)) {
      await post(`${sandboxUrl}/operator/v1/faults`, { interfaceName, direction: 'in', fault, pick: { probability } });
    }
  }
}

async function post(url: string, body: object): Promise<void> {
  const reply = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!reply.ok) throw new Error(`${url} answered ${reply.status}: ${await reply.text()}`);
}

async function clearFaults(sandboxUrl: string): Promise<void> {
  await fetch(`${sandboxUrl}/operator/v1/faults`, { method: 'DELETE' });
}

/** Everything the platform accepted is written. */
async function written(db: ReturnType<typeof openDatabase>): Promise<void> {
  await until(
    async () => (await db.first('SELECT 1 FROM sandbox.calendar_writes WHERE written_ms IS NULL')) === undefined,
    { what: 'accepted pushes written', timeoutMs: 60_000, everyMs: 100 },
  );
}

/** From the begin of a hotel system's request until the gateway has the platform's acknowledgement, ms. */
async function idleLatency(
  url: string,
  db: ReturnType<typeof openDatabase>,
  world: StormWorld,
  count: number,
): Promise<number[]> {
  const [account] = world.accounts;
  const [night] = world.nights;
  const plan = [...(account?.rooms.values() ?? [])][0]?.[0];
  if (account === undefined || night === undefined || plan === undefined) throw new Error('the world is empty');
  const hotel = new Hotel(url, account.apiKey);
  const latencies: number[] = [];
  for (let n = 0; n < count; n++) {
    const began = performance.now();
    const prices = [{ rate_plan_id: plan, from: night, to: night, price: 90_000 + n }];
    await hotel.putCalendar({ prices });
    await until(async () => (await db.first('SELECT 1 FROM gateway.ari_dirty')) === undefined, {
      what: 'the change acknowledged',
      everyMs: 1,
      timeoutMs: 30_000,
    });
    latencies.push(performance.now() - began);
    // Below the rate of 20 calls a second, so that no turn has to be waited for.
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  await hotel.close();
  return latencies;
}
