import { ARI_CALL_SPAN_NIGHTS, daysBetween, interfaces } from '@yuzhu/contract';
import { itemsPerCall } from '../platform/limits.ts';

/** What packing needs to know of a group. */
export interface Ranged {
  readonly start: string;
  readonly end: string;
}

/** The most groups in one call, by the contract; the same for stock and prices. */
const GROUPS_A_CALL = itemsPerCall(interfaces.stockSave);

/**
 * Packs groups into calls of at most 50 groups (documented) that span at most 30 nights from the first night of the call
 * to the last (observed). Every group is in exactly one call; earlier nights leave first.
 */
export function packCalls<Group extends Ranged>(
  groups: readonly Group[],
  most: number = GROUPS_A_CALL,
  spanNights: number = ARI_CALL_SPAN_NIGHTS,
): Group[][] {
  const calls: Group[][] = [];
  let call: Group[] = [];
  let first = '';
  for (const group of [...groups].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))) {
    const fits = call.length > 0 && call.length < most && daysBetween(first, group.end) < spanNights;
    if (!fits) {
      call = [];
      calls.push(call);
      first = group.start;
    }
    call.push(group);
  }
  return calls;
}
