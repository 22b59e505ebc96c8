import { addDays, hotelDate, type Interface, interfaces, openApis } from '@yuzhu/contract';
import { type Database, openDatabase } from '@yuzhu/runtime';
import { GatewayAdmin } from '../actors/gateway-admin.ts';
import { Guest } from '../actors/guest.ts';
import { Hotel } from '../actors/hotel.ts';
import { HttpClient } from '../actors/http.ts';
import { ACCEPTANCE_ERRORS } from '../errors.ts';
import { type Commands, openStand, type Stand } from '../programs/stand.ts';
import { demoHotel, ID } from '../provision/demo-hotel.ts';
import { type Provisioned, provisioning } from '../provision/provision.ts';
import { hotelDetails, roomDetails } from '../provision/static-details.ts';
import { waitFor } from '../wait.ts';
import type { Credentials } from './message.ts';
import { FUZZ_HOTEL, FUZZ_ROOM, type World, type WorldIds } from './world.ts';

/** Both programs with a filled world, its clock stopped. */
export interface FuzzStand {
  readonly stand: Stand;
  readonly world: World;
  readonly db: Database;
  close(): Promise<void>;
}

/** How the programs are started. */
export interface FuzzStandOptions {
  readonly commands: Commands;
  readonly serverUrl: string;
  readonly seed: string;
  readonly onOutput: (program: string, text: string) => void;
}

/** The platform's day on which every run begins, so that a seed gives the same dates. */
const START = '2026-09-01 10:00';
const NIGHTS = 90;
/** So many rooms that fuzzed bookings do not sell the house out in a moment. */
const PLENTY = 100_000;

