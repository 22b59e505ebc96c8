import { gatewayCode, interfaces } from '@yuzhu/contract';
import type { NextStep } from '../../platform/next-steps.ts';
import type { PlatformFailure } from '../../platform/outcome.ts';
import type { PlanGroup, SaveOutcome } from './calls.ts';

/** What became of one rate plan's groups of a call. */
export type PlanVerdict =
  | { readonly state: 'accepted' }
  /** The platform will not have it: shown to a person, not repeated until it changes or somebody asks. */
  | { readonly state: 'refused'; readonly code: number | undefined; readonly message: string }
  /** Not known or to be tried again. */
  | {
      readonly state: 'again';
      readonly code: number | undefined;
      readonly message: string;
      readonly nextStep: NextStep;
    };

/** What became of a whole call. */
export type CallVerdict =
  /** Verdicts by the platform's rate plan id. */
  | { readonly kind: 'items'; readonly plans: ReadonlyMap<string, PlanVerdict>; readonly logid: string | undefined }
  /** Something in the request is refused and the answer does not tell what: to be found by halving. */
  | { readonly kind: 'split'; readonly failure: PlatformFailure }
  /** Not its turn under the rate limits: nothing left, nothing failed. */
  | { readonly kind: 'wait'; readonly at: number }
  /** The call failed as a whole, and would whatever it carried. */
  | { readonly kind: 'failed'; readonly failure: PlatformFailure; readonly nextStep: NextStep };

/**
 * Reads the answer to a push. Whether the platform gives a verdict per group or per rate plan is not stated: any
 * non-zero code of a rate plan is a failure of all its groups in the call (documented reading rule).
 */
export function readVerdicts(outcome: SaveOutcome, groups: readonly PlanGroup<unknown>[], now: number): CallVerdict {
  if (!outcome.ok) return failedCall(outcome, groups, now);
  const plans = new Map<string, PlanVerdict>();
  for (const { platformRatePlanId } of groups) {
    plans.set(platformRatePlanId, {
      state: 'again',
      code: undefined,
      message: 'the answer holds no verdict on this rate plan',
      nextStep: 'NO_VERDICT',
    });
  }
  for (const { rate_plan_id: id, code, message } of outcome.data.save_result) {
    const known = plans.get(id);
    // A failure stays one, whatever else is said about the same rate plan.
    if (known === undefined || (known.state !== 'accepted' && known.code !== undefined)) continue;
    plans.set(id, itemVerdict(code, message));
  }
  return { kind: 'items', plans, logid: outcome.logid };
}

function itemVerdict(code: number, message: string): PlanVerdict {
  if (code === 0) return { state: 'accepted' };
  const { next } = gatewayCode(code);
  // Item codes are not published; only those of the gateway's list that ask for a repetition are repeated.
  return next === 'retry' || next === 'backoff'
    ? { state: 'again', code, message, nextStep: 'PLATFORM_BUSY' }
    : { state: 'refused', code, message };
}

function failedCall(failure: PlatformFailure, groups: readonly PlanGroup<unknown>[], now: number): CallVerdict {
  switch (failure.next) {
    case 'backoff':
      return failure.delivery === 'not_sent'
        ? { kind: 'wait', at: failure.notBefore ?? now + 1 }
        : { kind: 'failed', failure, nextStep: failedStep(failure) };
    case 'fix': {
      const ids = new Set(groups.map((group) => group.platformRatePlanId));
      const [only] = ids;
      if (ids.size > 1 || only === undefined) return { kind: 'split', failure };
      const refused: PlanVerdict = { state: 'refused', code: failure.code, message: failure.description };
      return { kind: 'items', plans: new Map([[only, refused]]), logid: failure.logid };
    }
    default:
      return { kind: 'failed', failure, nextStep: failedStep(failure) };
  }
}

/** What a person does about a call that failed whatever it carried. */
export function failedStep({ next, code }: PlatformFailure): NextStep {
  switch (next) {
    case 'authorise':
      return 'PLATFORM_UNAUTHORISED';
    case 'stop':
      return code === undefined ? 'ANSWER_UNREADABLE' : 'PLATFORM_STOPPED';
    case 'fix':
      return 'ITEM_REFUSED';
    case 'backoff':
      return 'PLATFORM_BUSY';
    case 'retry':
    case 'token':
      return code === undefined ? 'PLATFORM_SILENT' : 'PLATFORM_BUSY';
  }
}

/** The interface of a kind. */
export const PUSH = { stock: interfaces.stockSave, price: interfaces.priceSave } as const;
