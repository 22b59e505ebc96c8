/**
 * State of a voucher order (2011).
 * - `waiting-payment`: one-step, the guest has not paid; the partner knows nothing yet
 * - `creating`: the create call is out or will be repeated
 * - `unpaid`: two-step, created at the partner, waiting for the guest's money
 * - `paid`: the coupons can be used. What becomes of each is its own state
 * - `closed`: unpaid in time, or creation failed; money, if any, went back
 */
export type OrderState = 'waiting-payment' | 'creating' | 'unpaid' | 'paid' | 'closed';

/** Creation before or after payment (创单模式). */
export type CreationMode = 'one-step' | 'two-step';

/** Payment notice of a two-step product. */
export type NoticeState = 'none' | 'sending' | 'acknowledged' | 'failed';

/** What the decision depends on. */
export interface OrderFacts {
  readonly state: OrderState;
  readonly mode: CreationMode;
  readonly payDeadline: number | null;
  readonly notice: NoticeState;
}

/** What can happen to a voucher order. */
export type OrderCommand =
  /** The guest pays. */
  | { readonly kind: 'pay' }
  /** The create call was answered 0. */
  | { readonly kind: 'created' }
  /** The create call was answered with a final code, or its repeats are used up. */
  | { readonly kind: 'create-failed' }
  /** The payment notice came to its end. */
  | { readonly kind: 'notified'; readonly acknowledged: boolean }
  /** The time to pay is over. */
  | { readonly kind: 'pay-deadline' };

/** What must be done along with the new state, in the same transaction. */
export type OrderEffect =
  | 'charge'
  | 'refund'
  | 'watch-payment'
  | 'send-create'
  | 'send-notice'
  | 'activate-coupons'
  | 'void-coupons'
  | 'return-stock';

/** The outcome: a new state with its effects, nothing to do, or not possible. */
export type OrderDecision =
  | {
      readonly kind: 'changed';
      readonly state: OrderState;
      readonly notice: NoticeState;
      readonly effects: readonly OrderEffect[];
      readonly closeReason?: 'unpaid' | 'create-failed';
    }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'refused' };

const NOTHING: OrderDecision = { kind: 'nothing' };

/** State and effects of a new order. */
export function newOrder(mode: CreationMode): { readonly state: OrderState; readonly effects: readonly OrderEffect[] } {
  return mode === 'one-step'
    ? { state: 'waiting-payment', effects: ['watch-payment'] }
    : { state: 'creating', effects: ['send-create'] };
}

/**
 * Decides on a voucher order (contract note "trade", 3.4). A payment notice that is never acknowledged leaves the order
 * paid: the guest has paid, and the platform's word on it is not published (inferred).
 */
export function decideOrder(order: OrderFacts, command: OrderCommand, now: number): OrderDecision {
  const change = (
    state: OrderState,
    effects: readonly OrderEffect[],
    more: { notice?: NoticeState; closeReason?: 'unpaid' | 'create-failed' } = {},
  ): OrderDecision => ({ kind: 'changed', state, effects, notice: order.notice, ...more });

  switch (command.kind) {
    case 'pay':
      if (order.payDeadline !== null && now >= order.payDeadline) return { kind: 'refused' };
      if (order.state === 'waiting-payment') return change('creating', ['charge', 'send-create']);
      if (order.state === 'unpaid')
        return change('paid', ['charge', 'activate-coupons', 'send-notice'], { notice: 'sending' });
      return { kind: 'refused' };
    case 'created':
      if (order.state !== 'creating') return NOTHING;
      return order.mode === 'one-step' ? change('paid', ['activate-coupons']) : change('unpaid', ['watch-payment']);
    case 'create-failed': {
      if (order.state !== 'creating') return NOTHING;
      const back: readonly OrderEffect[] = order.mode === 'one-step' ? ['refund'] : [];
      return change('closed', [...back, 'void-coupons', 'return-stock'], { closeReason: 'create-failed' });
    }
    case 'notified':
      if (order.notice !== 'sending') return NOTHING;
      return change(order.state, [], { notice: command.acknowledged ? 'acknowledged' : 'failed' });
    case 'pay-deadline':
      if (order.state !== 'waiting-payment' && order.state !== 'unpaid') return NOTHING;
      return change('closed', ['void-coupons', 'return-stock'], { closeReason: 'unpaid' });
  }
}
