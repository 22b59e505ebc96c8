import { afterEach, describe, expect, it } from 'vitest';
import { manualClock } from './clock.ts';
import { createLogger, silentLogger } from './log.ts';
import { createMetrics } from './metrics.ts';
import { until } from './testkit/until.ts';
import { startLoop, type WorkLoop, type WorkLoopOptions } from './work-loop.ts';

const loops: WorkLoop[] = [];
afterEach(async () => {
  await Promise.all(loops.splice(0).map((loop) => loop.stop()));
});

/** Long real pauses, so that a test that passes does so by being woken, not by polling. */
function start(options: Partial<WorkLoopOptions> & Pick<WorkLoopOptions, 'next'>): WorkLoop {
  const loop = startLoop({ name: 'test', clock: manualClock(0), log: silentLogger(), idlePollMs: 60_000, ...options });
  loops.push(loop);
  return loop;
}

describe('startLoop', () => {
  it('works at once, then when the clock reaches what it foresaw', async () => {
    const clock = manualClock(0);
    const ran: number[] = [];
    const loop = start({
      clock,
      next: async () => {
        ran.push(clock.now());
        return Math.floor(clock.now() / 100) * 100 + 100;
      },
    });
    await loop.idle();
    expect(loop.nextDue()).toBe(100);
    ran.length = 0;
    clock.run(1000);
    await until(() => ran.some((at) => at >= 300));
    clock.stop();
    expect(ran.length).toBeGreaterThanOrEqual(3);
  });

  it('wakes when the clock jumps, and idle() waits until everything due is done', async () => {
    const clock = manualClock(0);
    const jobs = [50, 60, 70, 500];
    const done: number[] = [];
    const loop = start({
      clock,
      next: async () => {
        // One job a round: idle() has to wait for several rounds.
        if (jobs[0] !== undefined && jobs[0] <= clock.now()) done.push(jobs.shift() as number);
        return jobs[0];
      },
    });
    await loop.idle();
    expect(done).toEqual([]);
    clock.set(100);
    await loop.idle();
    expect(done).toEqual([50, 60, 70]);
    expect(loop.nextDue()).toBe(500);
  });

  it('looks when poked, also when poked in the middle of a round', async () => {
    let rounds = 0;
    const gate = Promise.withResolvers<void>();
    const loop = start({
      next: async () => {
        rounds += 1;
        if (rounds === 1) await gate.promise;
        return undefined;
      },
    });
    await until(() => rounds === 1);
    loop.poke();
    loop.poke();
    gate.resolve();
    await until(() => rounds === 2);
    loop.poke();
    await until(() => rounds === 3);
  });

  it('looks when the clock is moved, also when it foresaw nothing: others may have brought work', async () => {
    const clock = manualClock(0);
    let rounds = 0;
    const loop = start({
      clock,
      next: async () => {
        rounds += 1;
        return undefined;
      },
    });
    await loop.idle();
    const before = rounds;
    clock.advance(1);
    await until(() => rounds === before + 1);
  });

  it('looks by itself now and then, on real time', async () => {
    let rounds = 0;
    start({
      idlePollMs: 5,
      next: async () => {
        rounds += 1;
        return undefined;
      },
    });
    await until(() => rounds >= 4);
  });

  it('does not count as failing while a long round goes well', async () => {
    let rounds = 0;
    let finish: () => void = () => undefined;
    let piece: () => void = () => undefined;
    const loop = start({
      backoffMs: { first: 1, most: 1 },
      next: async (_, wentWell) => {
        rounds += 1;
        if (rounds === 1) throw new Error('no database');
        piece = wentWell;
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        return undefined;
      },
    });
    await until(() => rounds === 2);
    expect(loop.lastError()).toMatchObject({ message: 'no database' });
    piece();
    expect(loop.lastError()).toBeUndefined();
    finish();
  });

  it('tries again after an error, with growing pauses, and tells whoever waits', async () => {
    let failing = true;
    let rounds = 0;
    const lines: string[] = [];
    const loop = start({
      log: createLogger({ name: 't', pretty: false, destination: { write: (line) => lines.push(line) } }),
      backoffMs: { first: 1, most: 4 },
      next: async () => {
        rounds += 1;
        if (failing) throw new Error('no database');
        return undefined;
      },
    });
    await expect(loop.idle()).rejects.toThrow('no database');
    await until(() => rounds >= 4);
    expect(loop.lastError()).toMatchObject({ message: 'no database' });
    expect(lines[0]).toContain('background work failed');
    failing = false;
    await until(() => loop.lastError() === undefined);
    await loop.idle();
  });

  it('finishes the present round when stopped, and starts none after', async () => {
    const gate = Promise.withResolvers<void>();
    let finished = false;
    let rounds = 0;
    const loop = start({
      next: async (signal) => {
        rounds += 1;
        await gate.promise;
        finished = signal.aborted;
        return 0;
      },
    });
    await until(() => rounds === 1);
    const stopped = loop.stop();
    gate.resolve();
    await stopped;
    expect(finished).toBe(true);
    loop.poke();
    await loop.idle();
    expect(rounds).toBe(1);
  });

  it('counts its rounds', async () => {
    const metrics = createMetrics('test');
    const loop = start({ name: 'outbox', metrics, next: async () => undefined });
    const other = start({ name: 'bills', metrics, next: () => Promise.reject(new Error('x')) });
    await loop.idle();
    await other.idle().catch(() => undefined);
    const text = await metrics.registry.metrics();
    expect(text).toMatch(/background_rounds_total\{loop="outbox",result="done"[^}]*\} [1-9]/);
    expect(text).toMatch(/background_rounds_total\{loop="bills",result="failed"[^}]*\} [1-9]/);
    metrics.close();
  });
});
