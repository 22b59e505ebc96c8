import type { CallOutcome } from '@yuzhu/contract';

/**
 * What is known about the way of a call.
 * - `not_sent`: it did not leave, or surely did not arrive: nothing happened at the platform
 * - `unknown`: it left and no readable answer came: the platform may have carried it out
 * - `answered`: the platform answered
 */
export type Delivery = 'not_sent' | 'unknown' | 'answered';

/** What came of a call on the platform. */
export type PlatformOutcome<Data> = CallOutcome<Data> & {
  readonly delivery: Delivery;
  /** Unix ms before which asking again is useless: own rate limit, or a pause the platform asked for. */
  readonly notBefore?: number;
};

/** The failing half of an outcome. */
export type PlatformFailure = Extract<PlatformOutcome<never>, { ok: false }>;

/** A failure before anything left the house. */
export function notSent(next: PlatformFailure['next'], description: string, notBefore?: number): PlatformFailure {
  return {
    ok: false,
    code: undefined,
    next,
    description,
    logid: undefined,
    delivery: 'not_sent',
    ...(notBefore === undefined ? {} : { notBefore }),
  };
}

/** One line for a person or a `last_error` column: code, the platform's words, logid. */
export function describeFailure(failure: PlatformFailure): string {
  const code = failure.code === undefined ? '' : `${failure.code} `;
  const logid = failure.logid === undefined ? '' : ` (logid ${failure.logid})`;
  return `${code}${failure.description}${logid}`;
}
