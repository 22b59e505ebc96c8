import { testDatabase } from '@yuzhu/runtime/testkit';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { checksum } from '../testing/checksum.ts';
import { bookingMessage } from '../testing/messages.ts';
import { type Seeded, seedAccount, seedVoucherOrders } from '../testing/seed.ts';
import { spiClient } from '../testing/spi-client.ts';
import { startSpiGateway } from '../testing/spi-gateway.ts';
import { applyCommand } from './apply.ts';

const { database: db } = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'apply' });
const gateway = await startSpiGateway(db);
const { ctx, pokes, clock } = gateway;
afterAll(() => gateway.stop());

let accounts = 0;
let seeded: Seeded;

beforeEach(async () => {
  accounts += 1;
  seeded = await seedAccount(db, ctx.keys, { account: accounts });
});

const acceptance = (mode: string) =>
  db.execute("INSERT INTO gateway.acceptance_rules VALUES ($1, 'account', '', $2)", [seeded.accountId, mode]);

/** A booking of two nights and two rooms, as it stands after the create. */
async function booked(wish: { surcharge?: number } = {}): Promise<string> {
  const orderId = `113000000000000${String(accounts).padStart(4, '0')}`;
  const sourceOrderId = `112000000000000${String(accounts).padStart(4, '0')}`;
  await seedVoucherOrders(db, ctx.keys, seeded, [sourceOrderId], { vouchers: 4 });
  const platform = spiClient(gateway.url, seeded);
  const { code } = await platform.send(
    'booking',
    bookingMessage(seeded, { orderId, sourceOrderId, rooms: 2, ...wish }),
  );
  expect(code).toBe(0);
  await platform.close();
  await db.execute('DELETE FROM gateway.ari_dirty');
  return orderId;
}

async function standing() {
  const { sold, used } = await db.one<{ sold: number; used: number }>(
    `SELECT (SELECT sum(sold)::int FROM gateway.room_nights WHERE account_id = $1) AS sold,
            (SELECT sum(units_used)::int FROM gateway.voucher_orders WHERE account_id = $1) AS used`,
    [seeded.accountId],
  );
  const messages = await db.query<{ kind: string; body: unknown }>(
    'SELECT kind, body FROM gateway.outbox WHERE account_id = $1 ORDER BY message_id',
    [seeded.accountId],
  );
  const dirty = await db.query('SELECT night FROM gateway.ari_dirty WHERE account_id = $1', [seeded.accountId]);
  return { sold, used, messages, dirty: dirty.length };
}

