import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allowedCommands,
  BOOKING_STATES,
  type BookingCommand,
  type BookingFacts,
  type BookingState,
  decide,
  TRANSITIONS,
} from './decide.ts';

const NOW = 1_788_228_000_000;

const command: fc.Arbitrary<BookingCommand> = fc.oneof(
  fc.record({ kind: fc.constant('pay' as const), paidAt: fc.nat(), byHand: fc.boolean() }),
  fc.record({ kind: fc.constant('reject' as const), code: fc.nat(9), reason: fc.string() }),
  fc.constantFrom<BookingCommand>({ kind: 'accept' }, { kind: 'check_in' }, { kind: 'check_out' }, { kind: 'no_show' }),
);
const state = fc.constantFrom(...BOOKING_STATES);

/** Plays commands, collecting all effects. */
function play(start: BookingState, commands: readonly BookingCommand[]) {
  let facts: BookingFacts = { state: start, paidAt: null };
  const effects: string[] = [];
  const states: BookingState[] = [start];
  for (const one of commands) {
    const decision = decide(facts, one, NOW);
    if (decision.outcome !== 'changed') continue;
    facts = decision;
    effects.push(...decision.effects);
    states.push(decision.state);
  }
  return { state: facts.state, effects, states };
}

describe('booking states', () => {
  it('gives rooms and units back together, at most once, and only by a rejection', () => {
    fc.assert(
      fc.property(state, fc.array(command, { maxLength: 30 }), (start, commands) => {
        const { effects, state: end } = play(start, commands);
        const rooms = effects.filter((effect) => effect === 'release_rooms').length;
        expect(effects.filter((effect) => effect === 'release_units').length).toBe(rooms);
        expect(rooms).toBe(end === 'rejected' && start !== 'rejected' ? 1 : 0);
      }),
    );
  });

  it('tells the platform one decision only, and each stay status once', () => {
    fc.assert(
      fc.property(state, fc.array(command, { maxLength: 30 }), (start, commands) => {
        const { effects } = play(start, commands);
        expect(effects.filter((effect) => effect === 'send_accept' || effect === 'send_reject').length).toBeLessThan(2);
        for (const effect of ['send_check_in', 'send_no_show', 'send_check_out']) {
          expect(effects.filter((one) => one === effect).length).toBeLessThan(2);
        }
      }),
    );
  });

  it('never comes back to a state and never leaves an end', () => {
    fc.assert(
      fc.property(state, fc.array(command, { maxLength: 30 }), (start, commands) => {
        const { states } = play(start, commands);
        expect(new Set(states).size).toBe(states.length);
        if (['refused', 'rejected', 'cancelled', 'checked_out', 'no_show'].includes(start))
          expect(states).toEqual([start]);
      }),
    );
  });

  it('changes nothing when a command is said again', () => {
    fc.assert(
      fc.property(state, command, (start, one) => {
        const first = decide({ state: start, paidAt: null }, one, NOW);
        if (first.outcome !== 'changed') return;
        expect(decide(first, one, NOW + 1)).toEqual({ outcome: 'unchanged' });
      }),
    );
  });

  it('changes the state exactly where the table says so, and names what is allowed where it does not', () => {
    fc.assert(
      fc.property(state, command, (start, one) => {
        const line = TRANSITIONS.find((row) => row.from === start && row.command === one.kind);
        const decision = decide({ state: start, paidAt: null }, one, NOW);
        expect(decision.outcome === 'changed').toBe(line !== undefined);
        if (decision.outcome === 'refused') {
          expect(decision.allowed).toEqual(allowedCommands(start));
          expect(decision.allowed).not.toContain(one.kind);
        }
      }),
    );
  });

  it('notes when and why a booking was decided', () => {
    expect(
      decide({ state: 'wait_accept', paidAt: null }, { kind: 'reject', code: 1, reason: '满房' }, NOW),
    ).toMatchObject({
      state: 'rejected',
      decidedAt: NOW,
      rejectCode: 1,
      rejectReason: '满房',
    });
    expect(decide({ state: 'wait_pay', paidAt: null }, { kind: 'pay', paidAt: 5, byHand: true }, NOW)).toMatchObject({
      state: 'wait_accept',
      paidAt: 5,
      decidedAt: null,
    });
    expect(decide({ state: 'wait_pay', paidAt: null }, { kind: 'pay', paidAt: 5, byHand: false }, NOW)).toMatchObject({
      state: 'accepted',
      decidedAt: NOW,
      effects: ['send_accept'],
    });
  });
});
