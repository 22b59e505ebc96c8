import { type CaseResult, outcomeOf, type RunResult } from '../run/results.ts';
import { maskedExchange } from './masked.ts';
import { counts, figuresByInterface } from './words.ts';

/** The run for programs: everything the page shows, with exchanges masked in the same way. */
export function jsonReport(result: RunResult): object {
  return {
    partner: result.partner,
    plan: result.plan,
    started_at: new Date(result.startedAt).toISOString(),
    seconds: result.seconds,
    outcome: outcomeOf(result),
    counts: counts(result),
    mandatory_counts: counts(result, true),
    interfaces: figuresByInterface(result),
    cases: result.cases.map(caseOf),
  };
}

function caseOf(one: CaseResult): object {
  const { id, ability, title, mandatory, source, interfaces } = one.case;
  return {
    id,
    ability,
    title,
    mandatory,
    source,
    interfaces,
    state: one.state,
    reason: one.reason,
    seconds: one.seconds,
    steps: one.steps.map(({ title: stepTitle, state, reason, verdicts, exchanges }) => ({
      title: stepTitle,
      state,
      reason,
      conditions: verdicts,
      exchanges: exchanges.map((exchange) => ({
        interface: exchange.interface,
        from: exchange.from,
        logid: exchange.logid,
        status: exchange.status,
        ms: exchange.ms,
        fault: exchange.fault,
        ...maskedExchange(exchange),
      })),
    })),
  };
}
