import { gatewayCodes, HEADERS, interfaces, type OpenApi, openApis, readMessage } from '@yuzhu/contract';
import { badInputs, foreignInputs } from '@yuzhu/contract/testing';
import { request } from 'undici';
import { beforeAll, describe, expect, it } from 'vitest';
import { listScopes, setLimit, setScopes } from '../applications/store.ts';
import { DEMO_MERCHANT, SECOND_MERCHANT, type SeedMerchant } from '../seed/seed.ts';
import { fingerprint } from '../testing/fingerprint.ts';
import { goodsRequest, presaleInfo } from '../testing/samples.ts';
import { takes } from '../testing/scripted-partner.ts';
import { type OnSale, tradeWorld } from '../testing/trade-world.ts';
import { queryMembers } from './read-request.ts';

/*
 * Bad input to every interface the hotel's side calls, made from the contract: whatever is unreadable, wrong, missing, over a
 * limit, foreign or without the right credentials gets a documented answer and changes no row of any table. In the end the
 * good message is accepted, so that none was refused for another reason. A new interface without a good message turns red.
 */

const world = await tradeWorld('bad input');
const { db } = world;
const DOCUMENTED: readonly number[] = gatewayCodes.map(({ code }) => code);

/** What a merchant has that another may name. */
interface Belongings extends OnSale {
  readonly accountId: string;
  readonly orderId: string;
  readonly bookingId: string;
}

async function settle(merchant: SeedMerchant): Promise<Belongings> {
  const sale = await world.sell({ merchant, terms: { acceptMinutes: 600 } });
  const orderId = await world.bought(sale, 3);
  const stay = { rate_plan_id: sale.ratePlanId, check_in: world.day(5), check_out: world.day(6), rooms: 1 };
  const { body } = await world.guest('POST', '/bookings', { order_id: orderId, ...stay });
  return { ...sale, accountId: merchant.accountId, orderId, bookingId: body.booking_id };
}

let ours: Belongings;
let theirs: Belongings;
let pairs: ReadonlyMap<string, string>;

beforeAll(async () => {
  world.partner.on('/spi/booking', (call) => takes(call, 'async'));
  [ours, theirs] = [await settle(DEMO_MERCHANT), await settle(SECOND_MERCHANT)];
  pairs = new Map((Object.keys(ours) as (keyof Belongings)[]).map((key) => [ours[key], theirs[key]]));
  // The limits of calls have their own tests; here they would refuse for another reason.
  for (const { clientKey } of [DEMO_MERCHANT, SECOND_MERCHANT])
    for (const { name } of openApis)
      await setLimit(db, clientKey, name, { maxCalls: 1_000_000, perSeconds: 1, per: 'application' });
});

