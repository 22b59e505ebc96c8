import { networkInterfaces } from 'node:os';
import { hotelMoment } from '@yuzhu/contract';
import { testDatabase } from '@yuzhu/runtime/testkit';
import { describe, expect, it } from 'vitest';
import { GATEWAY_MIGRATIONS } from '../start/migrations.ts';
import { startTestGateway } from '../testing/test-gateway.ts';
import type { ClockReply } from './scope.ts';

const database = await testDatabase({ migrations: [GATEWAY_MIGRATIONS], name: 'clock' });
const gateway = await startTestGateway(database.url, { YUZHU_CLOCK: 'follow', YUZHU_GATEWAY_HOST: '0.0.0.0' });
const { db } = gateway.context;

async function clock(
  body?: object,
  url = gateway.url,
): Promise<{ status: number; reply: ClockReply & { code?: string } }> {
  const answer = await fetch(
    `${url}/clock`,
    body === undefined
      ? {}
      : { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  );
  return { status: answer.status, reply: (await answer.json()) as ClockReply };
}

describe('a clock that follows', () => {
  it('runs by itself until it is led, then stands where it is put', async () => {
    const running = await clock();
    expect(running.reply.rate).toBe(1);
    const now = hotelMoment('2026-10-01', '09:30');
    const led = await clock({ now, rate: 0 });
    // Nothing waits but the next look for drift, at half past four.
    const drift = hotelMoment('2026-10-02', '04:30');
    expect(led).toEqual({ status: 200, reply: { now, rate: 0, next_due: drift, settled: true } });
    expect(gateway.context.clock.now()).toBe(now);
    await clock({ now: now + 1000 });
    expect((await clock()).reply).toEqual({ now: now + 1000, rate: 0, next_due: drift });
  });

  it('does what is due before it answers, and tells what comes next', async () => {
    const now = hotelMoment('2026-10-02', '09:30');
    await clock({ now, rate: 0 });
    await gateway.account('4001');
    // The platform is not there: each attempt fails and the next one is later.
    await db.execute(
      `INSERT INTO gateway.outbox (account_id, kind, subject_id, once, body, next_at, created_at)
       VALUES ('4001', 'stay-status', '1120000000000004001', '1',
         '{"order_id":"1120000000000004001","order_out_id":"BK1","accommodation_status":1}', $1, $1)`,
      [new Date(now + 60_000)],
    );
    const before = await clock({ now });
    expect(before.reply).toMatchObject({ settled: true, next_due: now + 60_000 });
    const after = await clock({ now: now + 60_000 });
    expect(after.reply.settled).toBe(true);
    expect(after.reply.next_due).toBeGreaterThan(now + 60_000);
    const message = await db.one<{ attempts: number; state: string }>('SELECT attempts, state FROM gateway.outbox');
    expect(message).toEqual({ attempts: 1, state: 'waiting' });
  });

  it('refuses what is no time, and strangers', async () => {
    for (const body of [{ now: -1 }, { now: 'tomorrow' }, { rate: -1 }, { now: 1e18 }, { hour: 3 }, []]) {
      expect(await clock(body)).toMatchObject({ status: 400, reply: { code: 'INPUT_INVALID' } });
    }
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((one) => one !== undefined && one.family === 'IPv4' && !one.internal)?.address;
    if (outside !== undefined) {
      const url = `http://${outside}:${gateway.port}`;
      expect(await clock({ rate: 1 }, url)).toMatchObject({ status: 403, reply: { code: 'CLOCK_LOCAL_ONLY' } });
    }
  });

  it('has no door where the machine’s clock rules', async () => {
    const ordinary = await startTestGateway(database.url);
    expect((await clock(undefined, ordinary.url)).status).toBe(404);
    expect((await clock({ now: 1 }, ordinary.url)).status).toBe(404);
  });
});
