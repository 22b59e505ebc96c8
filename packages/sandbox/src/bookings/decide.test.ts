import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BOOKING_STATES,
  type BookingCommand,
  type BookingEffect,
  type BookingFacts,
  type BookingState,
  decideBooking,
  newBooking,
} from './decide.ts';

const MINUTE = 60_000;
const yes = { accept: true, confirmNumber: 'N' };
const no = { accept: false, rejectCode: 1 };
const commands = fc.constantFrom<BookingCommand>(
  { kind: 'pay' },
  { kind: 'created', confirmMode: 2 },
  { kind: 'created', confirmMode: 1, decision: yes },
  { kind: 'created', confirmMode: 1, decision: no },
  { kind: 'create-failed' },
  { kind: 'notified', acknowledged: true },
  { kind: 'pay-deadline' },
  { kind: 'accept-deadline' },
  { kind: 'confirm', decision: yes },
  { kind: 'confirm', decision: no },
  { kind: 'stay', status: 1 },
  { kind: 'stay', status: 2 },
  { kind: 'stay', status: 3 },
  { kind: 'verify' },
  { kind: 'settle' },
);

function begin(mode: 'one-step' | 'two-step', surcharge: number): BookingFacts {
  return {
    state: newBooking(mode, surcharge).state,
    mode,
    surcharge,
    decidedBy: null,
    confirmMode: null,
    early: null,
    paid: false,
    payDeadline: null,
    acceptDeadline: null,
    acceptMinutes: 60,
    createdAt: 0,
    notice: 'none',
    checkedIn: false,
  };
}

interface Played {
  readonly booking: BookingFacts;
  readonly effects: readonly BookingEffect[];
  readonly states: readonly BookingState[];
}

function play(
  mode: 'one-step' | 'two-step',
  surcharge: number,
  told: readonly (readonly [BookingCommand, number])[],
): Played {
  let booking = begin(mode, surcharge);
  const effects: BookingEffect[] = [...newBooking(mode, surcharge).effects];
  const states: BookingState[] = [booking.state];
  let now = 0;
  for (const [command, minutes] of told) {
    now += minutes * MINUTE;
    const done = decideBooking(booking, command, now);
    if (done.kind !== 'changed') continue;
    const { change } = done;
    effects.push(...done.effects);
    states.push(change.state);
    booking = {
      ...booking,
      state: change.state,
      decidedBy: change.decidedBy ?? booking.decidedBy,
      confirmMode: change.confirmMode ?? booking.confirmMode,
      early: change.early === undefined ? booking.early : change.early,
      paid: change.paid ?? booking.paid,
      acceptDeadline: change.acceptDeadline ?? booking.acceptDeadline,
      payDeadline: done.effects.includes('watch-payment') ? now + 15 * MINUTE : booking.payDeadline,
      notice: change.notice ?? booking.notice,
      checkedIn: booking.checkedIn || change.stay === 1,
    };
  }
  return { booking, effects, states };
}

const modes = fc.constantFrom('one-step', 'two-step') as fc.Arbitrary<'one-step' | 'two-step'>;
const surcharges = fc.constantFrom(0, 10_000);
const told = fc.array(fc.tuple(commands, fc.integer({ min: 0, max: 70 })), { maxLength: 25 });
const count = (effects: readonly BookingEffect[], one: BookingEffect) =>
  effects.filter((effect) => effect === one).length;
const AGREED: readonly BookingState[] = ['accepted', 'checked-in', 'no-show', 'checked-out', 'verified', 'settled'];
const OVER: readonly BookingState[] = ['rejected', 'cancelled'];

