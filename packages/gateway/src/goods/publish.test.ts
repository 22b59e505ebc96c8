import { interfaces } from '@yuzhu/contract';
import { testDatabase } from '@yuzhu/runtime/testkit';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { pendingNights } from '../ari/watching/view.ts';
import { publishDue } from '../publications/publisher.ts';
import { listPublications } from '../publications/store.ts';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { day, NOW, platformContext, seedCatalog, seedPrice } from '../testing/platform-context.ts';
import { refusal, type SeenCall, startPlatformDouble, success } from '../testing/platform-double.ts';
import { publishGoods, queueGoods } from './publish.ts';

const database = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'goods' });
const double = await startPlatformDouble();
afterAll(() => double.close());

const { goodsSave } = interfaces;
const never = new AbortController().signal;

let accounts = 0;

async function house(plans: readonly string[], rooms = 1) {
  const number = ++accounts;
  const accountId = `7011223344559${String(number).padStart(6, '0')}`;
  const ctx = platformContext(database.open({ max: 8 }), { platformUrl: double.url, timeoutMs: 1000 });
  const id = (name: string) => `${name}-${number}`;
  const catalog = Object.fromEntries(
    Array.from({ length: rooms }, (_, room) => [id(`R${room}`), plans.filter((_, at) => at % rooms === room).map(id)]),
  );
  await seedCatalog(ctx, {
    accountId,
    clientKey: `aw${accountId}`,
    hotelId: id('H'),
    rooms: catalog,
    published: false,
  });
  return {
    accountId,
    ctx,
    id,
    publish: (names: readonly string[] = plans) => publishGoods(ctx, accountId, names.map(id)),
  };
}

interface GoodsBody {
  readonly account_id: string;
  readonly rate_plan: {
    readonly hotel_id: string;
    readonly rooms: readonly { readonly room_id: string; readonly rate_plans: readonly Record<string, unknown>[] }[];
  };
}
const bodyOf = (call: SeenCall | undefined) => call?.body as GoodsBody;
const plansIn = (call: SeenCall) => bodyOf(call).rate_plan.rooms.flatMap((room) => room.rate_plans);

beforeEach(async () => {
  await database.database.execute('TRUNCATE gateway.publications');
  double.calls.length = 0;
});

