import { describe, expect, it } from 'vitest';
import { manualClock, systemClock } from './clock.ts';

describe('manualClock', () => {
  it('stands still until it is moved', async () => {
    const clock = manualClock(1000);
    expect(clock.now()).toBe(1000);
    clock.advance(500);
    expect(clock.now()).toBe(1500);
    clock.set(42);
    expect(clock.now()).toBe(42);
  });

  it('wakes whoever waits when it jumps over their time, earliest first', async () => {
    const clock = manualClock(0);
    const woken: number[] = [];
    const waits = [300, 100, 200, 500].map((at) => clock.waitUntil(at).then(() => woken.push(at)));
    clock.set(300);
    await Promise.all([waits[0], waits[1], waits[2]]);
    expect(woken).toEqual([100, 200, 300]);
    clock.set(500);
    await waits[3];
    expect(woken).toEqual([100, 200, 300, 500]);
  });

  it('resolves at once for a time that has come', async () => {
    await manualClock(10).waitUntil(10);
    await systemClock().waitUntil(0);
  });

  it('runs at a rate and stops', async () => {
    const clock = manualClock(0);
    clock.run(100_000);
    await clock.waitUntil(1_000_000);
    clock.stop();
    const stopped = clock.now();
    expect(stopped).toBeGreaterThanOrEqual(1_000_000);
    expect(clock.now()).toBe(stopped);
    expect(clock.rate).toBe(0);
  });

  it('re-arms a waiter when the rate changes', async () => {
    const clock = manualClock(0);
    clock.run(0.001);
    const wait = clock.waitUntil(3_600_000);
    clock.run(10_000_000);
    await wait;
    expect(clock.now()).toBeGreaterThanOrEqual(3_600_000);
  });

  it('rejects an aborted wait with its reason and forgets it', async () => {
    const clock = manualClock(0);
    const controller = new AbortController();
    const wait = clock.waitUntil(100, controller.signal);
    controller.abort(new Error('enough'));
    await expect(wait).rejects.toThrow('enough');
    await expect(clock.waitUntil(1, controller.signal)).rejects.toThrow('enough');
    clock.set(200);
  });

  it('tells listeners about jumps and speed, not about passing time, until they leave', () => {
    const clock = manualClock(0);
    let told = 0;
    const leave = clock.onChange(() => told++);
    clock.set(1);
    clock.run(2);
    clock.stop();
    leave();
    clock.set(3);
    expect(told).toBe(3);
  });

  it('refuses nonsense and stays as it was', () => {
    const clock = manualClock(7);
    expect(() => clock.set(Number.NaN)).toThrow(RangeError);
    expect(() => clock.run(-1)).toThrow(RangeError);
    expect(() => clock.advance(Number.POSITIVE_INFINITY)).toThrow(RangeError);
    expect(clock.now()).toBe(7);
  });

  it('waits longer than one timer can, without spinning', async () => {
    const warnings: string[] = [];
    const onWarning = (warning: Error) => warnings.push(warning.name);
    process.on('warning', onWarning);
    const clock = manualClock(0);
    clock.run(1);
    let done = false;
    const wait = clock.waitUntil(90 * 86_400_000).then(() => {
      done = true;
    });
    await systemClock().waitUntil(Date.now() + 20);
    expect(done).toBe(false);
    // Node tells when a delay does not fit, and then fires at once.
    expect(warnings).toEqual([]);
    clock.set(90 * 86_400_000);
    await wait;
    process.off('warning', onWarning);
  });
});

describe('systemClock', () => {
  it('follows the machine', async () => {
    const clock = systemClock();
    const start = clock.now();
    await clock.waitUntil(start + 15);
    expect(clock.now()).toBeGreaterThanOrEqual(start + 15);
  });
});
