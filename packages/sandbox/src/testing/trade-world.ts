import {
  addDays,
  daysIn,
  type Extra,
  HEADERS,
  hotelClock,
  hotelDate,
  type OpenApi,
  type ReplyOf,
} from '@yuzhu/contract';
import { type Database, loadConfig, silentLogger } from '@yuzhu/runtime';
import { testDatabase } from '@yuzhu/runtime/testkit';
import { request } from 'undici';
import { afterAll } from 'vitest';
import { writeNights } from '../calendar/nights.ts';
import { SANDBOX_SETTINGS, type SandboxSettings } from '../config.ts';
import { insertGood } from '../goods/store.ts';
import { newId } from '../ids.ts';
import { type Sandbox, startSandbox } from '../program.ts';
import { DEMO_MERCHANT, type SeedMerchant } from '../seed/seed.ts';
import { SEED_USERS } from '../seed/users.ts';
import { SANDBOX_MIGRATIONS } from '../start/database.ts';
import { type Terms, writeTerms } from '../terms/terms.ts';
import type { PresaleInfo } from '../vouchers/document.ts';
import { addVersion, decideVersion, insertVoucher, setVoucherShelf } from '../vouchers/store.ts';
import type { GuestBody, OperatorBody } from './bodies.ts';
import type { Answer, Codes } from './catalog-world.ts';
import { type Change, presaleInfo } from './samples.ts';
import { type ScriptedPartner, scriptedPartner } from './scripted-partner.ts';

/** Hotel time at which the world begins; its clock stands. */
const START = '2026-09-01 10:00';

/** A JSON answer with its status. */
export interface Reply<Body> {
  readonly status: number;
  readonly body: Body;
}

/** A voucher on sale with its goods. */
export interface OnSale {
  readonly voucherId: string;
  readonly ratePlanId: string;
  readonly hotelId: string;
  readonly roomId: string;
}

