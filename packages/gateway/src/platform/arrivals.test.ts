import { seededRandom } from '@yuzhu/runtime';
import { describe, expect, it } from 'vitest';
import { createArrivals, type Journey } from './arrivals.ts';

const WINDOW = 1000;
/** As the limiter adds it (limits.ts). */
const MARGIN = 10;
/** How long the model runs, ms. */
const SPAN = 30_000;
/** Ms after which a call without an answer is given up. */
const GIVEN_UP = 1500;

interface World {
  /** Callers with a limit each: so many lines of calls share the way. Absent: one. */
  readonly lines?: number;
  /** Calls a window. */
  readonly most: number;
  /** Ms a call needs to the platform (`now`: since the beginning), and its answer back. */
  readonly there: (draw: number, now: number) => number;
  readonly back: (draw: number) => number;
  /** Ms between arrival and the stamp on the answer. */
  readonly stamped?: (draw: number) => number;
  /** Platform's clock minus ours. */
  readonly clocks?: number;
  /** Share of the answers that get lost. */
  readonly lost?: number;
  /** Whether the platform tells its time. */
  readonly tells?: boolean;
  /** Every five seconds, first after 2.5, the platform takes nothing in for so many ms. */
  readonly stands?: number;
}

interface OnTheWay {
  readonly line: number;
  readonly sent: number;
  /** When its answer comes; undefined: never. */
  readonly answers: number | undefined;
  readonly stamp: number;
  readonly journey: Journey;
  guess: number;
}

/** Calls as quickly as the rule lets them leave; when each arrived at the platform, in order, by line. */
function play(world: World, seed = 'arrivals'): number[][] {
  const { lines = 1, most, there, back, stamped = () => 0, clocks = 0, lost = 0, tells = true, stands = 0 } = world;
  const random = seededRandom(seed);
  const arrivals = createArrivals();
  const arrived: number[][] = Array.from({ length: lines }, () => []);
  const counted: number[][] = Array.from({ length: lines }, () => []);
  const onTheWay = new Set<OnTheWay>();
  const open = (at: number) => Math.max(at, at - ((at + 2500) % 5000) + stands);
  const hear = (now: number) => {
    for (const call of onTheWay) {
      const age = now - call.sent;
      if (call.answers === now) {
        const moment = call.journey.answered(now, tells ? call.stamp : undefined);
        counted[call.line]?.push(moment);
        counted[call.line]?.sort((a, b) => b - a).splice(most);
        onTheWay.delete(call);
      } else if (age >= GIVEN_UP) {
        call.journey.lost();
        if (age >= 10 * WINDOW) onTheWay.delete(call);
      } else if (age >= 400 && age % 100 === 0) {
        call.guess = call.journey.silent(now, call.guess);
      }
    }
  };
  for (let now = 0; now < SPAN; now++) {
    hear(now);
    for (let line = 0; line < lines; line++) {
      const turn = () => {
        const guesses = [...onTheWay].filter((call) => call.line === line).map(({ guess }) => guess);
        const [oldest] = [...(counted[line] ?? []), ...guesses].sort((a, b) => b - a).slice(most - 1);
        return oldest === undefined || oldest <= now - WINDOW - MARGIN;
      };
      while (turn()) {
        const arrival = open(now + Math.round(there(random.next(), now)));
        const guess = now + arrivals.graceMs('push');
        const back1 = arrival + Math.max(1, Math.round(back(random.next())));
        arrived[line]?.push(arrival);
        const stamp = arrival + clocks + Math.round(stamped(random.next()));
        const answers = random.next() < lost ? undefined : Math.max(back1, stamp - clocks + 1);
        onTheWay.add({ line, sent: now, answers, stamp, journey: arrivals.left('push', now), guess });
      }
    }
  }
  return arrived.map((moments) => moments.sort((a, b) => a - b));
}

/** How many calls found the platform's window full. */
function tooMany(lines: readonly number[][], most: number): number {
  return lines.flatMap((arrived) => arrived.filter((at, n) => n >= most && at - (arrived[n - most] as number) < WINDOW))
    .length;
}

const share = (lines: readonly number[][], most: number) =>
  lines.flat().length / ((lines.length * most * SPAN) / WINDOW);

