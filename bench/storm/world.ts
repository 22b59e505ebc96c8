import { addDays, daysIn, hotelDate, openApis } from '@yuzhu/contract';
import { type Database, systemRandom } from '@yuzhu/runtime';
import { makeApiKey } from '../../packages/gateway/src/api-keys/api-key.ts';
import { parseDataKeys } from '../../packages/gateway/src/keys/data-keys.ts';
import { DATA_KEY } from '../../packages/gateway/src/testing/test-gateway.ts';

/** How large a storm is. */
export interface StormSize {
  readonly accounts: number;
  /** Hotels of an account, room types of a hotel, rate plans of a room type. */
  readonly hotels: number;
  readonly roomTypes: number;
  readonly ratePlans: number;
  readonly nights: number;
  readonly changes: number;
  /** Calls a second of a merchant to each of the two pushes. */
  readonly rate: number;
  /** Changes whose way to the acknowledgement is measured afterwards, one by one. */
  readonly idle: number;
}

/** An account of the storm. */
export interface StormAccount {
  readonly accountId: string;
  readonly apiKey: string;
  /** Room type -> its rate plans. */
  readonly rooms: ReadonlyMap<string, readonly string[]>;
}

/** What was set up on both sides. */
export interface StormWorld {
  readonly accounts: readonly StormAccount[];
  readonly nights: readonly string[];
}

/** Application of all accounts. */
const STORM_CLIENT = { key: 'awstorm0000000001', secret: 'storm0secret0storm0secret0storm00' };
const PUSHES = ['stock-save', 'price-save'];

/**
 * Sets both sides up as they are after publishing: accounts, hotels, room types and rate plans with each other's ids, and
 * the same calendar on both sides. Both schemas are in one database; nobody reads the other's.
 */
export async function makeWorld(db: Database, size: StormSize): Promise<StormWorld> {
  const first = addDays(hotelDate(Date.now()), 1);
  const nights = daysIn(first, addDays(first, size.nights - 1));
  const keys = parseDataKeys(DATA_KEY);
  const { key: client, secret } = STORM_CLIENT;
  await db.execute('INSERT INTO gateway.applications VALUES ($1, $2, now())', [client, keys.encrypt(secret)]);
  await db.execute('INSERT INTO sandbox.applications VALUES ($1, $2, $3, NULL, 0)', [client, secret, 'storm']);
  const scopes = [...new Set(openApis.flatMap(({ scope }) => (scope === null ? [] : [scope])))];
  await db.execute('INSERT INTO sandbox.application_scopes SELECT $1, unnest($2::text[])', [client, scopes]);
  await setLimits(db, size.rate);
  const accounts: StormAccount[] = [];
  for (let a = 0; a < size.accounts; a++) accounts.push(await makeAccount(db, size, a, nights));
  await db.execute('ANALYZE');
  return { accounts, nights };
}

/** The same limit on both sides for each merchant; absent: the default of either. */
export async function setLimits(db: Database, rate: number | undefined): Promise<void> {
  await db.execute('DELETE FROM gateway.interface_limits');
  await db.execute('DELETE FROM sandbox.application_limits');
  for (const name of rate === undefined ? [] : PUSHES) {
    const values = [STORM_CLIENT.key, name, rate];
    await db.execute("INSERT INTO gateway.interface_limits VALUES ($1, $2, $3, 1000, 'merchant')", values);
    await db.execute("INSERT INTO sandbox.application_limits VALUES ($1, $2, $3, 1, 'merchant')", values);
  }
}

