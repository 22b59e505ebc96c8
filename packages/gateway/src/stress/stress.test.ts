import { interfaces, PARTNER } from '@yuzhu/contract';
import { testDatabase, until } from '@yuzhu/runtime/testkit';
import { describe, expect, it } from 'vitest';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { bookingMessage, checkMessage, voucherOrderMessage } from '../testing/messages.ts';
import type { SeedOptions } from '../testing/seed.ts';
import { type SeededAccount, startSeededGateway } from '../testing/seeded-gateway.ts';

const { database: db, url } = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'stress' });
const gateway = await startSeededGateway(url, { YUZHU_STRESS_KEPT: '1h' });
const { platform } = gateway;
const TAG = { 'x-stress-tag': '1' };

let accounts = 0;
async function house(options: SeedOptions = {}) {
  accounts += 1;
  const account = await gateway.seed({ account: accounts, stock: 3, nights: 4, ...options });
  const { seeded, spi, api } = account;
  const stress = async (door: string, body: object) => (await spi.send(door, body, { headers: TAG })).code;
  return {
    ...account,
    accept: (mode: string) =>
      db.execute("INSERT INTO gateway.acceptance_rules VALUES ($1, 'account', '', $2)", [seeded.accountId, mode]),
    stressSell: (orderId: string, vouchers = 1) =>
      stress('voucher-order', voucherOrderMessage(seeded, { orderId, vouchers })),
    stressBook: (orderId: string, sourceOrderId: string, rooms = 1) =>
      stress('booking', bookingMessage(seeded, { orderId, sourceOrderId, nights: 1, rooms })),
    stressCheck: (rooms = 1) => stress('bookable-check', checkMessage(seeded, { nights: 1, rooms })),
    stressPay: (orderId: string, biz: number) => stress('payment', { order_id: orderId, biz_type: biz }),
    list: (path: string) => api.ok<{ items: Record<string, unknown>[] }>('GET', path),
  };
}

const REAL = ['room_nights', 'rate_nights', 'bookings', 'voucher_orders', 'outbox', 'exchanges', 'ari_dirty'] as const;

/** Everything of the trade the account has, row by row. */
async function everythingOf({ seeded }: Pick<SeededAccount, 'seeded'>) {
  // Order confirms wait a moment for the answer to be out.
  gateway.clock.advance(1000);
  await gateway.idle();
  const rows: Record<string, unknown> = {};
  for (const table of REAL) {
    // The bill is fetched in the background, whoever trades.
    const only = table === 'exchanges' ? "AND interface <> 'trip-bill-detail'" : '';
    rows[table] = await db.query(
      `SELECT left(t::text, 200) AS row, md5(t::text) FROM gateway.${table} t WHERE account_id = $1 ${only} ORDER BY 1, 2`,
      [seeded.accountId],
    );
  }
  return rows;
}

const callsOfTrade = () => platform.calls.filter(({ name }) => name !== 'token' && name !== 'trip-bill-detail');

const sold = (account: string) =>
  db.query<{ left: number }>(
    'SELECT stock - sold AS left FROM gateway.room_nights WHERE account_id = $1 ORDER BY room_type_id, night LIMIT 1',
    [account],
  );

