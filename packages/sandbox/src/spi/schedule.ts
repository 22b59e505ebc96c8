import type { Spi } from '@yuzhu/contract';
import type { SpiWord } from './answer.ts';

/** What to do after an attempt. */
export type NextStep =
  | { readonly kind: 'done' }
  | { readonly kind: 'give-up' }
  | { readonly kind: 'repeat'; readonly at: number };

/**
 * Decides what follows an attempt. The default repeats of creation and payment notice (config.ts) are a choice: no count
 * is published for hotels; the spacing condenses a measured trace (observed), the count is the scenic sibling's twelve
 * (twin). Code 100 asks for a repeat where the interface hears it, any other code is final;
 * no answer is repeated unless the interface never is.
 * @param repeatsS Seconds after the first attempt at which it is repeated.
 * @param made Attempts made so far, this one included.
 * @param firstAt Clock time of the first attempt, Unix ms.
 */
export function nextStep(
  one: Pick<Spi, 'repeats'>,
  word: SpiWord,
  made: number,
  firstAt: number,
  now: number,
  repeatsS: readonly number[],
): NextStep {
  const asked = word.kind === 'no-answer' || (word.code === 100 && one.repeats === 'no answer or 100');
  if (!asked) return { kind: 'done' };
  const after = one.repeats === 'never' ? undefined : repeatsS[made - 1];
  if (after === undefined) return { kind: 'give-up' };
  return { kind: 'repeat', at: Math.max(now, firstAt + after * 1000) };
}
