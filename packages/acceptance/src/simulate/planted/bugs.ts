import type { PlantedBug } from './planted-bug.ts';

/** Every bug that can be planted. */
export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    name: 'answer-before-commit',
    about: { zh: '预约先答复、后提交', en: 'a booking is answered before it is committed' },
    commitsLate: (program, statement) => program === 'gateway' && statement === 'gateway_book',
  },
];
