import { expect, test } from 'vitest';
import { waitingAt } from './count.ts';

const todo = {
  waiting_bookings: 1,
  attention_bookings: 10,
  attention_orders: 100,
  failed_messages: 1_000,
  failed_publications: 10_000,
  refused_nights: 100_000,
  resting_pushes: 1_000_000,
  missing_pulls: 10_000_000,
  unpulled_notices: 100_000_000,
  broken_matches: 1_000_000_000,
  bill_differences: 10_000_000_000,
};

test('every count of the to-do list stands in one badge, oddities in that of the to-do page', () => {
  expect(waitingAt('today', todo)).toBe(1);
  expect(waitingAt('bills', todo)).toBe(10_000_000_000);
  expect(waitingAt('todo', todo)).toBe(1_111_111_110);
});
