import { addDays, hotelMoment, interfaces } from '@yuzhu/contract';
import { testDatabase } from '@yuzhu/runtime/testkit';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { day, platformContext, seedCatalog, TODAY } from '../testing/platform-context.ts';
import { refusal, type SeenCall, startPlatformDouble, success } from '../testing/platform-double.ts';
import { collectBills } from './collector.ts';
import { fetchBills } from './fetch.ts';
import { incomeOf } from './income.ts';
import { billDay, billLines, billMatches } from './list.ts';

const database = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'bills' });
const double = await startPlatformDouble();
afterAll(() => double.close());

const { tripBillDetail, incomeByOrder } = interfaces;
const never = new AbortController().signal;

let accounts = 0;

/** An account with checked-out bookings; one voucher of 299.00 yuan each. */
async function house(bookings: Record<string, { checkOut?: string; state?: string; surcharge?: number }> = {}) {
  const number = ++accounts;
  const accountId = `7011223344561${String(number).padStart(6, '0')}`;
  const ctx = platformContext(database.open({ max: 8 }), { platformUrl: double.url, timeoutMs: 1000 });
  await seedCatalog(ctx, { accountId, clientKey: `aw${accountId}`, hotelId: `H${number}`, rooms: {} });
  const id = (name: string) => `${name}-${number}`;
  for (const [name, { checkOut = day(-1), state = 'checked_out', surcharge = 0 }] of Object.entries(bookings)) {
    await ctx.db.execute(
      `INSERT INTO gateway.voucher_orders (account_id, order_id, order_out_id, platform_voucher_id, state, vouchers,
         units_total, unit, total_amount, pay_amount, guest, request, created_at)
       VALUES ($1, $2, $2, 'PV', 'paid', 1, 1, 'voucher', 29900, 29900, '', '', $3)`,
      [accountId, `VO-${id(name)}`, new Date(ctx.clock.now())],
    );
    await ctx.db.execute(
      `INSERT INTO gateway.bookings (account_id, order_id, code, order_out_id, state, source_order_id, units_taken, hotel_id,
         room_type_id, rate_plan_id, check_in, check_out, rooms, guests, room_amount, surcharge, guest, request, created_at, updated_at)
       VALUES ($1, $2, 0, $2, $3, $4, 1, 'H', 'R', 'A', $5, $6, 1, 2, 50000, $7, '', '', $8, $8)`,
      [
        accountId,
        id(name),
        state,
        `VO-${id(name)}`,
        addDays(checkOut, -1),
        checkOut,
        surcharge,
        new Date(ctx.clock.now()),
      ],
    );
  }
  return {
    accountId,
    ctx,
    id,
    fetch: (date = TODAY) => fetchBills(ctx, accountId, date),
    matches: () => billMatches(ctx, accountId, { limit: 100 }),
    lines: () => billLines(ctx, accountId, { limit: 1000 }),
    match: async (name: string) =>
      (await billMatches(ctx, accountId, { limit: 100 })).find((one) => one.orderId === id(name)),
  };
}

interface LineSpec {
  readonly order: string;
  readonly fund?: number;
  readonly pay?: number;
  readonly type?: number;
  readonly ledger?: string;
}

let ledger = 0;
/** A wire line; 299.00 paid, 17.94 fee. */
function wireLine({ order, fund = 28_106, pay = 29_900, type = 1, ledger: given }: LineSpec) {
  return {
    ledger_id: given ?? `73${String(++ledger).padStart(17, '0')}`,
    shop_order_id: order,
    certificate_id: `CERT-${order}`,
    settle_type: type,
    fund_amount: fund,
    amount: {
      original: pay,
      pay,
      ledger_total: fund,
      total_merchant_platform_service: pay - fund,
      talent_commission: 0,
    },
  };
}

const billPage = (lines: readonly object[], cursor = '0', more = false) =>
  success({ cursor, has_more: more, ledger_records: lines });

