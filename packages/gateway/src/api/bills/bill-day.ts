import Type, { type Static, type TInteger } from 'typebox';
import type { BillDay } from '../../bills/list.ts';
import { fenSum, momentText, nullable, output, toMoment } from '../fields.ts';
import { MATCH_STATES } from './match.ts';

/** One day of the bill in answers. */
export const billDayView = output('BillDay', {
  day: Type.String({ description: 'day of verification' }),
  lines: Type.Integer(),
  fetched_at: nullable(momentText('last complete fetch; null: never')),
  to_match: Type.Integer({ description: 'orders that have yet to be matched' }),
  billed: fenSum('sum over all orders of the day, signed'),
  matches: Type.Object(
    Object.fromEntries(MATCH_STATES.map((state) => [state, Type.Integer()])) as Record<
      (typeof MATCH_STATES)[number],
      TInteger
    >,
    { description: 'orders by outcome' },
  ),
  last_error: nullable(Type.String({ description: 'why the last fetch failed' })),
  next_step: nullable(Type.String({ description: 'code of docs/errors.md that tells what to do' })),
});

/** Day to answer. */
export function toBillDay(one: BillDay): Static<typeof billDayView> {
  return {
    day: one.day,
    lines: one.lines,
    fetched_at: one.fetchedAt === undefined ? null : toMoment(one.fetchedAt),
    to_match: one.toMatch,
    billed: one.billed,
    matches: { ...one.matches },
    last_error: one.lastError ?? null,
    next_step: one.nextStep ?? null,
  };
}
