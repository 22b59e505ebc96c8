import type { interfaces, ReplyOf } from '@yuzhu/contract';
import type { VoucherState } from './decide-audit.ts';
import { SHELF_CHECK_MS } from './shelf-queue.ts';

/** What is to be done about a voucher's shelf now. */
export type ShelfStep =
  | { readonly do: 'nothing' }
  /** `op_type` of product operate: 1 on, 2 off (generic goods interface). */
  | { readonly do: 'operate'; readonly opType: 1 | 2 };

/**
 * Whether the wish can be carried out: off whenever the platform knows the voucher; on once it is approved, or, to get
 * along without a lost audit notice, by trying. A rejected voucher waits for its next save.
 */
export function decideShelf(
  state: VoucherState,
  wanted: 'on' | 'off' | undefined,
  platformVoucherId: string | undefined,
): ShelfStep {
  if (wanted === undefined || platformVoucherId === undefined) return { do: 'nothing' };
  if (wanted === 'off') return { do: 'operate', opType: 2 };
  return state === 'rejected' ? { do: 'nothing' } : { do: 'operate', opType: 1 };
}

/** What the platform said about one product. */
export type ShelfVerdict =
  | { readonly state: 'done' }
  | { readonly state: 'refused'; readonly message: string }
  | { readonly state: 'no verdict' };

/** Reads the verdict on one product; codes are text here. */
export function shelfVerdict(reply: ReplyOf<typeof interfaces.productOperate>, productId: string): ShelfVerdict {
  const item = reply.find((one) => one.product_id === productId);
  if (item === undefined) return { state: 'no verdict' };
  return item.code === '0' ? { state: 'done' } : { state: 'refused', message: `${item.code} ${item.message}` };
}

/** A refusal while the audit may still run is no failure: tried again after an hour, then every six (our choice). */
export function nextShelfTry(tries: number, now: number): number {
  return now + (tries <= 1 ? SHELF_CHECK_MS : 6 * SHELF_CHECK_MS);
}
