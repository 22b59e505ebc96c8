import { createMetrics, createServer, openDatabase, seededRandom, silentLogger } from '@yuzhu/runtime';
import { testDatabase } from '@yuzhu/runtime/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { findExchange } from '../exchanges/read.ts';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { bookingMessage, checkMessage, voucherOrderMessage } from '../testing/messages.ts';
import { seedAccount, seedVoucherOrders } from '../testing/seed.ts';
import { signedRequest, spiClient } from '../testing/spi-client.ts';
import { startSpiGateway } from '../testing/spi-gateway.ts';
import { openDesks } from './doors.ts';
import { spiScope } from './scope.ts';

const { database: db } = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'scope' });
const gateway = await startSpiGateway(db);
const { keys } = gateway.ctx;
const seeded = await seedAccount(db, keys, { account: 1 });
const platform = spiClient(gateway.url, seeded);
afterAll(async () => {
  await platform.close();
  await gateway.stop();
});

it('every answer is counted and timed, whatever its status', async () => {
  const counted = async (code: number) => {
    const line = `http_request_duration_seconds_count\\{[^}]*route="/spi/bookable-check",code="${code}"[^}]*\\} (\\d+)`;
    return Number(new RegExp(line).exec(await gateway.ctx.metrics.registry.metrics())?.[1] ?? 0);
  };
  const before = [await counted(200), await counted(401)];
  await platform.send('bookable-check', checkMessage(seeded));
  await platform.send('bookable-check', checkMessage(seeded), { headers: { 'x-life-sign': 'f'.repeat(64) } });
  expect([await counted(200), await counted(401)]).toEqual(before.map((count) => count + 1));
});

describe('signatures', () => {
  it('are checked with the secret of the header’s key; the query may name the older application', async () => {
    const query = 'client_key=awoldapplication&timestamp=1788228000123';
    expect(await platform.send('bookable-check', checkMessage(seeded), { query })).toMatchObject({
      status: 200,
      code: 0,
    });
  });

  it('take the query in any order, with further parameters and one key several times', async () => {
    const query = `z=9&timestamp=1&client_key=${seeded.clientKey}&a=%E9%AB%98&z=1&sign=ignored`;
    expect(await platform.send('bookable-check', checkMessage(seeded), { query })).toMatchObject({
      status: 200,
      code: 0,
    });
  });

  it('may be in upper case', async () => {
    const body = Buffer.from(JSON.stringify(checkMessage(seeded)));
    const signature = signedRequest(seeded, '/spi/bookable-check', body).headers['x-life-sign'] ?? '';
    const headers = { 'x-life-sign': signature.toUpperCase() };
    expect(await platform.send('bookable-check', body, { headers })).toMatchObject({ status: 200, code: 0 });
  });

  it('of the old kind are accepted only where the setting allows it', async () => {
    expect(await platform.send('bookable-check', checkMessage(seeded), { old: true })).toMatchObject({ status: 401 });
    const lenient = await startSpiGateway(db, { YUZHU_ALLOW_OLD_SIGNATURE: 'true' });
    const client = spiClient(lenient.url, seeded);
    expect(await client.send('bookable-check', checkMessage(seeded), { old: true })).toMatchObject({
      status: 200,
      code: 0,
    });
    const wrong = { old: true, signed: Buffer.from('other') };
    expect(await client.send('bookable-check', checkMessage(seeded), wrong)).toMatchObject({ status: 401 });
    // A wrong new signature is not saved by a right old one.
    const both = { old: true, headers: { 'x-life-sign': 'f'.repeat(64) } };
    expect(await client.send('bookable-check', checkMessage(seeded), both)).toMatchObject({ status: 401 });
    await client.close();
    await lenient.stop();
  });

  it('follow a secret that was changed', async () => {
    const changing = await seedAccount(db, keys, { account: 2 });
    const before = spiClient(gateway.url, changing);
    expect(await before.send('bookable-check', checkMessage(changing))).toMatchObject({ code: 0 });
    const secret = 'fedcba9876543210FEDCBA9876543210';
    await db.execute('UPDATE gateway.applications SET secret = $1 WHERE client_key = $2', [
      keys.encrypt(secret),
      changing.clientKey,
    ]);
    const after = spiClient(gateway.url, { ...changing, secret });
    expect(await after.send('bookable-check', checkMessage(changing))).toMatchObject({ code: 0 });
    expect(await before.send('bookable-check', checkMessage(changing))).toMatchObject({ status: 401 });
    await before.close();
    await after.close();
  });
});

