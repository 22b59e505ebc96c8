import type { Bilingual } from '@yuzhu/contract';
import type { CaseState, Outcome, RunResult, StepState } from '../run/results.ts';

/** The states of cases and steps for people. */
export const STATE_WORDS: Readonly<Record<CaseState | StepState, Bilingual>> = {
  passed: { zh: '通过', en: 'passed' },
  failed: { zh: '未通过', en: 'failed' },
  waiting: { zh: '未满足', en: 'not met' },
  unreached: { zh: '未执行', en: 'not reached' },
  'not-applicable': { zh: '不适用', en: 'not applicable' },
};

/** The whole run in a sentence. */
export const OUTCOME_WORDS: Readonly<Record<Outcome, Bilingual>> = {
  passed: { zh: '全部必验用例通过', en: 'every mandatory case passed' },
  incomplete: {
    zh: '没有失败，但有必验用例等待合作方系统动作',
    en: 'nothing failed, but mandatory cases wait for the partner’s own product',
  },
  failed: { zh: '有必验用例未通过', en: 'a mandatory case failed' },
};

/** How many cases came to which end. */
export function counts({ cases }: RunResult, mandatoryOnly = false): Readonly<Record<CaseState, number>> {
  const found = { passed: 0, failed: 0, waiting: 0, 'not-applicable': 0 };
  for (const one of cases) if (!mandatoryOnly || one.case.mandatory) found[one.state] += 1;
  return found;
}

/** Conditions stated and cases played per interface. */
export interface InterfaceFigures {
  readonly interface: string;
  readonly cases: number;
  readonly conditions: number;
  readonly failed: number;
}

/** Figures by interface, in the order in which the interfaces were met. */
export function figuresByInterface({ cases }: RunResult): readonly InterfaceFigures[] {
  const found = new Map<string, { cases: number; conditions: number; failed: number }>();
  const of = (name: string) => {
    const known = found.get(name) ?? { cases: 0, conditions: 0, failed: 0 };
    found.set(name, known);
    return known;
  };
  for (const one of cases) {
    for (const name of one.case.interfaces) of(name).cases += 1;
    for (const { verdicts } of one.steps) {
      for (const verdict of verdicts) {
        const figures = of(verdict.interface);
        figures.conditions += 1;
        if (!verdict.ok) figures.failed += 1;
      }
    }
  }
  return [...found].map(([name, figures]) => ({ interface: name, ...figures }));
}
