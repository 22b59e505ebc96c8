import type { NextStep } from '../../platform/next-steps.ts';
import { pauseAfter } from '../../platform/pace.ts';

const PAUSE = { firstMs: 2000, mostMs: 300_000 };
/** For what a person must settle first: asked again now and then, in case somebody did. */
const LONG_PAUSE = { firstMs: 60_000, mostMs: 3600_000 };

/** Whether a failure is one that a person must settle first. */
export function needsPerson(nextStep: NextStep): boolean {
  return nextStep === 'PLATFORM_UNAUTHORISED' || nextStep === 'PLATFORM_STOPPED';
}

/** Clock ms to rest after so many failures in a row. `fraction` in [0, 1) spreads the pauses. */
export function restAfter(strikes: number, nextStep: NextStep, fraction: number): number {
  return pauseAfter(strikes, needsPerson(nextStep) ? LONG_PAUSE : PAUSE, fraction);
}
