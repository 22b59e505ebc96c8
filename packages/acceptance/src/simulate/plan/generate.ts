import type { Random } from '@yuzhu/runtime';
import type { Action, Entry, Fault } from './entry.ts';
import { EDGES } from './entry.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Place of acceptance by hand among the modes of an `acceptance`. */
const MANUAL = 2;

/** How often things are done, beside each other. */
const ACTIONS: readonly (readonly [weight: number, make: (random: Random) => Action])[] = [
  [
    26,
    (r) => ({
      do: 'buy',
      guest: r.int(3000),
      voucher: r.int(4),
      count: 1 + r.int(3),
      payAfter: r.int(10) === 0 ? -1 : r.int(20) * SECOND,
      flash: r.int(3) === 0,
    }),
  ],
  [
    34,
    (r) => ({
      do: 'book',
      pick: r.int(1000),
      plan: r.int(3),
      day: busyDay(r),
      rooms: r.int(6) === 0 ? 2 : 1,
      look: r.int(3) === 0,
      payAfter: r.int(8) === 0 ? -1 : r.int(30) * SECOND,
      hour: 7 + r.int(14),
    }),
  ],
  [5, (r) => ({ do: 'rush', pick: r.int(1000), plan: r.int(2), day: 1 + r.int(3), size: 3 + r.int(8) })],
  [4, (r) => ({ do: 'look', pick: r.int(1000), plan: r.int(3), day: busyDay(r) })],
  [2, (r) => ({ do: 'pay', pick: r.int(1000) })],
  [9, (r) => ({ do: 'accept', pick: r.int(1000) })],
  [4, (r) => ({ do: 'reject', pick: r.int(1000) })],
  [1, (r) => ({ do: 'work-off', rejectEvery: 1 + r.int(3) })],
  [8, (r) => ({ do: 'check-in', pick: r.int(1000) })],
  [6, (r) => ({ do: 'check-out', pick: r.int(1000) })],
  [2, (r) => ({ do: 'no-show', pick: r.int(1000) })],
  [
    7,
    (r) => ({
      do: 'price',
      plan: r.int(4),
      day: busyDay(r),
      nights: 1 + r.int(4),
      price: 30_000 + r.int(500) * 100,
      ...(r.int(4) === 0 ? {} : { tax: r.int(20) }),
    }),
  ],
  [6, (r) => ({ do: 'stock', plan: r.int(3), day: busyDay(r), nights: 1 + r.int(4), stock: r.int(7) })],
  [1, (r) => ({ do: 'overbook', plan: r.int(3), day: busyDay(r), nights: 1 + r.int(3), rooms: r.int(3) })],
  [
    2,
    (r) => ({
      do: 'quota',
      plan: r.int(4),
      day: busyDay(r),
      nights: 1 + r.int(3),
      quota: r.int(4) === 0 ? null : r.int(4),
    }),
  ],
  [3, (r) => ({ do: 'open', plan: r.int(3), day: busyDay(r), nights: 1 + r.int(5) })],
  [2, (r) => ({ do: 'stop', plan: r.int(3), day: busyDay(r), nights: 1 + r.int(3) })],
  [1, (r) => ({ do: 'shelf', voucher: r.int(4), on: r.int(3) > 0 })],
  [1, (r) => ({ do: 'save-voucher', pick: r.int(4), change: r.int(6) })],
  [
    2,
    (r) => ({
      do: 'promote',
      voucher: r.int(3),
      kind: r.int(3),
      amount: 100 + r.int(300) * 100,
      stock: 1 + r.int(12),
      perPerson: 1 + r.int(3),
      minutes: 1 + r.int(600),
    }),
  ],
  [1, (r) => ({ do: 'publish-good', pick: r.int(4) })],
  [1, (r) => ({ do: 'hours', from: 6 + r.int(6), to: 15 + r.int(9) })],
  [2, (r) => ({ do: 'save-hotel', hotel: r.int(2), rooms: 1 + r.int(300), far: r.int(3) > 0 })],
  [2, (r) => ({ do: 'save-room', room: r.int(2), rooms: 1 + r.int(20) })],
  [2, (r) => ({ do: 'room-shelf', room: r.int(2), wanted: r.pick(['on', 'off', 'on', 'deleted'] as const) })],
  [1, (r) => ({ do: 'judge-static', pick: r.int(10), approve: r.int(3) > 0 })],
  [
    1,
    (r) => ({
      do: 'break-match',
      pick: r.int(1000),
      state: r.pick(['unbound', 'off-shelf', 'abnormal'] as const),
      notice: r.int(3) > 0,
    }),
  ],
  [1, (r) => ({ do: 'mend-matches', notice: r.int(2) === 0, ask: r.int(2) === 0 })],
  [2, (r) => ({ do: 'bill', daysAgo: 1 + r.int(3) })],
  [1, (r) => ({ do: 'acceptance', plan: r.int(4), mode: r.int(3) })],
  [2, (r) => ({ do: 'tell-by', way: r.pick(['push', 'notice'] as const) })],
  [1, (r) => ({ do: r.int(2) === 0 ? 'hotels' : 'rooms' })],
  [1, () => ({ do: 'agent-hotels' })],
  [1, (r) => ({ do: 'spoil-writes', of: r.pick(['stock-save', 'price-save'] as const), count: 1 + r.int(2) })],
];

