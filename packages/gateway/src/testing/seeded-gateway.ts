import { afterAll } from 'vitest';
import { type ApiClient, apiClient } from './api-client.ts';
import { type BookingWish, bookingMessage, voucherOrderMessage } from './messages.ts';
import { type PlatformDouble, startPlatformDouble } from './platform-double.ts';
import { type Seeded, type SeedOptions, seedAccount } from './seed.ts';
import { type SpiClient, spiClient } from './spi-client.ts';
import { startTestGateway, type TestGateway } from './test-gateway.ts';

/** A whole gateway with a peer on the platform's side. */
export interface SeededGateway extends TestGateway {
  readonly platform: PlatformDouble;
  /** An account ready for orders, with a key of the hotel API and the platform's signature. */
  seed(options?: SeedOptions): Promise<SeededAccount>;
}

/** An account with both its neighbours. */
export interface SeededAccount {
  readonly seeded: Seeded;
  readonly api: ApiClient;
  readonly spi: SpiClient;
  /** Sells `vouchers` vouchers under an order id. @throws Error when it is refused */
  sell(orderId: string, vouchers?: number): Promise<void>;
  /** Books; the answer's code. */
  book(wish: BookingWish): Promise<number>;
}

/** Starts a gateway on a test database; everything is closed at the end of the file. */
export async function startSeededGateway(databaseUrl: string, env: NodeJS.ProcessEnv = {}): Promise<SeededGateway> {
  const platform = await startPlatformDouble();
  afterAll(() => platform.close());
  const gateway = await startTestGateway(databaseUrl, { YUZHU_PLATFORM_URL: platform.url, ...env });
  const { db, keys } = gateway.context;
  return {
    ...gateway,
    platform,
    seed: async (options) => {
      const seeded = await seedAccount(db, keys, options);
      const { key } = await gateway.admin.ok<{ key: string }>('POST', `/accounts/${seeded.accountId}/api-keys`, {
        label: 'test',
      });
      const spi = spiClient(gateway.url, seeded, 8);
      afterAll(() => spi.close());
      return {
        seeded,
        api: apiClient(`${gateway.url}/api/v1`, key),
        spi,
        sell: async (orderId, vouchers = 1) => {
          const answer = await spi.send('voucher-order', voucherOrderMessage(seeded, { orderId, vouchers }));
          if (answer.code !== 0) throw new Error(`voucher order refused: ${answer.text}`);
        },
        book: async (wish) => (await spi.send('booking', bookingMessage(seeded, wish))).code,
      };
    },
  };
}
