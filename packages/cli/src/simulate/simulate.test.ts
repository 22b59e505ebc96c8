import { type Entry, EXERCISED_BY, type RunReport, shrink, silentInterfaces } from '@yuzhu/acceptance';
import { interfaces } from '@yuzhu/contract';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { openCrew } from './crew.ts';

const MINUTES = 60_000;
const HOUR = 3_600_000;
const crew = await openCrew(inject('yuzhuServerUrl'), 1);

afterAll(() => crew.close());

/** A day in the life of a hotel that touches every interface of the contract. */
const EVERYTHING: readonly Entry[] = [
  { at: 3000, do: 'hotels' },
  { at: 3100, do: 'rooms' },
  { at: 3120, do: 'agent-hotels' },
  { at: 3140, do: 'save-hotel', hotel: 0, rooms: 40, far: true },
  { at: 3160, do: 'save-room', room: 0, rooms: 4 },
  { at: 3200, do: 'publish-good', pick: 0 },
  { at: 3300, do: 'save-voucher', pick: 2 },
  { at: 3400, do: 'shelf', voucher: 1, on: true },
  { at: 3450, do: 'spoil-writes', of: 'price-save', count: 1 },
  { at: 3500, do: 'price', plan: 0, day: 3, nights: 2, price: 61_000, tax: 10 },
  { at: 3600, do: 'stock', plan: 0, day: 3, nights: 2, stock: 4 },
  { at: 3700, do: 'promote', voucher: 0, kind: 0, amount: 9900, stock: 3, perPerson: 2, minutes: 300 },
  // A voucher of the two-step kind: its payment is told by a notice of its own.
  { at: 4000, do: 'buy', guest: 1, voucher: 1, count: 1, payAfter: 1000 },
  { at: 4100, do: 'acceptance', plan: 1, mode: 2 },
  { at: 9000, do: 'look', pick: 0, plan: 0, day: 1 },
  { at: 10_000, do: 'book', pick: 0, plan: 0, day: 1, rooms: 1, look: true, payAfter: 500 },
  { at: 20_000, do: 'accept', pick: 0 },
  { at: 40_000, do: 'check-in', pick: 0 },
  { at: 50_000, do: 'buy', guest: 2, voucher: 0, count: 1, payAfter: 1000, flash: true },
  { at: 60_000, do: 'tell-by', way: 'notice' },
  { at: 61_000, do: 'price', plan: 0, day: 4, nights: 2, price: 62_000, tax: 10 },
  // Its room type has passed the audit by then.
  { at: 1 * HOUR, do: 'room-shelf', room: 0, wanted: 'off' },
  { at: 110 * HOUR, do: 'bill', daysAgo: 1 },
  { at: 110 * HOUR + 60_000, do: 'bill', daysAgo: 2 },
  { at: 134 * HOUR, do: 'bill', daysAgo: 1 },
  { at: 134 * HOUR + 60_000, do: 'bill', daysAgo: 2 },
  { at: 136 * HOUR, do: 'round' },
];

describe('the simulation', () => {
  let first: RunReport;

  it(
    'finds nothing wrong with programs that keep their promises, and injects faults',
    async () => {
      first = await crew.run({ seed: '7', steps: 1500 });
      expect(first.failures).toEqual([]);
      expect(first.steps).toBeGreaterThanOrEqual(1500);
      expect(first.checks).toBeGreaterThan(100);
      expect(Object.keys(first.faults).length).toBeGreaterThan(2);
    },
    3 * MINUTES,
  );

  it(
    'runs the same again from its seed, and from its script; another seed runs otherwise',
    async () => {
      const { trace, steps, script } = first;
      expect(await crew.run({ seed: '7', steps: 1500 })).toMatchObject({ trace, steps });
      expect(await crew.run({ seed: '7', steps: 0, script })).toMatchObject({ trace, steps });
      expect((await crew.run({ seed: '7b', steps: 200 })).trace).not.toBe(trace);
    },
    3 * MINUTES,
  );

  it(
    'speaks every interface of the contract',
    async () => {
      const report = await crew.run({ seed: 'everything', steps: 0, script: EVERYTHING });
      expect(report.failures).toEqual([]);
      // The token was fetched when the template was made.
      const seen = { token: 1, ...report.interfaces };
      expect(silentInterfaces(seen)).toEqual([]);
      expect(silentInterfaces(seen, { ...interfaces, later: { name: 'one-added-later' } })).toEqual([
        'one-added-later',
      ]);
      expect(Object.keys(EXERCISED_BY).sort()).toEqual(Object.keys(interfaces).sort());
    },
    3 * MINUTES,
  );
});