/** A message of each interface that is accepted as things stand. */
const GOOD: Readonly<Record<string, () => object>> = {
  token: () => ({
    client_key: DEMO_MERCHANT.clientKey,
    client_secret: DEMO_MERCHANT.clientSecret,
    grant_type: 'client_credential',
  }),
  'hotel-query': () => ({ account_id: ours.accountId, page_index: 1, page_size: 10 }),
  'hotel-scroll': () => ({ account_id: ours.accountId, page_size: 10 }),
  'hotel-save': () => ({
    account_id: ours.accountId,
    out_hotel_id: 'BAD-INPUT',
    active: true,
    hotel_base_info: {
      hotel_name: '湖畔酒店',
      latitude: 30.5,
      longitude: 114.3,
      address: { country: '中国', province: '湖北省', city: '武汉市', district: '武昌区', detail_address: '示例路1号' },
    },
    hotel_facilities: [{ facility_category: 1, facility_id: 101 }],
    hotel_images: [{ image_url: 'https://img.example.com/1.jpg', image_type: 1 }],
    hotel_policy: { check_in_policy: { check_in_from: '14:00', check_out_to: '12:00' } },
  }),
  'hotel-status': () => ({ account_id: ours.accountId, out_hotel_id_list: ['BAD-INPUT'] }),
  'room-query': () => ({ account_id: ours.accountId, poi_ids: [ours.hotelId] }),
  'room-save': () => ({
    account_id: ours.accountId,
    poi_id: ours.hotelId,
    room_info: {
      out_room_id: 'BAD-INPUT',
      cn_name: '测试房型',
      en_name: 'Test Room',
      category_id: DEMO_MERCHANT.hotels[0]?.hotel.categoryId,
      max_occupancy: 2,
      room_num: 8,
      images: [{ image_url: 'https://img.example.com/r/1.jpg' }],
      area: { value_type: 1, value_list: [32] },
      bed_groups: [{ bed_items: [{ bed_type: 1, bed_num: 1, bed_size: 180 }] }],
      facility_map: { '3': { facility_ids: [30001] } },
    },
  }),
  'room-status': () => ({ account_id: ours.accountId, room_ids: [ours.roomId] }),
  'room-operate': () => ({ account_id: ours.accountId, op_type: 1, room_ids: [ours.roomId] }),
  'goods-save': () => {
    const { rate_plan, ...rest } = goodsRequest('bad-input');
    return { ...rest, rate_plan: { ...rate_plan, rooms: rate_plan.rooms.slice(0, 1) } };
  },
  'stock-save': () => ({
    account_id: ours.accountId,
    hotel_id: ours.hotelId,
    aris: [{ rate_plan_id: ours.ratePlanId, timerange: nights(), available: true, inventory: 3, days_of_week: [1, 2] }],
  }),
  'price-save': () => ({
    account_id: ours.accountId,
    hotel_id: ours.hotelId,
    aris: [{ rate_plan_id: ours.ratePlanId, timerange: nights(), original_amount: 50_000 }],
  }),
  'ari-notify': () => ({
    account_id: ours.accountId,
    date_range: nights(),
    rate_plan_ids: [ours.ratePlanId],
    notify_scene: [1, 2],
  }),
  'voucher-save': () => ({
    account_id: ours.accountId,
    presale_info: presaleInfo('bad-input', [ours.ratePlanId], world.sandbox.context.clock.now()),
  }),
  'product-operate': () => ({ account_id: ours.accountId, op_type: 2, product_id_list: [ours.voucherId] }),
  'order-confirm': () => ({
    order_id: ours.bookingId,
    confirm_result: { confirm_result: 1, confirm_number: 'H-1' },
  }),
  'stay-status': () => ({
    order_id: ours.bookingId,
    order_out_id: `BK-${ours.bookingId}`,
    accommodation_status: 1,
  }),
  'trip-bill-detail': () => ({ account_id: ours.accountId, bill_date: world.day(-1), cursor: '0', size: 50 }),
  'income-by-order': () => ({ shop_order_id: ours.bookingId, simulate_ledger_charge: true }),
};

const nights = () => ({ start: world.day(2), end: world.day(4) });

/** Interfaces whose good message needs the booking in a later state than a waiting one. */
const BEFORE: Readonly<Record<string, () => Promise<unknown>>> = {
  'stay-status': async () => {
    const confirm_result = { confirm_result: 1, confirm_number: 'H-1' };
    await world.call(interfaces.orderConfirm, { order_id: ours.bookingId, confirm_result });
    await world.moveTo(`${world.day(5)} 15:00`);
  },
};

interface Sent {
  readonly code: number;
  readonly text: string;
  /** Verdicts of the items, where there are some. */
  readonly items: readonly unknown[];
}