/** Starts both programs with their inspectors on loopback, puts two merchants on the platform, sells and books a little. */
export async function openFuzzStand(options: FuzzStandOptions): Promise<FuzzStand> {
  const { commands, serverUrl, seed, onOutput } = options;
  const stand = await openStand({
    commands,
    serverUrl,
    label: 'fuzz',
    env: {
      YUZHU_SANDBOX_CLOCK_START: START,
      YUZHU_SANDBOX_SEED: seed,
      YUZHU_SANDBOX_ARI_PULL_EVERY: '0',
      YUZHU_LOG_LEVEL: 'info',
      NODE_OPTIONS: '--inspect=127.0.0.1:0',
    },
    onOutput,
  });
  const db = openDatabase(stand.database.url, { name: 'yuzhu fuzz', max: 2 });
  const close = async () => {
    await db.close();
    await stand.close();
  };
  try {
    return { stand, db, world: await fillWorld(stand, db), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function fillWorld(stand: Stand, db: Database): Promise<World> {
  const { gatewayUrl, sandboxUrl, adminKey, operator } = stand;
  const { now: begin } = await operator.clock();
  const setUp = provisioning({ gatewayUrl, adminKey, operator, plan: demoHotel(begin, NIGHTS), keyLabel: 'fuzz' });
  for (const { run } of setUp.steps) await run();
  const own = setUp.result();
  const second = await secondMerchant(stand);
  await describe(stand, own);
  await trade(stand, own);
  // An order confirm for every fuzzed booking would only keep the platform busy with bookings it never made.
  await own.hotel.setAcceptance('rate_plan', 'manual', ID.twinPlan);
  await waitFor(
    () => own.hotel.pendingNights(),
    (nights) => nights.length === 0,
    { what: 'the calendar pushed' },
  );
  await operator.stopClock();
  // Verdicts of audits would come minutes after the message that asked for them, and look like writes of nobody.
  await operator.setHandling(own.accountId, { audit_mode: 'manual' });
  const { now } = await operator.clock();
  const today = hotelDate(now);
  // Only the gateway learns of the plenty: the platform shall not be kept busy with it.
  await db.execute('UPDATE gateway.room_nights SET stock = $1 WHERE night > $2', [PLENTY, today]);
  // A rate plan that counts its own sales, as a hotel may have: bookings take from both.
  await db.execute(
    `WITH counted AS (
       INSERT INTO gateway.plan_nights (account_id, rate_plan_id, night, quota, sold)
       SELECT p.account_id, p.rate_plan_id, n.night, $1, n.sold FROM gateway.room_nights n
       JOIN (SELECT DISTINCT ON (account_id, room_type_id) * FROM gateway.rate_plans ORDER BY account_id, room_type_id, rate_plan_id) p
         USING (account_id, room_type_id)
       WHERE n.night > $2 AND n.sold = 0
       RETURNING account_id, rate_plan_id, night)
     UPDATE gateway.room_nights n SET plan_counters = 1
     FROM counted c JOIN gateway.rate_plans p USING (account_id, rate_plan_id)
     WHERE n.account_id = c.account_id AND n.room_type_id = p.room_type_id AND n.night = c.night`,
    [PLENTY, today],
  );
  // One price for all nights, the one that valid messages name.
  await db.execute('UPDATE gateway.rate_nights SET price = $1, rack_price = $2', [52_000, 98_000]);
  await liftLimits(db, [own.clientKey, second.clientKey]);
  const ids = await idsOf(db, own.accountId);
  const foreign = await idsOf(db, second.accountId);
  const recorded = new Map<string, readonly Record<string, unknown>[]>();
  for (const one of Object.values(interfaces) as Interface[]) recorded.set(one.name, await requestsOf(stand, one));
  await own.hotel.close();
  const token = (by: { clientKey: string; clientSecret: string }) => fetchToken(sandboxUrl, by);
  return {
    own: { clientKey: own.clientKey, clientSecret: own.clientSecret, token: await token(own) },
    other: { ...second, token: await token(second) },
    account: own.accountId,
    ids,
    foreign,
    now,
    recorded,
  };
}

/** Another merchant with another application, so that ids of another account are real ones. */
async function secondMerchant({
  gatewayUrl,
  adminKey,
  operator,
}: Stand): Promise<{ accountId: string; clientKey: string; clientSecret: string }> {
  const [, application] = await operator.applications();
  const account = (await operator.accounts()).find(
    ({ applications }) => application !== undefined && applications.includes(application.client_key),
  );
  if (application === undefined || account === undefined) {
    throw ACCEPTANCE_ERRORS.error('NEVER_CAME', { what: 'a second merchant of the platform', seen: 'one' });
  }
  const { client_key: clientKey, client_secret: clientSecret } = application;
  const { account_id: accountId, name } = account;
  const admin = new GatewayAdmin(gatewayUrl, adminKey);
  await admin.saveApplication(clientKey, clientSecret);
  await admin.saveAccount(accountId, name, clientKey);
  const { key } = await admin.createKey(accountId, 'fuzz');
  await admin.close();
  const hotel = new Hotel(gatewayUrl, key);
  try {
    const [place] = (await hotel.platformHotels()) as readonly { platform_hotel_id: string; name: string }[];
    const hotelId = place?.platform_hotel_id ?? '';
    await hotel.saveHotel('OTHER', { name: place?.name ?? 'other', platform_hotel_id: hotelId });
    const [room] = await hotel.platformRooms(hotelId);
    await hotel.saveRoomType('OTHER-ROOM', {
      hotel_id: 'OTHER',
      name: room?.name ?? 'room',
      max_guests: 2,
      platform_room_id: room?.platform_room_id ?? '',
    });
    await hotel.saveRatePlan('OTHER-PLAN', { room_type_id: 'OTHER-ROOM', name: 'plan' });
    await hotel.publishRatePlans(['OTHER-PLAN']);
    const { now } = await operator.clock();
    const from = hotelDate(now);
    await hotel.putCalendar({
      stock: [{ room_type_id: 'OTHER-ROOM', from, to: addDays(from, 30), stock: 5 }],
      prices: [{ rate_plan_id: 'OTHER-PLAN', from, to: addDays(from, 30), price: 40_000 }],
    });
    await waitFor(
      () => hotel.pendingNights(),
      (nights) => nights.length === 0,
      { what: 'the other merchant’s calendar pushed' },
    );
  } finally {
    await hotel.close();
  }
  return { accountId, clientKey, clientSecret };
}

/** A hotel and a room type that the hotel publishes itself, through its audit: nothing that is sold hangs on it. */
async function describe({ operator }: Stand, { hotel, hotelId }: Provisioned): Promise<void> {
  await hotel.saveRoomType(FUZZ_ROOM.id, { hotel_id: hotelId, name: FUZZ_ROOM.name, max_guests: 2 });
  await hotel.saveRoomDetails(FUZZ_ROOM.id, roomDetails());
  await hotel.saveHotel(FUZZ_HOTEL.id, { name: FUZZ_HOTEL.name });
  await hotel.saveHotelDetails(FUZZ_HOTEL.id, hotelDetails());
  // A little more than the platform's own audit delay of a minute.
  await operator.moveClock({ by: 65_000 });
  await waitFor(
    () => hotel.roomType(FUZZ_ROOM.id),
    ({ publish_state }) => publish_state === 'usable',
    { what: 'a room type published by the hotel itself' },
  );
  await hotel.setRoomShelf([FUZZ_ROOM.id], 'on');
}

/** A few vouchers bought and nights booked, one for each way of accepting. */
async function trade({ sandboxUrl, operator }: Stand, own: Provisioned): Promise<void> {
  const users = await operator.users();
  const guests = users.map(({ user_id, name }) => new Guest(sandboxUrl, { userId: user_id, name }));
  const [guest] = guests;
  if (guest === undefined) return;
  const { now } = await operator.clock();
  const idOf = (ids: ReadonlyMap<string, string>, id: string) => ids.get(id) ?? '';
  const book = async (voucher: string, plan: string, nights: number) => {
    const order = await guest.order(idOf(own.vouchers, voucher), 3);
    await guest.payOrder(order.order_id);
    for (const day of [8, 16, 24]) {
      const check_in = addDays(hotelDate(now), day);
      const stay = {
        order_id: order.order_id,
        rate_plan_id: idOf(own.ratePlans, plan),
        check_in,
        check_out: addDays(check_in, nights),
        rooms: 1,
      };
      await guest.look(stay);
      await guest.book(stay, '请安排高楼层');
    }
  };
  await book(ID.classic, ID.kingPlan, 1);
  await book(ID.weekend, ID.twinPlan, 2);
  await book(ID.suiteVoucher, ID.suitePlan, 1);
  for (const one of guests) await one.close();
}

/** The platform's rate limits are examined elsewhere; here they would turn every other answer into "too frequent". */
async function liftLimits(db: Database, clientKeys: readonly string[]): Promise<void> {
  for (const key of clientKeys) {
    for (const { name } of openApis) {
      await db.execute(
        `INSERT INTO sandbox.application_limits (client_key, interface, max_calls, per_seconds) VALUES ($1, $2, 1000000, 1)
         ON CONFLICT (client_key, interface) DO UPDATE SET max_calls = 1000000`,
        [key, name],
      );
    }
  }
}

async function idsOf(db: Database, accountId: string): Promise<WorldIds> {
  const list = async (sql: string): Promise<string[]> =>
    (await db.query<{ id: string }>(`${sql} ORDER BY 1`, [accountId])).map(({ id }) => id);
  const bookings = await db.query<{ booking_id: string; order_out_id: string | null }>(
    'SELECT booking_id, order_out_id FROM sandbox.bookings WHERE account_id = $1 ORDER BY booking_id',
    [accountId],
  );
  const vouchers = await db.query<{ voucher_id: string; out_id: string }>(
    'SELECT voucher_id, out_id FROM sandbox.vouchers WHERE account_id = $1 ORDER BY voucher_id',
    [accountId],
  );
  return {
    accounts: [accountId],
    hotels: await list(
      'SELECT platform_hotel_id AS id FROM gateway.hotels WHERE account_id = $1 AND platform_hotel_id IS NOT NULL',
    ),
    rooms: await list(
      'SELECT platform_room_id AS id FROM gateway.room_types WHERE account_id = $1 AND platform_room_id IS NOT NULL',
    ),
    ratePlans: await list('SELECT rate_plan_id AS id FROM sandbox.goods WHERE account_id = $1'),
    outRatePlans: await list('SELECT out_rate_plan_id AS id FROM sandbox.goods WHERE account_id = $1'),
    vouchers: vouchers.map(({ voucher_id }) => voucher_id),
    outVouchers: vouchers.map(({ out_id }) => out_id),
    platformOrders: await list('SELECT order_id AS id FROM sandbox.voucher_orders WHERE account_id = $1'),
    platformBookings: bookings.map(({ booking_id }) => booking_id),
    outOrders: bookings.map(({ order_out_id }) => order_out_id ?? ''),
  };
}

/** Requests of an interface as they really went over the wire. */
async function requestsOf({ operator }: Stand, one: Interface): Promise<Record<string, unknown>[]> {
  if (one.kind === 'webhook') {
    const notices = (await operator.notices()).filter(({ event }) => event === one.event);
    return notices.flatMap(({ body }) => jsonOf(String(jsonOf(body)[0]?.content ?? '')));
  }
  const exchanges = await operator.exchanges({ interface: one.name, limit: 20 });
  return exchanges.flatMap(({ request, url }) =>
    one.kind === 'openapi' && one.method === 'GET'
      ? [Object.fromEntries(new URL(url, 'http://x').searchParams)]
      : jsonOf(request),
  );
}

function jsonOf(text: string): Record<string, unknown>[] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? [value as Record<string, unknown>] : [];
  } catch {
    return [];
  }
}

/** A token of an application at the platform. @throws AppError NEVER_CAME */
async function fetchToken(
  sandboxUrl: string,
  { clientKey, clientSecret }: Omit<Credentials, 'token'>,
): Promise<string> {
  const http = new HttpClient({ baseUrl: sandboxUrl });
  try {
    const { data } = await http.post<{ data?: { access_token?: string } }>(interfaces.token.path, {
      client_key: clientKey,
      client_secret: clientSecret,
      grant_type: 'client_credential',
    });
    if (data?.access_token !== undefined) return data.access_token;
    throw ACCEPTANCE_ERRORS.error('NEVER_CAME', { what: 'a token', seen: 'none' });
  } finally {
    await http.close();
  }
}
