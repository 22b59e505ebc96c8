import { createMetrics, type Database, openDatabase, silentLogger } from '@yuzhu/runtime';
import { testDatabase, until } from '@yuzhu/runtime/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import { parseDataKeys } from '../keys/data-keys.ts';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { DATA_KEY } from '../testing/test-gateway.ts';
import type { Exchange } from './exchange.ts';
import { findExchange } from './read.ts';
import { createRecorder, type RecorderOptions } from './recorder.ts';

const { database: db, url } = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'recorder' });
const keys = parseDataKeys(DATA_KEY);

beforeEach(() => db.execute('TRUNCATE gateway.exchanges, gateway.exchange_bodies'));

function recorder(database: Database = db, options: RecorderOptions = {}) {
  const metrics = createMetrics('test');
  const made = createRecorder({ db: database, keys, log: silentLogger(), metrics }, options);
  const count = async (name: string) => {
    const { values } = (await metrics.registry.getSingleMetric(name)?.get()) ?? { values: [] };
    return values.reduce((sum, { value }) => sum + value, 0);
  };
  return { ...made, count };
}

const exchange = (change: Partial<Exchange> = {}): Exchange => ({
  accountId: 'a',
  direction: 'in',
  interfaceName: 'booking',
  logid: 'L',
  orderId: '1',
  target: '/spi/booking?x=1',
  request: '{"a":1}',
  reply: '{"data":{}}',
  httpStatus: 200,
  code: 0,
  latencyUs: 12.4,
  at: 1_788_228_000_123,
  ...change,
});
const stored = async () => (await db.one<{ n: number }>('SELECT count(*) AS n FROM gateway.exchanges')).n;

describe('recorder', () => {
  it('writes what it is given, in order, by itself', async () => {
    const { record } = recorder();
    for (let n = 0; n < 5; n++) record(exchange({ orderId: String(n) }));
    await until(async () => (await stored()) === 5);
    const rows = await db.query<{ order_id: string }>('SELECT order_id FROM gateway.exchanges ORDER BY exchange_id');
    expect(rows.map((row) => row.order_id)).toEqual(['0', '1', '2', '3', '4']);
  });

  it('keeps bodies sealed, absent members null, and text PostgreSQL does not take readable', async () => {
    const { record, flush } = recorder();
    record(
      exchange({
        request: '{"phone":"13800000000"}',
        reply: undefined,
        messageId: 7,
        attempt: 2,
        direction: 'out',
      }),
    );
    record(
      exchange({
        logid: 'nul\u0000byte',
        request: Buffer.from([1, 2]),
        error: 'broken',
        code: undefined,
        latencyUs: 1e12,
      }),
    );
    await flush();
    const [first, second] = await db.query<{ account_id: string; exchange_id: number }>(
      'SELECT * FROM gateway.exchanges ORDER BY exchange_id',
    );
    const bodies = async (row: typeof first) =>
      (await findExchange(db, keys, row?.account_id ?? '', row?.exchange_id ?? 0))?.bodies;
    expect(first).toMatchObject({
      message_id: 7,
      attempt: 2,
      direction: 'out',
      latency_us: 12,
      at: 1_788_228_000_123,
    });
    expect(await bodies(first)).toEqual({ request: Buffer.from('{"phone":"13800000000"}'), reply: undefined });
    expect(second).toMatchObject({ logid: 'nul\uFFFDbyte', error: 'broken', code: null, latency_us: 2_147_483_647 });
    expect(await bodies(second)).toEqual({ request: Buffer.from([1, 2]), reply: Buffer.from(exchange().reply ?? '') });
  });

  it('bundles the bodies of a batch by account, large ones alone, and finds each again', async () => {
    const { record, flush } = recorder();
    const large = 'x'.repeat(300_000);
    const given = Array.from({ length: 30 }, (_, n) => ({
      accountId: n % 3 === 0 ? '' : `account-${n % 3}`,
      request: n === 7 ? large : `request ${n}`,
      reply: `reply ${n}`,
    }));
    for (const one of given) record(exchange(one));
    await flush();
    const rows = await db.query<{ account_id: string; exchange_id: number }>(
      'SELECT account_id, exchange_id FROM gateway.exchanges ORDER BY exchange_id',
    );
    const found = await Promise.all(rows.map((row) => findExchange(db, keys, row.account_id, row.exchange_id)));
    expect(
      found.map((one, n) => ({
        accountId: rows[n]?.account_id,
        request: one?.bodies.request?.toString(),
        reply: one?.bodies.reply?.toString(),
      })),
    ).toEqual(given);
    const bundles = await db.query<{ account_id: string }>(
      'SELECT account_id FROM gateway.exchange_bodies ORDER BY bodies_id',
    );
    // The large one has a bundle of its own, and what comes after it another.
    expect(bundles.map((one) => one.account_id)).toEqual(['', 'account-1', 'account-2', 'account-1', 'account-1']);
  });

  it('lets a flood wait for room and loses nothing', async () => {
    const { record, room, stop, count } = recorder(db, { most: 50, batch: 10 });
    for (let n = 0; n < 500; n++) {
      await room();
      record(exchange());
    }
    await stop();
    expect(await stored()).toBe(500);
    expect(await count('exchanges_dropped_total')).toBe(0);
    expect(await count('exchanges_recorded_total')).toBe(500);
  });

  it('keeps what it has while the database is away and writes it when it is back', async () => {
    let away = true;
    const flaky: Database = {
      ...db,
      execute: (sql, values) => (away ? Promise.reject(new Error('away')) : db.execute(sql, values)),
    };
    const { record, room, flush, stop, count, failing } = recorder(flaky, { most: 20, batch: 10 });
    for (let n = 0; n < 15; n++) record(exchange());
    expect(failing()).toBeUndefined();
    await flush();
    expect(await stored()).toBe(0);
    // Whoever looks after the gateway sees why.
    expect(failing()).toMatchObject({ message: 'away' });
    for (let n = 0; n < 10; n++) record(exchange());
    // Nobody is made to wait for a database that is away: what does not fit is counted as lost.
    expect(room()).toBeUndefined();
    expect(await count('exchanges_dropped_total')).toBe(5);
    away = false;
    await stop();
    expect(await stored()).toBe(20);
    expect(failing()).toBeUndefined();
  });

  it('ends even when the database never comes back, and counts what was lost', async () => {
    const gone = openDatabase(url.replace(/yuzhu_test_\w+/, 'no_such_database'), { name: 'gone', max: 1 });
    const { record, stop, count } = recorder(gone);
    record(exchange());
    await stop();
    expect(await count('exchanges_dropped_total')).toBe(1);
    await gone.close();
  });
});
