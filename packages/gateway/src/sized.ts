import type { Statement } from '@yuzhu/runtime';

/** Lists up to this length go with the plan that is kept for short ones. */
const SHORT = 50;

/**
 * A statement over a list of so many entries: prepared for a short one, planned anew for a long one. The plan PostgreSQL
 * keeps for a prepared statement was made when lists and tables were small, and may go through a whole table for each
 * entry: 29,000 marks took minutes instead of two seconds.
 */
export function sized(one: Statement, entries: number): Statement | string {
  return entries > SHORT ? one.text : one;
}
