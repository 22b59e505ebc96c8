import { interfaces, signWebhook, webhookBody } from '@yuzhu/contract';
import { createServer } from '@yuzhu/runtime';
import { testDatabase } from '@yuzhu/runtime/testkit';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { keepExchanges } from '../../exchanges/store.ts';
import { GATEWAY_MIGRATIONS } from '../../start/migrations.ts';
import {
  day,
  NOW,
  platformContext,
  secretOfTest,
  seedCatalog,
  seedPrice,
  seedStock,
} from '../../testing/platform-context.ts';
import { startPlatformDouble, success } from '../../testing/platform-double.ts';
import { webhooksScope } from '../../webhooks/door.ts';
import { processNotices } from '../../webhooks/process.ts';
import { pushAgain } from '../push-again.ts';
import { ariRefusals, calendarDrift, pendingNights } from '../watching/view.ts';
import { readAriFailure } from './read-failure.ts';
import { createAriSender } from './sender.ts';

const database = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'ari_failure' });
const double = await startPlatformDouble();
const ctx = platformContext(database.database, { platformUrl: double.url });
const record = () => undefined;
const server = await createServer({
  name: 'gateway',
  version: '0',
  log: ctx.log,
  metrics: ctx.metrics,
  random: ctx.random,
  scopes: [webhooksScope(ctx, { record })],
});
const { url } = await server.listen({ port: 0, variable: 'YUZHU_GATEWAY_PORT' });
afterAll(async () => {
  await server.close();
  await double.close();
});

const signal = new AbortController().signal;
const ACCOUNT = '7011223344556677001';
const KEY = 'awfailure';
const NIGHTS = [day(1), day(2), day(3)];
await seedCatalog(ctx, { accountId: ACCOUNT, clientKey: KEY, hotelId: 'H1', rooms: { DLX: ['ONE', 'TWO'] } });
await seedCatalog(ctx, { accountId: 'OTHER', clientKey: 'awother', hotelId: 'H2', rooms: { STD: ['FAR'] } });
await seedStock(ctx, ACCOUNT, 'DLX', NIGHTS, 4);
for (const plan of ['ONE', 'TWO']) await seedPrice(ctx, ACCOUNT, plan, NIGHTS, 50_000);

let messages = 0;
/** The platform's notice, delivered and worked in. */
async function fail(content: object | string, clientKey = KEY): Promise<string> {
  const body = webhookBody(interfaces.ariFailure.event, clientKey, content, `L${++messages}`);
  const reply = await fetch(`${url}/webhooks`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'msg-id': `M${messages}`,
      'x-douyin-signature': signWebhook(secretOfTest(clientKey), Buffer.from(body)),
    },
    body,
  });
  expect(reply.status).toBe(200);
  await processNotices(ctx, { record }, signal);
  const { state } = await ctx.db.one<{ state: string }>('SELECT state FROM gateway.webhooks WHERE message_id = $1', [
    `M${messages}`,
  ]);
  return state;
}

/** Tells what is marked, and keeps the calls as the recorder does. */
async function told(): Promise<void> {
  await createAriSender(ctx).round(signal);
  await keepExchanges(ctx.db, ctx.keys, ctx.exchanges.splice(0));
}
const pending = async () =>
  (await pendingNights(ctx, ACCOUNT, { limit: 100 })).map(
    ({ kind, subjectId, night }) => `${kind} ${subjectId} ${night}`,
  );
const refused = async () =>
  (await ariRefusals(ctx, ACCOUNT, { limit: 100 })).map((one) => `${one.kind} ${one.ratePlanId} ${one.night}`);

let tests = 0;
beforeEach(async () => {
  // A second of its own for each test, so that the calls of all of them stay within the platform's limits.
  ctx.clock.set(NOW + 1000 * ++tests);
  await ctx.db.execute(
    'TRUNCATE gateway.ari_acknowledged, gateway.ari_dirty, gateway.ari_refusals, gateway.exchanges, gateway.exchange_bodies',
  );
  await pushAgain(ctx, ACCOUNT, { ratePlanIds: ['ONE', 'TWO'], from: day(1), to: day(3) });
  await told();
  expect(await pending()).toEqual([]);
});

const notice = {
  account_id: ACCOUNT,
  hotel_id: 'P-H1',
  rate_plan_id: 'P-ONE',
  log_id: 'LOGID',
  code: 13,
  message: '写入失败',
};