describe('platform ids', () => {
  it('that were unknown a moment ago are found as soon as they are known', async () => {
    const message = { ...checkMessage(seeded), rate_plan_id: '1880099900000001' };
    expect(await platform.send('bookable-check', message)).toMatchObject({ code: 1 });
    await db.execute(
      `INSERT INTO gateway.rate_plans (account_id, rate_plan_id, room_type_id, name, platform_rate_plan_id, created_at)
       VALUES ($1, 'late', $2, 'late', '1880099900000001', now())`,
      [seeded.accountId, seeded.room.roomTypeId],
    );
    expect(await platform.send('bookable-check', message)).toMatchObject({ code: 8 });
  });

  it('of an account that changed its application go with the new one', async () => {
    const moving = await seedAccount(db, keys, { account: 3 });
    const old = spiClient(gateway.url, moving);
    expect(await old.send('bookable-check', checkMessage(moving))).toMatchObject({ code: 0 });
    await db.execute('UPDATE gateway.accounts SET client_key = $1 WHERE account_id = $2', [
      seeded.clientKey,
      moving.accountId,
    ]);
    expect(await platform.send('bookable-check', checkMessage(moving))).toMatchObject({ code: 0 });
    expect(await old.send('bookable-check', checkMessage(moving))).toMatchObject({ code: 1 });
    await old.close();
  });
});

describe('when the database is away', () => {
  it('creates and notices are asked for again, reads answer 13, nothing answers 5xx or says something false', async () => {
    const broken = openDatabase('postgres://nobody:nothing@127.0.0.1:9/none', { name: 'away', max: 2 });
    const parts = { ...gateway.ctx, db: broken, metrics: createMetrics('away') };
    // The application is known already: it is what is asked for that can not be served.
    const desks = openDesks(parts);
    const directory = gateway.desks.directory;
    const server = await createServer({
      name: 'gateway',
      version: 'test',
      log: silentLogger(),
      metrics: createMetrics('away'),
      random: seededRandom('away'),
      scopes: [spiScope(parts, { ...desks, directory }, { ...gateway.recorder })],
    });
    const { url } = await server.listen({ port: 0, variable: 'X' });
    const client = spiClient(url, seeded);
    const codes = async (door: string, body: object) => {
      const { status, code } = await client.send(door, body);
      return [status, code];
    };
    const orderId = '1130000000000000777';
    expect(await codes('booking', bookingMessage(seeded, { orderId, sourceOrderId: '1' }))).toEqual([200, 100]);
    expect(await codes('voucher-order', voucherOrderMessage(seeded, { orderId }))).toEqual([200, 100]);
    expect(await codes('payment', { order_id: orderId, biz_type: 2011 })).toEqual([200, 100]);
    expect(await codes('bookable-check', checkMessage(seeded))).toEqual([200, 13]);
    expect(await codes('ari', { hotel_ids: ['1'], date_range: { start: '2026-10-01', end: '2026-10-01' } })).toEqual([
      200, 13,
    ]);
    await client.close();
    await server.close();
    await broken.close();
  });
});

describe('load-test traffic', () => {
  it('is marked on what it causes', async () => {
    await db.execute("INSERT INTO gateway.acceptance_rules VALUES ($1, 'account', '', 'async')", [seeded.accountId]);
    await seedVoucherOrders(db, keys, seeded, ['v-stress', 'v-real']);
    const send = (orderId: string, sourceOrderId: string, headers: Record<string, string>) =>
      platform.send('booking', bookingMessage(seeded, { orderId, sourceOrderId, nights: 1 }), { headers });
    expect((await send('b-stress', 'v-stress', { 'x-stress-tag': '1' })).code).toBe(0);
    expect((await send('b-real', 'v-real', {})).code).toBe(0);
    expect(await db.query('SELECT subject_id, stress FROM gateway.outbox ORDER BY subject_id')).toEqual([
      { subject_id: 'b-real', stress: false },
      { subject_id: 'b-stress', stress: true },
    ]);
  });
});

describe('the record of exchanges', () => {
  it('holds each call with its raw bytes, answer, code, ids and time', async () => {
    const body = JSON.stringify(checkMessage(seeded, { rooms: 999 }), null, 1);
    const headers = { 'x-bytedance-logid': '20260901100000RECORD' };
    const { text } = await platform.send('bookable-check', body, { headers });
    await gateway.recorder.flush();
    const row = await db.one<{ exchange_id: number; latency_us: number }>(
      "SELECT * FROM gateway.exchanges WHERE logid = '20260901100000RECORD'",
    );
    expect(row).toMatchObject({
      account_id: seeded.accountId,
      direction: 'in',
      interface: 'bookable-check',
      target: expect.stringMatching(/^\/spi\/bookable-check\?client_key=/),
      http_status: 200,
      code: 4,
      at: gateway.clock.now(),
    });
    const found = await findExchange(db, keys, seeded.accountId, row.exchange_id);
    expect(found?.bodies.request?.toString()).toBe(body);
    expect(found?.bodies.reply?.toString()).toBe(text);
    expect(row.latency_us).toBeGreaterThan(0);
  });
});
