import type { NextStep } from '../platform/next-steps.ts';
import { describeFailure, type PlatformFailure } from '../platform/outcome.ts';
import { decideRetry } from '../platform/retry.ts';
import type { Publication } from './store.ts';

/** What follows a call that failed: again at a moment, or a person has to look at it. */
export type AfterFailure =
  | {
      readonly state: 'waiting';
      readonly tries: number;
      readonly nextAt: number;
      readonly error: string;
      readonly nextStep: NextStep;
    }
  | { readonly state: 'failed'; readonly error: string; readonly nextStep: NextStep };

/** Decides it for one publication. Waiting for a turn is no attempt. Pure; `fraction` in [0, 1) spreads the pauses. */
export function afterFailure(one: Publication, failure: PlatformFailure, now: number, fraction: number): AfterFailure {
  const unsent = failure.next === 'backoff' && failure.delivery === 'not_sent';
  const tries = one.attempts + (unsent ? 0 : 1);
  const error = describeFailure(failure);
  const decision = decideRetry({ tries, since: one.since }, failure, now, fraction);
  return decision.state === 'failed'
    ? { state: 'failed', error, nextStep: decision.nextStep }
    : { state: 'waiting', tries, nextAt: decision.nextAt, error, nextStep: decision.nextStep };
}

/** The answer came and said nothing about this one: asked again, it may. */
export function noVerdict(logid: string | undefined): PlatformFailure {
  const description = 'the answer holds no verdict on this one';
  return { ok: false, code: undefined, next: 'retry', description, logid, delivery: 'unknown' };
}
