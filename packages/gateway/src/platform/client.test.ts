import { interfaces } from '@yuzhu/contract';
import { manualClock } from '@yuzhu/runtime';
import { testDatabase, until } from '@yuzhu/runtime/testkit';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { NOW, type PlatformContext, platformContext, seedCatalog } from '../testing/platform-context.ts';
import { type PlatformDouble, refusal, type Step, startPlatformDouble, success } from '../testing/platform-double.ts';

const database = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'platform_client' });
const double = await startPlatformDouble();
afterAll(() => double.close());

const { token, stayStatus, orderConfirm, incomeByOrder, goodsSave } = interfaces;
const STAY = { order_id: '1120000000000000205', order_out_id: 'BK260901-000001', accommodation_status: 1 };

let accounts = 0;

/** Two processes with one clock on the database, an account of their own. */
async function processes(options: { timeoutMs?: number; platformUrl?: string } = {}) {
  const accountId = `7011223344556${String(++accounts).padStart(6, '0')}`;
  const clock = manualClock(NOW);
  const make = (seed: string) =>
    platformContext(database.open({ max: 8 }), {
      platformUrl: options.platformUrl ?? double.url,
      clock,
      seed,
      ...options,
    });
  const [one, two] = [make('one'), make('two')];
  const catalog = { accountId, clientKey: `aw${accountId}`, hotelId: `H${accountId}`, rooms: {} };
  await seedCatalog(one, catalog);
  const stay = (ctx: PlatformContext) => ctx.platform.call(stayStatus, STAY, { accountId });
  return { accountId, clock, one, two, stay };
}

/** A call of an interface with ten calls a second. */
const askIncome = (ctx: PlatformContext, accountId: string, patienceMs: number) =>
  ctx.platform.call(incomeByOrder, { shop_order_id: '1', simulate_ledger_charge: false }, { accountId, patienceMs });

/** The platform takes the next twenty calls and answers them when they are released. */
function held() {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let count = 0;
  const step: Step = async () => {
    count += 1;
    await released;
    return success();
  };
  double.next(stayStatus, ...Array.from({ length: 20 }, () => step));
  return { count: () => count, release };
}

const tokensAsked = (peer: PlatformDouble, clientKey: string) =>
  peer.seen(token).filter(({ body }) => (body as { client_key: string }).client_key === clientKey).length;

beforeEach(() => {
  double.calls.length = 0;
});

describe('the shared token', () => {
  it('is fetched once by two processes that start at the same moment, and reused', async () => {
    const { accountId, one, two, stay } = await processes();
    const outcomes = await Promise.all([stay(one), stay(two), stay(one), stay(two), stay(one), stay(two)]);
    expect(outcomes.every((outcome) => outcome.ok)).toBe(true);
    expect(tokensAsked(double, `aw${accountId}`)).toBe(1);
    expect(new Set(double.seen(stayStatus).map(({ headers }) => headers['access-token'])).size).toBe(1);
  });

  it('lies encrypted in the database', async () => {
    const { accountId, one, stay } = await processes();
    await stay(one);
    const { token: sealed } = await one.db.one<{ token: Buffer }>(
      'SELECT token FROM gateway.tokens WHERE client_key = $1',
      [`aw${accountId}`],
    );
    expect(sealed.toString('latin1')).not.toContain('clt.');
    expect(one.keys.decryptText(sealed)).toMatch(/^clt\./);
  });

  it('is replaced at 100 minutes by whoever comes first, and the other process takes the new one', async () => {
    const { accountId, clock, one, two, stay } = await processes();
    await stay(one);
    await stay(two);
    clock.advance(100 * 60_000 - 1);
    await stay(one);
    expect(tokensAsked(double, `aw${accountId}`)).toBe(1);
    clock.advance(1);
    await stay(one);
    await stay(two);
    expect(tokensAsked(double, `aw${accountId}`)).toBe(2);
    const used = double.seen(stayStatus).map(({ headers }) => headers['access-token']);
    expect(used.at(-1)).toBe(used.at(-2));
    expect(used.at(-1)).not.toBe(used[0]);
  });

  it('revoked in the middle: refreshed once for all, each call repeated once', async () => {
    const { accountId, one, two, stay } = await processes();
    await stay(one);
    await stay(two);
    double.revokeTokens();
    const outcomes = await Promise.all([stay(one), stay(two), stay(one), stay(two)]);
    expect(outcomes.every((outcome) => outcome.ok)).toBe(true);
    expect(tokensAsked(double, `aw${accountId}`)).toBe(2);
  });

  it('refused again after the refresh: given back as it is, nothing repeated a second time', async () => {
    const { accountId, one, stay } = await processes();
    await stay(one);
    double.always(stayStatus, () => refusal(2190002, 'access_token invalid'));
    const outcome = await stay(one);
    double.always(stayStatus, () => success());
    expect(outcome).toMatchObject({ ok: false, next: 'token', code: 2190002 });
    expect(double.seen(stayStatus)).toHaveLength(3);
    expect(tokensAsked(double, `aw${accountId}`)).toBe(2);
  });

  it('goes on with the old token while the new one can not be had, and with nothing once it is dead', async () => {
    const { accountId, clock, one, stay } = await processes();
    await stay(one);
    const asked = () => tokensAsked(double, `aw${accountId}`);
    const noToken = () => ({ body: { data: { error_code: 10013, description: 'secret wrong' }, message: 'error' } });
    double.next(token, noToken, noToken, noToken);
    clock.advance(101 * 60_000);
    expect(await stay(one)).toMatchObject({ ok: true });
    expect(asked()).toBe(2);
    // Not asked again at once.
    expect(await stay(one)).toMatchObject({ ok: true });
    expect(asked()).toBe(2);
    clock.advance(31_000);
    expect(await stay(one)).toMatchObject({ ok: true });
    expect(asked()).toBe(3);
    clock.advance(20 * 60_000);
    // Wrong credentials are the application's trouble, not a fault of this request.
    expect(await stay(one)).toMatchObject({ ok: false, next: 'authorise', code: 10013, delivery: 'not_sent' });
    expect(double.seen(stayStatus)).toHaveLength(4);
  });

  it('never records the secret or a token', async () => {
    const { accountId, one, stay } = await processes();
    await stay(one);
    const kept = one.exchanges.find((exchange) => exchange.interfaceName === 'token');
    expect(kept).toMatchObject({ request: undefined, reply: undefined, code: 0 });
    expect(JSON.stringify(one.exchanges)).not.toContain(`secret of aw${accountId}`);
    expect(JSON.stringify(one.exchanges)).not.toContain('clt.');
  });
});

