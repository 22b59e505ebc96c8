import { gatewayCodes, type RetryClass } from '@yuzhu/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { notSent, type PlatformFailure } from './outcome.ts';
import { pauseAfter } from './pace.ts';
import { decideRetry } from './retry.ts';

const T = 1_800_000_000_000;

/** `code` null: no readable answer. */
function failure(next: RetryClass, code: number | null = 1, extra: Partial<PlatformFailure> = {}): PlatformFailure {
  const delivery = code === null ? 'unknown' : 'answered';
  return { ok: false, code: code ?? undefined, next, description: 'words', logid: undefined, delivery, ...extra };
}

describe('retry classes', () => {
  it('repeats what may be repeated and nothing else, for every code of the table', () => {
    const decided = Object.fromEntries(
      gatewayCodes.map(({ code, next }) => [
        code,
        decideRetry({ tries: 1, since: T }, failure(next, code), T, 0).state,
      ]),
    );
    const waiting = Object.entries(decided).flatMap(([code, state]) => (state === 'waiting' ? [Number(code)] : []));
    expect(waiting.sort((a, b) => a - b)).toEqual([
      10020, 2100001, 2100004, 2119002, 2119003, 2190001, 2190002, 2190008, 4001601, 28001003, 28001005, 28001006,
      28001008, 28001052, 28003017, 28003018,
    ]);
  });

  it.each([
    [1, 500, 1000],
    [2, 1000, 2000],
    [3, 7500, 15_000],
    [4, 15_000, 30_000],
    [9, 150_000, 300_000],
    [500, 150_000, 300_000],
  ])('after try %i pauses %i to %i ms', (tries, least, most) => {
    const at = (fraction: number) => {
      const decision = decideRetry({ tries, since: T }, failure('retry'), T, fraction);
      return decision.state === 'waiting' ? decision.nextAt - T : -1;
    };
    expect(at(0)).toBe(least);
    expect(at(0.999999)).toBe(most);
  });

  it('gives up on "busy" after two hours, on silence after three days, on "too frequent" after three days', () => {
    const after = (ms: number, one: PlatformFailure) => decideRetry({ tries: 50, since: T }, one, T + ms, 0).state;
    const hour = 3600_000;
    expect(after(2 * hour - 1, failure('retry'))).toBe('waiting');
    expect(after(2 * hour, failure('retry'))).toBe('failed');
    expect(after(72 * hour - 1, failure('retry', null))).toBe('waiting');
    expect(after(72 * hour, failure('retry', null))).toBe('failed');
    expect(after(72 * hour - 1, failure('backoff'))).toBe('waiting');
  });

  it('follows the limiter for "too frequent"', () => {
    const one = failure('backoff', 2119003, { notBefore: T + 777 });
    expect(decideRetry({ tries: 1, since: T }, one, T, 0)).toMatchObject({
      nextAt: T + 777,
      nextStep: 'PLATFORM_BUSY',
    });
  });

  it('asks again after a business error as often as it is told', () => {
    const tried = (tries: number, businessTries?: number) =>
      decideRetry(
        { tries, since: T, ...(businessTries === undefined ? {} : { businessTries }) },
        failure('fix', 3000001),
        T,
        0,
      );
    expect(tried(1)).toEqual({ state: 'failed', nextStep: 'MESSAGE_REFUSED' });
    expect(tried(5, 6)).toMatchObject({ state: 'waiting' });
    expect(tried(6, 6)).toEqual({ state: 'failed', nextStep: 'MESSAGE_REFUSED' });
    expect(decideRetry({ tries: 1, since: T, businessTries: 6 }, failure('fix', 2119001), T, 0).state).toBe('failed');
  });

  it('tells a fault of our own apart', () => {
    expect(decideRetry({ tries: 1, since: T }, notSent('fix', 'x'), T, 0)).toEqual({
      state: 'failed',
      nextStep: 'MESSAGE_INVALID',
    });
    expect(decideRetry({ tries: 1, since: T }, failure('stop', null), T, 0)).toEqual({
      state: 'failed',
      nextStep: 'ANSWER_UNREADABLE',
    });
  });

  it('with a deadline: always later than now, never after it, one last try, then it has failed', () => {
    const classes = fc.constantFrom<RetryClass>('retry', 'backoff', 'token');
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: -5000, max: 3600_000 }),
        classes,
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (tries, left, next, fraction) => {
          const deadline = T + left;
          const decision = decideRetry({ tries, since: T - 1000, deadline }, failure(next, null), T, fraction);
          if (decision.state === 'failed') {
            expect(left).toBeLessThanOrEqual(2000);
            return;
          }
          expect(decision.nextAt).toBeGreaterThan(T);
          expect(decision.nextAt).toBeLessThanOrEqual(deadline - 2000);
        },
      ),
    );
  });
});

describe('pauses', () => {
  it('grow to their end and never beyond, whatever the number of tries', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000 }),
        fc.double({ min: 0, max: 0.9999, noNaN: true }),
        (tried, fraction) => {
          const pause = pauseAfter(tried, { firstMs: 1000, mostMs: 60_000 }, fraction);
          expect(pause).toBeGreaterThanOrEqual(500);
          expect(pause).toBeLessThanOrEqual(60_000);
        },
      ),
    );
  });
});