/** The situation each of these bugs needs; the seed chooses the moments within it. */
const SITUATIONS: readonly {
  readonly planted: string;
  /** What it breaks. */
  readonly finds: string;
  readonly seed: string;
  readonly script: readonly Entry[];
}[] = [
  {
    planted: 'unordered-locks',
    finds: 'locks are taken in one order',
    seed: 'b',
    script: [
      { at: 3000, do: 'slow-database', program: 'gateway', most: 100, ms: MINUTES },
      { at: 4000, do: 'contend', guest: 1, day: 5, size: 5, every: 30 },
      { at: 30_000, do: 'round' },
    ],
  },
  {
    planted: 'renewed-mark-forgotten',
    finds: 'the calendar is the same on both sides',
    seed: 'c',
    script: [
      { at: 2999, do: 'network', edge: 'gateway>sandbox', fate: 'delay-answer', count: 2 },
      { at: 3000, do: 'price', plan: 0, day: 3, nights: 2, price: 61_000 },
      { at: 3800, do: 'price', plan: 0, day: 3, nights: 2, price: 62_000 },
      { at: 4000, do: 'round' },
    ],
  },
  {
    planted: 'late-acceptance-kept',
    finds: 'accepted before the deadline',
    seed: 'x',
    script: [
      { at: 4000, do: 'buy', guest: 1, voucher: 2, count: 1, payAfter: 1000 },
      { at: 10_000, do: 'book', pick: 0, plan: 0, day: 1, rooms: 1, look: false, payAfter: 1000 },
      { at: 45 * MINUTES, do: 'work-off', rejectEvery: 2 },
      { at: 46 * MINUTES, do: 'buy', guest: 2, voucher: 2, count: 1, payAfter: 1000 },
      { at: 47 * MINUTES, do: 'book', pick: 1, plan: 0, day: 2, rooms: 1, look: false, payAfter: 1000 },
      { at: 90 * MINUTES, do: 'accept', pick: 1 },
      { at: 91 * MINUTES, do: 'round' },
    ],
  },
  {
    planted: 'broken-match-stays-on',
    finds: 'a rate plan is off while its match is broken, and only then',
    seed: 'x',
    script: [
      { at: 3000, do: 'break-match', pick: 1, state: 'off-shelf', notice: true },
      { at: 1 * MINUTES, do: 'round' },
    ],
  },
  {
    planted: 'broken-match-sells',
    finds: 'nothing is sold while its match is known to be broken',
    seed: 'x',
    script: [
      { at: 3000, do: 'break-match', pick: 1, state: 'off-shelf', notice: true },
      // The broken ones stand first in the platform's list: this is another room type.
      { at: 4000, do: 'break-match', pick: 1, state: 'off-shelf', notice: true },
      { at: 5000, do: 'break-match', pick: 2, state: 'off-shelf', notice: true },
      // The platform sells again, and the hotel, which was not told, does not know it.
      { at: 10 * MINUTES, do: 'mend-matches', notice: false, ask: false },
      { at: 10 * MINUTES, do: 'buy', guest: 1, voucher: 0, count: 1, payAfter: 1000 },
      { at: 11 * MINUTES, do: 'book', pick: 0, plan: 0, day: 1, rooms: 1, look: false, payAfter: 1000 },
      { at: 12 * MINUTES, do: 'round' },
    ],
  },
  {
    planted: 'broken-room-takes-all',
    finds: 'a broken match switches off its own rate plans alone',
    seed: 'x',
    script: [
      { at: 3000, do: 'break-match', pick: 1, state: 'off-shelf', notice: true },
      { at: 1 * MINUTES, do: 'round' },
    ],
  },
  {
    planted: 'mended-match-stays-off',
    finds: 'a rate plan is off while its match is broken, and only then',
    seed: 'x',
    script: [
      { at: 3000, do: 'break-match', pick: 2, state: 'unbound', notice: false },
      { at: 4000, do: 'stock', plan: 0, day: 3, nights: 2, stock: 4 },
      { at: 5000, do: 'stock', plan: 1, day: 3, nights: 2, stock: 4 },
      { at: 6000, do: 'stock', plan: 2, day: 3, nights: 2, stock: 4 },
      { at: 2 * MINUTES, do: 'round' },
    ],
  },
  {
    planted: 'hours-dropped',
    finds: 'hours, currency and amount before tax of a booking are the same on both sides',
    seed: 'x',
    script: [
      { at: 4000, do: 'buy', guest: 1, voucher: 3, count: 1, payAfter: 1000 },
      { at: 10_000, do: 'book', pick: 0, plan: 0, day: 2, rooms: 1, look: true, payAfter: 1000, hour: 14 },
      { at: 20_000, do: 'round' },
    ],
  },
  {
    // This hotel and those of the next two lie outside the mainland.
    planted: 'tax-dropped',
    finds: 'hours, currency and amount before tax of a booking are the same on both sides',
    seed: 'b',
    script: [
      { at: 4000, do: 'buy', guest: 1, voucher: 0, count: 1, payAfter: 1000 },
      { at: 10_000, do: 'book', pick: 0, plan: 0, day: 2, rooms: 1, look: false, payAfter: 1000 },
      { at: 20_000, do: 'round' },
    ],
  },
  {
    planted: 'tax-not-changed',
    finds: 'every acknowledged change is applied',
    seed: 'b',
    script: [
      { at: 4000, do: 'price', plan: 0, day: 3, nights: 2, price: 81_000, tax: 10 },
      { at: 20_000, do: 'round' },
    ],
  },
  {
    planted: 'wrong-tax-told',
    finds: 'the calendar is the same on both sides',
    seed: 'b',
    script: [
      { at: 4000, do: 'price', plan: 0, day: 3, nights: 2, price: 61_000, tax: 10 },
      { at: 20_000, do: 'round' },
    ],
  },
  {
    planted: 'third-token-lives',
    finds: 'two tokens live',
    seed: 'x',
    script: [
      { at: 4000, do: 'foreign-token', count: 3 },
      { at: 10_000, do: 'round' },
    ],
  },
];