describe('load-test traffic', () => {
  it('does the same work and leaves everything real as it was', async () => {
    const here = await house();
    const { seeded, api } = here;
    await here.accept('async');
    await here.sell('100', 2);
    expect(await here.book({ orderId: '200', sourceOrderId: '100', nights: 1 })).toBe(0);
    const before = await everythingOf(here);
    platform.calls.length = 0;

    expect(await here.stressCheck(2)).toBe(0);
    expect(await here.stressSell('101', 5)).toBe(0);
    expect(await here.stressBook('201', '101')).toBe(0);
    expect(await here.stressBook('202', '101')).toBe(0);
    // One of three was really sold, two by the test: its own counter is used up, the real one is not.
    expect(await here.stressBook('203', '101')).toBe(4);
    expect(await here.stressCheck()).toBe(4);
    expect(await here.stressBook('201', '101')).toBe(0);
    expect(await everythingOf(here)).toEqual(before);
    expect(platform.seen(interfaces.orderConfirm)).toHaveLength(2);
    expect(await sold(seeded.accountId)).toEqual([{ left: 2 }]);
    for (const call of callsOfTrade()) {
      expect(call.name).toBe('order-confirm');
      expect(call.headers).toMatchObject({ 'x-stress-tag': '1', 'rpc-transit-life-account': seeded.accountId });
    }
    expect(await api.ok('GET', '/todo')).toMatchObject({ waiting_bookings: 0, failed_messages: 0 });
    expect((await here.list('/bookings')).items).toMatchObject([{ order_id: '200', stress: false }]);
    expect((await here.list('/bookings?stress=true')).items.map((one) => [one.order_id, one.code, one.stress])).toEqual(
      [
        ['203', 4, true],
        ['202', 0, true],
        ['201', 0, true],
      ],
    );
    expect((await here.list('/voucher-orders?stress=true')).items).toMatchObject([
      { order_id: '101', units_used: 2, stress: true },
    ]);
    const exchanges = (await here.list('/exchanges?stress=true')).items;
    expect(exchanges.length).toBe(9);
    expect(exchanges.every(({ stress }) => stress === true)).toBe(true);
    expect((await here.list('/outbox?stress=true')).items).toMatchObject([{ stress: true }, { stress: true }]);
  });

  it('of an id that is also a real one is another order', async () => {
    const here = await house();
    await here.sell('300', 1);
    expect(await here.stressSell('300', 9)).toBe(0);
    expect(await here.book({ orderId: '310', sourceOrderId: '300', nights: 1, rooms: 1 })).toBe(0);
    expect(await here.stressBook('310', '300', 2)).toBe(0);
    const one = (query: string) => here.api.ok<{ booking: { rooms: number } }>('GET', `/bookings/310${query}`);
    expect((await one('')).booking.rooms).toBe(1);
    expect((await one('?stress=true')).booking.rooms).toBe(2);
    // A payment notice finds the order of its own kind.
    const unpaid = { ...voucherOrderMessage(here.seeded, { orderId: '301' }), pay_info: undefined };
    await here.spi.send('voucher-order', unpaid);
    await here.spi.send('voucher-order', unpaid, { headers: TAG });
    expect(await here.stressPay('301', 2011)).toBe(0);
    const states = await db.query(
      "SELECT account_id LIKE 'stress:%' AS stress, state FROM gateway.voucher_orders WHERE order_id = '301' ORDER BY 1",
    );
    expect(states).toEqual([
      { stress: false, state: 'unpaid' },
      { stress: true, state: 'paid' },
    ]);
  });

  it('may book on a voucher that was really bought, with units of its own', async () => {
    const here = await house();
    await here.sell('400', 1);
    expect(await here.stressBook('410', '400')).toBe(0);
    expect(await here.stressBook('411', '400')).toBe(9);
    expect(await here.stressBook('412', 'unknown-400')).toBe(100);
    expect(await here.list('/voucher-orders')).toMatchObject({ items: [{ order_id: '400', units_used: 0 }] });
    expect(await here.book({ orderId: '410', sourceOrderId: '400', nights: 1 })).toBe(0);
  });

  it('is accepted, checked in and told under the tag when a person acts on it', async () => {
    const here = await house();
    await here.accept('manual');
    await here.stressSell('500');
    expect(await here.stressBook('510', '500')).toBe(0);
    expect(await here.api.ok('GET', '/todo')).toMatchObject({ waiting_bookings: 0 });
    await here.api.refused(404, 'NOT_FOUND', 'POST', '/bookings/510/accept');
    expect(await here.api.ok('POST', '/bookings/510/accept?stress=true')).toMatchObject({ state: 'accepted' });
    platform.calls.length = 0;
    expect(await here.api.ok('POST', '/bookings/510/check-in?stress=true')).toMatchObject({ stress: true });
    gateway.clock.advance(1000);
    await gateway.idle();
    const calls = callsOfTrade();
    expect(calls.map(({ name, headers }) => [name, headers['x-stress-tag']])).toContainEqual(['stay-status', '1']);
    expect(calls.every(({ headers }) => headers['x-stress-tag'] === '1')).toBe(true);
  });

  it('sees the real prices of today, not those of its first day', async () => {
    const here = await house();
    expect(await here.stressCheck()).toBe(0);
    await db.execute('UPDATE gateway.rate_nights SET price = price + 1 WHERE account_id = $1', [here.seeded.accountId]);
    await until(async () => (await here.stressCheck()) === 8, { timeoutMs: 20_000 });
  });

  it('is told the price before tax where the hotel has one', async () => {
    const here = await house();
    const { seeded } = here;
    const untaxed = async () => {
      // Refused for its rooms: then the answer holds the values of every night.
      const answer = await here.spi.send('bookable-check', checkMessage(seeded, { nights: 1, rooms: 4 }), {
        headers: TAG,
      });
      return /"amount_before_tax":(\d+)/.exec(answer.text)?.[1];
    };
    await db.execute('UPDATE gateway.rate_nights SET price_before_tax = 40000 WHERE account_id = $1', [
      seeded.accountId,
    ]);
    expect(await untaxed()).toBe('40000');
  });

  it('keeps to the quota of the rate plan and may overbook as far as the hotel does', async () => {
    const here = await house();
    const { accountId } = here.seeded;
    await here.stressSell('7100', 9);
    await db.execute('UPDATE gateway.room_nights SET overbooking = 1 WHERE account_id = $1', [accountId]);
    // Three rooms and one beyond them.
    expect(await here.stressBook('7200', '7100', 4)).toBe(0);
    expect(await here.stressBook('7201', '7100')).toBe(PARTNER.soldOut);

    const other = await house();
    const { seeded } = other;
    await other.stressSell('7300', 9);
    await other.api.ok('PUT', '/calendar', {
      quotas: [{ rate_plan_id: seeded.room.ratePlanId, from: seeded.from, to: seeded.night(3), quota: 2 }],
    });
    expect(await other.stressCheck(3)).toBe(PARTNER.soldOut);
    expect(await other.stressBook('7400', '7300', 2)).toBe(0);
    expect(await other.stressBook('7401', '7300')).toBe(PARTNER.soldOut);
    const counted = 'SELECT max(sold) AS sold FROM gateway.plan_nights WHERE account_id = $1';
    expect(await db.one(counted, [`stress:${seeded.accountId}`])).toEqual({ sold: 2 });
    expect(await db.one(counted, [seeded.accountId])).toEqual({ sold: 0 });
  });

  it('begins to count for a quota that comes later with what it has sold', async () => {
    const here = await house();
    const { seeded } = here;
    await here.stressSell('7500', 9);
    expect(await here.stressBook('7600', '7500', 2)).toBe(0);
    await here.api.ok('PUT', '/calendar', {
      quotas: [{ rate_plan_id: seeded.room.ratePlanId, from: seeded.from, to: seeded.night(3), quota: 1 }],
    });
    await db.query('SELECT gateway.stress_plan($1, $2, 0, $3, now())', [
      seeded.accountId,
      seeded.room.ratePlanId,
      seeded.from,
    ]);
    expect(await here.stressBook('7601', '7500')).toBe(PARTNER.soldOut);
  });

  it('is counted apart from the answers to real traffic', async () => {
    const here = await house();
    const counted = async (name: string) => {
      const { values } = (await gateway.context.metrics.registry.getSingleMetric(name)?.get()) ?? { values: [] };
      return values.reduce((sum, { value }) => sum + value, 0);
    };
    const [real, test] = [await counted('spi_answers_total'), await counted('spi_stress_answers_total')];
    await here.stressCheck();
    expect([await counted('spi_answers_total'), await counted('spi_stress_answers_total')]).toEqual([real, test + 1]);
  });

  it('does not show the operator a second account, nor hide the only one of an application', async () => {
    const here = await house();
    const unknown = voucherOrderMessage(here.seeded, { orderId: '600', platformVoucherId: '999' });
    await here.spi.send('voucher-order', unknown, { headers: TAG });
    const { code } = await here.spi.send('voucher-order', { ...unknown, order_id: '601' });
    expect(code).toBe(0);
    const listed = await gateway.admin.ok<{ items: { account_id: string }[] }>('GET', '/accounts');
    expect(listed.items.some(({ account_id }) => account_id.includes('stress'))).toBe(false);
  });
});

