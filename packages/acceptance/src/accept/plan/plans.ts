import type { Bilingual } from '@yuzhu/contract';
import type { AcceptCase } from '../cases/case.ts';
import { ABILITIES, type Ability } from '../cases/case-info.ts';

/** A choice of cases. */
export interface Plan {
  readonly name: string;
  readonly title: Bilingual;
  picks(one: AcceptCase): boolean;
}

const whole: Plan = {
  name: 'whole',
  title: { zh: '整体开通：全部用例', en: 'the whole solution: every case' },
  picks: () => true,
};

const spi: Plan = {
  name: 'spi',
  title: { zh: '只验回调与消息：不需要合作方调用平台', en: 'callbacks and notices only: the partner calls nothing' },
  picks: ({ needs }) => !needs.includes('platform') && !needs.includes('sale'),
};

/** Every plan: the whole solution, only the callbacks, and one per ability. */
export const PLANS: readonly Plan[] = [
  whole,
  spi,
  ...(Object.keys(ABILITIES) as Ability[]).map((ability) => ({
    name: ability,
    title: ABILITIES[ability],
    picks: (one: AcceptCase) => one.ability === ability,
  })),
];

/** A plan by its name; undefined when there is none. */
export function planNamed(name: string): Plan | undefined {
  return PLANS.find((plan) => plan.name === name);
}
