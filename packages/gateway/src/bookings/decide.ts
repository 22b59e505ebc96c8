/** Where a booking stands. `refused`: answered with a code at creation, never booked. */
export type BookingState =
  | 'refused'
  | 'wait_pay'
  | 'wait_accept'
  | 'accepted'
  | 'rejected'
  | 'cancelled'
  | 'checked_in'
  | 'checked_out'
  | 'no_show';

/** Every state, in the order a booking may go through them. */
export const BOOKING_STATES: readonly BookingState[] = [
  'refused',
  'wait_pay',
  'wait_accept',
  'accepted',
  'rejected',
  'cancelled',
  'checked_in',
  'checked_out',
  'no_show',
];

/** What can be done with a booking after its creation. */
export type BookingCommand =
  | { readonly kind: 'pay'; readonly paidAt: number; readonly byHand: boolean }
  | { readonly kind: 'accept' }
  | { readonly kind: 'reject'; readonly code: number; readonly reason: string }
  | { readonly kind: 'check_in' }
  | { readonly kind: 'check_out' }
  | { readonly kind: 'no_show' };

/** What follows from a change of state; carried out in the same transaction (`apply.ts`). */
export type BookingEffect =
  /** Give the room-nights back; the platform hears of the new stock. */
  | 'release_rooms'
  /** Give the units of use back to the voucher order. */
  | 'release_units'
  | 'send_accept'
  | 'send_reject'
  | 'send_check_in'
  | 'send_no_show'
  | 'send_check_out';

/** One line of the table. */
export interface Transition {
  readonly from: BookingState;
  readonly command: BookingCommand['kind'];
  /** Distinguishes lines of the same state and command. */
  readonly when?: 'by hand' | 'automatic';
  readonly to: BookingState;
  readonly effects: readonly BookingEffect[];
}

/**
 * What may happen to a booking. The table decides, draws the diagram of the docs and tells what can be done next.
 * Dates are no guard: check-in and check-out may be reported before and after the planned days (observed). The platform
 * can not be asked to confirm twice (documented), so nothing leads from `accepted` to `rejected`.
 */
export const TRANSITIONS: readonly Transition[] = [
  { from: 'wait_pay', command: 'pay', when: 'automatic', to: 'accepted', effects: ['send_accept'] },
  { from: 'wait_pay', command: 'pay', when: 'by hand', to: 'wait_accept', effects: [] },
  { from: 'wait_accept', command: 'accept', to: 'accepted', effects: ['send_accept'] },
  {
    from: 'wait_accept',
    command: 'reject',
    to: 'rejected',
    effects: ['release_units', 'release_rooms', 'send_reject'],
  },
  { from: 'accepted', command: 'check_in', to: 'checked_in', effects: ['send_check_in'] },
  { from: 'accepted', command: 'no_show', to: 'no_show', effects: ['send_no_show'] },
  { from: 'checked_in', command: 'check_out', to: 'checked_out', effects: ['send_check_out'] },
];

/** States in which a command has had its effect already: saying it again changes nothing and is no mistake. */
const DONE: Readonly<Record<BookingCommand['kind'], readonly BookingState[]>> = {
  pay: ['wait_accept', 'accepted', 'rejected', 'cancelled', 'checked_in', 'checked_out', 'no_show'],
  accept: ['accepted', 'checked_in', 'checked_out', 'no_show'],
  reject: ['rejected'],
  check_in: ['checked_in', 'checked_out'],
  check_out: ['checked_out'],
  no_show: ['no_show'],
};

/** The parts of a booking a decision looks at. */
export interface BookingFacts {
  readonly state: BookingState;
  /** Payment of the surcharge, Unix ms. */
  readonly paidAt: number | null;
}

/** What a command comes to. */
export type BookingDecision =
  | {
      readonly outcome: 'changed';
      readonly state: BookingState;
      readonly effects: readonly BookingEffect[];
      readonly paidAt: number | null;
      /** Acceptance or rejection took place now. */
      readonly decidedAt: number | null;
      readonly rejectCode: number | null;
      readonly rejectReason: string | null;
    }
  /** The command has had its effect before. */
  | { readonly outcome: 'unchanged' }
  /** The state does not allow it. */
  | { readonly outcome: 'refused'; readonly state: BookingState; readonly allowed: readonly BookingCommand['kind'][] };

/** Decides a command. Pure: `now` in Unix ms is given. */
export function decide(booking: BookingFacts, command: BookingCommand, now: number): BookingDecision {
  const line = TRANSITIONS.find(
    (one) => one.from === booking.state && one.command === command.kind && holds(one, command),
  );
  if (line !== undefined) {
    const decided = line.effects.includes('send_accept') || line.effects.includes('send_reject');
    const rejected = command.kind === 'reject';
    return {
      outcome: 'changed',
      state: line.to,
      effects: line.effects,
      paidAt: command.kind === 'pay' ? command.paidAt : booking.paidAt,
      decidedAt: decided ? now : null,
      rejectCode: rejected ? command.code : null,
      rejectReason: rejected ? command.reason : null,
    };
  }
  if (DONE[command.kind].includes(booking.state)) return { outcome: 'unchanged' };
  return { outcome: 'refused', state: booking.state, allowed: allowedCommands(booking.state) };
}

function holds(line: Transition, command: BookingCommand): boolean {
  if (line.when === undefined || command.kind !== 'pay') return true;
  return line.when === (command.byHand ? 'by hand' : 'automatic');
}

/** What can be done with a booking in a state. `pay` is the platform's to say. */
export function allowedCommands(state: BookingState): readonly BookingCommand['kind'][] {
  return [...new Set(TRANSITIONS.filter((line) => line.from === state).map((line) => line.command))];
}
