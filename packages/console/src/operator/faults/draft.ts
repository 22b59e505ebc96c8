import type { NewFaultRule } from '../api/faults.ts';

/** Interfaces by the way their calls go: the platform calls SPIs and sends webhooks, the partner calls the OpenAPIs. */
export const INTERFACES: Readonly<Record<'in' | 'out', readonly string[]>> = {
  out: [
    'bookable-check',
    'voucher-order',
    'booking',
    'payment',
    'ari-pull',
    'voucher-audit-result',
    'room-audit-result',
  ],
  in: [
    'token',
    'hotel-query',
    'hotel-scroll',
    'hotel-save',
    'hotel-status',
    'room-query',
    'room-save',
    'room-status',
    'room-operate',
    'goods-save',
    'voucher-save',
    'product-operate',
    'stock-save',
    'price-save',
    'ari-notify',
    'order-confirm',
    'stay-status',
    'trip-bill-detail',
    'income-by-order',
  ],
};

/** Kinds that make sense in a direction. */
export const KINDS: Readonly<Record<'in' | 'out', readonly string[]>> = {
  out: ['delay', 'timeout', 'status', 'lose-answer', 'twice', 'late-copy', 'hold'],
  in: ['delay', 'timeout', 'status', 'lose-answer', 'twice', 'write-fails'],
};

const WITH_MS: ReadonlySet<string> = new Set(['delay', 'timeout', 'late-copy', 'hold']);

/** The form as it is typed. */
export interface FaultDraft {
  readonly direction: 'in' | 'out';
  readonly interfaceName: string;
  readonly kind: string;
  /** Milliseconds or HTTP status, by the kind. */
  readonly value: number;
  readonly pick: 'next' | 'probability';
  /** How many, or percent. */
  readonly pickValue: number;
}

/** Which number a kind takes beside it. */
export function extraOf(kind: string): 'ms' | 'status' | undefined {
  return WITH_MS.has(kind) ? 'ms' : kind === 'status' ? 'status' : undefined;
}

/** The form as a rule for the API, which judges the rest. */
export function toRule({ direction, interfaceName, kind, value, pick, pickValue }: FaultDraft): NewFaultRule {
  const takes = extraOf(kind);
  return {
    direction,
    interfaceName,
    fault: { kind, ...(takes === 'ms' ? { ms: value } : takes === 'status' ? { status: value } : {}) },
    pick: pick === 'next' ? { next: pickValue } : { probability: pickValue / 100 },
  };
}
