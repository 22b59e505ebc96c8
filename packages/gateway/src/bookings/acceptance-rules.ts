import type { Session } from '@yuzhu/runtime';
import type { AcceptanceMode } from './acceptance.ts';

/** Where a rule applies; the narrowest one wins. */
export type AcceptanceLevel = 'account' | 'hotel' | 'rate_plan';

/** One rule. */
export interface AcceptanceRule {
  readonly level: AcceptanceLevel;
  /** Hotel or rate plan; '' for the account. */
  readonly subject_id: string;
  readonly mode: AcceptanceMode;
}

/** The account's rules, widest first. */
export function listAcceptanceRules(session: Session, accountId: string): Promise<AcceptanceRule[]> {
  return session.query(
    `SELECT level, subject_id, mode FROM gateway.acceptance_rules WHERE account_id = $1
     ORDER BY array_position(ARRAY['account', 'hotel', 'rate_plan'], level), subject_id`,
    [accountId],
  );
}

/** Sets a rule; bookings that come from now on follow it. */
export async function setAcceptanceRule(session: Session, accountId: string, rule: AcceptanceRule): Promise<void> {
  await session.execute(
    `INSERT INTO gateway.acceptance_rules (account_id, level, subject_id, mode) VALUES ($1, $2, $3, $4)
     ON CONFLICT (account_id, level, subject_id) DO UPDATE SET mode = excluded.mode`,
    [accountId, rule.level, rule.subject_id, rule.mode],
  );
}

/** Takes a rule away; the next wider one applies again. */
export async function removeAcceptanceRule(
  session: Session,
  accountId: string,
  level: AcceptanceLevel,
  subjectId: string,
): Promise<void> {
  await session.execute(
    'DELETE FROM gateway.acceptance_rules WHERE account_id = $1 AND level = $2 AND subject_id = $3',
    [accountId, level, subjectId],
  );
}