describe('a call', () => {
  it('carries token and root account, and is recorded with order, message and attempt', async () => {
    const { accountId, one } = await processes();
    const options = { accountId, orderId: STAY.order_id, messageId: 7, attempt: 3 };
    await one.platform.call(stayStatus, STAY, options);
    const [seen] = double.seen(stayStatus);
    expect(seen?.headers).toMatchObject({ 'rpc-transit-life-account': accountId });
    expect(seen?.headers).not.toHaveProperty('x-stress-tag');
    expect(one.exchanges.at(-1)).toMatchObject({
      direction: 'out',
      accountId,
      orderId: STAY.order_id,
      messageId: 7,
      attempt: 3,
      logid: 'LOGID',
      code: 0,
      httpStatus: 200,
      request: seen?.raw,
    });
  });

  it('for a load test goes in the name of the real account, carries the stress tag and is recorded apart', async () => {
    const { accountId, one } = await processes();
    await one.platform.call(stayStatus, STAY, { accountId: `stress:${accountId}` });
    const [seen] = double.seen(stayStatus);
    expect(seen?.headers).toMatchObject({ 'rpc-transit-life-account': accountId, 'x-stress-tag': '1' });
    expect(one.exchanges.at(-1)).toMatchObject({ direction: 'out', accountId: `stress:${accountId}` });
  });

  it('that breaks the contract does not leave', async () => {
    const { accountId, one } = await processes();
    const wrong = { ...STAY, accommodation_status: 9 };
    const outcome = await one.platform.call(stayStatus, wrong, { accountId });
    expect(outcome).toMatchObject({ ok: false, next: 'fix', delivery: 'not_sent' });
    expect(outcome.ok ? '' : outcome.description).toContain('accommodation_status');
    expect(double.seen(stayStatus)).toHaveLength(0);
  });

  it('for an account without an application does not leave', async () => {
    const { one } = await processes();
    const outcome = await one.platform.call(stayStatus, STAY, { accountId: 'nobody' });
    expect(outcome).toMatchObject({ ok: false, next: 'authorise', delivery: 'not_sent' });
  });

  const ANSWERS: readonly (readonly [string, Step, string, string])[] = [
    ['an error page', () => ({ status: 502, body: '<html>' }), 'retry', 'unknown'],
    ['a cut connection', () => 'drop', 'retry', 'unknown'],
    ['an answer that is not JSON', () => ({ body: 'ok' }), 'retry', 'unknown'],
    ['a busy platform', () => refusal(2119002), 'retry', 'answered'],
    ['a wrong parameter', () => refusal(2119001), 'fix', 'answered'],
    ['an unknown code', () => refusal(424242), 'stop', 'answered'],
  ];

  it.each(ANSWERS)(
    'answered by %s tells what to do next and whether it may have happened',
    async (_, step, next, delivery) => {
      const { one, stay } = await processes();
      double.next(stayStatus, step);
      expect(await stay(one)).toMatchObject({ ok: false, next, delivery });
    },
  );

  it('without an answer in time may have happened', async () => {
    const { one, stay } = await processes({ timeoutMs: 600 });
    double.next(stayStatus, () => 'hang');
    expect(await stay(one)).toMatchObject({ ok: false, next: 'retry', delivery: 'unknown', code: undefined });
  });

  it('to a platform that is not there did not happen', async () => {
    const { one, stay } = await processes({ platformUrl: 'http://127.0.0.1:9' });
    expect(await stay(one)).toMatchObject({ ok: false, next: 'retry', delivery: 'not_sent' });
  });
});

