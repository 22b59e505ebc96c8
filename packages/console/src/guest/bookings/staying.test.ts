import { expect, it } from 'vitest';
import { NOBODY, stayingOf } from './staying.tsx';

it('those who stay go into the booking with what was typed, and nobody without a name', () => {
  expect(stayingOf([NOBODY, { name: ' 林舟 ', phone: '', id: ' 3101 ' }, { ...NOBODY, phone: '199' }])).toEqual([
    { name: '林舟', id_number: '3101' },
  ]);
});