describe('the moment from which a call counts', () => {
  const steady = { there: () => 50, back: () => 50 };
  it.each<[string, World, number]>([
    ['answers that take 100 ms', { most: 20, ...steady }, 0.95],
    // Two thirds of the span pass until the way is known.
    ['the same at one call a window', { most: 1, ...steady }, 0.93],
    ['the same with another clock', { most: 20, ...steady, clocks: -86_400_000 }, 0.95],
    ['a way that takes 40 to 60 ms', { most: 20, there: (draw) => 40 + 20 * draw, back: () => 50 }, 0.95],
    ['a way back of a second', { most: 20, there: () => 20, back: () => 1000 }, 0.95],
    ['a platform that stamps when it answers', { most: 20, ...steady, stamped: (draw) => 30 + 20 * draw }, 0.93],
    ['a tenth of the answers lost', { most: 20, ...steady, lost: 0.1 }, 0.95],
    ['a tenth of the answers of forty lines lost', { lines: 40, most: 1, ...steady, lost: 0.1 }, 0.95],
    [
      'the same at a platform that stands still for 700 of 5,000 ms',
      { lines: 40, most: 1, ...steady, lost: 0.1, stands: 700 },
      0.97,
    ],
    [
      'a way that takes up to half a second, now and then',
      { most: 20, there: (d) => (d > 0.98 ? 500 : 30), back: () => 20 },
      0.9,
    ],
  ])('%s: the platform never sees too many, and its allowance is used', (_, world, least) => {
    const arrived = play(world);
    expect(tooMany(arrived, world.most)).toBe(0);
    expect(share(arrived, world.most)).toBeGreaterThanOrEqual(least);
  });

  // The quickest of some calls in a busy time is not the quickest there is: counted against it, a window whose calls were
  // slow ended up to 40 ms early, and the first quick one after it was one too many.
  it('is late enough for the first quick call after a busy time', () => {
    const busy = (draw: number, now: number) => (now < 2000 ? 2 + 90 * Math.sqrt(draw) : 2 + 3 * draw);
    const all = Array.from({ length: 40 }, (_, seed) =>
      play({ lines: 6, most: 5, there: busy, back: (draw) => 50 * draw }, `busy ${seed}`),
    );
    expect(all.map((arrived) => tooMany(arrived, 5)).filter((count) => count > 0)).toEqual([]);
    expect(all.flatMap((arrived) => share(arrived, 5)).toSorted((a, b) => a - b)[0]).toBeGreaterThanOrEqual(0.9);
  });

  it('is the answer where the platform tells no time', () => {
    const world = { most: 20, there: (draw: number) => 100 * draw, back: () => 10, tells: false };
    expect(tooMany(play(world), 20)).toBe(0);
    expect(createArrivals().left('push', 0).answered(70, undefined)).toBe(70);
  });

  it('is the first guess for a call of which nothing is heard, when nobody left with it or too few were heard', () => {
    const arrivals = createArrivals();
    for (let at = 0; at < 30; at++) arrivals.left('push', at).answered(at + 10, at);
    const alone = arrivals.left('push', 1000);
    expect(alone.silent(1500, 1100)).toBe(1100);
    for (const at of [1020, 1030]) arrivals.left('push', at).answered(at + 50, at + 40);
    expect(alone.silent(1500, 1100)).toBe(1100);
    arrivals.left('another', 1151).answered(1160, 1155);
    expect(alone.silent(1500, 1100)).toBe(1100);
    arrivals.left('push', 1150).answered(1160, 1155);
    expect(alone.silent(1500, 1100)).toBe(1070);
  });

  it('lies between departure and answer, whatever the clocks do', () => {
    const random = seededRandom('clocks');
    const arrivals = createArrivals();
    for (let call = 0; call < 2000; call++) {
      const sent = call * 10;
      const received = sent + 1 + random.int(200);
      const platformTime = sent + random.int(1000) - (call % 400 < 200 ? 0 : 3_600_000);
      const moment = arrivals.left('push', sent).answered(received, platformTime);
      expect(moment).toBeGreaterThanOrEqual(sent);
      expect(moment).toBeLessThanOrEqual(received);
    }
  });
});
