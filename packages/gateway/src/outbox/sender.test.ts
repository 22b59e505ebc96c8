import { interfaces } from '@yuzhu/contract';
import { manualClock, startLoop } from '@yuzhu/runtime';
import { testDatabase, until } from '@yuzhu/runtime/testkit';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { NOW, platformContext, seedCatalog } from '../testing/platform-context.ts';
import {
  refusal,
  type Scripted,
  type SeenCall,
  type Step,
  startPlatformDouble,
  success,
} from '../testing/platform-double.ts';
import { addMessage } from './add.ts';
import { listMessages, type Message, resendMessage } from './list.ts';
import { DECISION, type NewMessage } from './message.ts';
import { createOutboxSender, leaseMs } from './sender.ts';
import { claimMessages } from './store.ts';

const database = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'outbox' });
const double = await startPlatformDouble();
afterAll(() => double.close());

const { orderConfirm, stayStatus } = interfaces;
const never = new AbortController().signal;

let accounts = 0;

/** An account of its own with two processes on one clock. */
async function house(options: { timeoutMs?: number } = {}) {
  const accountId = `7011223344558${String(++accounts).padStart(6, '0')}`;
  const clock = manualClock(NOW);
  const make = (seed: string) =>
    platformContext(database.open({ max: 8 }), { platformUrl: double.url, clock, seed, ...options });
  const [one, two] = [make('one'), make('two')];
  await seedCatalog(one, { accountId, clientKey: `aw${accountId}`, hotelId: `H${accountId}`, rooms: {} });
  const add = (message: Omit<NewMessage, 'accountId'>) =>
    one.db.tx((session) => addMessage(session, { ...message, accountId } as NewMessage, clock.now()));
  const accept = (orderId: string, extra: { deadline?: number; number?: string } = {}) =>
    add({
      kind: 'order-confirm',
      subjectId: orderId,
      once: DECISION,
      body: { order_id: orderId, confirm_result: { confirm_result: 1, confirm_number: extra.number ?? 'BK1' } },
      ...(extra.deadline === undefined ? {} : { deadline: extra.deadline }),
    });
  const stay = (orderId: string, status: number) =>
    add({
      kind: 'stay-status',
      subjectId: orderId,
      once: String(status),
      body: { order_id: orderId, order_out_id: 'BK1', accommodation_status: status },
    });
  const message = async (orderId: string, kind = 'order-confirm'): Promise<Message> => {
    const found = await listMessages(one, accountId, { subjectId: orderId, limit: 10 });
    return found.find((each) => each.kind === kind) as Message;
  };
  return {
    accountId,
    clock,
    one,
    two,
    accept,
    stay,
    message,
    round: (ctx = one) => createOutboxSender(ctx).round(never),
  };
}

const orderOf = (call: SeenCall) => (call.body as { order_id: string }).order_id;

beforeEach(async () => {
  // A sender takes everybody's messages: those of earlier tests must not be among them.
  await database.database.execute('TRUNCATE gateway.outbox');
  double.calls.length = 0;
  double.always(orderConfirm, () => success());
  double.always(stayStatus, () => success());
});

