import { manualClock, systemClock } from '@yuzhu/runtime';
import { describe, expect, it } from 'vitest';
import { createTurns } from './turns.ts';

describe('waiting for a turn', () => {
  it('callers take turns, each in their own order, one at a time', async () => {
    const turns = createTurns(systemClock());
    const done: string[] = [];
    let inside = 0;
    const ask = (who: string, number: number) =>
      turns.inTurn('line', who, async () => {
        inside += 1;
        expect(inside).toBe(1);
        await new Promise<void>((resolve) => setImmediate(resolve));
        inside -= 1;
        done.push(`${who}${number}`);
      });
    const big = Array.from({ length: 6 }, (_, at) => ask('big', at));
    await Promise.all([...big, ask('small', 0), ask('other', 0), ask('other', 1)]);
    expect(done).toEqual(['big0', 'big1', 'small0', 'other0', 'big2', 'other1', 'big3', 'big4', 'big5']);
  });

  it('goes on after somebody’s work failed', async () => {
    const turns = createTurns(systemClock());
    const failing = turns.inTurn('line', 'a', () => Promise.reject(new Error('no')));
    const next = turns.inTurn('line', 'b', async () => 'went on');
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('went on');
  });

  it('ends at the moment, at an answer, and at once on a clock that stands still', async () => {
    const clock = manualClock(0);
    const turns = createTurns(clock);
    expect(await turns.until('line', 1000)).toBe(false);
    const answered = turns.until('line', 1000);
    turns.answered('another line');
    turns.answered('line');
    expect(await answered).toBe(true);
    const moved = turns.until('line', 1000);
    clock.advance(1000);
    expect(await moved).toBe(true);
  });
});
