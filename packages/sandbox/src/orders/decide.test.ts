import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideOrder, newOrder, type OrderCommand, type OrderEffect, type OrderFacts } from './decide.ts';

const modes = fc.constantFrom('one-step', 'two-step') as fc.Arbitrary<'one-step' | 'two-step'>;
const commands: fc.Arbitrary<OrderCommand> = fc.oneof(
  fc.constantFrom<OrderCommand>(
    { kind: 'pay' },
    { kind: 'created' },
    { kind: 'create-failed' },
    { kind: 'pay-deadline' },
    { kind: 'notified', acknowledged: true },
    { kind: 'notified', acknowledged: false },
  ),
);

/** Plays commands, a second apart; the time to pay is ten seconds. */
function play(mode: 'one-step' | 'two-step', told: readonly OrderCommand[]) {
  const begun = newOrder(mode);
  let order: OrderFacts = { state: begun.state, mode, payDeadline: null, notice: 'none' };
  const effects: OrderEffect[] = [...begun.effects];
  const states = [order.state];
  told.forEach((command, index) => {
    const now = index * 1000;
    const done = decideOrder(order, command, now);
    if (done.kind !== 'changed') return;
    effects.push(...done.effects);
    states.push(done.state);
    const watched = done.effects.includes('watch-payment');
    order = {
      ...order,
      state: done.state,
      notice: done.notice,
      payDeadline: watched ? now + 10_000 : order.payDeadline,
    };
  });
  return { order, effects, states };
}
const count = (effects: readonly OrderEffect[], one: OrderEffect) => effects.filter((effect) => effect === one).length;

describe('voucher order decisions', () => {
  it('money, coupons and stock agree with the state after any sequence of events', () => {
    fc.assert(
      fc.property(modes, fc.array(commands, { maxLength: 30 }), (mode, told) => {
        const { order, effects } = play(mode, told);
        const charged = count(effects, 'charge');
        expect(charged).toBeLessThanOrEqual(1);
        expect(count(effects, 'send-create')).toBeLessThanOrEqual(1);
        expect(count(effects, 'send-notice')).toBe(mode === 'two-step' ? charged : 0);
        expect(charged - count(effects, 'refund')).toBe(
          order.state === 'paid' || (order.state === 'creating' && mode === 'one-step') ? 1 : 0,
        );
        expect(count(effects, 'activate-coupons')).toBe(order.state === 'paid' ? 1 : 0);
        const closed = order.state === 'closed' ? 1 : 0;
        expect([count(effects, 'void-coupons'), count(effects, 'return-stock')]).toEqual([closed, closed]);
      }),
      { numRuns: 2000 },
    );
  });

  it('ends are ends', () => {
    fc.assert(
      fc.property(modes, fc.array(commands, { maxLength: 30 }), (mode, told) => {
        const { states } = play(mode, told);
        for (const end of ['paid', 'closed'] as const) {
          const at = states.indexOf(end);
          if (at >= 0) expect(new Set(states.slice(at))).toEqual(new Set([end]));
        }
      }),
    );
  });

  it('nothing is paid at or after the deadline', () => {
    const unpaid: OrderFacts = { state: 'unpaid', mode: 'two-step', payDeadline: 1000, notice: 'none' };
    expect(decideOrder(unpaid, { kind: 'pay' }, 999).kind).toBe('changed');
    expect(decideOrder(unpaid, { kind: 'pay' }, 1000).kind).toBe('refused');
  });
});