describe('a message', () => {
  it('is written once and sent once, with the account and the stress mark it was written with', async () => {
    const { accountId, one, accept, round, message } = await house();
    expect(await accept('1')).toBe(true);
    expect(await accept('1', { number: 'ANOTHER' })).toBe(false);
    expect(await round()).toBeUndefined();
    await round();
    expect(double.seen(orderConfirm).map(({ body }) => body)).toEqual([
      { order_id: '1', confirm_result: { confirm_result: 1, confirm_number: 'BK1' } },
    ]);
    expect(double.seen(orderConfirm)[0]?.headers['rpc-transit-life-account']).toBe(accountId);
    expect(await message('1')).toMatchObject({ state: 'done', attempts: 1, doneAt: NOW, nextStep: undefined });
    expect(one.exchanges.at(-1)).toMatchObject({ orderId: '1', attempt: 1, messageId: (await message('1')).messageId });
  });

  it('waits its turn: of one subject only the oldest leaves, also after failures', async () => {
    const { clock, accept, stay, round, message } = await house();
    await accept('7');
    await stay('7', 1);
    await stay('7', 3);
    await accept('8');
    double.next(orderConfirm, (call) => (orderOf(call) === '7' ? refusal(2119002) : success()));
    double.next(orderConfirm, (call) => (orderOf(call) === '7' ? refusal(2119002) : success()));
    const due = await round();
    expect(double.seen(stayStatus)).toHaveLength(0);
    expect(await message('8')).toMatchObject({ state: 'done' });
    clock.set(due as number);
    await until(async () => {
      const next = await round();
      if (next !== undefined) clock.set(next);
      return next === undefined;
    });
    const seventh = double.calls.filter((call) => call.name !== 'token' && orderOf(call) === '7');
    expect(
      seventh.map(({ name, body }) => `${name} ${(body as { accommodation_status?: number }).accommodation_status}`),
    ).toEqual([
      ...seventh.filter(({ name }) => name === 'order-confirm').map(() => 'order-confirm undefined'),
      'stay-status 1',
      'stay-status 3',
    ]);
  });

  it('with a deadline goes before those without', async () => {
    const { one, clock, accept, stay, accountId } = await house();
    for (let at = 0; at < 20; at++) await stay(`s${at}`, 1);
    await accept('urgent', { deadline: clock.now() + 3600_000 });
    const claimed = await claimMessages(one.db, clock.now(), clock.now() + 1000, 3, []);
    expect(claimed[0]).toMatchObject({ subjectId: 'urgent', accountId });
  });

  it('one that hangs does not hold up what gets due meanwhile', async () => {
    const { one, clock, accept, message } = await house();
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    double.next(orderConfirm, async () => {
      await released;
      return success();
    });
    await accept('1');
    await accept('2');
    await one.db.execute("UPDATE gateway.outbox SET next_at = $1 WHERE subject_id = '2'", [
      new Date(clock.now() + 5000),
    ]);
    const running = createOutboxSender(one).round(never);
    await until(() => double.seen(orderConfirm).length === 1);
    // Nothing pokes the round any more: only the clock can.
    clock.advance(5000);
    await until(async () => (await message('2')).state === 'done');
    expect((await message('1')).state).toBe('waiting');
    release();
    await running;
    expect((await message('1')).state).toBe('done');
  });

  it('one that hangs does not hold up the others, nor what is written meanwhile', async () => {
    const { one, accept, message } = await house({ timeoutMs: 3000 });
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    double.always(orderConfirm, async (call) => {
      if (orderOf(call) === 'slow') await gate;
      return success();
    });
    await accept('slow');
    const sender = createOutboxSender(one);
    const round = sender.round(never);
    await until(() => double.seen(orderConfirm).length === 1);
    await accept('quick');
    sender.poke();
    await until(async () => (await message('quick')).state === 'done');
    expect((await message('slow')).state).toBe('waiting');
    open();
    await round;
    expect((await message('slow')).state).toBe('done');
  });
});

