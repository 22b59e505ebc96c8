import type { Todo } from '../api/pushes.ts';

/** What waits under each place of the staff's pages: every count of the to-do list stands in exactly one badge. */
const PLACES = {
  waiting_bookings: 'today',
  attention_bookings: 'todo',
  attention_orders: 'todo',
  failed_messages: 'todo',
  failed_publications: 'todo',
  refused_nights: 'todo',
  resting_pushes: 'todo',
  missing_pulls: 'todo',
  unpulled_notices: 'todo',
  broken_matches: 'todo',
  bill_differences: 'bills',
} as const satisfies Readonly<Record<keyof Todo, string>>;

/** How much the badge of a place counts. */
export function waitingAt(place: 'today' | 'todo' | 'bills', todo: Todo): number {
  return (Object.keys(PLACES) as (keyof Todo)[])
    .filter((name) => PLACES[name] === place)
    .reduce((sum, name) => sum + todo[name], 0);
}
