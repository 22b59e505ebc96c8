import { freePort, type Program, spawnProgram, testDatabase, until } from '@yuzhu/runtime/testkit';
import { request } from 'undici';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { DEMO_MERCHANT } from './seed/seed.ts';
import { SEED_USERS } from './seed/users.ts';
import { SANDBOX_MIGRATIONS } from './start/database.ts';
import type { GuestBody, OperatorBody } from './testing/bodies.ts';
import { presaleInfo } from './testing/samples.ts';
import { says, scriptedPartner } from './testing/scripted-partner.ts';
import { addVersion, decideVersion, insertVoucher, setVoucherShelf } from './vouchers/store.ts';

const test = await testDatabase({ migrations: [SANDBOX_MIGRATIONS], name: 'program' });
const partner = await scriptedPartner();
afterAll(() => partner.close());
const spare = await testDatabase({ migrations: [SANDBOX_MIGRATIONS], name: 'program spare' });
const port = await freePort();
let voucher = 0;

const ENV = {
  DATABASE_URL: test.url,
  YUZHU_SANDBOX_PORT: String(port),
  YUZHU_PARTNER_URL: partner.url,
  YUZHU_SANDBOX_CLOCK_START: '2026-09-01 10:00',
  YUZHU_SANDBOX_CLOCK_RATE: '0',
  YUZHU_SANDBOX_ARI_PULL_EVERY: '0',
};
let programs: Program[] = [];
const start = async (env: Readonly<Record<string, string | undefined>> = {}): Promise<Program> => {
  const own = { ...ENV, ...env };
  const program = await spawnProgram({
    file: 'packages/sandbox/src/main.ts',
    env: own,
    ready: /sandbox ready at (\S+)/,
  });
  programs.push(program);
  return program;
};
afterEach(async () => {
  await Promise.all(programs.map((program) => program.kill('SIGKILL')));
  programs = [];
});
const url = `http://127.0.0.1:${port}`;

type Body = OperatorBody & GuestBody & { readonly paths: Readonly<Record<string, object>> };

