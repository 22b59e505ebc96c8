import { describe, expect, it } from 'vitest';
import { DOUBT_LASTS_MS, DOUBT_REST_MS } from './decide.ts';
import { MatchDoubts, type ToldOf } from './doubts.ts';

const T = 1_780_000_000_000;
const LATER = T + DOUBT_REST_MS;

/** Doubtful refusals of rate plans in one attempt; `broken` or the number of those in doubt. */
function said(doubts: MatchDoubts, at: number, plans: readonly string[], toldOf: ToldOf = 'price', accountId = '1') {
  const read = (ratePlanId: string) =>
    ({ ratePlanId, said: 'doubtful', why: { code: 1, message: 'odd', logid: undefined } }) as const;
  const weighed = doubts.weigh({ accountId, toldOf, at }, plans, at, read);
  expect(weighed.settled).toHaveLength(plans.length - weighed.doubted.length);
  return weighed.broken.length > 0 ? 'broken' : weighed.doubted.length;
}

describe('a doubtful refusal', () => {
  it('counts at the second attempt, not twice in a call nor in calls beside each other', () => {
    const doubts = new MatchDoubts();
    expect(said(doubts, T, ['A', 'A'])).toBe(2);
    expect(said(doubts, T, ['A'])).toBe(1);
    expect(said(doubts, T + 1, ['A'], 'stock')).toBe(1);
    expect(said(doubts, LATER - 1, ['A'])).toBe(1);
    expect(said(doubts, LATER, ['B'])).toBe(1);
    expect(said(doubts, LATER, ['A'], 'price', '2')).toBe(1);
    expect(said(doubts, LATER, ['A'])).toBe('broken');
    // What has come of it is forgotten.
    expect(said(doubts, LATER + DOUBT_REST_MS, ['A'])).toBe(1);
  });

  it('is forgotten when the rate plan is taken, after an hour, and by a clock that goes back', () => {
    const doubts = new MatchDoubts();
    said(doubts, T, ['A']);
    doubts.taken({ accountId: '1', toldOf: 'stock', at: T }, ['A']);
    doubts.taken({ accountId: '1', toldOf: 'price', at: T }, ['A']);
    expect(said(doubts, LATER, ['A'])).toBe(1);
    expect(said(doubts, LATER + DOUBT_LASTS_MS + 1, ['A'])).toBe(1);
    expect(said(doubts, T, ['A'])).toBe(1);
    expect(said(doubts, LATER, ['A'])).toBe('broken');
  });

  it('of a push counts together with a notice that does not pass later', () => {
    const doubts = new MatchDoubts();
    expect(said(doubts, T, ['A'], 'stock')).toBe(1);
    expect(said(doubts, LATER, ['A'], 'notice')).toBe('broken');
  });
});
