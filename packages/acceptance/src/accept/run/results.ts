import type { Bilingual } from '@yuzhu/contract';
import type { CaseInfo } from '../cases/case-info.ts';
import type { Verdict } from '../conditions/verdict.ts';
import type { Recorded } from '../exchanges/recorded.ts';

/**
 * What came of a step. `waiting`: something the partner's own product should do did not come within the limit.
 * `unreached`: an earlier step did not pass.
 */
export type StepState = 'passed' | 'failed' | 'waiting' | 'unreached';

/** A step with all that was seen. */
export interface StepResult {
  readonly title: Bilingual;
  readonly state: StepState;
  readonly verdicts: readonly Verdict[];
  readonly exchanges: readonly Recorded[];
  /** Why it waits. */
  readonly reason?: Bilingual;
}

/** What came of a case. `not-applicable` counts as passed, as at the platform. */
export type CaseState = 'passed' | 'failed' | 'waiting' | 'not-applicable';

/** A case with its steps. */
export interface CaseResult {
  readonly case: CaseInfo;
  readonly state: CaseState;
  /** Why it does not apply, or what is missing. */
  readonly reason?: Bilingual;
  readonly steps: readonly StepResult[];
  readonly seconds: number;
}

/** A whole run. */
export interface RunResult {
  readonly partner: string;
  readonly plan: string;
  /** Unix ms, real time. */
  readonly startedAt: number;
  readonly seconds: number;
  readonly cases: readonly CaseResult[];
}

/** What a person, a CI and the exit code go by. */
export type Outcome = 'passed' | 'incomplete' | 'failed';

/** `failed`: a mandatory case failed. `incomplete`: none did, but one waits for the partner's product. */
export function outcomeOf({ cases }: RunResult): Outcome {
  const mandatory = cases.filter((one) => one.case.mandatory);
  if (mandatory.some(({ state }) => state === 'failed')) return 'failed';
  return mandatory.some(({ state }) => state === 'waiting') ? 'incomplete' : 'passed';
}

/** What a run tells while it goes on. */
export type RunEvent =
  | { readonly type: 'begin'; readonly partner: string; readonly plan: string; readonly cases: number }
  | { readonly type: 'case'; readonly number: number; readonly of: number; readonly info: CaseInfo }
  /** Somebody has to do something, or it is waited for. */
  | { readonly type: 'ask'; readonly text: Bilingual; readonly limitMs: number; readonly byHand: boolean }
  | { readonly type: 'done'; readonly result: CaseResult }
  | { readonly type: 'end'; readonly result: RunResult };

/** Gets every event as it happens. */
export type RunListener = (event: RunEvent) => void;