/** Sends a message as text; a query takes its members one by one. */
async function send(one: OpenApi, text: string, headers: Readonly<Record<string, string>>): Promise<Sent> {
  const query = one.method === 'GET' ? `?${new URLSearchParams(queryOf(text))}` : '';
  const reply = await request(`${world.sandbox.url}${one.path}${query}`, {
    method: one.method,
    headers: { ...(one.method === 'GET' ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(one.method === 'GET' ? {} : { body: text }),
  });
  const answer = await reply.body.text();
  expect(reply.statusCode, answer).toBe(200);
  const { data, extra } = JSON.parse(answer) as { data: Record<string, unknown>; extra?: { error_code: number } };
  const list: unknown = one.items === undefined ? [] : one.items.list === '' ? data : data[one.items.list];
  const verdict = ({ code, pass }: { code?: unknown; pass?: unknown }) =>
    one.items?.verdict === 'pass' ? Number(pass !== true) : Number(code);
  const items = Array.isArray(list) ? list.map(verdict) : [];
  return { code: extra?.error_code ?? Number(data.error_code), text: answer, items };
}

function queryOf(text: string): Record<string, string> {
  const members = Object.entries(JSON.parse(text) as object);
  return Object.fromEntries(
    members.map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}

/** Whether the contract itself says that the message is none of this interface. */
function isFaulty(one: OpenApi, text: string): boolean {
  let members: unknown;
  try {
    members = JSON.parse(text);
  } catch {
    return true;
  }
  if (/\\u0000/.test(text) || typeof members !== 'object' || members === null || Array.isArray(members)) return true;
  const read = one.method === 'GET' ? queryMembers(one, queryOf(text)) : members;
  return readMessage(one.request, read, 'strict').faults.length > 0;
}

const tokens = new Map<string, string>();
async function tokenOf({ clientKey, clientSecret }: SeedMerchant): Promise<string> {
  const known = tokens.get(clientKey);
  if (known !== undefined) return known;
  const body = { client_key: clientKey, client_secret: clientSecret, grant_type: 'client_credential' };
  const reply = await request(`${world.sandbox.url}/oauth/client_token/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const { data } = (await reply.body.json()) as { data: { access_token: string } };
  tokens.set(clientKey, data.access_token);
  return data.access_token;
}

async function usual(one: OpenApi, merchant = DEMO_MERCHANT): Promise<Record<string, string>> {
  if (one.name === 'token') return {};
  // A token lasts two hours of the clock, and the clock may have been moved.
  return { [HEADERS.accessToken]: await tokenOf(merchant), [HEADERS.account]: ours.accountId };
}

describe.each(openApis.map((one) => ({ name: one.name, one })))('$name', ({ name, one }) => {
  it('answers bad input as documented and changes nothing; then the good message is accepted', async () => {
    const make = GOOD[name];
    expect(make, `a good message of ${name}, to make bad ones from`).toBeDefined();
    await BEFORE[name]?.();
    tokens.clear();
    const good = make?.() ?? {};
    const headers = await usual(one);
    const before = await fingerprint(db);
    const unchanged = async (what: string) => expect(await fingerprint(db), `${name}: ${what}`).toBe(before);

    for (const { kind, what, text } of badInputs(one, good)) {
      if (kind === 'unreadable' && one.method === 'GET') continue;
      const isAsked = kind !== 'over-limit' && !isFaulty(one, text);
      // What the contract takes for absent or for text is no bad input.
      if (isAsked) continue;
      const { code, text: answer } = await send(one, text, headers);
      expect(DOCUMENTED, `${name}: ${what}: ${answer}`).toContain(code);
      expect(code, `${name}: ${what}`).not.toBe(0);
      await unchanged(what);
    }
    const secrets = [...pairs.values()];
    for (const { what, text } of foreignInputs(good, pairs)) {
      const { code, text: answer, items } = await send(one, text, headers);
      expect([0, ...DOCUMENTED], `${name}: ${what}: ${answer}`).toContain(code);
      // A question about somebody else's things is answered with nothing of them; each item of a batch is refused.
      if (code === 0)
        expect(
          items.filter((verdict) => verdict === 0),
          `${name}: ${what}: ${answer}`,
        ).toEqual([]);
      const told = secrets.filter((secret) => answer.includes(secret) && !text.includes(secret));
      expect(told, `${name}: ${what}`).toEqual([]);
      await unchanged(what);
    }
    await badCredentials(one, good, unchanged);

    const { code, text, items } = await send(one, JSON.stringify(good), headers);
    expect(code, text).toBe(0);
    expect(
      items.filter((verdict) => verdict !== 0),
      text,
    ).toEqual([]);
  });
});

/** Nobody, somebody else, and somebody without the right. */
async function badCredentials(one: OpenApi, good: object, unchanged: (what: string) => Promise<void>): Promise<void> {
  if (one.name === 'token') return;
  const text = JSON.stringify(good);
  const refused = async (what: string, headers: Record<string, string>) => {
    const { code, text: answer } = await send(one, text, headers);
    expect(DOCUMENTED, `${what}: ${answer}`).toContain(code);
    expect(code, what).not.toBe(0);
    await unchanged(what);
  };
  const headers = await usual(one);
  const { [HEADERS.accessToken]: _, ...without } = headers;
  await refused('no token', without);
  await refused('an unknown token', { ...headers, [HEADERS.accessToken]: 'clt.nobody' });
  await refused('another application', await usual(one, SECOND_MERCHANT));
  if (one.scope === null) return;
  const scopes = await listScopes(db, DEMO_MERCHANT.clientKey);
  await db.tx((session) =>
    setScopes(
      session,
      DEMO_MERCHANT.clientKey,
      scopes.filter((scope) => scope !== one.scope),
    ),
  );
  const { code } = await send(one, text, headers);
  await db.tx((session) => setScopes(session, DEMO_MERCHANT.clientKey, scopes));
  expect(DOCUMENTED).toContain(code);
  expect(code, 'without the scope').not.toBe(0);
  await unchanged('without the scope');
}
