import Type, { type Static } from 'typebox';
import type { BillMatchView } from '../../bills/list.ts';
import { fenSum, list, momentText, nullable, oneOf, output, toMoment } from '../fields.ts';

/** Outcomes of matching. */
export const MATCH_STATES = ['matched', 'difference', 'missing_bill', 'unknown_booking', 'unknown_type'] as const;

/** The outcome of one order in answers. */
export const billMatchView = output('BillMatch', {
  order_id: Type.String({ description: 'booking; empty for lines that name no order' }),
  day: Type.String({ description: 'latest day with a line of it, or the day a line was due' }),
  state: oneOf(MATCH_STATES, 'matched: every line is understood and every check agrees'),
  reasons: list(Type.String(), 'why it is so'),
  billed: fenSum('sum of the lines, signed'),
  income: nullable(fenSum('settled income by the platform’s query')),
  gross_billed: nullable(fenSum('what the guest paid, by the lines')),
  gross_own: nullable(fenSum('what the guest paid, by our own books')),
  line_count: Type.Integer(),
  checked_at: momentText('when it was matched'),
});

/** Outcome to answer. */
export function toBillMatch(one: BillMatchView): Static<typeof billMatchView> {
  return {
    order_id: one.orderId,
    day: one.day,
    state: one.state,
    reasons: [...one.reasons],
    billed: one.billed,
    income: one.income ?? null,
    gross_billed: one.grossBilled ?? null,
    gross_own: one.grossOwn ?? null,
    line_count: one.lineCount,
    checked_at: toMoment(one.checkedAt),
  };
}