describe('a push that was accepted and not written', () => {
  it('is told again: no longer acknowledged, marked, and acknowledged anew', async () => {
    const pokes = ctx.pokes.ari;
    expect(await fail({ ...notice, type: 1 })).toBe('done');
    expect(ctx.pokes.ari).toBeGreaterThan(pokes);
    expect(await pending()).toEqual(NIGHTS.map((night) => `price ONE ${night}`));
    const compare = () => calendarDrift(ctx, ACCOUNT, { ratePlanId: 'ONE', from: day(1), to: day(1) });
    expect(await compare()).toMatchObject([{ same: false, acknowledged: { price: undefined, inventory: 4 } }]);
    const before = double.seen(interfaces.priceSave).length;
    await told();
    expect(double.seen(interfaces.priceSave)).toHaveLength(before + 1);
    expect(await compare()).toMatchObject([{ same: true, acknowledged: { price: 50_000 } }]);
    expect(await refused()).toEqual([]);
  });

  it('of stock marks the room type', async () => {
    await fail({ ...notice, type: 2 });
    expect(await pending()).toEqual(NIGHTS.map((night) => `stock DLX ${night}`));
  });

  it('concerns only the nights of that push, when it is on record', async () => {
    await seedPrice(ctx, ACCOUNT, 'ONE', [day(2)], 60_000);
    await ctx.db.execute('TRUNCATE gateway.exchanges');
    await pushAgain(ctx, ACCOUNT, { ratePlanIds: ['ONE'], from: day(2), to: day(2) });
    await told();
    await fail({ ...notice, type: 1 });
    expect(await pending()).toEqual([`price ONE ${day(2)}`]);
    await seedPrice(ctx, ACCOUNT, 'ONE', [day(2)], 50_000);
  });

  it('that is not on record concerns all acknowledged nights', async () => {
    await fail({ ...notice, log_id: 'NEVER SEEN', type: 1 });
    expect(await pending()).toHaveLength(3);
  });

  it.each([
    ['the second time', 1],
    ['the third time within an hour', 2],
  ])('and whose notice overtakes its answer, %s, is told again all the same', async (_name, before) => {
    for (let time = 1; time < before; time++) {
      await fail({ ...notice, type: 1 });
      await told();
    }
    await fail({ ...notice, type: 1 });
    double.next(interfaces.priceSave, async () => {
      // Taken back by the notice before and under way again: acknowledged nowhere, and no push on record has this id.
      await fail({ ...notice, log_id: 'NOT ANSWERED YET', type: 1 });
      return success({ save_result: [{ rate_plan_id: 'P-ONE', code: 0, message: 'success' }] });
    });
    const calls = double.seen(interfaces.priceSave).length;
    await createAriSender(ctx).round(signal);
    expect(double.seen(interfaces.priceSave)).toHaveLength(calls + 2);
    expect(await pending()).toEqual([]);
    expect(await refused()).toEqual([]);
  });

  it('the third time within an hour stands before a person, and ends with the next success', async () => {
    for (let time = 1; time <= 2; time++) {
      await fail({ ...notice, type: 1 });
      await told();
    }
    await fail({ ...notice, type: 1 });
    expect(await pending()).toEqual([]);
    expect(await refused()).toEqual(NIGHTS.map((night) => `price ONE ${night}`));
    expect((await ariRefusals(ctx, ACCOUNT, { limit: 1 }))[0]).toMatchObject({
      code: 13,
      message: '写入失败',
      logid: 'LOGID',
    });
    await pushAgain(ctx, ACCOUNT, { ratePlanIds: ['ONE'], from: day(1), to: day(3) });
    await told();
    expect(await refused()).toEqual([]);
  });

  it('failures an hour apart are not counted together', async () => {
    for (let time = 1; time <= 4; time++) {
      await fail({ ...notice, type: 1 });
      expect(await refused()).toEqual([]);
      await told();
      ctx.clock.set(ctx.clock.now() + 3600_001);
    }
  });

  it.each([
    ['only the push', { logId: 'LOGID' }, ['stock', 'price']],
    ['only the hotel', { hotel_id: 'P-H1', type: 1 }, ['price']],
    ['no kind: both are told again', { ...notice, log_id: undefined }, ['stock', 'price']],
    ['other names, deeper', { result: [{ ratePlanID: 'P-ONE', scene: 1, NotifyScene: 1 }] }, ['price']],
  ])('is understood when it names %s', async (_name, content, kinds) => {
    expect(await fail(content)).toBe('done');
    const found = new Set((await pending()).map((line) => line.split(' ')[0]));
    expect([...found].every((kind) => kinds.includes(kind ?? ''))).toBe(true);
    expect(found.size).toBeGreaterThan(0);
  });

  it.each([
    ['nothing', {}],
    ['another merchant’s rate plan', { rate_plan_id: 'P-FAR' }],
    ['an unknown one', { rate_plan_id: 'P-NONE', type: 1 }],
    ['a prototype key', { __proto__: { rate_plan_id: 'P-ONE' }, constructor: { prototype: {} } }],
    ['SQL', { rate_plan_id: "P-ONE' OR 1=1 --" }],
    ['a text', '"P-ONE"'],
  ])('with %s changes nothing and is kept as failed', async (_name, content) => {
    expect(await fail(content)).toBe('failed');
    expect(await pending()).toEqual([]);
    expect(await refused()).toEqual([]);
  });

  it('is read by name at any depth, ids as text or number, never beyond its size', () => {
    expect(readAriFailure({ a: { b: [{ ratePlanId: 1790000000000301, error_code: 7, errorMsg: 'x' }] } })).toEqual({
      kind: undefined,
      ratePlanIds: ['1790000000000301'],
      hotelIds: [],
      logid: undefined,
      code: 7,
      message: 'x',
    });
    const huge = { list: Array.from({ length: 100_000 }, (_, at) => ({ rate_plan_id: `R${at}` })) };
    expect(readAriFailure(huge).ratePlanIds.length).toBeLessThan(2001);
    expect(readAriFailure(null)).toMatchObject({ ratePlanIds: [], code: undefined });
  });
});
