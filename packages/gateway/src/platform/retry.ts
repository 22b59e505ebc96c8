import { PLATFORM } from '@yuzhu/contract';
import type { NextStep } from './next-steps.ts';
import type { PlatformFailure } from './outcome.ts';
import { pauseAfter } from './pace.ts';

/** How far the attempts on one thing have got. Times are Unix ms. */
export interface Tried {
  /** Attempts in this round, the last one included. */
  readonly tries: number;
  /** Begin of the round. */
  readonly since: number;
  /** The platform decides by itself at this moment; undefined when there is none. */
  readonly deadline?: number | undefined;
  /** How often a business error (3000001, "may be retried" by the documents) is worth asking again; default 1. */
  readonly businessTries?: number;
}

/** Whether and when to try again. */
export type Retry =
  | { readonly state: 'waiting'; readonly nextAt: number; readonly nextStep: NextStep }
  | { readonly state: 'failed'; readonly nextStep: NextStep };

/** Tries in quick succession before the pace slows down (documented: at most three). */
const QUICK_TRIES = 3;
const QUICK = { firstMs: 1000, mostMs: 4000 };
const SLOW = { firstMs: 15_000, mostMs: 300_000 };
const BUSINESS = { firstMs: 1000, mostMs: 30_000 };
/** Without a deadline: how long answers "try again" and silence are borne (our choice). */
const ANSWERED_LIMIT_MS = 2 * 3600_000;
const SILENT_LIMIT_MS = 72 * 3600_000;
/** With a deadline: one last try this long before the platform decides by itself. */
const LAST_TRY_MS = 2000;

/**
 * Decides what follows a failed attempt, by the class of its code. Pure; `fraction` in [0, 1) spreads the pauses.
 *
 * | class | what follows |
 * |---|---|
 * | retry, no answer | three quick tries (1, 2 s), then 15 s doubling to 5 min; without a deadline for 2 h (answered) or 72 h (silent) |
 * | backoff | at the moment the limiter names |
 * | token | as retry: one refresh and one repetition have been made already |
 * | fix | failed at once; a business error as often as `businessTries` says |
 * | authorise, stop | failed at once |
 */
export function decideRetry(tried: Tried, failure: PlatformFailure, now: number, fraction: number): Retry {
  switch (failure.next) {
    case 'backoff': {
      const nextAt = failure.notBefore ?? now + pauseAfter(tried.tries, SLOW, fraction);
      return wait(tried, nextAt, now, 'PLATFORM_BUSY', SILENT_LIMIT_MS);
    }
    case 'retry':
    case 'token': {
      const slowTries = tried.tries - QUICK_TRIES + 1;
      const pause = slowTries < 1 ? pauseAfter(tried.tries, QUICK, fraction) : pauseAfter(slowTries, SLOW, fraction);
      return failure.code === undefined
        ? wait(tried, now + pause, now, 'PLATFORM_SILENT', SILENT_LIMIT_MS)
        : wait(tried, now + pause, now, 'PLATFORM_BUSY', ANSWERED_LIMIT_MS);
    }
    case 'fix': {
      if (failure.delivery === 'not_sent') return { state: 'failed', nextStep: 'MESSAGE_INVALID' };
      if (failure.code === PLATFORM.business && tried.tries < (tried.businessTries ?? 1)) {
        return wait(
          tried,
          now + pauseAfter(tried.tries, BUSINESS, fraction),
          now,
          'MESSAGE_REFUSED',
          ANSWERED_LIMIT_MS,
        );
      }
      return { state: 'failed', nextStep: 'MESSAGE_REFUSED' };
    }
    case 'authorise':
      return { state: 'failed', nextStep: 'PLATFORM_UNAUTHORISED' };
    case 'stop':
      return { state: 'failed', nextStep: failure.code === undefined ? 'ANSWER_UNREADABLE' : 'PLATFORM_STOPPED' };
  }
}

function wait(tried: Tried, wanted: number, now: number, nextStep: NextStep, limitMs: number): Retry {
  const nextAt = Math.max(wanted, now + 1);
  if (tried.deadline === undefined) {
    return now - tried.since >= limitMs ? { state: 'failed', nextStep } : { state: 'waiting', nextAt, nextStep };
  }
  const last = tried.deadline - LAST_TRY_MS;
  if (nextAt < last) return { state: 'waiting', nextAt, nextStep };
  return now < last ? { state: 'waiting', nextAt: last, nextStep } : { state: 'failed', nextStep: 'DEADLINE_PASSED' };
}