describe('commands on a booking', () => {
  it('accept: tells the platform, keeps rooms and vouchers', async () => {
    await acceptance('manual');
    const orderId = await booked();
    const before = pokes.outbox;
    clock.advance(60_000);
    const result = await applyCommand(ctx, seeded.accountId, orderId, { kind: 'accept' });
    expect(result).toMatchObject({ outcome: 'changed', state: 'accepted' });
    expect(pokes.outbox).toBe(before + 1);
    const number = 'orderOutId' in result ? result.orderOutId : '';
    expect(await standing()).toEqual({
      sold: 4,
      used: 4,
      messages: [
        {
          kind: 'order-confirm',
          body: { order_id: orderId, confirm_result: { confirm_result: 1, confirm_number: number } },
        },
      ],
      dirty: 0,
    });
    const row = await db.one<{ decided_at: number; updated_at: number }>(
      'SELECT decided_at, updated_at FROM gateway.bookings WHERE order_id = $1',
      [orderId],
    );
    expect(row).toEqual({ decided_at: clock.now(), updated_at: clock.now() });
  });

  it('reject: gives rooms and vouchers back and tells the platform why', async () => {
    await acceptance('manual');
    const orderId = await booked();
    const before = pokes.ari;
    const result = await applyCommand(ctx, seeded.accountId, orderId, { kind: 'reject', code: 1, reason: '房间维修' });
    expect(result).toMatchObject({ outcome: 'changed', state: 'rejected' });
    expect(pokes.ari).toBe(before + 1);
    expect(await standing()).toEqual({
      sold: 0,
      used: 0,
      messages: [
        {
          kind: 'order-confirm',
          body: { order_id: orderId, confirm_result: { confirm_result: 2, reject_code: 1, reject_reason: '房间维修' } },
        },
      ],
      dirty: 2,
    });
    expect(
      await db.one('SELECT state, units_taken, reject_code, reject_reason FROM gateway.bookings WHERE order_id = $1', [
        orderId,
      ]),
    ).toEqual({
      state: 'rejected',
      units_taken: 0,
      reject_code: 1,
      reject_reason: '房间维修',
    });
  });

  it('a stay: check-in and check-out each told once, at any date', async () => {
    const orderId = await booked();
    for (const kind of ['check_in', 'check_in', 'check_out', 'check_out'] as const)
      await applyCommand(ctx, seeded.accountId, orderId, { kind });
    const { messages, sold } = await standing();
    expect(sold).toBe(4);
    expect(messages.map(({ body }) => body)).toMatchObject([{ accommodation_status: 1 }, { accommodation_status: 3 }]);
  });

  it('no-show: told, the rooms stay taken', async () => {
    const orderId = await booked();
    await applyCommand(ctx, seeded.accountId, orderId, { kind: 'no_show' });
    const { messages, sold } = await standing();
    expect(sold).toBe(4);
    expect(messages).toMatchObject([{ kind: 'stay-status', body: { order_id: orderId, accommodation_status: 2 } }]);
  });

  it.each([
    ['sync', 'accepted', 1],
    ['async', 'accepted', 1],
    ['manual', 'wait_accept', 0],
  ])('payment of a surcharge where acceptance is %s: %s', async (mode, state, messages) => {
    await acceptance(mode);
    const orderId = await booked({ surcharge: 5000 });
    expect((await standing()).messages).toEqual([]);
    const paidAt = clock.now() - 5000;
    expect(await applyCommand(ctx, seeded.accountId, orderId, { kind: 'pay', paidAt })).toMatchObject({
      outcome: 'changed',
      state,
    });
    expect(await applyCommand(ctx, seeded.accountId, orderId, { kind: 'pay', paidAt: 1 })).toMatchObject({
      outcome: 'unchanged',
      state,
    });
    expect((await standing()).messages).toHaveLength(messages);
    const row = await db.one<{ paid_at: number }>('SELECT paid_at FROM gateway.bookings WHERE order_id = $1', [
      orderId,
    ]);
    expect(row.paid_at).toBe(paidAt);
  });

  it('what the state does not allow changes nothing and says what is allowed', async () => {
    const orderId = await booked();
    const before = await checksum(db);
    expect(await applyCommand(ctx, seeded.accountId, orderId, { kind: 'check_out' })).toEqual({
      outcome: 'refused',
      state: 'accepted',
      allowed: ['check_in', 'no_show'],
    });
    expect(await applyCommand(ctx, seeded.accountId, 'unknown', { kind: 'accept' })).toEqual({ outcome: 'unknown' });
    expect(await applyCommand(ctx, 'another account', orderId, { kind: 'check_in' })).toEqual({ outcome: 'unknown' });
    expect(await checksum(db)).toBe(before);
  });

  it('the same command ten times at once happens once', async () => {
    await acceptance('manual');
    const orderId = await booked();
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        applyCommand(
          ctx,
          seeded.accountId,
          orderId,
          at % 2 === 0 ? { kind: 'accept' } : { kind: 'reject', code: 1, reason: 'x' },
        ),
      ),
    );
    expect(results.filter(({ outcome }) => outcome === 'changed')).toHaveLength(1);
    const { messages, sold, used } = await standing();
    expect(messages).toHaveLength(1);
    expect([sold, used]).toEqual(results[0]?.outcome === 'refused' || sold === 0 ? [0, 0] : [4, 4]);
  });
});