async function makeAccount(db: Database, size: StormSize, a: number, nights: readonly string[]): Promise<StormAccount> {
  const accountId = `70119${String(a).padStart(4, '0')}0000000000`;
  const key = makeApiKey(systemRandom());
  const rooms = new Map<string, string[]>();
  const list: { hotel: string; room: string; plan: string; ids: [string, string, string] }[] = [];
  for (let h = 0; h < size.hotels; h++) {
    for (let r = 0; r < size.roomTypes; r++) {
      const room = `H${h}-R${r}`;
      rooms.set(room, []);
      for (let p = 0; p < size.ratePlans; p++) {
        const plan = `${room}-P${p}`;
        rooms.get(room)?.push(plan);
        const number = (kind: number, ...parts: number[]) =>
          `7${kind}${String(a).padStart(4, '0')}${parts.map((part) => String(part).padStart(4, '0')).join('')}`;
        list.push({ hotel: `H${h}`, room, plan, ids: [number(1, h), number(2, h, r), number(3, h, r, p)] });
      }
    }
  }
  const columns = [
    list.map(({ hotel }) => hotel),
    list.map(({ room }) => room),
    list.map(({ plan }) => plan),
    list.map(({ ids }) => ids[0]),
    list.map(({ ids }) => ids[1]),
    list.map(({ ids }) => ids[2]),
  ];
  const of = `unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) AS x(hotel, room, plan, ph, pr, pp)`;
  const run = (sql: string, more: readonly unknown[] = []) =>
    db.execute(sql.replace('{of}', of), [accountId, ...columns, ...more]);
  await db.execute(
    'INSERT INTO gateway.accounts (account_id, client_key, name, created_at) VALUES ($1, $2, $1, now())',
    [accountId, STORM_CLIENT.key],
  );
  await db.execute(
    'INSERT INTO gateway.api_keys (account_id, key_id, key_hash, label, created_at) VALUES ($1, $2, $3, $4, now())',
    [accountId, key.keyId, key.hash, 'storm'],
  );
  await run(`INSERT INTO gateway.hotels (account_id, hotel_id, name, platform_hotel_id, created_at)
             SELECT DISTINCT $1, hotel, hotel, ph, now() FROM {of}`);
  await run(`INSERT INTO gateway.room_types (account_id, room_type_id, hotel_id, name, platform_room_id, created_at)
             SELECT DISTINCT $1, room, hotel, room, pr, now() FROM {of}`);
  await run(`INSERT INTO gateway.rate_plans
               (account_id, rate_plan_id, room_type_id, name, platform_rate_plan_id, publish_state, created_at)
             SELECT $1, plan, room, plan, pp, 'published', now() FROM {of}`);
  await run(
    `INSERT INTO gateway.room_nights (account_id, room_type_id, night, stock)
     SELECT DISTINCT $1, room, night, 10 FROM {of} CROSS JOIN unnest($8::date[]) AS night`,
    [nights],
  );
  await run(
    `INSERT INTO gateway.rate_nights (account_id, rate_plan_id, night, price)
     SELECT $1, plan, night, 50000 FROM {of} CROSS JOIN unnest($8::date[]) AS night`,
    [nights],
  );
  await db.execute(
    `INSERT INTO sandbox.accounts (account_id, name, ari_write_delay_ms, created_ms) VALUES ($1, $1, 100, 0)`,
    [accountId],
  );
  await db.execute('INSERT INTO sandbox.authorisations VALUES ($1, $2, 0)', [accountId, STORM_CLIENT.key]);
  await run(`INSERT INTO sandbox.hotels (account_id, hotel_id, name, province, city, district, address, latitude,
               longitude, category_id, created_ms)
             SELECT DISTINCT $1, ph, hotel, '', '', '', '', 0, 0, 8001001, 0 FROM {of}`);
  await run(`INSERT INTO sandbox.room_types (account_id, room_id, hotel_id, cn_name, en_name, rooms, max_occupancy,
               details, created_ms)
             SELECT DISTINCT $1, pr, ph, room, room, 100, 2, '{}'::jsonb, 0 FROM {of}`);
  await run(`INSERT INTO sandbox.goods (account_id, rate_plan_id, out_rate_plan_id, hotel_id, room_id, name, shelf,
               sales_type, currency, created_ms, updated_ms)
             SELECT $1, pp, plan, ph, pr, plan, 'on', 1, 'CNY', 0, 0 FROM {of}`);
  await run(
    `INSERT INTO sandbox.nights (account_id, rate_plan_id, night, available, inventory, original_amount, retail_amount,
       updated_ms)
     SELECT $1, pp, night, true, 10, 50000, 50000, 0 FROM {of} CROSS JOIN unnest($8::date[]) AS night`,
    [nights],
  );
  return { accountId, apiKey: key.key, rooms };
}
