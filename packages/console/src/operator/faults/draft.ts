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
    'hotel-audit-result',
    'ari-failure',
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
  in: ['delay', 'timeout', 'status', 'lose-answer', 'twice', 'write-fails', 'items-busy'],
};

const PUSHES = ['stock-save', 'price-save'] as const;
const NOTICES = ['voucher-audit-result', 'room-audit-result', 'hotel-audit-result', 'ari-failure'] as const;

/** Kinds that only some interfaces know. */
const ONLY: Readonly<Record<string, readonly string[]>> = {
  hold: ['*', ...NOTICES],
  'write-fails': PUSHES,
  'items-busy': PUSHES,
};

/** The interfaces a kind can spoil in a direction; `*` for all of them. */
export function interfacesFor(direction: 'in' | 'out', kind: string): readonly string[] {
  return ONLY[kind] ?? ['*', ...INTERFACES[direction]];
}

/** The number a kind takes beside it. */
export type Extra = 'ms' | 'status' | 'share';

const EXTRA: Readonly<Record<string, Extra>> = {
  delay: 'ms',
  timeout: 'ms',
  'late-copy': 'ms',
  hold: 'ms',
  status: 'status',
  'items-busy': 'share',
};

/** What such a number may be and what the form begins with: milliseconds, an HTTP status, percent. */
export const EXTRA_RANGE: Readonly<
  Record<Extra, { readonly min: number; readonly max: number; readonly first: number }>
> = {
  ms: { min: 0, max: 86_400_000, first: 500 },
  status: { min: 400, max: 599, first: 503 },
  share: { min: 1, max: 100, first: 10 },
};

/** The form as it is typed. */
export interface FaultDraft {
  readonly direction: 'in' | 'out';
  readonly interfaceName: string;
  readonly kind: string;
  /** Milliseconds, HTTP status or percent, by the kind. */
  readonly value: number;
  readonly pick: 'next' | 'probability';
  /** How many, or percent. */
  readonly pickValue: number;
}

/** Which number a kind takes beside it. */
export function extraOf(kind: string): Extra | undefined {
  return EXTRA[kind];
}

/** The form with another kind or direction: what does not go with it is replaced by what does. */
export function withKind(draft: FaultDraft, direction: 'in' | 'out', wanted: string): FaultDraft {
  const kind = KINDS[direction].includes(wanted) ? wanted : 'delay';
  const names = interfacesFor(direction, kind);
  const extra = extraOf(kind);
  return {
    ...draft,
    direction,
    kind,
    interfaceName: names.includes(draft.interfaceName) ? draft.interfaceName : (names[0] ?? '*'),
    value: extra === undefined ? draft.value : EXTRA_RANGE[extra].first,
  };
}

/** The form as a rule for the API, which judges the rest. */
export function toRule({ direction, interfaceName, kind, value, pick, pickValue }: FaultDraft): NewFaultRule {
  const extra = extraOf(kind);
  const number = extra === undefined ? {} : { [extra]: extra === 'share' ? value / 100 : value };
  return {
    direction,
    interfaceName,
    fault: { kind, ...number },
    pick: pick === 'next' ? { next: pickValue } : { probability: pickValue / 100 },
  };
}