describe('purge', () => {
  it('removes what load tests left and gives their counters the real numbers, nothing else', async () => {
    const here = await house();
    await here.accept('async');
    await here.sell('700', 2);
    expect(await here.book({ orderId: '710', sourceOrderId: '700', nights: 1 })).toBe(0);
    await here.stressSell('701', 2);
    await here.stressBook('711', '701', 2);
    const shadow = `stress:${here.seeded.accountId}`;
    expect(await sold(shadow)).toEqual([{ left: 0 }]);
    const before = await everythingOf(here);
    expect(await gateway.admin.ok('DELETE', '/stress')).toMatchObject({ bookings: expect.any(Number) });
    expect(await everythingOf(here)).toEqual(before);
    for (const table of ['bookings', 'voucher_orders', 'outbox', 'exchanges', 'exchange_bodies', 'ari_dirty']) {
      const left = await db.one(`SELECT count(*) AS n FROM gateway.${table} WHERE account_id LIKE 'stress:%'`);
      expect([table, left]).toEqual([table, { n: 0 }]);
    }
    expect(await sold(shadow)).toEqual(await sold(here.seeded.accountId));
    // The next test begins at once.
    await here.stressSell('701', 2);
    expect(await here.stressBook('711', '701', 2)).toBe(0);
  });

  it('happens by itself once load tests have been quiet for the time of the settings', async () => {
    const here = await house();
    // What earlier tests left to be sent goes first: it would count as traffic.
    gateway.clock.advance(1000);
    await gateway.idle();
    await here.stressSell('800');
    await gateway.idle();
    const kept = async () =>
      (await here.list('/exchanges?stress=true')).items.length +
      (await here.list('/voucher-orders?stress=true')).items.length;
    expect(await kept()).toBe(2);
    gateway.clock.advance(59 * 60_000);
    await gateway.idle();
    expect(await kept()).toBe(2);
    gateway.clock.advance(2 * 60_000);
    await gateway.idle();
    expect(await kept()).toBe(0);
  });
});

describe('with more rooms for load tests than there really are', () => {
  it('a long test does not end sold out', async () => {
    const roomy = await startSeededGateway(url, { YUZHU_STRESS_ROOMS: '50' });
    accounts += 1;
    const { seeded, spi } = await roomy.seed({ account: accounts, stock: 1 });
    const many = checkMessage(seeded, { nights: 1, rooms: 50 });
    expect((await spi.send('bookable-check', many, { headers: TAG })).code).toBe(0);
    expect((await spi.send('bookable-check', many)).code).toBe(4);
  });
});
