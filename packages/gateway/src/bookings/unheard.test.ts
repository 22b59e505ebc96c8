import { testDatabase } from '@yuzhu/runtime/testkit';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { ExchangeRecorder } from '../exchanges/recorder.ts';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { bookingMessage } from '../testing/messages.ts';
import { seedVoucherOrders } from '../testing/seed.ts';
import { type SeededAccount, startSeededGateway } from '../testing/seeded-gateway.ts';
import { type SpiClient, spiClient } from '../testing/spi-client.ts';
import { startSpiGateway } from '../testing/spi-gateway.ts';
import { HEARD_BY_MS } from './unheard.ts';

const { database: db, url } = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'unheard' });
const gateway = await startSeededGateway(url);
const { clock, context } = gateway;

// A process that is killed between the commit and its answer: the booking stands, nothing was said, nothing recorded.
const deaf: ExchangeRecorder = {
  record: () => undefined,
  failing: () => undefined,
  room: () => undefined,
  flush: async () => undefined,
  stop: async () => undefined,
};
const dying = await startSpiGateway(db, {}, { recorder: deaf });
afterAll(() => dying.stop());

let accounts = 0;
let account: SeededAccount;
let killed: SpiClient;

beforeEach(async () => {
  accounts += 1;
  account = await gateway.seed({ account: accounts });
  killed = spiClient(dying.url, account.seeded);
  dying.clock.set(clock.now());
});

/** A create call of a new booking. */
async function create(): Promise<{ orderId: string; message: Record<string, unknown> }> {
  const orderId = `114000000000000${String(accounts).padStart(4, '0')}`;
  const sourceOrderId = `112000000000000${String(accounts).padStart(4, '0')}`;
  await seedVoucherOrders(db, context.keys, account.seeded, [sourceOrderId], { vouchers: 4 });
  return { orderId, message: bookingMessage(account.seeded, { orderId, sourceOrderId }) };
}

async function killedWhileAnswering(message: Record<string, unknown>): Promise<void> {
  expect(await killed.send('booking', message)).toMatchObject({ code: 0 });
  await killed.close();
}

async function timePasses(): Promise<void> {
  clock.advance(HEARD_BY_MS + 1000);
  await gateway.idle();
}

const oddities = async (orderId: string) =>
  (await account.api.ok<{ booking: { attention: string[] } }>('GET', `/bookings/${orderId}`)).booking.attention;
const todo = async () => (await account.api.ok<{ attention_bookings: number }>('GET', '/todo')).attention_bookings;

describe('a booking whose answer the platform may never have got', () => {
  it('stands on the to-do list when the platform did not ask again, until a person has looked', async () => {
    const { orderId, message } = await create();
    await killedWhileAnswering(message);
    await gateway.idle();
    expect(await todo()).toBe(0);
    await timePasses();
    expect(await oddities(orderId)).toEqual(['answer_unheard']);
    expect(await todo()).toBe(1);
    await account.api.ok('DELETE', `/bookings/${orderId}/attention`);
    await timePasses();
    expect(await todo()).toBe(0);
  });

  it('is nothing to do when the platform asked again and was answered', async () => {
    const { orderId, message } = await create();
    await killedWhileAnswering(message);
    expect(await account.spi.send('booking', message)).toMatchObject({ code: 0 });
    await gateway.idle();
    await timePasses();
    expect(await oddities(orderId)).toEqual([]);
  });

  it('is nothing to do when the decision has still to be told: the platform’s answer to it will show', async () => {
    await db.execute("INSERT INTO gateway.acceptance_rules VALUES ($1, 'account', '', 'async')", [
      account.seeded.accountId,
    ]);
    const { orderId, message } = await create();
    await killedWhileAnswering(message);
    await timePasses();
    expect(await oddities(orderId)).toEqual([]);
  });

  it('is not meant where everything went well, nor where the booking was refused', async () => {
    const { orderId, message } = await create();
    expect(await account.spi.send('booking', message)).toMatchObject({ code: 0 });
    const refused = { ...message, order_id: '1140000000000009999', source_order_id: 'unknown' };
    expect((await killed.send('booking', refused)).code).not.toBe(0);
    await killed.close();
    await gateway.idle();
    await timePasses();
    expect(await oddities(orderId)).toEqual([]);
    expect(await todo()).toBe(0);
  });
});