describe('rate limits', () => {
  it('let 20 calls a second of an interface leave, counted over both processes', async () => {
    const { clock, one, two, stay } = await processes();
    await stay(one);
    clock.advance(5000);
    double.calls.length = 0;
    const burst = await Promise.all(Array.from({ length: 40 }, (_, at) => stay(at % 2 === 0 ? one : two)));
    expect(burst.filter((outcome) => outcome.ok)).toHaveLength(20);
    const unsent = burst.filter((outcome) => !outcome.ok);
    expect(unsent.every((outcome) => outcome.delivery === 'not_sent' && outcome.next === 'backoff')).toBe(true);
    const at = unsent.map((outcome) => outcome.notBefore ?? 0);
    expect(Math.min(...at)).toBeGreaterThan(clock.now());
    clock.set(Math.max(...at));
    expect(await stay(two)).toMatchObject({ ok: true });
    expect(double.seen(stayStatus)).toHaveLength(21);
  });

  it('count a call from its answer: late ones and quick ones never meet in one second at the platform', async () => {
    const { clock, one, two, stay } = await processes();
    await stay(one);
    clock.advance(5000);
    const arrived = held();
    const slow = Array.from({ length: 20 }, () => stay(one));
    await until(() => arrived.count() === 20);
    // As seen from here they left more than a second ago; a busy platform may have taken them just now.
    clock.advance(1100);
    expect(await stay(two)).toMatchObject({ ok: false, delivery: 'not_sent', next: 'backoff' });
    arrived.release();
    expect((await Promise.all(slow)).every(({ ok }) => ok)).toBe(true);
    clock.advance(1000);
    const early = await stay(two);
    expect(early).toMatchObject({ ok: false, delivery: 'not_sent' });
    clock.set(early.notBefore ?? 0);
    expect(await stay(two)).toMatchObject({ ok: true });
  });

  it('hold for what a killed process had on its way, and not for ever', async () => {
    const { clock, one, two, stay } = await processes();
    await stay(one);
    clock.advance(5000);
    const arrived = held();
    // Nobody waits for these answers any more when the process is gone.
    const lost = Array.from({ length: 20 }, () => stay(one));
    await until(() => arrived.count() === 20);
    clock.advance(1050);
    expect(await stay(two)).toMatchObject({ ok: false, delivery: 'not_sent' });
    clock.advance(3000);
    expect(await stay(two)).toMatchObject({ ok: true });
    arrived.release();
    await Promise.all(lost);
  });

  it('leave no trace of a call that had no turn in one of its windows', async () => {
    const { accountId, clock, one } = await processes();
    const goods = (items: number) =>
      one.platform.call(
        goodsSave,
        {
          account_id: accountId,
          rate_plan: {
            rooms: [
              {
                room_id: 'r',
                rate_plans: Array.from({ length: items }, (_, at) => ({
                  out_rate_plan_id: `p${at}`,
                  rate_plan_name: 'plan',
                })),
              },
            ],
          },
        },
        { accountId },
      );
    for (let call = 0; call < 10; call++) expect(await goods(20)).toMatchObject({ ok: true });
    for (let call = 0; call < 15; call++) expect(await goods(20)).toMatchObject({ ok: false, delivery: 'not_sent' });
    const { used } = await one.db.one<{ used: number }>(
      "SELECT cardinality(recent) AS used FROM gateway.call_limits WHERE client_key = $1 AND interface = 'goods-save'",
      [`aw${accountId}`],
    );
    expect(used).toBe(10);
    clock.advance(1100);
    expect(await goods(20)).toMatchObject({ ok: true });
  });

  it('of one interface do not hold up another, and income by order has its own (10 a second)', async () => {
    const { accountId, one } = await processes();
    const income = () => askIncome(one, accountId, 0);
    const outcomes = await Promise.all(Array.from({ length: 15 }, income));
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(10);
    const confirm = { order_id: '1', confirm_result: { confirm_result: 1 } };
    expect(await one.platform.call(orderConfirm, confirm, { accountId })).toMatchObject({ ok: true });
  });

  it('count goods by item and merchant: 200 a second', async () => {
    const { accountId, one } = await processes();
    const goods = (call: number) => ({
      account_id: accountId,
      rate_plan: {
        rooms: [
          {
            room_id: 'r',
            rate_plans: Array.from({ length: 20 }, (_, at) => ({
              out_rate_plan_id: `${call}-${at}`,
              rate_plan_name: 'plan',
            })),
          },
        ],
      },
    });
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, call) => one.platform.call(goodsSave, goods(call), { accountId })),
    );
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(10);
  });

  it('are those the operator set, for each merchant where they say so, and hold at once', async () => {
    const { accountId, clock, one, two, stay } = await processes();
    const set = (max: number, per: string) =>
      one.db.execute(
        `INSERT INTO gateway.interface_limits VALUES ($1, 'stay-status', $2, 2000, $3)
         ON CONFLICT (client_key, interface) DO UPDATE SET max_calls = $2, per = $3`,
        [`aw${accountId}`, max, per],
      );
    const through = async (count: number) => {
      const all = await Promise.all(Array.from({ length: count }, (_, at) => stay(at % 2 === 0 ? one : two)));
      return all.filter(({ ok }) => ok).length;
    };
    await stay(one);
    clock.advance(5000);
    await set(3, 'merchant');
    expect(await through(6)).toBe(3);
    clock.advance(1100);
    expect(await through(2)).toBe(0);
    clock.advance(1000);
    await set(30, 'merchant');
    expect(await through(40)).toBe(30);
    const { merchant } = await one.db.one<{ merchant: string }>(
      `SELECT merchant FROM gateway.call_limits WHERE client_key = $1 AND interface = 'stay-status' AND merchant <> ''`,
      [`aw${accountId}`],
    );
    expect(merchant).toBe(accountId);
  });

  it('wait for a patient caller while the clock runs, and give up on one that stands still', async () => {
    const { accountId, clock, one } = await processes();
    const income = (patienceMs: number) => askIncome(one, accountId, patienceMs);
    await Promise.all(Array.from({ length: 10 }, () => income(0)));
    expect(await income(1200)).toMatchObject({ ok: false, delivery: 'not_sent' });
    clock.run(20);
    expect(await income(60_000)).toMatchObject({ ok: true });
    clock.stop();
  });

  it('take a slot a little ahead of its moment for who waits, and give it back when the moment does not come', async () => {
    const { accountId, clock, one } = await processes();
    const income = (patienceMs: number) => askIncome(one, accountId, patienceMs);
    await Promise.all(Array.from({ length: 10 }, () => income(0)));
    const early = await income(0);
    const moment = early.ok ? 0 : (early.notBefore ?? 0);
    clock.set(moment - 50);
    double.calls.length = 0;
    expect(await income(60_000)).toMatchObject({ ok: false, delivery: 'not_sent', notBefore: moment });
    expect(await income(0)).toMatchObject({ ok: false, delivery: 'not_sent', notBefore: moment });
    expect(double.seen(incomeByOrder)).toHaveLength(0);
    clock.set(moment);
    const then = await Promise.all(Array.from({ length: 11 }, () => income(0)));
    expect(then.filter(({ ok }) => ok)).toHaveLength(10);
  });

  it('"too frequent" makes the interface rest in every process, longer each time, until a call goes through', async () => {
    const { clock, one, two, stay } = await processes();
    double.next(
      stayStatus,
      () => refusal(2119003),
      () => refusal(2119003),
    );
    const first = await stay(one);
    const pause = (outcome: typeof first) => (outcome.notBefore ?? 0) - clock.now();
    expect(first).toMatchObject({ ok: false, next: 'backoff', delivery: 'answered' });
    expect(pause(first)).toBeGreaterThanOrEqual(500);
    expect(pause(first)).toBeLessThanOrEqual(1000);
    const held = await stay(two);
    expect(held).toMatchObject({ ok: false, delivery: 'not_sent', notBefore: first.notBefore });
    expect(double.seen(stayStatus)).toHaveLength(1);
    clock.set(first.notBefore ?? 0);
    const second = await stay(two);
    expect(pause(second)).toBeGreaterThanOrEqual(1000);
    clock.set(second.notBefore ?? 0);
    expect(await stay(one)).toMatchObject({ ok: true });
    clock.advance(2000);
    double.next(stayStatus, () => refusal(2119003));
    expect(pause(await stay(one))).toBeLessThanOrEqual(1000);
  });

  it('written under a later clock do not lock the interface for ever', async () => {
    const { clock, one, stay } = await processes();
    clock.advance(86_400_000);
    for (let at = 0; at < 20; at++) await stay(one);
    double.next(stayStatus, () => refusal(2119003));
    clock.advance(2000);
    await stay(one);
    clock.set(NOW);
    expect(await stay(one)).toMatchObject({ ok: true });
  });
});