describe('booking decisions', () => {
  it('coupons and money agree with the state after any sequence of events', () => {
    fc.assert(
      fc.property(modes, surcharges, told, (mode, surcharge, events) => {
        const { booking, effects } = play(mode, surcharge, events);
        expect(count(effects, 'send-create')).toBeLessThanOrEqual(1);
        expect(count(effects, 'book-coupons')).toBe(AGREED.includes(booking.state) ? 1 : 0);
        expect(count(effects, 'release-coupons')).toBe(OVER.includes(booking.state) ? 1 : 0);
        const charged = count(effects, 'charge');
        expect(charged).toBeLessThanOrEqual(surcharge > 0 ? 1 : 0);
        expect(count(effects, 'refund')).toBe(OVER.includes(booking.state) ? charged : 0);
        if (AGREED.includes(booking.state)) expect(charged).toBe(surcharge > 0 ? 1 : 0);
        expect(count(effects, 'send-notice')).toBe(mode === 'two-step' ? charged : 0);
        expect(count(effects, 'verify-coupons')).toBe(['verified', 'settled'].includes(booking.state) ? 1 : 0);
        expect(count(effects, 'settle')).toBe(booking.state === 'settled' ? 1 : 0);
      }),
      { numRuns: 5000 },
    );
  });

  it('what is over stays over, and what was agreed is never rejected', () => {
    fc.assert(
      fc.property(modes, surcharges, told, (mode, surcharge, events) => {
        const { states } = play(mode, surcharge, events);
        const over = states.findIndex((state) => OVER.includes(state));
        if (over >= 0) expect(new Set(states.slice(over)).size).toBe(1);
        const agreed = states.findIndex((state) => AGREED.includes(state));
        if (agreed >= 0) expect(states.slice(agreed).every((state) => AGREED.includes(state))).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('every state can be reached', () => {
    const reached = new Set<BookingState>();
    const sample = fc.sample(fc.tuple(modes, surcharges, told), { numRuns: 6000, seed: 7 });
    for (const [mode, surcharge, events] of sample)
      for (const state of play(mode, surcharge, events).states) reached.add(state);
    expect([...reached].sort()).toEqual([...BOOKING_STATES].sort());
  });

  const waiting = (acceptDeadline: number): BookingFacts => ({
    ...begin('one-step', 0),
    state: 'waiting-accept',
    confirmMode: 2,
    acceptDeadline,
  });
  const confirm = (booking: BookingFacts, accept: boolean, now = 0) =>
    decideBooking(booking, { kind: 'confirm', decision: accept ? yes : no }, now);

  it('a decision at the deadline is too late, one before it counts', () => {
    expect(confirm(waiting(1000), true, 999).kind).toBe('changed');
    expect(confirm(waiting(1000), true, 1000)).toEqual({ kind: 'refused', why: 'deadline-passed' });
    expect(confirm(waiting(1000), false, 1000)).toEqual({ kind: 'refused', why: 'deadline-passed' });
  });

  it.each([
    ['accepted', 'partner', true, 'repeat'],
    ['accepted', 'partner', false, 'decided-differently'],
    ['checked-out', 'partner', true, 'repeat'],
    ['settled', 'partner', false, 'decided-differently'],
    ['rejected', 'partner', false, 'repeat'],
    ['rejected', 'partner', true, 'decided-differently'],
    ['rejected', 'platform', false, 'deadline-passed'],
    ['rejected', 'platform', true, 'deadline-passed'],
    ['cancelled', 'platform', true, 'ended'],
  ] as const)('%s by %s, confirmed again (accept %s): %s', (state, decidedBy, accept, expected) => {
    const done = confirm({ ...waiting(1000), state, decidedBy }, accept);
    expect(done.kind === 'refused' ? done.why : done.kind).toBe(expected);
  });

  it('a booking decided in the create answer takes no confirm at all', () => {
    for (const state of ['accepted', 'rejected', 'waiting-payment'] as const)
      expect(confirm({ ...waiting(1000), state, confirmMode: 1 }, true)).toEqual({ kind: 'refused', why: 'sync' });
  });

  it('a word that comes before the answer to the create call is kept and takes effect with it', () => {
    const { booking, states } = play('one-step', 0, [
      [{ kind: 'confirm', decision: yes }, 0],
      [{ kind: 'confirm', decision: yes }, 0],
      [{ kind: 'created', confirmMode: 2 }, 1],
    ]);
    expect(states).toEqual(['creating', 'creating', 'accepted']);
    expect(booking.early).toBeNull();
    expect(confirm({ ...begin('one-step', 0), early: yes }, false)).toEqual({
      kind: 'refused',
      why: 'decided-differently',
    });
    expect(
      play('one-step', 0, [
        [{ kind: 'confirm', decision: no }, 0],
        [{ kind: 'created', confirmMode: 2 }, 1],
      ]).booking.state,
    ).toBe('rejected');
  });

  it('before the create call of an unpaid one-step booking the partner can know nothing', () => {
    expect(confirm(begin('one-step', 10_000), true)).toEqual({ kind: 'refused', why: 'illegal' });
  });

  it('the time to accept runs from the creation, or from the payment of a two-step surcharge', () => {
    const created = decideBooking(
      { ...begin('one-step', 0), createdAt: 5 * MINUTE },
      { kind: 'created', confirmMode: 2 },
      8 * MINUTE,
    );
    expect(created).toMatchObject({ change: { acceptDeadline: 65 * MINUTE } });
    const unpaid = {
      ...begin('two-step', 100),
      state: 'waiting-payment' as const,
      confirmMode: 2 as const,
      payDeadline: 15 * MINUTE,
    };
    expect(decideBooking(unpaid, { kind: 'pay' }, 10 * MINUTE)).toMatchObject({
      change: { acceptDeadline: 70 * MINUTE },
    });
  });

  it.each([
    ['accepted', 1, 'checked-in'],
    ['accepted', 2, 'no-show'],
    ['accepted', 3, 'checked-out'],
    ['checked-in', 1, 'repeat'],
    ['checked-in', 2, 'stay-order'],
    ['checked-in', 3, 'checked-out'],
    ['no-show', 1, 'checked-in'],
    ['no-show', 2, 'repeat'],
    ['no-show', 3, 'stay-order'],
    ['checked-out', 1, 'repeat'],
    ['checked-out', 2, 'stay-order'],
    ['checked-out', 3, 'repeat'],
    ['settled', 3, 'settled'],
    ['waiting-accept', 1, 'stay-order'],
    ['creating', 1, 'stay-order'],
    ['rejected', 1, 'ended'],
    ['cancelled', 3, 'ended'],
  ] as const)('%s, stay status %i: %s', (state, status, expected) => {
    const done = decideBooking({ ...waiting(1000), state }, { kind: 'stay', status }, 0);
    expect(done.kind === 'refused' ? done.why : done.kind === 'changed' ? done.change.state : done.kind).toBe(expected);
  });
});
