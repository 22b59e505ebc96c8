import { describe, expect, it } from 'vitest';
import { type LoadPlan, minimumSeconds, stepsOf } from './plan.ts';
import { checkPlatformRules, platformRules } from './plan-rules.ts';
import { type PlanDraft, readPlan } from './read-plan.ts';
import { checkTarget } from './target.ts';

const draft = (change: PlanDraft = {}): PlanDraft => ({
  partner: { url: 'http://127.0.0.1:7001/', clientKey: 'aw1', clientSecret: 's' },
  interfaces: [
    { name: 'bookable-check', file: 'c.csv' },
    { name: 'booking', file: 'b.csv', weight: 2 },
  ],
  ...change,
});
const read = (change?: PlanDraft) => readPlan(draft(change), 'plan.json');
const words = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it was taken');
};

describe('a plan', () => {
  it('gets defaults: the goal by interface, the shortest total, success by code 0', () => {
    expect(read()).toMatchObject({
      startQps: 10,
      maxQps: 50,
      totalSeconds: 20,
      timeoutMs: 5000,
      arrival: 'constant',
      partner: { url: 'http://127.0.0.1:7001', addresses: {} },
      interfaces: [
        { name: 'bookable-check', weight: 1, okCodes: [0], goal: { successPercent: 99.9, p99Ms: 1000, timeouts: 0 } },
        { name: 'booking', weight: 2, goal: { p99Ms: 2000 } },
      ],
    });
  });

  it('is refused with everything that is wrong at once', () => {
    const wrong = {
      partner: { url: 'ftp://x', clientKey: '', clientSecret: 's', addresses: { bookings: '/x', booking: 'x' } },
      maxQps: 'many',
      timeoutMs: 30_001,
      speed: 1,
      interfaces: [{ name: 'order', file: 'x' }, { name: 'booking' }],
    };
    const message = words(() => read(wrong));
    for (const place of [
      'partner.url',
      'partner.clientKey',
      'partner.addresses.bookings',
      'partner.addresses.booking',
      'maxQps',
      'timeoutMs',
      'speed',
      'interfaces[0].name',
      'interfaces[1].file',
    ]) {
      expect(message).toContain(`${place}:`);
    }
    expect(words(() => read({ interfaces: [] }))).toContain('interfaces:');
    const twice = { name: 'booking', file: 'x' };
    expect(words(() => read({ interfaces: [twice, twice] }))).toContain('booking stands there twice');
  });

  it('rises by steps to its maximum and spends what time is left there', () => {
    const plan = { startQps: 10, stepQps: 20, maxQps: 60, secondsPerStep: 5, totalSeconds: 30 };
    expect(minimumSeconds(plan)).toBe(20);
    expect(stepsOf(plan)).toEqual([
      { qps: 10, fromMs: 0, toMs: 5000 },
      { qps: 30, fromMs: 5000, toMs: 10_000 },
      { qps: 50, fromMs: 10_000, toMs: 15_000 },
      { qps: 60, fromMs: 15_000, toMs: 30_000 },
    ]);
    expect(stepsOf({ ...plan, startQps: 60 })).toEqual([{ qps: 60, fromMs: 0, toMs: 30_000 }]);
    expect(words(() => read({ ...plan, totalSeconds: 19 }))).toContain('totalSeconds: should be a number from 20');
  });
});

describe('the platform’s rules', () => {
  const GOOD = {
    admissionQps: 50,
    startQps: 50,
    stepQps: 25,
    maxQps: 150,
    secondsPerStep: 60,
    totalSeconds: 300,
    timeoutMs: 2000,
  };
  const broken = (change: Partial<LoadPlan>) =>
    platformRules({ ...read(GOOD), ...change } as LoadPlan)
      .filter(({ ok }) => !ok)
      .map(({ field }) => field);

  it('are kept by a plan of the form', () => {
    expect(broken({})).toEqual([]);
    expect(() => checkPlatformRules(read(GOOD))).not.toThrow();
  });

  it.each([
    [{ name: 'x'.repeat(101) }, ['name']],
    [{ maxQps: 151 }, ['maxQps', 'totalSeconds']],
    [{ maxQps: 49, startQps: 10, stepQps: 10 }, ['maxQps', 'maxQps']],
    [{ maxQps: 301, admissionQps: 101 }, ['maxQps', 'totalSeconds']],
    [{ startQps: 76 }, ['startQps']],
    [{ stepQps: 51 }, ['stepQps']],
    [{ secondsPerStep: 29 }, ['secondsPerStep']],
    [{ secondsPerStep: 75 }, ['totalSeconds']],
    [{ totalSeconds: 299, secondsPerStep: 30 }, ['totalSeconds']],
    [{ timeoutMs: 30_001 }, ['timeoutMs']],
    [{ startQps: 12.5 }, ['numbers', 'totalSeconds']],
  ])('are broken by %j', (change, fields) => {
    expect(broken(change).sort()).toEqual([...fields].sort());
  });

  it('are explained with the plan’s own numbers', () => {
    const message = words(() => checkPlatformRules({ ...read(GOOD), maxQps: 160 }));
    expect(message).toContain('maxQps: the maximum is the admission QPS 50 to three times as much, 150 (160)');
  });
});

describe('the target', () => {
  const to = (url: string, addresses: Record<string, string> = {}) => ({
    partner: { url, clientKey: 'k', clientSecret: 's', addresses },
  });

  it.each(['http://127.0.0.1:1', 'http://127.8.9.1', 'http://localhost:80', 'http://[::1]:80'])(
    '%s is this machine',
    (url) => {
      expect(() => checkTarget(to(url), [])).not.toThrow();
    },
  );

  it.each([
    'https://hotel.example',
    'http://127.0.0.1.example',
    'http://10.0.0.1',
    'http://localhost.example',
    'http://0.0.0.0',
  ])('%s is not, and has to be named', (url) => {
    expect(words(() => checkTarget(to(url), ['other.example']))).toContain(new URL(url).hostname);
    expect(() => checkTarget(to(url), [new URL(url).hostname])).not.toThrow();
  });

  it('is every host the plan sends to', () => {
    const plan = to('http://127.0.0.1', { booking: 'https://hooks.example/b', payment: '/pay' });
    expect(words(() => checkTarget(plan, []))).toContain('hooks.example');
  });
});
