import { seededRandom } from '@yuzhu/runtime';
import { expect, it } from 'vitest';
import { EventQueue, type Pending } from './queue.ts';

it('gives events by time, those of one time in order of arrival, and never a cancelled one', () => {
  const random = seededRandom('queue');
  const queue = new EventQueue<Pending>();
  const events = Array.from({ length: 2000 }, (_, seq) => ({ at: random.int(50), seq, cancelled: false }));
  for (const event of events) queue.push(event);
  for (const event of events) event.cancelled = random.int(3) === 0;
  const expected = events.filter(({ cancelled }) => !cancelled).sort((a, b) => a.at - b.at || a.seq - b.seq);
  expect(queue.earliest(({ at }) => at > 20)).toBe(expected.find(({ at }) => at > 20));
  const given: Pending[] = [];
  for (let event = queue.pop(); event !== undefined; event = queue.pop()) given.push(event);
  expect(given).toEqual(expected);
});
