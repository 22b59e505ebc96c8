import { hotelMoment } from '@yuzhu/contract';
import { describe, expect, it } from 'vitest';
import { followerDouble } from '../testing/follower-double.ts';
import { tradeWorld } from '../testing/trade-world.ts';

const world = await tradeWorld('clock');
const { clock, timers, db } = world.sandbox.context;
const seen: [number, string][] = [];
timers.register('test.note', async ({ subject }) => {
  seen.push([clock.now(), subject]);
});
timers.register('test.chain', async ({ subject, dueAt }) => {
  seen.push([clock.now(), subject]);
  if (seen.length < 5)
    await db.tx((session) => timers.add(session, { dueAt: dueAt + 60_000, kind: 'test.chain', subject }));
});
timers.register('test.fail', () => Promise.reject(new Error('broken')));
const add = (dueAt: number, subject: string, kind = 'test.note') =>
  db.tx((session) => timers.add(session, { dueAt, kind, subject }));
const state = async () => (await world.operator('GET', '/clock')).body;

describe('the platform’s clock', () => {
  it('stands, runs and is told in hotel time', async () => {
    const begun = hotelMoment('2026-09-01', '10:00');
    expect(await state()).toMatchObject({
      now: begun,
      hotel_time: '2026-09-01 10:00:00',
      rate: 0,
      moving_to: null,
      followers: [],
    });
    const { body } = await world.operator('POST', '/clock/run', { rate: 1000 });
    expect(body.rate).toBe(1000);
    const stopped = (await world.operator('POST', '/clock/stop')).body;
    expect(stopped.rate).toBe(0);
    expect((await state()).now).toBe(stopped.now);
    expect(stopped.now).toBeGreaterThanOrEqual(begun);
  });

  it('moved far, everything due on the way happens at its own time and in order', async () => {
    seen.length = 0;
    const from = clock.now();
    for (const [minutes, subject] of [
      [30, 'c'],
      [10, 'a'],
      [20, 'b'],
      [90, 'after'],
    ] as const)
      await add(from + minutes * 60_000, subject);
    const { body } = await world.move('1h');
    expect(seen).toEqual([
      [from + 600_000, 'a'],
      [from + 1_200_000, 'b'],
      [from + 1_800_000, 'c'],
    ]);
    expect(body).toMatchObject({ from, to: from + 3_600_000, steps: 5, ran: 3, dropped_followers: [], unsettled: [] });
    expect(body.timers.map((one) => one.subject)).toEqual(['a', 'b', 'c']);
    expect((await state()).now).toBe(from + 3_600_000);
    await timers.cancel(db, 'after');
  });

  it('what a timer adds for later on the way happens too, and a failing one is in the report', async () => {
    seen.length = 0;
    const from = clock.now();
    await add(from + 60_000, 'chain', 'test.chain');
    await add(from + 90_000, 'bad', 'test.fail');
    const { body } = await world.move('10m');
    expect(seen.map(([at]) => (at - from) / 60_000)).toEqual([1, 2, 3, 4, 5]);
    const failures = body.timers.filter((one: { error?: string }) => one.error !== undefined);
    expect(failures).toHaveLength(5);
    expect(failures[0]).toMatchObject({ kind: 'test.fail', subject: 'bad', error: 'broken', at: from + 90_000 });
  });

  it('keeps its rate over a move, and moves one after the other', async () => {
    const from = clock.now();
    const moves = await Promise.all([world.move('1h'), world.move('1h'), world.move('1h')]);
    expect(moves.map(({ body }) => (body.to - from) / 3_600_000).sort()).toEqual([1, 2, 3]);
    await world.operator('POST', '/clock/run', { rate: 2 });
    await world.move('1m');
    expect((await state()).rate).toBe(2);
    await world.operator('POST', '/clock/stop');
  });

  it.each([
    [{ to: '2026-01-01 00:00' }, 409, 'CLOCK_BACKWARDS'],
    [{ by: -1 }, 409, 'CLOCK_BACKWARDS'],
    [{}, 400, 'REQUEST_INVALID'],
    [{ to: '2026-09-09 10:00', by: '1h' }, 400, 'REQUEST_INVALID'],
    [{ to: 'tomorrow' }, 400, 'REQUEST_INVALID'],
    [{ by: '10y' }, 400, 'REQUEST_INVALID'],
    [{ by: '9999d' }, 400, 'REQUEST_INVALID'],
    [{ to: 9e15 }, 400, 'REQUEST_INVALID'],
    [{ by: {} }, 400, 'REQUEST_INVALID'],
  ])('refuses to be moved by %j and stays as it was', async (body, status, code) => {
    const before = await state();
    const refused = await world.operator('POST', '/clock/move', body);
    expect(refused.status).toBe(status);
    expect(refused.body.error.code).toBe(code);
    expect(await state()).toEqual(before);
  });

  it('refuses odd rates', async () => {
    for (const rate of [-1, 10_001, 'fast'])
      expect((await world.operator('POST', '/clock/run', { rate })).body.error.code).toBe('REQUEST_INVALID');
  });
});