async function http(method: string, path: string, body?: object): Promise<{ status: number; body: Body }> {
  const reply = await request(`${url}${path}`, {
    method: method as 'GET',
    headers: {
      'x-guest': SEED_USERS[0]?.userId ?? '',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: reply.statusCode, body: (await reply.body.json()) as Body };
}
const clock = async () => (await http('GET', '/operator/v1/clock')).body;

/** Gives what `start` failed with. */
const failure = (env: Readonly<Record<string, string | undefined>>) =>
  start(env).then(
    async (program) => {
      await program.kill('SIGKILL');
      return 'started';
    },
    (error: Error) => error.message,
  );

describe('the program', () => {
  it('starts on a new database, says so in one line, answers its operations and pages', async () => {
    const program = await start();
    expect(program.ready[1]).toBe(url);
    expect(await http('GET', '/health')).toMatchObject({ status: 200, body: { program: 'sandbox', status: 'ok' } });
    expect(await http('GET', '/ready')).toMatchObject({ status: 200, body: { ready: true } });
    const metrics = await (await request(`${url}/metrics`)).body.text();
    for (const name of [
      'sandbox_timers_total',
      'sandbox_spi_seconds',
      'database_connections',
      'http_request_duration_seconds',
    ])
      expect(metrics).toContain(name);
    const document = (await http('GET', '/openapi.json')).body;
    for (const path of [
      '/guest/v1/orders',
      '/operator/v1/clock/move',
      '/goodlife/v1/trip/trade/hotel/order/confirm/',
      '/spi/booking',
    ])
      expect(document.paths).toHaveProperty([path]);
    const page = await request(`${url}/docs/`);
    expect([page.statusCode, await page.body.text()]).toEqual([200, expect.stringMatching(/<html|<!doctype html/i)]);
    expect(await program.kill()).toEqual({ code: 0, signal: null });
  });

  it('goes on where it stood: the clock, and what is due', async () => {
    const program = await start();
    await http('POST', '/operator/v1/clock/move', { by: '90m' });
    const before = await clock();
    await test.database.execute(
      "INSERT INTO sandbox.timers (due_ms, kind, subject) VALUES ($1, 'order.pay-deadline', 'nobody')",
      [before.now + 60_000],
    );
    await program.kill();
    const again = await start({ YUZHU_SANDBOX_CLOCK_START: '2030-01-01 00:00' });
    expect(await clock()).toMatchObject({ now: before.now, hotel_time: '2026-09-01 11:30:00', rate: 0 });
    const moved = await http('POST', '/operator/v1/clock/move', { by: '1m' });
    expect(moved.body).toMatchObject({ ran: 1, timers: [{ kind: 'order.pay-deadline', subject: 'nobody' }] });
    await again.kill();
  });

  it('killed hard in the middle of a call, it calls again after the restart with the same bytes', async () => {
    const program = await start();
    const voucher_id = await voucherOnSale();
    partner.on('/spi/voucher-order', () => ({ hang: true }));
    const { order_id } = (await http('POST', '/guest/v1/orders', { voucher_id, count: 1 })).body;
    const paying = http('POST', `/guest/v1/orders/${order_id}/pay`).catch(() => undefined);
    await until(() => partner.seen('/spi/voucher-order').length === 1);
    await program.kill('SIGKILL');
    await paying;
    partner.on('/spi/voucher-order', (call) => says(0, { order_id: call.body.order_id, order_out_id: 'AGAIN' }));
    const again = await start();
    await until(async () => (await http('GET', `/guest/v1/orders/${order_id}`)).body.state === 'paid');
    const [first, second] = partner.seen('/spi/voucher-order');
    expect(second?.raw).toEqual(first?.raw);
    await again.kill();
    partner.on('/spi/voucher-order');
  });

  it('told to stop, it finishes what was begun: the guest who waits gets the answer', async () => {
    const program = await start();
    const voucher_id = await voucherOnSale();
    let answer: () => void = () => undefined;
    const after = new Promise<void>((resolve) => {
      answer = resolve;
    });
    partner.forget();
    partner.on('/spi/voucher-order', (call) => ({
      ...says(0, { order_id: call.body.order_id, order_out_id: 'LATE' }),
      after,
    }));
    const { order_id } = (await http('POST', '/guest/v1/orders', { voucher_id, count: 1 })).body;
    const paying = http('POST', `/guest/v1/orders/${order_id}/pay`);
    await until(() => partner.seen('/spi/voucher-order').length === 1);
    const ended = program.kill('SIGTERM');
    await until(() => program.logs().includes('stopping'));
    answer();
    expect(await paying).toMatchObject({ status: 200, body: { state: 'paid', hotel_order_id: 'LATE' } });
    expect(await ended).toEqual({ code: 0, signal: null });
    partner.on('/spi/voucher-order');
  });

  it('told to stop while the clock is moved far, it ends at the next step', async () => {
    const program = await start();
    await test.database.execute(
      `INSERT INTO sandbox.timers (due_ms, kind, subject)
       SELECT (SELECT now_ms FROM sandbox.clock) + n * 1000, 'order.pay-deadline', 'n' || n FROM generate_series(1, 20000) n`,
    );
    const begun = (await clock()).now;
    const moving = http('POST', '/operator/v1/clock/move', { by: '20000s' });
    await until(async () => (await clock()).now > begun + 5000);
    expect(await program.kill('SIGTERM')).toEqual({ code: 0, signal: null });
    const { body } = await moving;
    expect(Number(body.ran)).toBeLessThan(20_000);
    await test.database.execute('DELETE FROM sandbox.timers');
  });

  it('explains a wrong environment, a busy port, a second copy and a database in use', async () => {
    const wrong = await failure({ YUZHU_SANDBOX_PORT: 'seven', YUZHU_SANDBOX_PROT: '1' });
    expect(wrong).toContain('YUZHU_SANDBOX_PORT = seven: use a whole number from 0 to 65535');
    expect(wrong).toContain('YUZHU_SANDBOX_PROT');
    expect(wrong).toContain('code 2');
    expect(await failure({ YUZHU_SANDBOX_SPI_REPEATS: '5,2' })).toContain('YUZHU_SANDBOX_SPI_REPEATS');
    const program = await start();
    expect(await failure({ YUZHU_SANDBOX_PORT: '0' })).toContain('另一个沙箱正在使用同一个数据库');
    const other = spare.url;
    const second = await failure({ DATABASE_URL: other });
    expect(second).toContain('sandbox 已经在运行');
    expect(second).toContain(`sandbox is already running (process ${program.pid}`);
    await program.kill();
    expect(await failure({ DATABASE_URL: other, YUZHU_SANDBOX_CLOCK_START: 'soon' })).toContain(
      'YUZHU_SANDBOX_CLOCK_START',
    );
  }, 60_000);
});

/** Puts a voucher on sale straight in the database; its id. */
async function voucherOnSale(): Promise<string> {
  const { accountId, clientKey } = DEMO_MERCHANT;
  const { now } = await clock();
  voucher += 1;
  const voucherId = `188000000000000${voucher}`;
  const document = presaleInfo(voucherId, ['1790000000000000'], now - 7_200_000);
  await test.database.tx(async (session) => {
    await insertVoucher(session, { accountId, voucherId, outId: voucherId }, now);
    const version = await addVersion(session, { accountId, voucherId, document, clientKey, logid: '' }, now);
    await decideVersion(session, { accountId, voucherId, version }, { state: 'approved', message: '' }, now);
    await setVoucherShelf(session, accountId, voucherId, 'on', now);
  });
  return voucherId;
}