describe('crashes and two processes', () => {
  it('claimed by a process that died: sent again with the same bytes when the lease is over, not before', async () => {
    const { clock, one, two, accept, round, message } = await house();
    await accept('1');
    const lease = leaseMs(one.settings.platformTimeout);
    // The process claims, its call arrives, and it dies before it can keep the answer.
    const [claimed] = await claimMessages(one.db, clock.now(), clock.now() + lease, 1, []);
    await one.platform.call(orderConfirm, claimed?.body as never, { accountId: claimed?.accountId as string });
    expect(await round(two)).toBe(clock.now() + lease);
    expect(double.seen(orderConfirm)).toHaveLength(1);
    clock.advance(lease);
    await round(two);
    const [first, second] = double.seen(orderConfirm);
    expect(second?.raw).toBe(first?.raw);
    expect(await message('1')).toMatchObject({ state: 'done', attempts: 2 });
  });

  it('two processes at once send each message once', async () => {
    const { one, two, clock, accept } = await house();
    clock.run(3);
    for (let at = 0; at < 60; at++) await accept(`b${at}`);
    const loops = [one, two].map((ctx) =>
      startLoop({ name: 'outbox', clock, log: ctx.log, idlePollMs: 5, next: createOutboxSender(ctx).round }),
    );
    await until(async () => (await one.db.first(OPEN, [NOW])) === undefined, { what: 'all sent' });
    await Promise.all(loops.map((loop) => loop.stop()));
    clock.stop();
    const orders = double.seen(orderConfirm).map(orderOf);
    expect(orders).toHaveLength(60);
    expect(new Set(orders).size).toBe(60);
  });

  it('an answer that comes after the lease: a success counts, a failure does not touch the new claim', async () => {
    const { clock, one, two, accept, round, message } = await house({ timeoutMs: 2500 });
    await accept('1');
    await accept('2');
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    let waiting = 0;
    const late: Step = async (call) => {
      waiting += 1;
      await gate;
      return orderOf(call) === '1' ? success() : refusal(2119001, 'late refusal');
    };
    double.next(orderConfirm, late, late);
    const first = round(one);
    await until(() => waiting === 2);
    clock.advance(leaseMs(one.settings.platformTimeout));
    double.always(orderConfirm, () => 'hang');
    const second = round(two);
    await until(() => double.seen(orderConfirm).length === 4);
    open();
    await first;
    expect(await message('1')).toMatchObject({ state: 'done' });
    expect(await message('2')).toMatchObject({ state: 'waiting', lastError: undefined });
    await second;
    expect(await message('1')).toMatchObject({ state: 'done', lastError: undefined });
  });

  it.each([1, 2, 3])(
    'random failures, crashes and two processes (seed %i): order kept, one body for ever, all delivered',
    async (seed) => {
      const { clock, one, two, accept, stay, accountId } = await house({ timeoutMs: 500 });
      const random = one.random.fork(`chaos ${seed}`);
      const answers: readonly (() => Scripted)[] = [
        () => success(),
        () => success(),
        () => success(),
        () => refusal(2119002),
        () => refusal(2119003),
        () => ({ status: 502, body: 'bad gateway' }),
        () => 'drop',
        () => 'hang',
      ];
      const delivered: string[] = [];
      const step: Step = (call) => {
        const answer = random.pick(answers)();
        const ok =
          typeof answer === 'object' &&
          answer.status === undefined &&
          JSON.stringify(answer.body).includes('"error_code":0');
        if (ok) delivered.push(call.raw);
        return answer;
      };
      double.always(orderConfirm, step);
      double.always(stayStatus, step);
      const subjects = ['o1', 'o2', 'o3', 'o4'];
      for (const subject of subjects) {
        await accept(subject);
        await stay(subject, 1);
        await stay(subject, 3);
      }
      for (let turn = 0; turn < 400; turn++) {
        if (random.int(6) === 0) {
          // A process claims some and dies.
          await claimMessages(one.db, clock.now(), clock.now() + leaseMs(500), 1 + random.int(3), []);
        }
        const due = await Promise.all([createOutboxSender(one).round(never), createOutboxSender(two).round(never)]);
        const next = due.filter((at) => at !== undefined);
        if (next.length === 0) break;
        clock.set(Math.max(clock.now() + 1, Math.min(...next)));
      }
      const messages = await listMessages(one, accountId, { limit: 50 });
      expect(messages.every(({ state }) => state === 'done')).toBe(true);
      const bodies = Map.groupBy(
        double.calls.filter((call) => call.name !== 'token'),
        (call) =>
          `${orderOf(call)} ${call.name} ${(call.body as { accommodation_status?: number }).accommodation_status ?? ''}`,
      );
      expect(bodies.size).toBe(12);
      for (const calls of bodies.values()) expect(new Set(calls.map(({ raw }) => raw)).size).toBe(1);
      for (const subject of subjects) {
        // No later message arrives before the earlier one has been answered with a success.
        const arrived = double.calls.filter((call) => call.name !== 'token' && orderOf(call) === subject);
        const rank = (call: SeenCall) =>
          call.name === 'order-confirm' ? 0 : (call.body as { accommodation_status: number }).accommodation_status;
        const ranks = arrived.map(rank);
        expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
        for (const earlier of [0, 1]) {
          const lastOfEarlier = arrived.filter((call) => rank(call) === earlier).at(-1)?.raw as string;
          expect(delivered).toContain(lastOfEarlier);
        }
      }
    },
  );
});

const OPEN =
  "SELECT 1 FROM gateway.outbox WHERE state = 'waiting' AND created_at >= to_timestamp($1::bigint / 1000) LIMIT 1";

