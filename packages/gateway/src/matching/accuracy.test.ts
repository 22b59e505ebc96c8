import { seededRandom } from '@yuzhu/runtime';
import { describe, expect, it } from 'vitest';
import { madeUpHotels } from '../testing/made-up-hotels.ts';
import { hotelComparison } from './hotels.ts';
import { propose } from './proposal.ts';
import { roomComparison } from './rooms.ts';

interface Tally {
  proposed: number;
  right: number;
  wanted: number;
  doubtful: number;
}

/** Proposals for 200 houses with 1,200 room types, counted against the truth. */
function measure(seed: string): { readonly hotels: Tally; readonly rooms: Tally; readonly wrong: readonly string[] } {
  const { own, found } = madeUpHotels(seededRandom(seed), 200);
  const wrong: string[] = [];
  const hotels: Tally = {
    proposed: 0,
    right: 0,
    wanted: own.filter((one) => found.some(({ truth }) => truth === one.truth)).length,
    doubtful: 0,
  };
  const rooms: Tally = { proposed: 0, right: 0, wanted: 0, doubtful: 0 };
  const count = (
    tally: Tally,
    pair: {
      own: { truth: string; name: string };
      found: { truth: string; name: string };
      doubtful: boolean;
      score: number;
    },
  ) => {
    tally.proposed += 1;
    if (pair.doubtful) tally.doubtful += 1;
    if (pair.own.truth === pair.found.truth) tally.right += 1;
    else
      wrong.push(`${pair.own.name} = ${pair.found.name} ${pair.score.toFixed(2)}${pair.doubtful ? ' doubtful' : ''}`);
  };
  for (const pair of propose(own, found, hotelComparison)) count(hotels, pair);
  // Room types are matched within a confirmed hotel, so here within the right one.
  for (const mine of own) {
    const theirs = found.find(({ truth }) => truth === mine.truth);
    if (theirs === undefined) continue;
    rooms.wanted += mine.rooms.length;
    for (const pair of propose(mine.rooms, theirs.rooms, roomComparison)) count(rooms, pair);
  }
  return { hotels, rooms, wrong };
}

const precision = ({ right, proposed }: Tally) => right / proposed;
const recall = ({ right, wanted }: Tally) => right / wanted;

describe('proposals', () => {
  // A quality, not a speed: the figures stand in docs/matching.md.
  it.each(['first', 'second', 'third'])('hit what they should, seed %s', (seed) => {
    const { hotels, rooms, wrong } = measure(seed);
    expect(precision(hotels), wrong.join('\n')).toBeGreaterThan(0.95);
    expect(recall(hotels)).toBeGreaterThan(0.9);
    expect(precision(rooms), wrong.join('\n')).toBeGreaterThan(0.95);
    expect(recall(rooms)).toBeGreaterThan(0.9);
  });
});
