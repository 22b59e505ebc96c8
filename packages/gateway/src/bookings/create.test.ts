import { testDatabase } from '@yuzhu/runtime/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { GATEWAY_MIGRATIONS } from '../start/database.ts';
import { bookingMessage, checkMessage, voucherOrderMessage } from '../testing/messages.ts';
import { seedAccount } from '../testing/seed.ts';
import { spiClient } from '../testing/spi-client.ts';
import { startSpiGateway } from '../testing/spi-gateway.ts';

const { database: db } = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'bookings' });
const gateway = await startSpiGateway(db);
afterAll(() => gateway.stop());
const seeded = await seedAccount(db, gateway.ctx.keys, { roomTypes: 3, stock: 5 });
const platform = spiClient(gateway.url, seeded);
afterAll(() => platform.close());

describe('smoke', () => {
  it('works', async () => {
    const a = await platform.send('voucher-order', voucherOrderMessage(seeded, { orderId: '1', vouchers: 2 }));
    console.error(a);
    console.error(await platform.send('bookable-check', checkMessage(seeded)));
    console.error(
      await platform.send('booking', bookingMessage(seeded, { orderId: '2', sourceOrderId: '1', nights: 1 })),
    );
    console.error(
      await platform.send('booking', bookingMessage(seeded, { orderId: '2', sourceOrderId: '1', nights: 1 })),
    );
    console.error(await platform.send('bookable-check', checkMessage(seeded, { rooms: 5 })));
    console.error(await platform.send('payment', { order_id: '2', biz_type: 2012 }));
    console.error(
      (
        await platform.send('ari', {
          hotel_ids: [seeded.platformHotelId],
          date_range: { start: '2026-09-30', end: '2026-11-02' },
        })
      ).text,
    );
    await gateway.recorder.flush();
    console.error(
      await db.query(
        'select account_id, interface, code, order_id, latency_us from gateway.exchanges order by exchange_id',
      ),
    );
    expect(1).toBe(1);
  });
});