describe('what becomes of a message', () => {
  it('refused by the platform: on the to-do list with its words; resent by a person with the same bytes', async () => {
    const { accountId, one, accept, round, message } = await house();
    double.next(orderConfirm, () => refusal(2119001, 'order_id invalid'));
    await accept('1');
    expect(await round()).toBeUndefined();
    const failed = await message('1');
    expect(failed).toMatchObject({
      state: 'failed',
      nextStep: 'MESSAGE_REFUSED',
      lastError: '2119001 order_id invalid (logid LOGID)',
    });
    expect(await listMessages(one, accountId, { state: 'failed', limit: 10 })).toHaveLength(1);
    await round();
    expect(double.seen(orderConfirm)).toHaveLength(1);
    expect(await resendMessage(one, accountId, failed.messageId)).toMatchObject({ state: 'waiting' });
    expect(one.pokes.outbox).toBe(1);
    await round();
    const [first, second] = double.seen(orderConfirm);
    expect(second?.raw).toBe(first?.raw);
    expect(await message('1')).toMatchObject({ state: 'done', attempts: 2 });
    await expect(resendMessage(one, accountId, failed.messageId)).rejects.toMatchObject({ code: 'MESSAGE_SENT' });
    await expect(resendMessage(one, 'another account', failed.messageId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('a failed message does not hold up the next of its subject', async () => {
    const { accept, stay, round, message } = await house();
    double.next(orderConfirm, () => refusal(2119008));
    await accept('1');
    await stay('1', 1);
    await round();
    expect(await message('1')).toMatchObject({ state: 'failed', nextStep: 'PLATFORM_STOPPED' });
    expect(await message('1', 'stay-status')).toMatchObject({ state: 'done' });
  });

  it('a confirm that overtakes the answer it refers to is asked again after a business error', async () => {
    const { clock, accept, round, message } = await house();
    double.next(orderConfirm, () => refusal(3000001, 'order not found'));
    await accept('1');
    const due = await round();
    expect((due as number) - NOW).toBeLessThanOrEqual(1000);
    clock.set(due as number);
    await round();
    expect(await message('1')).toMatchObject({ state: 'done', attempts: 2 });
  });

  it('"already accepted" on a repeat after a lost answer counts as done; on a first try, or for another decision, not', async () => {
    const { clock, accept, round, message } = await house({ timeoutMs: 500 });
    double.next(
      orderConfirm,
      () => 'drop',
      () => refusal(5000001, '订单已接单，请勿重复操作'),
    );
    await accept('1');
    const due = await round();
    clock.set(due as number);
    await round();
    expect(await message('1')).toMatchObject({ state: 'done', lastError: 'the platform had it already' });
    double.next(orderConfirm, () => refusal(5000001, '订单已接单，请勿重复操作'));
    await accept('2');
    await round();
    expect(await message('2')).toMatchObject({ state: 'failed' });
    double.next(
      orderConfirm,
      () => 'drop',
      () => refusal(5000001, '订单已取消'),
    );
    await accept('3');
    clock.set((await round()) as number);
    await round();
    expect(await message('3')).toMatchObject({ state: 'failed' });
  });

  it('the deadline passed: one last try before it, none after it, unless it was never tried', async () => {
    const { clock, accept, round, message } = await house({ timeoutMs: 500 });
    double.always(orderConfirm, () => ({ status: 503, body: '' }));
    const deadline = clock.now() + 60_000;
    await accept('1', { deadline });
    let due: number | undefined;
    for (let turn = 0; turn < 20; turn++) {
      due = await round();
      if (due === undefined) break;
      expect(due).toBeLessThanOrEqual(deadline - 2000);
      clock.set(due);
    }
    expect(clock.now()).toBe(deadline - 2000);
    expect(await message('1')).toMatchObject({ state: 'failed', nextStep: 'DEADLINE_PASSED' });
    double.always(orderConfirm, () => success());
    await accept('2', { deadline: clock.now() - 1 });
    await round();
    expect(await message('2')).toMatchObject({ state: 'done' });
  });

  it('no turn under the rate limits costs no attempt, and a backlog is left alone until there is one', async () => {
    const { clock, one, accept, message } = await house();
    const backlog = 300;
    for (let at = 0; at < backlog; at++) await accept(`b${at}`);
    const sender = createOutboxSender(one);
    const due = await sender.round(never);
    expect(double.seen(orderConfirm)).toHaveLength(20);
    expect(due).toBeGreaterThan(clock.now());
    const touched = await one.db.one<{ rows: number }>(
      "SELECT count(*)::int AS rows FROM gateway.outbox WHERE state = 'done' OR attempts > 0 OR claimed_until IS NOT NULL",
    );
    expect(touched.rows).toBe(20);
    const limited = await one.metrics.registry.getSingleMetric('platform_calls_total')?.get();
    const unsent = limited?.values.find(({ labels }) => labels.result === 'limited')?.value ?? 0;
    expect(unsent).toBeLessThanOrEqual(16);
    expect(await message('b0')).toMatchObject({ state: 'done', attempts: 1 });
    clock.set(due as number);
    await sender.round(never);
    expect(double.seen(orderConfirm)).toHaveLength(40);
  });

  it('a body that breaks the contract never leaves', async () => {
    const { one, accountId, accept, round, message } = await house();
    await accept('1');
    await one.db.execute(
      `UPDATE gateway.outbox SET body = '{"order_id": "1", "confirm_result": {"confirm_result": 7}}' WHERE account_id = $1`,
      [accountId],
    );
    await round();
    expect(double.seen(orderConfirm)).toHaveLength(0);
    expect(await message('1')).toMatchObject({ state: 'failed', nextStep: 'MESSAGE_INVALID' });
  });
});
