import type { CreationMode, NoticeState } from '../orders/decide.ts';

/**
 * State of a booking (2012).
 * - `waiting-payment`: a surcharge is to be paid; one-step: before the create call, two-step: after it
 * - `creating`: the create call is out or will be repeated
 * - `waiting-accept`: asynchronous, the hotel must decide before the deadline
 * - `accepted`, `checked-in`, `no-show`, `checked-out`: the stay
 * - `verified`, `settled`: T+1
 * - `rejected`: by the hotel, or by the platform at the deadline; `cancelled`: never came about
 */
export type BookingState =
  | 'waiting-payment'
  | 'creating'
  | 'waiting-accept'
  | 'accepted'
  | 'checked-in'
  | 'no-show'
  | 'checked-out'
  | 'verified'
  | 'settled'
  | 'rejected'
  | 'cancelled';

/** Every state, in the order of a booking's life. */
export const BOOKING_STATES: readonly BookingState[] = [
  'waiting-payment',
  'creating',
  'waiting-accept',
  'accepted',
  'checked-in',
  'no-show',
  'checked-out',
  'verified',
  'settled',
  'rejected',
  'cancelled',
];

/** The hotel's word. */
export interface HotelDecision {
  readonly accept: boolean;
  readonly confirmNumber?: string | undefined;
  readonly rejectCode?: number | undefined;
  readonly rejectReason?: string | undefined;
}

/** What the decision depends on. */
export interface BookingFacts {
  readonly state: BookingState;
  readonly mode: CreationMode;
  readonly surcharge: number;
  /** Who ended or accepted it, once decided. */
  readonly decidedBy: 'partner' | 'platform' | null;
  /** 1 the create answer held the decision, 2 a call follows; null before the answer. */
  readonly confirmMode: 1 | 2 | null;
  /** A decision that came before the answer to the create call was seen, or before the surcharge was paid. */
  readonly early: HotelDecision | null;
  readonly paid: boolean;
  readonly payDeadline: number | null;
  readonly acceptDeadline: number | null;
  readonly acceptMinutes: number;
  readonly createdAt: number;
  readonly notice: NoticeState;
  readonly checkedIn: boolean;
}

/** What can happen to a booking. */
export type BookingCommand =
  | { readonly kind: 'pay' }
  /** The create call was answered 0. `decision` when confirm_mode is 1. */
  | { readonly kind: 'created'; readonly confirmMode: 1 | 2; readonly decision?: HotelDecision }
  | { readonly kind: 'create-failed' }
  | { readonly kind: 'notified'; readonly acknowledged: boolean }
  | { readonly kind: 'pay-deadline' }
  | { readonly kind: 'accept-deadline' }
  /** order-confirm of the partner. */
  | { readonly kind: 'confirm'; readonly decision: HotelDecision }
  /** Stay status: 1 checked in, 2 no-show, 3 checked out. */
  | { readonly kind: 'stay'; readonly status: 1 | 2 | 3 }
  | { readonly kind: 'verify' }
  | { readonly kind: 'settle' };

/** What must be done along with the new state, in the same transaction. */
export type BookingEffect =
  | 'charge'
  | 'refund'
  | 'send-create'
  | 'send-notice'
  | 'watch-payment'
  | 'watch-acceptance'
  | 'book-coupons'
  | 'release-coupons'
  /** Verification on the day after departure. */
  | 'plan-verification'
  | 'verify-coupons'
  | 'settle';

/** Members a decision sets. */
export interface BookingChange {
  readonly state: BookingState;
  readonly decidedBy?: 'partner' | 'platform';
  readonly confirmMode?: 1 | 2;
  readonly early?: HotelDecision | null;
  readonly decision?: HotelDecision;
  readonly paid?: true;
  readonly acceptDeadline?: number;
  readonly notice?: NoticeState;
  readonly endReason?: 'create-failed' | 'unpaid' | 'accept-deadline' | 'hotel-rejected';
  readonly stay?: 1 | 2 | 3;
}

/** Why the partner's call is refused: `illegal` (非法请求), the others are business errors. */
export type PartnerRefusal = 'illegal' | 'sync' | 'decided-differently' | 'deadline-passed' | 'ended' | 'stay-order';

