import type { Bilingual } from '@yuzhu/contract';
import type { Play } from '../run/play.ts';
import type { CaseInfo } from './case-info.ts';

/** A step as it is carried out. */
export interface OpenStep {
  readonly title: Bilingual;
  run(play: Play): Promise<void>;
}

/** A case of the acceptance. */
export interface AcceptCase extends CaseInfo {
  /** Titles of its steps. */
  readonly steps: readonly Bilingual[];
  /** A fresh run of it: steps of one run share a state. */
  open(): readonly OpenStep[];
}

/** A step as it is written. */
interface WrittenStep<S> {
  readonly title: Bilingual;
  run(play: Play, state: S): Promise<void>;
}

/** Writes a case down. @param begin Makes the state that its steps share. */
export function acceptCase<S>(
  info: CaseInfo & { readonly begin: () => S; readonly steps: readonly WrittenStep<S>[] },
): AcceptCase {
  const { begin, steps, ...rest } = info;
  return {
    ...rest,
    steps: steps.map(({ title }) => title),
    open: () => {
      const state = begin();
      return steps.map((one) => ({ title: one.title, run: (play) => one.run(play, state) }));
    },
  };
}

/** A case of one step. */
export function simpleCase(info: CaseInfo, run: (play: Play) => Promise<void>): AcceptCase {
  return acceptCase({ ...info, begin: () => undefined, steps: [{ title: info.title, run }] });
}