/** The whole sandbox, with a scripted partner, PostgreSQL and HTTP. */
export interface TradeWorld {
  readonly sandbox: Sandbox;
  readonly partner: ScriptedPartner;
  readonly db: Database;
  readonly settings: SandboxSettings;
  /** Today and other days of the platform's clock. */
  day(after?: number): string;
  /** Puts a voucher on sale: price 49,900 fen, one night, no surcharge, unless changed. */
  sell(options?: SellOptions): Promise<OnSale>;
  /** Calls the guest interface as a user. */
  guest(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Reply<GuestBody>>;
  /** The same as another user. */
  guestAs(userId: string, method: 'GET' | 'POST', path: string, body?: unknown): Promise<Reply<GuestBody>>;
  operator(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<Reply<OperatorBody>>;
  /** Calls an OpenAPI as an application. */
  call<I extends OpenApi>(one: I, members: unknown, options?: CallOptions): Promise<Answer<ReplyOf<I> & Codes>>;
  /** Moves the platform's clock through the operator interface. */
  move(by: string): Promise<Reply<OperatorBody>>;
  moveTo(hotelTime: string): Promise<Reply<OperatorBody>>;
  /** A paid voucher order; the partner's calls are forgotten after it. */
  bought(sale: OnSale, count?: number): Promise<string>;
}

/** How an OpenAPI call differs. */
export interface CallOptions {
  readonly merchant?: SeedMerchant;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How a voucher for sale differs from the plain one. */
export interface SellOptions {
  readonly change?: Change;
  readonly terms?: { readonly [Key in keyof Terms]?: Terms[Key] };
  readonly merchant?: SeedMerchant;
  /** Nights of the calendar: price in fen and rooms. */
  readonly price?: number;
  readonly inventory?: number;
}

let counter = 0;
const same: Change = (info) => info;

/** Opens a world for a test file; it is closed at the file's end. Call it at the top level of the file. */
export async function tradeWorld(name: string, env: Readonly<Record<string, string>> = {}): Promise<TradeWorld> {
  const test = await testDatabase({ migrations: [SANDBOX_MIGRATIONS], name });
  const partner = await scriptedPartner();
  const settings = loadConfig(SANDBOX_SETTINGS, {
    DATABASE_URL: test.url,
    YUZHU_SANDBOX_PORT: '0',
    YUZHU_PARTNER_URL: partner.url,
    YUZHU_SANDBOX_CLOCK_START: START,
    YUZHU_SANDBOX_CLOCK_RATE: '0',
    YUZHU_SANDBOX_ARI_PULL_EVERY: '0',
    YUZHU_SANDBOX_SPI_TIMEOUT: '1s',
    ...env,
  });
  const sandbox = await startSandbox(settings, { log: silentLogger() });
  afterAll(async () => {
    await sandbox.stop();
    await partner.close();
  });
  const { db, clock } = sandbox.context;

  // What an answer holds is said by its caller: nothing but the expectations of a test looks at it.
  const http = async <Body>(
    method: string,
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>>,
  ): Promise<Reply<Body>> => {
    const reply = await request(`${sandbox.url}${path}`, {
      method: method as 'GET',
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await reply.body.text();
    return { status: reply.statusCode, body: text === '' ? undefined : JSON.parse(text) };
  };
  const user = SEED_USERS[0]?.userId ?? '';
  const guestAs: TradeWorld['guestAs'] = (userId, method, path, body) =>
    http(method, `/guest/v1${path}`, body, { 'x-guest': userId });
  const operator: TradeWorld['operator'] = (method, path, body) => http(method, `/operator/v1${path}`, body, {});
  const day = (after = 0) => addDays(hotelDate(clock.now()), after);

  const sell: TradeWorld['sell'] = ({
    change = same,
    terms,
    merchant = DEMO_MERCHANT,
    price = 60_000,
    inventory = 9,
  } = {}) =>
    db.tx(async (session) => {
      counter += 1;
      const { accountId, clientKey } = merchant;
      const now = clock.now();
      const chosen = merchant.hotels[0];
      const room = chosen?.rooms[0];
      if (chosen === undefined || room === undefined) throw new Error('the seed has no hotel');
      const { hotelId } = chosen.hotel;
      const ratePlanId = await newId(session, sandbox.context.random, 'ratePlan');
      const good = {
        ratePlanId,
        outRatePlanId: `RP-${counter}`,
        hotelId,
        roomId: room.roomId,
        name: '高级大床房（预售）',
      };
      await insertGood(session, accountId, { ...good, shelf: 'on', salesType: 1, currency: 'CNY', hourly: null }, now);
      const nights = daysIn(day(), day(364)).map((night) => ({
        night,
        available: true,
        inventory,
        originalAmount: price,
      }));
      await writeNights(session, accountId, [{ ratePlanId, nights }], now);
      const voucherId = await newId(session, sandbox.context.random, 'voucher');
      await insertVoucher(session, { accountId, voucherId, outId: `V-${counter}` }, now);
      const document = change(plainVoucher(`V-${counter}`, ratePlanId, now));
      const key = { accountId, voucherId, document, clientKey, logid: '' };
      const version = await addVersion(session, key, now);
      await decideVersion(session, { accountId, voucherId, version }, { state: 'approved', message: '' }, now);
      await setVoucherShelf(session, accountId, voucherId, 'on', now);
      if (terms !== undefined) await writeTerms(session, accountId, voucherId, terms);
      return { voucherId, ratePlanId, hotelId, roomId: room.roomId };
    });

  const tokens = new Map<string, string>();
  const tokenOf = async ({ clientKey, clientSecret }: SeedMerchant) => {
    const key = `${clientKey} ${Math.floor(clock.now() / 3_600_000)}`;
    const known = tokens.get(key);
    if (known !== undefined) return known;
    const body = { client_key: clientKey, client_secret: clientSecret, grant_type: 'client_credential' };
    const { data } = (await http<{ data: { access_token: string } }>('POST', '/oauth/client_token/', body, {})).body;
    const token = data.access_token;
    tokens.set(key, token);
    return token;
  };
  const call: TradeWorld['call'] = async (one, members, { merchant = DEMO_MERCHANT, headers = {} } = {}) => {
    const get = one.method === 'GET';
    const query = get ? `?${new URLSearchParams(members as Record<string, string>)}` : '';
    const all = { [HEADERS.accessToken]: await tokenOf(merchant), ...headers };
    const { status, body } = await http<{ data: never; extra: Extra }>(
      one.method,
      `${one.path}${query}`,
      get ? undefined : members,
      all,
    );
    return { status, text: JSON.stringify(body), data: body.data, extra: body.extra };
  };
  const guest: TradeWorld['guest'] = (method, path, body, headers = {}) =>
    http(method, `/guest/v1${path}`, body, { 'x-guest': user, ...headers });

  return {
    sandbox,
    partner,
    db,
    settings,
    day,
    sell,
    guest,
    guestAs,
    operator,
    call,
    move: (by) => operator('POST', '/clock/move', { by }),
    moveTo: (to) => operator('POST', '/clock/move', { to }),
    bought: async (sale, count = 1) => {
      const ordered = await guest('POST', '/orders', { voucher_id: sale.voucherId, count });
      if (ordered.status !== 201) throw new Error(JSON.stringify(ordered.body));
      const paid = await guest('POST', `/orders/${ordered.body.order_id}/pay`);
      if (paid.body.state !== 'paid') throw new Error(JSON.stringify(paid.body));
      partner.forget();
      return ordered.body.order_id;
    },
  };
}

/** A voucher without surcharges and odd rules, on sale since an hour. */
function plainVoucher(outId: string, ratePlanId: string, now: number): PresaleInfo {
  const info = presaleInfo(outId, [ratePlanId], now);
  const today = hotelDate(now);
  return {
    ...info,
    pre_sale_coupon_info: { ...info.pre_sale_coupon_info, markup_info: [] },
    sale_info: {
      ...info.sale_info,
      sale_date: { from: hotelClock(now - 3_600_000).slice(0, 16), to: `${addDays(today, 90)} 23:59` },
    },
    trade_info: {
      ...info.trade_info,
      customer_can_no_use_date: {},
      limt_buy_rule: { each_person_each_order_max: 50 },
      book_rule: {},
    },
  };
}