/** The outcome. `repeat` = nothing new, answered as a success. */
export type BookingDecision =
  | { readonly kind: 'changed'; readonly change: BookingChange; readonly effects: readonly BookingEffect[] }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'repeat' }
  | { readonly kind: 'refused'; readonly why: PartnerRefusal | 'state' };

const NOTHING: BookingDecision = { kind: 'nothing' };
const REPEAT: BookingDecision = { kind: 'repeat' };
const changed = (change: BookingChange, ...effects: BookingEffect[]): BookingDecision => ({
  kind: 'changed',
  change,
  effects,
});
const refused = (why: PartnerRefusal | 'state'): BookingDecision => ({ kind: 'refused', why });

/** State and effects of a new booking; its coupons are held already. */
export function newBooking(
  mode: CreationMode,
  surcharge: number,
): { readonly state: BookingState; readonly effects: readonly BookingEffect[] } {
  return mode === 'one-step' && surcharge > 0
    ? { state: 'waiting-payment', effects: ['watch-payment'] }
    : { state: 'creating', effects: ['send-create'] };
}

/** Decides on a booking (contract note "trade", 3.5). Choices of the sandbox are marked where they are made. */
export function decideBooking(booking: BookingFacts, command: BookingCommand, now: number): BookingDecision {
  switch (command.kind) {
    case 'pay':
      return decidePay(booking, now);
    case 'created':
      return booking.state === 'creating' ? decideCreated(booking, command, now) : NOTHING;
    case 'create-failed':
      return booking.state === 'creating' ? ended(booking, 'cancelled', 'platform', 'create-failed') : NOTHING;
    case 'notified':
      if (booking.notice !== 'sending') return NOTHING;
      return changed({ state: booking.state, notice: command.acknowledged ? 'acknowledged' : 'failed' });
    case 'pay-deadline':
      return booking.state === 'waiting-payment' ? ended(booking, 'cancelled', 'platform', 'unpaid') : NOTHING;
    case 'accept-deadline':
      return booking.state === 'waiting-accept' ? ended(booking, 'rejected', 'platform', 'accept-deadline') : NOTHING;
    case 'confirm':
      return decideConfirm(booking, command.decision, now);
    case 'stay':
      return decideStay(booking, command.status);
    case 'verify':
      return STAYING.has(booking.state) ? changed({ state: 'verified' }, 'verify-coupons') : NOTHING;
    case 'settle':
      return booking.state === 'verified' ? changed({ state: 'settled' }, 'settle') : NOTHING;
  }
}

/** States in which the stay is agreed and not yet verified. */
const STAYING: ReadonlySet<BookingState> = new Set(['accepted', 'checked-in', 'no-show', 'checked-out']);

function decidePay(booking: BookingFacts, now: number): BookingDecision {
  if (booking.state !== 'waiting-payment') return refused('state');
  if (booking.payDeadline !== null && now >= booking.payDeadline) return refused('state');
  if (booking.mode === 'one-step') return changed({ state: 'creating', paid: true }, 'charge', 'send-create');
  const paid = { paid: true, notice: 'sending' } as const;
  if (booking.early?.accept === true) {
    const next = accepted(booking.early);
    return changed({ ...next.change, ...paid, early: null }, 'charge', 'send-notice', ...next.effects);
  }
  const acceptDeadline = now + booking.acceptMinutes * 60_000;
  return changed({ state: 'waiting-accept', ...paid, acceptDeadline }, 'charge', 'send-notice', 'watch-acceptance');
}

function decideCreated(
  booking: BookingFacts,
  { confirmMode, decision }: Extract<BookingCommand, { kind: 'created' }>,
  now: number,
): BookingDecision {
  const word = confirmMode === 1 ? decision : booking.early;
  if (word?.accept === false) return rejected(booking, word, { confirmMode, early: null });
  if (booking.surcharge > 0 && !booking.paid)
    return changed({ state: 'waiting-payment', confirmMode, early: word ?? null }, 'watch-payment');
  if (word?.accept === true) {
    const next = accepted(word);
    return changed({ ...next.change, confirmMode, early: null }, ...next.effects);
  }
  // Counted from the order's creation: a product set to one hour was cancelled 59 min 59 s after it (observed).
  const acceptDeadline = Math.max(now, booking.createdAt + booking.acceptMinutes * 60_000);
  return changed({ state: 'waiting-accept', confirmMode, acceptDeadline }, 'watch-acceptance');
}