describe('followers', () => {
  it('are told every step and done before the next; their own due moments are steps too', async () => {
    seen.length = 0;
    const from = clock.now();
    await add(from + 600_000, 'platform');
    const work = [from + 300_000, from + 900_000];
    const double = await followerDouble(async ({ now }) => {
      for (let due = work[0]; due !== undefined && due <= now; due = work[0]) {
        work.shift();
        seen.push([now, 'follower']);
        // Its work calls the platform, which must answer while it waits.
        expect((await world.guest('GET', '/vouchers')).status).toBe(200);
      }
      return { next_due: work[0] ?? null };
    });
    const added = await world.operator('POST', '/clock/followers', { url: double.url });
    expect(added.body.followers).toMatchObject([{ url: double.url, failures: 0 }]);
    expect(double.told).toEqual([{ now: from, rate: 0 }]);
    const { body } = await world.move('20m');
    expect(seen).toEqual([
      [from + 300_000, 'follower'],
      [from + 600_000, 'platform'],
      [from + 900_000, 'follower'],
    ]);
    expect(body.to).toBe(from + 1_200_000);
    const moments = double.told.map(({ now }) => now);
    expect(moments).toEqual([...moments].sort((a, b) => a - b));
    expect(new Set(moments)).toEqual(new Set([from, from + 300_000, from + 600_000, from + 900_000, from + 1_200_000]));
    const count = double.told.length;
    await world.operator('POST', '/clock/run', { rate: 3 });
    expect(double.told.at(-1)?.rate).toBe(3);
    expect(double.told).toHaveLength(count + 1);
    await world.operator('POST', '/clock/stop');
    await world.operator('DELETE', `/clock/followers?url=${encodeURIComponent(double.url)}`);
    expect((await state()).followers).toEqual([]);
    await double.close();
  });

  it('what they cause at the platform in the same moment is done before time goes on', async () => {
    seen.length = 0;
    const from = clock.now();
    let asked = false;
    const double = await followerDouble(async ({ now }) => {
      if (!asked && now > from) {
        asked = true;
        await add(now, 'caused');
      }
      return { next_due: null };
    });
    await world.operator('POST', '/clock/followers', { url: double.url });
    await add(from + 1000, 'cause');
    await add(from + 2000, 'next');
    await world.move('10s');
    expect(seen).toEqual([
      [from + 1000, 'cause'],
      [from + 1000, 'caused'],
      [from + 2000, 'next'],
    ]);
    await world.operator('DELETE', `/clock/followers?url=${encodeURIComponent(double.url)}`);
    await double.close();
  });

  it('that fail three times are dropped and reported; the move goes on', async () => {
    const double = await followerDouble(() => 500);
    await world.operator('POST', '/clock/followers', { url: double.url });
    expect((await state()).followers[0]).toMatchObject({ failures: 1, last_error: 'HTTP 500' });
    await add(clock.now() + 1000, 'x');
    const { body } = await world.move('5s');
    expect(body.dropped_followers).toEqual([double.url]);
    expect((await state()).followers).toEqual([]);
    await double.close();
  });

  it('that never have done are left behind, not waited for without end', async () => {
    const double = await followerDouble(({ now }) => ({ next_due: now }));
    await world.operator('POST', '/clock/followers', { url: double.url });
    const from = clock.now();
    const { body } = await world.move('1s');
    expect(body).toMatchObject({ to: from + 1000, unsettled: [from, from + 1000] });
    await world.operator('DELETE', `/clock/followers?url=${encodeURIComponent(double.url)}`);
    await double.close();
  });

  it('elsewhere need https; unknown ones can not be removed', async () => {
    expect((await world.operator('POST', '/clock/followers', { url: 'http://hotel.example/clock' })).status).toBe(400);
    expect((await world.operator('DELETE', '/clock/followers?url=x')).status).toBe(404);
  });
});