describe('publishing goods', () => {
  it('of a test shop says so in a header, of any other never', async () => {
    const header = () => double.seen(goodsSave).map((call) => call.headers['rpc-persist-life-test-data-access']);
    const home = await house(['A']);
    await home.publish();
    expect(header()).toEqual([undefined]);
    await home.ctx.db.execute('UPDATE gateway.accounts SET test_shop = true WHERE account_id = $1', [home.accountId]);
    await home.publish();
    expect(header()).toEqual([undefined, 'all']);
  });

  it('tells the hours of an hourly one, and of a full-day one no kind at all', async () => {
    const home = await house(['A', 'B']);
    const hours = { earliest_check_in: '09:00', latest_check_out: '20:00', usage_duration: 4 };
    await home.ctx.db.execute(
      'UPDATE gateway.rate_plans SET sales_type = 2, hourly = $3 WHERE account_id = $1 AND rate_plan_id = $2',
      [home.accountId, home.id('A'), JSON.stringify(hours)],
    );
    await home.publish();
    const [call] = double.seen(goodsSave);
    if (call === undefined) throw new Error('nothing was sent');
    const [hourly, fullDay] = plansIn(call);
    expect(hourly).toMatchObject({ out_rate_plan_id: home.id('A'), sales_type: 2, hourly_room_detail: hours });
    expect(fullDay).not.toHaveProperty('sales_type');
  });

  it('groups them by room type, keeps the platform’s ids and marks every priced night', async () => {
    const home = await house(['A', 'B', 'C'], 2);
    await seedPrice(home.ctx, home.accountId, home.id('A'), [day(-1), day(0), day(40)], 50_000);
    const results = await home.publish();
    expect(results).toEqual(
      ['A', 'B', 'C'].map((name) => ({
        ratePlanId: home.id(name),
        state: 'published',
        platformRatePlanId: `P-${home.id(name)}`,
        error: undefined,
      })),
    );
    expect(bodyOf(double.seen(goodsSave)[0])).toEqual({
      account_id: home.accountId,
      rate_plan: {
        hotel_id: `P-${home.id('H')}`,
        rooms: [
          {
            room_id: `P-${home.id('R0')}`,
            rate_plans: [
              { out_rate_plan_id: home.id('A'), rate_plan_name: `Plan ${home.id('A')}`, active: true },
              { out_rate_plan_id: home.id('C'), rate_plan_name: `Plan ${home.id('C')}`, active: true },
            ],
          },
          {
            room_id: `P-${home.id('R1')}`,
            rate_plans: [{ out_rate_plan_id: home.id('B'), rate_plan_name: `Plan ${home.id('B')}`, active: true }],
          },
        ],
      },
    });
    const marked = await pendingNights(home.ctx, home.accountId, { limit: 50 });
    expect(marked.map(({ kind, night }) => `${kind} ${night}`).sort()).toEqual([
      `price ${day(0)}`,
      `price ${day(40)}`,
      `stock ${day(0)}`,
      `stock ${day(40)}`,
    ]);
    expect(home.ctx.pokes.ari).toBeGreaterThan(0);
    expect(await listPublications(home.ctx, home.accountId)).toEqual([]);
    // The second time with the platform's id: an update.
    await home.publish(['B']);
    expect(plansIn(double.seen(goodsSave)[1] as SeenCall)).toEqual([
      expect.objectContaining({ out_rate_plan_id: home.id('B'), rate_plan_id: `P-${home.id('B')}` }),
    ]);
  });

  it('cuts calls to 20 goods', async () => {
    const names = Array.from({ length: 45 }, (_, at) => `P${at}`);
    const home = await house(names);
    const results = await home.publish();
    expect(results.every(({ state }) => state === 'published')).toBe(true);
    expect(double.seen(goodsSave).map((call) => plansIn(call).length)).toEqual([20, 20, 5]);
  });

  it('an unknown id or one of another account: nothing is queued', async () => {
    const home = await house(['A']);
    const other = await house(['B']);
    await expect(publishGoods(home.ctx, home.accountId, [home.id('A'), other.id('B')])).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(double.calls).toHaveLength(0);
    expect(await listPublications(home.ctx, home.accountId)).toEqual([]);
  });

  it('what is not matched yet fails with the reason, the rest goes through', async () => {
    const home = await house(['A', 'B'], 2);
    await home.ctx.db.execute('UPDATE gateway.room_types SET platform_room_id = NULL WHERE room_type_id = $1', [
      home.id('R0'),
    ]);
    const [a, b] = await home.publish();
    expect(a).toMatchObject({ state: 'failed', platformRatePlanId: undefined });
    expect(a?.error).toContain(home.id('R0'));
    expect(b).toMatchObject({ state: 'published' });
    expect(await listPublications(home.ctx, home.accountId)).toEqual([
      expect.objectContaining({ subjectId: home.id('A'), state: 'failed', nextStep: 'NOT_PUBLISHABLE' }),
    ]);
  });

  it('reads every item: refused, without an id, missing', async () => {
    const home = await house(['A', 'B', 'C', 'D']);
    const item = (name: string, code: string, id = `P-${home.id(name)}`) => ({
      out_rate_plan_id: home.id(name),
      rate_plan_id: id,
      code,
      message: code === '0' ? 'success' : 'room not matched',
    });
    double.next(goodsSave, () => success({ rate_plan_map: [item('A', '0'), item('B', '1', ''), item('C', '0', '')] }));
    const results = await home.publish();
    expect(results.map(({ state }) => state)).toEqual(['published', 'failed', 'failed', 'queued']);
    expect(results[1]?.error).toContain('1 room not matched');
    // The one without a verdict goes on by itself.
    home.ctx.clock.advance(1000);
    await publishDue(home.ctx, never);
    const again = double.seen(goodsSave)[1] as SeenCall;
    expect(plansIn(again).map((plan) => plan.out_rate_plan_id)).toEqual([home.id('D')]);
    // What a person mended is told again when asked.
    expect((await home.publish(['B'])).map(({ state }) => state)).toEqual(['published']);
    expect(await listPublications(home.ctx, home.accountId)).toEqual([
      expect.objectContaining({ subjectId: home.id('C'), state: 'failed', nextStep: 'ITEM_REFUSED' }),
    ]);
  });

  it('a call refused as a whole is sent good by good, so that one does not hold up the others', async () => {
    const home = await house(['A', 'B', 'C']);
    double.always(goodsSave, (call) => {
      const plans = plansIn(call);
      if (plans.some((plan) => plan.out_rate_plan_id === home.id('B')))
        return refusal(2119001, 'rate_plan_name invalid');
      return success({
        rate_plan_map: plans.map((plan) => ({
          out_rate_plan_id: plan.out_rate_plan_id,
          rate_plan_id: `P-${String(plan.out_rate_plan_id)}`,
          code: '0',
          message: '',
        })),
      });
    });
    const results = await home.publish();
    double.always(goodsSave, acceptGoods);
    expect(results.map(({ state }) => state)).toEqual(['published', 'failed', 'published']);
  });

  it('no answer: stays queued and is told by itself, under the same id of ours', async () => {
    const home = await house(['A']);
    double.next(goodsSave, () => 'drop');
    const [first] = await home.publish();
    expect(first).toMatchObject({ state: 'queued' });
    expect(await publishDue(home.ctx, never)).toBeGreaterThan(NOW);
    expect(double.seen(goodsSave)).toHaveLength(1);
    home.ctx.clock.advance(1000);
    await publishDue(home.ctx, never);
    const [before, after] = double.seen(goodsSave);
    expect(after?.raw).toBe(before?.raw);
    expect(await listPublications(home.ctx, home.accountId)).toEqual([]);
  });

  it('an edit while the platform thinks is told afterwards, never lost', async () => {
    const home = await house(['A']);
    const rename = async (name: string) => {
      await home.ctx.db.tx(async (session) => {
        await session.execute('UPDATE gateway.rate_plans SET name = $2 WHERE rate_plan_id = $1', [home.id('A'), name]);
        await queueGoods(session, home.accountId, [home.id('A')], NOW);
      });
    };
    double.next(goodsSave, async (call) => {
      await rename('newer');
      return acceptGoods(call);
    });
    const [result] = await home.publish();
    expect(result).toMatchObject({ state: 'queued', platformRatePlanId: `P-${home.id('A')}` });
    await publishDue(home.ctx, never);
    expect(double.seen(goodsSave).map((call) => plansIn(call)[0]?.rate_plan_name)).toEqual([
      `Plan ${home.id('A')}`,
      'newer',
    ]);
    expect(await listPublications(home.ctx, home.accountId)).toEqual([]);
  });

  it('an id another rate plan has is not taken', async () => {
    const home = await house(['A', 'B']);
    double.always(goodsSave, (call) =>
      success({
        rate_plan_map: plansIn(call).map((plan) => ({
          out_rate_plan_id: plan.out_rate_plan_id,
          rate_plan_id: `SAME-${home.accountId}`,
          code: '0',
          message: '',
        })),
      }),
    );
    const results = await home.publish();
    double.always(goodsSave, acceptGoods);
    expect(results.map(({ state }) => state)).toEqual(['published', 'failed']);
    expect(await listPublications(home.ctx, home.accountId)).toEqual([
      expect.objectContaining({ subjectId: home.id('B'), state: 'failed' }),
    ]);
  });
});

function acceptGoods(call: SeenCall) {
  return success({
    rate_plan_map: plansIn(call).map((plan) => ({
      out_rate_plan_id: plan.out_rate_plan_id,
      rate_plan_id: `P-${String(plan.out_rate_plan_id)}`,
      code: '0',
      message: 'success',
    })),
  });
}