/**
 * A decision before the answer to the create call was seen (it may have been lost on its way) is kept and takes effect
 * when the repeat is answered; so is an acceptance before the surcharge of a two-step product is paid (inferred).
 */
function decideConfirm(booking: BookingFacts, word: HotelDecision, now: number): BookingDecision {
  const { state, early } = booking;
  if (booking.confirmMode === 1) return refused('sync');
  if (early !== null && (state === 'creating' || state === 'waiting-payment')) {
    return early.accept === word.accept ? REPEAT : refused('decided-differently');
  }
  if (state === 'creating') return changed({ state, early: word });
  if (state === 'waiting-payment') {
    if (booking.confirmMode === null) return refused('illegal');
    return word.accept ? changed({ state, early: word }) : rejected(booking, word, {});
  }
  if (state === 'waiting-accept') {
    if (booking.acceptDeadline !== null && now >= booking.acceptDeadline) return refused('deadline-passed');
    if (!word.accept) return rejected(booking, word, {});
    const next = accepted(word);
    return changed(next.change, ...next.effects);
  }
  if (state === 'cancelled') return refused('ended');
  if (state === 'rejected' && booking.decidedBy === 'platform') return refused('deadline-passed');
  return (state !== 'rejected') === word.accept ? REPEAT : refused('decided-differently');
}

/** Which stay reports are new (`to`), repeats, or against the order of things (absent). All of this is inferred. */
const STAY_MOVES: Readonly<
  Partial<Record<BookingState, Readonly<Partial<Record<1 | 2 | 3, BookingState | 'repeat'>>>>>
> = {
  accepted: { 1: 'checked-in', 2: 'no-show', 3: 'checked-out' },
  'checked-in': { 1: 'repeat', 3: 'checked-out' },
  // The guest came after all.
  'no-show': { 1: 'checked-in', 2: 'repeat' },
  'checked-out': { 1: 'repeat', 3: 'repeat' },
};

function decideStay(booking: BookingFacts, status: 1 | 2 | 3): BookingDecision {
  const { state } = booking;
  if (state === 'verified' || state === 'settled') {
    // The platform verifies without a report too; a late one is taken note of, nothing else (inferred).
    return status === 2 && booking.checkedIn ? refused('stay-order') : changed({ state, stay: status });
  }
  const moves = STAY_MOVES[state];
  if (moves === undefined) return refused(state === 'rejected' || state === 'cancelled' ? 'ended' : 'stay-order');
  const to = moves[status];
  if (to === undefined) return refused('stay-order');
  if (to === 'repeat') return REPEAT;
  return changed({ state: to, stay: status }, ...(status === 3 ? (['plan-verification'] as const) : []));
}

function accepted(word: HotelDecision): { change: BookingChange; effects: readonly BookingEffect[] } {
  return {
    change: { state: 'accepted', decidedBy: 'partner', decision: word },
    effects: ['book-coupons', 'plan-verification'],
  };
}

function rejected(booking: BookingFacts, word: HotelDecision, more: Partial<BookingChange>): BookingDecision {
  const base: BookingChange = { state: 'rejected', decidedBy: 'partner', decision: word, endReason: 'hotel-rejected' };
  return changed({ ...base, ...more }, 'release-coupons', ...moneyBack(booking));
}

function ended(
  booking: BookingFacts,
  state: 'rejected' | 'cancelled',
  decidedBy: 'platform',
  endReason: 'create-failed' | 'unpaid' | 'accept-deadline',
): BookingDecision {
  return changed({ state, decidedBy, endReason }, 'release-coupons', ...moneyBack(booking));
}

function moneyBack(booking: BookingFacts): readonly BookingEffect[] {
  return booking.surcharge > 0 && booking.paid ? ['refund'] : [];
}
