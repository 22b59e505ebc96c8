import { seededRandom } from '@yuzhu/runtime';
import { describe, expect, it } from 'vitest';
import { createArrivals } from './arrivals.ts';

const WINDOW = 1000;
/** As the limiter adds it (limits.ts). */
const MARGIN = 10;
/** How long the model runs, ms. */
const SPAN = 30_000;

interface World {
  /** Calls a window. */
  readonly most: number;
  /** Ms a call needs to the platform, and its answer back. */
  readonly there: (draw: number) => number;
  readonly back: (draw: number) => number;
  /** Ms between arrival and the stamp on the answer. */
  readonly stamped?: (draw: number) => number;
  /** Platform's clock minus ours. */
  readonly clocks?: number;
  /** Share of the answers that get lost. */
  readonly lost?: number;
  /** Whether the platform tells its time. */
  readonly tells?: boolean;
}

/** Calls as quickly as the rule lets them leave; when each arrived at the platform, in order. */
function play(world: World): number[] {
  const { most, there, back, stamped = () => 0, clocks = 0, lost = 0, tells = true } = world;
  const random = seededRandom('arrivals');
  const arrivals = createArrivals();
  const arrived: number[] = [];
  const onTheWay: { answers: number; sent: number; stamp: number; guess: number }[] = [];
  const counted: number[] = [];
  const guesses: number[] = [];
  for (let now = 0; now < SPAN; now++) {
    for (const call of onTheWay.filter(({ answers }) => answers === now)) {
      counted.push(arrivals.answered(call.sent, now, tells ? call.stamp : undefined));
      counted.sort((a, b) => b - a).splice(most);
      guesses.splice(guesses.indexOf(call.guess), 1);
      onTheWay.splice(onTheWay.indexOf(call), 1);
    }
    while (guesses[0] !== undefined && guesses[0] < now - 10 * WINDOW) guesses.shift();
    const turn = () => {
      const [oldest] = [...counted, ...guesses].sort((a, b) => b - a).slice(most - 1);
      return oldest === undefined || oldest <= now - WINDOW - MARGIN;
    };
    while (turn()) {
      const arrival = now + Math.round(there(random.next()));
      const guess = now + arrivals.graceMs();
      const answers = arrival + Math.max(1, Math.round(back(random.next())));
      arrived.push(arrival);
      guesses.push(guess);
      if (random.next() < lost) continue;
      const stamp = arrival + clocks + Math.round(stamped(random.next()));
      onTheWay.push({ answers: Math.max(answers, stamp - clocks + 1), sent: now, stamp, guess });
    }
  }
  return arrived.sort((a, b) => a - b);
}

/** Whether any window of the platform held more than it allows. */
function tooMany(arrived: readonly number[], most: number): number {
  return arrived.filter((at, n) => n >= most && at - (arrived[n - most] as number) < WINDOW).length;
}

const share = (arrived: readonly number[], most: number) => arrived.length / ((most * SPAN) / WINDOW);

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

  it('is the answer where the platform tells no time', () => {
    const world = { most: 20, there: (draw: number) => 100 * draw, back: () => 10, tells: false };
    expect(tooMany(play(world), 20)).toBe(0);
    expect(createArrivals().answered(0, 70, undefined)).toBe(70);
  });

  it('lies between departure and answer, whatever the clocks do', () => {
    const random = seededRandom('clocks');
    const arrivals = createArrivals();
    for (let call = 0; call < 2000; call++) {
      const sent = call * 10;
      const received = sent + 1 + random.int(200);
      const moment = arrivals.answered(sent, received, sent + random.int(1000) - (call % 400 < 200 ? 0 : 3_600_000));
      expect(moment).toBeGreaterThanOrEqual(sent);
      expect(moment).toBeLessThanOrEqual(received);
    }
  });
});
