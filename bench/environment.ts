import { resolve } from 'node:path';
import { type Database, openDatabase, startEmbeddedPostgres } from '@yuzhu/runtime';
import { cloneDatabase, dropDatabase, withDatabase } from '@yuzhu/runtime/testkit';
import { parseDataKeys } from '../packages/gateway/src/keys/data-keys.ts';
import { GATEWAY_MIGRATIONS } from '../packages/gateway/src/start/migrations.ts';
import { type Seeded, type SeedOptions, seedAccount } from '../packages/gateway/src/testing/seed.ts';
import { DATA_KEY } from '../packages/gateway/src/testing/test-gateway.ts';
import { voucherOrderId } from './requests.ts';

/** A database of its own for one case, with one account. */
export interface BenchDatabase {
  readonly url: string;
  readonly db: Database;
  readonly seeded: Seeded;
  /** Writes paid voucher orders for a load; gives the prefix of their ids. */
  voucherOrders(count: number): Promise<string>;
  drop(): Promise<void>;
}

/** The PostgreSQL server of the benchmarks: `YUZHU_TEST_DATABASE_URL`, `DATABASE_URL`, or an embedded one of its own. */
export async function benchServer(
  env: NodeJS.ProcessEnv = process.env,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const given = env.YUZHU_TEST_DATABASE_URL || env.DATABASE_URL;
  if (given) return { url: given, stop: async () => undefined };
  const folder = resolve(env.YUZHU_DATA_DIR ?? '.yuzhu', 'bench-postgres');
  const embedded = await startEmbeddedPostgres({ folder });
  return { url: embedded.url, stop: async () => void (await embedded.stop()) };
}

/** Connections of every pool under comparison. */
export const POOL = 12;

let prefixes = 0;

/** Makes a database. Default: 100 room types, 91 nights, more rooms than any load takes. */
export async function benchDatabase(serverUrl: string, options: SeedOptions = {}): Promise<BenchDatabase> {
  const name = await cloneDatabase(serverUrl, [GATEWAY_MIGRATIONS], 'bench');
  const url = withDatabase(serverUrl, name);
  const db = openDatabase(url, { name: 'bench', max: POOL });
  const keys = parseDataKeys(DATA_KEY);
  const seeded = await seedAccount(db, keys, {
    roomTypes: 100,
    nights: 91,
    stock: 1_000_000,
    voucher: { nightsPerVoucher: 2 },
    ...options,
  });
  await db.execute('ANALYZE');
  return {
    url,
    db,
    seeded,
    voucherOrders: async (count) => {
      const prefix = String(prefixes++).padStart(4, '0');
      const [first, last] = [voucherOrderId(prefix, 0), voucherOrderId(prefix, count)];
      // As large as a real one, so that what touches the row costs what it costs in life.
      await db.execute(
        `INSERT INTO gateway.voucher_orders (account_id, order_id, order_out_id, voucher_id, platform_voucher_id, state,
           vouchers, units_total, unit, rooms_per_voucher, nights_per_voucher, total_amount, pay_amount, paid_at, guest,
           request, created_at)
         SELECT $1, n::text, 'PV-' || n, $2, $3, 'paid', 1, 1, 'voucher', 1, 2, 64900, 64900, now(), $4, $5, now()
         FROM generate_series($6::bigint, $7::bigint - 1) AS n`,
        [
          seeded.accountId,
          seeded.voucherId,
          seeded.platformVoucherId,
          keys.encrypt('g'.repeat(120)),
          keys.encrypt('r'.repeat(900)),
          first,
          last,
        ],
      );
      return prefix;
    },
    drop: async () => {
      await db.close();
      await dropDatabase(serverUrl, name);
    },
  };
}