/** Answers every page of the bill out of one list, 50 lines a page, and every income out of a map. */
function platform(lines: readonly object[], incomes: Record<string, number | undefined> = {}) {
  double.always(tripBillDetail, ({ query }) => {
    const from = Number(query.get('cursor'));
    const size = Number(query.get('size'));
    const end = from + size;
    return billPage(lines.slice(from, end), String(end), end < lines.length);
  });
  double.always(incomeByOrder, ({ query }) => {
    const income = incomes[query.get('shop_order_id') ?? ''];
    return income === undefined ? refusal(2119001, 'order unknown') : success({ ledger_income: income });
  });
}

beforeEach(() => {
  double.calls.length = 0;
});

describe('fetching a day', () => {
  it('reads all pages by the cursor the platform returns, and matches to the fen', async () => {
    const names = Array.from({ length: 3 }, (_, at) => `b${at}`);
    const home = await house(Object.fromEntries(names.map((name) => [name, {}])));
    const lines = names.map((name) => wireLine({ order: home.id(name) }));
    const filler = Array.from({ length: 117 }, (_, at) =>
      wireLine({ order: home.id(`other${at % 3}`), fund: 100, pay: 100 }),
    );
    platform([...lines, ...filler], Object.fromEntries(names.map((name) => [home.id(name), 28_106])));
    const result = await home.fetch();
    expect(result).toMatchObject({
      day: TODAY,
      lines: 120,
      toMatch: 0,
      matches: { matched: 3, unknown_booking: 3, difference: 0 },
    });
    expect(double.seen(tripBillDetail).map(({ query }) => Object.fromEntries(query))).toEqual(
      ['0', '50', '100'].map((cursor) => ({ account_id: home.accountId, bill_date: TODAY, cursor, size: '50' })),
    );
    // Own bookings only are asked for, with the header that interface demands.
    const asked = double.seen(incomeByOrder);
    expect(asked).toHaveLength(3);
    expect(asked[0]?.headers['rpc-transit-life-account']).toBe(home.accountId);
    expect(Object.fromEntries(asked[0]?.query ?? [])).toMatchObject({ simulate_ledger_charge: 'false' });
    expect(await home.match('b1')).toMatchObject({
      state: 'matched',
      billed: 28_106,
      income: 28_106,
      grossBilled: 29_900,
      grossOwn: 29_900,
    });
    expect(result.billed).toBe(3 * 28_106 + 117 * 100);
  });

  it('again is harmless: the same lines change nothing and ask for no income of what matched', async () => {
    const home = await house({ a: {}, b: {} });
    const lines = [
      wireLine({ order: home.id('a') }),
      wireLine({ order: home.id('b'), fund: 20_000 }),
      { ...wireLine({ order: home.id('a'), fund: 0, pay: 0 }), ledger_id: undefined },
    ];
    platform(lines, { [home.id('a')]: 28_106, [home.id('b')]: 28_106 });
    const first = await home.fetch();
    const before = [await home.lines(), await home.matches()];
    double.calls.length = 0;
    home.ctx.clock.advance(1000);
    expect(await home.fetch()).toEqual({ ...first, fetchedAt: home.ctx.clock.now() });
    expect(await home.lines()).toEqual(before[0]);
    expect(double.seen(incomeByOrder).map(({ query }) => query.get('shop_order_id'))).toEqual([home.id('b')]);
    expect(await home.match('b')).toMatchObject({
      state: 'difference',
      reasons: ['income_differs'],
    });
  });

  it('a line that came late, changed or went away is matched anew', async () => {
    const home = await house({ a: { surcharge: 5000 } });
    const voucher = wireLine({ order: home.id('a') });
    const surcharge = wireLine({ order: home.id('a'), fund: 4700, pay: 5000 });
    platform([voucher], { [home.id('a')]: 32_806 });
    await home.fetch();
    expect(await home.match('a')).toMatchObject({
      state: 'difference',
      reasons: ['income_differs', 'gross_differs'],
      billed: 28_106,
    });
    platform([voucher, surcharge], { [home.id('a')]: 32_806 });
    await home.fetch();
    expect(await home.match('a')).toMatchObject({ state: 'matched', billed: 32_806, lineCount: 2 });
    platform([surcharge], { [home.id('a')]: 32_806 });
    await home.fetch();
    expect(await home.match('a')).toMatchObject({ state: 'difference', billed: 4700, lineCount: 1 });
    expect((await home.lines()).find(({ ledgerId }) => ledgerId === voucher.ledger_id)?.goneAt).toBe(
      home.ctx.clock.now(),
    );
    platform([voucher, surcharge], { [home.id('a')]: 32_806 });
    await home.fetch();
    expect(await home.match('a')).toMatchObject({ state: 'matched' });
  });

  it('a reversal on a later day is taken together with the income before it', async () => {
    const home = await house({ a: {} });
    platform([wireLine({ order: home.id('a') })], { [home.id('a')]: 28_106 });
    await home.fetch(day(0));
    platform([wireLine({ order: home.id('a'), type: 2 })], { [home.id('a')]: 0 });
    await home.fetch(day(3));
    expect(await home.match('a')).toMatchObject({
      state: 'matched',
      reasons: ['reversed'],
      billed: 0,
      day: day(3),
      lineCount: 2,
    });
  });

  it('what it can not explain is listed with the reason', async () => {
    const home = await house({
      unbilled: {},
      odd: {},
      noshow: { state: 'no_show' },
      early: { checkOut: day(5) },
      refused: { state: 'refused' },
    });
    platform(
      [wireLine({ order: home.id('odd'), type: 77 }), { ...wireLine({ order: '' }), shop_order_id: undefined }],
      {},
    );
    const { matches } = await home.fetch();
    expect(matches).toEqual({ matched: 0, difference: 0, missing_bill: 1, unknown_booking: 1, unknown_type: 1 });
    expect(await home.match('unbilled')).toMatchObject({
      state: 'missing_bill',
      reasons: ['no_lines'],
      grossOwn: 29_900,
      day: TODAY,
    });
    expect(await home.match('odd')).toMatchObject({ state: 'unknown_type', billed: 0 });
    expect((await home.matches()).find(({ orderId }) => orderId === '')).toMatchObject({
      state: 'unknown_booking',
      reasons: ['no_order_number'],
    });
    // It came after all.
    platform([wireLine({ order: home.id('unbilled') })], { [home.id('unbilled')]: 28_106 });
    await home.fetch();
    expect(await home.match('unbilled')).toMatchObject({ state: 'matched' });
  });

  it('another account’s booking is unknown here', async () => {
    const home = await house({});
    const other = await house({ a: {} });
    platform([wireLine({ order: other.id('a') })], { [other.id('a')]: 28_106 });
    await home.fetch();
    expect(await home.matches()).toEqual([
      expect.objectContaining({ orderId: other.id('a'), state: 'unknown_booking' }),
    ]);
    expect(await other.matches()).toEqual([]);
  });

  it('fails as a whole: a page that is missing changes nothing', async () => {
    const home = await house({ a: {} });
    platform([wireLine({ order: home.id('a') })], { [home.id('a')]: 28_106 });
    await home.fetch();
    const before = [await home.lines(), await home.matches()];
    const many = Array.from({ length: 60 }, () => wireLine({ order: home.id('a') }));
    let calls = 0;
    double.always(tripBillDetail, () => (++calls === 1 ? billPage(many.slice(0, 50), '50', true) : refusal(2119005)));
    await expect(home.fetch()).rejects.toMatchObject({ code: 'PLATFORM_UNAUTHORISED' });
    expect([await home.lines(), await home.matches()]).toEqual(before);
    expect(await billDay(home.ctx, home.accountId, TODAY)).toMatchObject({
      lines: 1,
      nextStep: 'PLATFORM_UNAUTHORISED',
      lastError: '2119005 refused (logid LOGID)',
    });
  });

  it('a cursor that goes in a circle is an error, not an endless loop', async () => {
    const home = await house({});
    double.always(tripBillDetail, ({ query }) => billPage([], query.get('cursor') === '0' ? '7' : '0', true));
    await expect(home.fetch()).rejects.toMatchObject({ code: 'BILL_PAGES_BROKEN' });
  });
});