const program = (r: Random): 'sandbox' | 'gateway' => (r.int(3) === 0 ? 'sandbox' : 'gateway');
const when = (r: Random): 'before' | 'after' => (r.int(2) === 0 ? 'before' : 'after');

/** The platform's calls and the hotel's are where a repeat or a loss hurts most. */
const BUSY_EDGES = [...EDGES, 'sandbox>gateway', 'sandbox>gateway', 'gateway>sandbox'] as const;
const FATES = [
  'lose-request',
  'lose-answer',
  'lose-answer',
  'delay-request',
  'delay-answer',
  'duplicate',
  'duplicate',
  'duplicate',
  'reset',
] as const;

const FAULTS: readonly (readonly [weight: number, make: (random: Random) => Fault])[] = [
  [
    30,
    (r) => ({
      do: 'network',
      edge: r.pick(BUSY_EDGES),
      fate: r.pick(FATES),
      count: r.int(3) === 0 ? 1 : 1 + r.int(10),
    }),
  ],
  [5, (r) => ({ do: 'crash', program: program(r), after: r.int(60), when: when(r) })],
  [5, (r) => ({ do: 'cut', program: program(r), after: r.int(60), when: when(r) })],
  [2, (r) => ({ do: 'cut-all', program: program(r) })],
  [1, (r) => ({ do: 'database-away', program: program(r), ms: r.int(20) * SECOND })],
  [2, (r) => slowDatabase(program(r), r)],
  [3, (r) => ({ do: 'disk-full', program: program(r), count: 1 + r.int(6) })],
  [2, (r) => ({ do: 'skew', program: program(r), ms: (r.int(2) === 0 ? 1 : -1) * r.int(90) * SECOND })],
  [2, () => ({ do: 'revoke-token' })],
  [3, (r) => ({ do: 'foreign-token', count: 2 + r.int(2) })],
  [
    2,
    (r) => ({
      do: 'lower-limit',
      interface: r.pick(['order-confirm', 'stay-status', 'stock-save', 'price-save', 'ari-notify']),
      calls: 1 + r.int(3),
      ms: r.int(5) * MINUTE,
    }),
  ],
];

function slowDatabase(of: 'sandbox' | 'gateway', random: Random): Fault {
  return { do: 'slow-database', program: of, most: random.pick([20, 100, 400]), ms: random.int(30) * SECOND };
}

/** Days from today: most of the demand is for a few of them, so that rooms run out. */
function busyDay(random: Random): number {
  return random.int(4) === 0 ? 1 + random.int(20) : 1 + random.int(3);
}

