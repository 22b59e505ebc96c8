import { ARI_CALL_SPAN_NIGHTS, addDays, interfaces } from '@yuzhu/contract';
import { itemsPerCall } from '../../platform/limits.ts';

/** What packing needs to know of a group. */
export interface Ranged {
  readonly start: string;
  readonly end: string;
}

/** The most groups in one call, by the contract; the same for stock and prices. */
const GROUPS_A_CALL = itemsPerCall(interfaces.stockSave);

/**
 * Packs groups into calls of at most 50 groups (documented) that span at most 30 nights from the first night of the call
 * to the last (observed). Every group is in exactly one call; earlier nights leave first. Each call begins with the
 * earliest group that is left and takes, in the order of their beginnings, all that fit: what begins earlier can wait
 * least, because no later call reaches back.
 */
export function packCalls<Group extends Ranged>(
  groups: readonly Group[],
  most: number = GROUPS_A_CALL,
  spanNights: number = ARI_CALL_SPAN_NIGHTS,
): Group[][] {
  const calls: Group[][] = [];
  let left = [...groups].sort((a, b) => compare(a.start, b.start) || compare(a.end, b.end));
  while (left[0] !== undefined) {
    const last = addDays(left[0].start, spanNights - 1);
    const call: Group[] = [];
    const rest: Group[] = [];
    for (const group of left) {
      if (call.length < most && group.end <= last) call.push(group);
      else rest.push(group);
    }
    // A group longer than a call may span goes alone: it is the platform's business to refuse it.
    if (call.length === 0) call.push(...rest.splice(0, 1));
    calls.push(call);
    left = rest;
  }
  return calls;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
