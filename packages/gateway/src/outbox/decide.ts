import type { PlatformFailure, PlatformOutcome } from '../platform/outcome.ts';
import { decideRetry, type Retry } from '../platform/retry.ts';
import type { OutboxKind } from './message.ts';

/** What the decision after an attempt looks at. Times are Unix ms. */
export interface Attempted {
  readonly kind: OutboxKind;
  readonly body: unknown;
  /** This attempt's number, in all and since the last fresh start. */
  readonly attempts: number;
  readonly roundAttempts: number;
  readonly roundSince: number;
  readonly deadline: number | undefined;
}

/** What becomes of a message. */
export type Verdict = { readonly state: 'done'; readonly note: string | undefined } | Retry;

/** A confirm can overtake the answer it refers to: a business error is worth asking again for a minute (inferred). */
const BUSINESS_TRIES = 6;

/** Decides what becomes of a message after an attempt. Pure; `fraction` in [0, 1) spreads the pauses. */
export function decideAfter(
  message: Attempted,
  outcome: PlatformOutcome<unknown>,
  now: number,
  fraction: number,
): Verdict {
  if (outcome.ok) return { state: 'done', note: undefined };
  if (alreadyDone(message, outcome)) return { state: 'done', note: 'the platform had it already' };
  const { roundAttempts: tries, roundSince: since, deadline } = message;
  return decideRetry({ tries, since, deadline, businessTries: BUSINESS_TRIES }, outcome, now, fraction);
}

/** Whether a message must not be sent any more: past its deadline, unless it never was (the deadline is our estimate). */
export function tooLate(message: Attempted, now: number): boolean {
  return message.deadline !== undefined && now > message.deadline && message.roundAttempts > 1;
}

const ACCEPTED_ALREADY = /已接单|已确认|重复接单|already (?:been )?(?:confirmed|accepted)/i;
const REJECTED_ALREADY = /已拒单|重复拒单|already (?:been )?(?:rejected|refused)/i;

/**
 * A repeat whose first answer was lost may be told that the booking is confirmed already. Counts as done only for the
 * same decision and only on a repeat (inferred: the platform's words for it are not published).
 */
function alreadyDone(message: Attempted, outcome: PlatformFailure): boolean {
  if (message.kind !== 'order-confirm' || message.attempts < 2) return false;
  if (outcome.delivery !== 'answered' || (outcome.next !== 'fix' && outcome.next !== 'stop')) return false;
  const decision = (message.body as { confirm_result?: { confirm_result?: number } }).confirm_result?.confirm_result;
  return (decision === 1 ? ACCEPTED_ALREADY : REJECTED_ALREADY).test(outcome.description);
}