/** Tokens taken away and limits changed at many moments while the sandbox, on a slow database, gives tokens out. */
const FROM_OUTSIDE: readonly Entry[] = [
  { at: 3000, do: 'slow-database', program: 'sandbox', most: 400, ms: MINUTES },
  { at: 3500, do: 'foreign-token', count: 6 },
  ...Array.from({ length: 12 }, (_, number): Entry => ({ at: 3600 + 90 * number, do: 'revoke-token' })),
  { at: 5000, do: 'foreign-token', count: 6 },
  ...Array.from(
    { length: 12 },
    (_, number): Entry => ({ at: 5100 + 90 * number, do: 'lower-limit', interface: 'price-save', calls: 1, ms: 5000 }),
  ),
  { at: 20_000, do: 'round' },
];

it(
  'a change from outside that meets a lock of a program waits for it, and the run goes on',
  async () => {
    const report = await crew.run({ seed: 'outside', steps: 0, script: FROM_OUTSIDE });
    expect(report.failures).toEqual([]);
    expect(report.lockWaits).toBeGreaterThan(10);
  },
  4 * MINUTES,
);

describe('planted bugs', () => {
  it.each(SITUATIONS)(
    'finds $planted in the situation it needs, and nothing there without it',
    async ({ planted, finds, seed, script }) => {
      const { failures } = await crew.run({ seed, steps: 0, script, planted });
      expect(failures.map(({ what }) => what)).toContain(finds);
      expect((await crew.run({ seed, steps: 0, script })).failures).toEqual([]);
    },
    2 * MINUTES,
  );

  it.each(['lost-outbox-row', 'answer-before-commit'])(
    'finds %s',
    async (planted) => {
      const reports: RunReport[] = [];
      for (let seed = 1; seed <= 5 && !reports.some(({ failures }) => failures.length > 0); seed++) {
        reports.push(await crew.run({ seed: String(seed), steps: 2500, planted }));
      }
      expect(reports.at(-1)?.failures).not.toEqual([]);
    },
    4 * MINUTES,
  );

  it(
    'shrinks a failing run to a few lines that fail alike, and only with the bug',
    async () => {
      const job = { seed: '1', planted: 'rejection-keeps-rooms' };
      const script: readonly Entry[] = [
        { at: 3000, do: 'acceptance', plan: 2, mode: 2 },
        { at: 3500, do: 'price', plan: 0, day: 3, nights: 2, price: 61_000 },
        { at: 4000, do: 'buy', guest: 1, voucher: 2, count: 1, payAfter: 1000 },
        { at: 5000, do: 'network', edge: 'gateway>sandbox', fate: 'lose-answer', count: 1 },
        { at: 10_000, do: 'book', pick: 0, plan: 0, day: 1, rooms: 1, look: false, payAfter: -1 },
        { at: 15_000, do: 'hotels' },
        { at: 20_000, do: 'reject', pick: 0 },
        { at: 30_000, do: 'buy', guest: 2, voucher: 0, count: 1, payAfter: 1000 },
        { at: 40_000, do: 'round' },
      ];
      const failing = await crew.run({ ...job, steps: 0, script });
      const [failure] = failing.failures;
      expect(failure?.what).toBe('sold is what bookings hold');
      const short = await shrink(failing, (one) => crew.run({ ...job, steps: 0, script: one }));
      expect(short.script.map((entry) => entry.do)).toEqual(['buy', 'book', 'reject', 'round']);
      const again = await crew.run({ ...job, steps: 0, script: short.script });
      expect(again).toMatchObject({ trace: short.report.trace, failures: short.report.failures });
      expect((await crew.run({ seed: '1', steps: 0, script: short.script })).failures).toEqual([]);
    },
    4 * MINUTES,
  );
});
