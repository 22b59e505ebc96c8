import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type BatcherOptions, createBatcher } from './batcher.ts';

/** A batcher whose batches end when the test says so. */
function held(options: Partial<BatcherOptions<number, string>> = {}) {
  const running: { key: string; items: readonly number[]; end(answers?: string[]): void; fail(error: Error): void }[] =
    [];
  const batcher = createBatcher<number, string>({
    lanes: 2,
    maxItems: 4,
    maxRunning: 3,
    run: (key, items) =>
      new Promise((resolve, reject) => {
        const end = (answers = items.map((item) => `${key}${item}`)) => {
          running.splice(running.indexOf(entry), 1);
          resolve(answers);
        };
        const fail = (error: Error) => {
          running.splice(running.indexOf(entry), 1);
          reject(error);
        };
        const entry = { key, items, end, fail };
        running.push(entry);
      }),
    ...options,
  });
  return { batcher, running };
}

describe('batcher', () => {
  it('starts a lone item in the same turn and answers it', async () => {
    const { batcher, running } = held();
    const answer = batcher.submit('a', 1);
    await nextTurn();
    expect(running.map(({ items }) => items)).toEqual([[1]]);
    running[0]?.end();
    expect(await answer).toBe('a1');
  });

  it('lets those who were just answered ask again before the next batch leaves', async () => {
    const { batcher, running } = held({ lanes: 1 });
    const again = batcher.submit('a', 1).then(() => batcher.submit('a', 3));
    await nextTurn();
    const waiting = batcher.submit('a', 2);
    running[0]?.end();
    await nextTurn();
    await nextTurn();
    expect(running.map(({ items }) => items)).toEqual([[2, 3]]);
    running[0]?.end();
    expect(await Promise.all([waiting, again])).toEqual(['a2', 'a3']);
  });

  it('sends the next batch before the answers where it is told to, and is idle after them', async () => {
    const { batcher, running } = held({ lanes: 1, nextFirst: true });
    const seen: string[] = [];
    const again = batcher.submit('a', 1).then((answer) => {
      seen.push(`${answer} while ${running.map(({ items }) => items).join()} runs`);
      return batcher.submit('a', 3);
    });
    await nextTurn();
    void batcher.submit('a', 2).then((answer) => seen.push(answer));
    running[0]?.end();
    await nextTurn();
    expect(seen).toEqual(['a1 while 2 runs']);
    running[0]?.end();
    await nextTurn();
    running[0]?.end();
    await batcher.idle();
    expect(seen).toEqual(['a1 while 2 runs', 'a2']);
    expect(await again).toBe('a3');
  });

  it('gathers what arrives while the lanes are busy, in order of arrival, at most maxItems', async () => {
    const { batcher, running } = held();
    const answers = [1, 2].map((item) => batcher.submit('a', item));
    await nextTurn();
    for (let item = 3; item <= 12; item++) answers.push(batcher.submit('a', item));
    await nextTurn();
    expect(batcher.waiting()).toBe(10);
    const seen: (readonly number[])[] = [];
    while (running.length > 0) {
      seen.push(running[0]?.items ?? []);
      running[0]?.end();
      await nextTurn();
      await nextTurn();
    }
    expect(seen.flat()).toEqual(Array.from({ length: 12 }, (_, at) => at + 1));
    expect(Math.max(...seen.map((items) => items.length))).toBeLessThanOrEqual(4);
    expect(seen.length).toBeLessThan(8);
    expect(await Promise.all(answers)).toEqual(seen.flat().map((item) => `a${item}`));
    await batcher.idle();
  });

  it('never runs more than the lanes of a key, nor more than maxRunning in all, and forgets no key', async () => {
    const { batcher, running } = held();
    const answers: Promise<string>[] = [];
    for (let item = 0; item < 6; item++) for (const key of ['a', 'b', 'c']) answers.push(batcher.submit(key, item));
    let most = 0;
    await nextTurn();
    while (running.length > 0) {
      most = Math.max(most, running.length);
      for (const key of ['a', 'b', 'c']) {
        expect(running.filter((batch) => batch.key === key).length).toBeLessThanOrEqual(2);
      }
      running[0]?.end();
      await nextTurn();
      await nextTurn();
    }
    expect(most).toBe(3);
    expect(await Promise.all(answers)).toHaveLength(18);
  });

  it('keeps keys apart', async () => {
    const { batcher, running } = held();
    const answers = [batcher.submit('a', 1), batcher.submit('b', 1)];
    await nextTurn();
    expect(running.map(({ key }) => key)).toEqual(['a', 'b']);
    for (const batch of [...running]) batch.end();
    expect(await Promise.all(answers)).toEqual(['a1', 'b1']);
  });

  it('gives the error of a batch to its items only, and goes on', async () => {
    const { batcher, running } = held({ lanes: 1 });
    const first = batcher.submit('a', 1);
    await nextTurn();
    const second = batcher.submit('a', 2);
    running[0]?.fail(new Error('lost'));
    await expect(first).rejects.toThrow('lost');
    await nextTurn();
    running[0]?.end();
    expect(await second).toBe('a2');
  });

  it('refuses answers that do not match the items', async () => {
    const { batcher, running } = held();
    const answer = batcher.submit('a', 1);
    await nextTurn();
    running[0]?.end(['x', 'y']);
    await expect(answer).rejects.toThrow('1 items got 2 answers');
  });
});