function choose<T>(random: Random, choices: readonly (readonly [number, (random: Random) => T])[]): T {
  let draw = random.int(choices.reduce((sum, [weight]) => sum + weight, 0));
  for (const [weight, make] of choices) {
    draw -= weight;
    if (draw < 0) return make(random);
  }
  throw new Error('weights do not add up');
}

/** One round: a busy stretch with faults in it, then a pause of seconds to a day, in which deadlines and nights go by. */
export function generateRound(random: Random, from: number): Entry[] {
  const length = random.pick([SECOND, 3 * SECOND, 10 * SECOND, 30 * SECOND, 2 * MINUTE, 20 * MINUTE]);
  const entries: Entry[] = [];
  const actions = 20 + random.int(60);
  for (let count = 0; count < actions; count++)
    entries.push({ at: from + random.int(length), ...choose(random, ACTIONS) });
  const faults = random.int(4) === 0 ? 0 : 3 + random.int(18);
  for (let count = 0; count < faults; count++)
    entries.push({ at: from + random.int(length), ...choose(random, FAULTS) });
  if (random.int(2) === 0) entries.push({ at: from, do: 'acceptance', plan: random.int(3), mode: MANUAL });
  if (random.int(2) === 0) {
    const at = from + random.int(length);
    entries.push({ at, do: 'slow-database', program: 'gateway', most: random.pick([20, 100, 400]), ms: 10 * SECOND });
    const [day, size, every] = [1 + random.int(20), 2 + random.int(4), random.pick([5, 30, 150])];
    entries.push({ at, do: 'contend', guest: random.int(3000), day, size, every });
    // Creations that succeed are repeated.
    const fate = random.pick(['lose-answer', 'delay-answer', 'duplicate'] as const);
    if (random.int(2) === 0)
      entries.push({ at, do: 'network', edge: 'sandbox>gateway', fate, count: 4 + random.int(9) });
  }
  entries.sort((a, b) => a.at - b.at);
  const pause = random.pick([SECOND, MINUTE, 20 * MINUTE, 90 * MINUTE, 2 * HOUR, 9 * HOUR, 26 * HOUR, 50 * HOUR]);
  // Staff comes back to its list when deadlines have passed: the shorter one of a voucher is half an hour.
  if (pause >= 90 * MINUTE && random.int(4) > 0) {
    const later = from + length + 35 * MINUTE + random.int(80 * MINUTE);
    entries.push({ at: later, do: 'work-off', rejectEvery: 2 + random.int(3) });
  }
  entries.push({ at: from + length + pause, do: 'round' });
  return entries;
}

/**
 * The last stretch of a run: changes and bookings of the next nights up to the very moment at which nothing goes wrong any
 * more, so that nothing later can make good what went wrong.
 */
export function generateEnd(random: Random, from: number): Entry[] {
  const entries: Entry[] = [];
  const kinds = ACTIONS.filter(([, make]) =>
    ['book', 'rush', 'price', 'stock', 'quota', 'reject', 'open'].includes(make(random).do),
  );
  if (random.int(2) === 0) {
    for (const one of ['stock-save', 'price-save']) {
      entries.push({ at: from, do: 'lower-limit', interface: one, calls: 1, ms: 5 * MINUTE });
    }
  }
  if (random.int(2) === 0) entries.push({ at: from, ...slowDatabase('gateway', random) });
  if (random.int(2) === 0) {
    const at = from + random.int(2 * SECOND);
    entries.push({ at, do: 'network', edge: 'gateway>sandbox', fate: 'delay-answer', count: 1 + random.int(4) });
  }
  for (let count = 0; count < 25; count++)
    entries.push({ at: from + random.int(2 * SECOND), ...choose(random, kinds) });
  entries.sort((a, b) => a.at - b.at);
  entries.push({ at: from + 2 * SECOND, do: 'round' });
  return entries;
}
