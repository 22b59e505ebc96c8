import Type, { type Static } from 'typebox';
import { DEFAULT_ACCEPTANCE } from '../../bookings/acceptance.ts';
import type { AcceptanceRule } from '../../bookings/acceptance-rules.ts';
import { list, oneOf, output } from '../fields.ts';

/** How bookings are accepted. */
export const modeField = oneOf(
  ['sync', 'async', 'manual'],
  'sync: in the answer to the create; async: at once by an order confirm; manual: by a person, before the platform’s deadline',
);

/** The rules in answers. */
export const acceptanceView = output('Acceptance', {
  default_mode: modeField,
  rules: list(
    Type.Object({
      level: oneOf(['account', 'hotel', 'rate_plan'], 'the narrowest rule wins'),
      subject_id: Type.String({ description: 'hotel or rate plan; empty for the account' }),
      mode: modeField,
    }),
    'rules, widest first',
  ),
});

/** Rows to answer. */
export function toAcceptance(rules: readonly AcceptanceRule[]): Static<typeof acceptanceView> {
  return { default_mode: DEFAULT_ACCEPTANCE, rules: [...rules] };
}