describe('by the clock', () => {
  it('fetches yesterday and six days before at six each morning, and nothing twice', async () => {
    const home = await house({ a: {} });
    platform([], {});
    home.ctx.clock.set(hotelMoment(TODAY, '05:00'));
    // Accounts of other tests are left out: they have their own rows in the same database.
    await database.database.execute('DELETE FROM gateway.bookings WHERE account_id <> $1', [home.accountId]);
    expect(await collectBills(home.ctx, never)).toBe(hotelMoment(TODAY, '06:00'));
    expect(double.seen(tripBillDetail)).toHaveLength(0);
    home.ctx.clock.set(hotelMoment(TODAY, '06:00'));
    expect(await collectBills(home.ctx, never)).toBe(hotelMoment(day(1), '06:00'));
    const days = double.seen(tripBillDetail).map(({ query }) => query.get('bill_date'));
    expect(days).toEqual([-1, -2, -3, -4, -5, -6, -7].map(day));
    await collectBills(home.ctx, never);
    expect(double.seen(tripBillDetail)).toHaveLength(7);
    home.ctx.clock.set(hotelMoment(day(1), '06:00'));
    await collectBills(home.ctx, never);
    expect(double.seen(tripBillDetail)).toHaveLength(14);
  });

  it('a failure is tried again by itself; what was missing is matched then', async () => {
    const home = await house({ a: { checkOut: day(-2) } });
    await database.database.execute('DELETE FROM gateway.bookings WHERE account_id <> $1', [home.accountId]);
    platform([], { [home.id('a')]: 28_106 });
    double.next(tripBillDetail, () => 'drop');
    const due = await collectBills(home.ctx, never);
    expect((due as number) - home.ctx.clock.now()).toBeLessThanOrEqual(1000);
    double.next(tripBillDetail, () => billPage([wireLine({ order: home.id('a') })]));
    home.ctx.clock.set(due as number);
    await collectBills(home.ctx, never);
    expect(await home.match('a')).toMatchObject({ state: 'matched', day: day(-1) });
  });

  it('income is asked for within its limit: the rest goes on when there is a turn', async () => {
    const names = Array.from({ length: 14 }, (_, at) => `m${at}`);
    const home = await house(Object.fromEntries(names.map((name) => [name, { checkOut: day(-2) }])));
    await database.database.execute('DELETE FROM gateway.bookings WHERE account_id <> $1', [home.accountId]);
    const lines = names.map((name) => wireLine({ order: home.id(name) }));
    platform([], Object.fromEntries(names.map((name) => [home.id(name), 28_106])));
    double.next(tripBillDetail, () => billPage(lines));
    const due = await collectBills(home.ctx, never);
    expect(double.seen(incomeByOrder)).toHaveLength(10);
    expect(await billDay(home.ctx, home.accountId, day(-1))).toMatchObject({ toMatch: 4, matches: { matched: 10 } });
    home.ctx.clock.set(due as number);
    await collectBills(home.ctx, never);
    expect(await billDay(home.ctx, home.accountId, day(-1))).toMatchObject({ toMatch: 0, matches: { matched: 14 } });
  });

  it('silence about an income leaves the order on the list', async () => {
    const home = await house({ a: { checkOut: day(-2) } });
    await database.database.execute('DELETE FROM gateway.bookings WHERE account_id <> $1', [home.accountId]);
    platform([], { [home.id('a')]: 28_106 });
    double.next(tripBillDetail, () => billPage([wireLine({ order: home.id('a') })]));
    double.next(incomeByOrder, () => 'drop');
    const due = await collectBills(home.ctx, never);
    expect(await home.match('a')).toBeUndefined();
    home.ctx.clock.set(due as number);
    await collectBills(home.ctx, never);
    expect(await home.match('a')).toMatchObject({ state: 'matched' });
  });
});

describe('the income of a booking', () => {
  it('is told estimated or settled, of own bookings only', async () => {
    const home = await house({ a: {} });
    const seen: (string | null)[] = [];
    double.always(incomeByOrder, ({ query }: SeenCall) => {
      seen.push(query.get('simulate_ledger_charge'));
      return success({ ledger_income: 28_106, amount: { pay: 29_900 } });
    });
    expect(await incomeOf(home.ctx, home.accountId, home.id('a'), 'estimated')).toEqual({
      kind: 'estimated',
      income: 28_106,
      amounts: { pay: 29_900 },
      logid: 'LOGID',
    });
    await incomeOf(home.ctx, home.accountId, home.id('a'), 'settled');
    expect(seen).toEqual(['true', 'false']);
    await expect(incomeOf(home.ctx, 'another', home.id('a'), 'settled')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
