import { DAY_MS } from '@yuzhu/contract';
import { testDatabase } from '@yuzhu/runtime/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { GATEWAY_MIGRATIONS } from '../start/database.ts';
import { bookingMessage, voucherOrderMessage } from '../testing/messages.ts';
import { seedAccount } from '../testing/seed.ts';
import { spiClient } from '../testing/spi-client.ts';
import { startSpiGateway } from '../testing/spi-gateway.ts';

const { database: db } = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'create' });
const gateway = await startSpiGateway(db);
const seeded = await seedAccount(db, gateway.ctx.keys, { roomTypes: 1, stock: 5 });
const stranger = await seedAccount(db, gateway.ctx.keys, { account: 2, roomTypes: 1, stock: 5 });
const platform = spiClient(gateway.url, seeded);
const other = spiClient(gateway.url, stranger);
afterAll(async () => {
  await platform.close();
  await other.close();
  await gateway.stop();
});

describe('a create that comes again', () => {
  const wish = { orderId: '1130000000000000001', sourceOrderId: '1120000000000000001', nights: 1 };
  const late = { ...wish, orderId: '1130000000000000002' };

  it('gets its first answer when the night is long over, and when the rate plan is gone', async () => {
    await platform.send('voucher-order', voucherOrderMessage(seeded, { orderId: wish.sourceOrderId, vouchers: 2 }));
    const first = await platform.send('booking', bookingMessage(seeded, wish));
    expect(first).toMatchObject({ status: 200, code: 0 });

    gateway.clock.advance(60 * DAY_MS);
    expect((await platform.send('booking', bookingMessage(seeded, wish))).text).toBe(first.text);
    const unknownPlan = { ...bookingMessage(seeded, wish), rate_plan_id: '1889999999999999999' };
    expect((await platform.send('booking', unknownPlan)).text).toBe(first.text);
  });

  it('while a new id for such a night is refused, and another merchant learns nothing', async () => {
    expect(await platform.send('booking', bookingMessage(seeded, late))).toMatchObject({ status: 200, code: 18 });
    const foreign = { ...bookingMessage(stranger, wish), order_id: wish.orderId };
    expect(await other.send('booking', foreign)).toMatchObject({ status: 200, code: 18 });
  });
});
