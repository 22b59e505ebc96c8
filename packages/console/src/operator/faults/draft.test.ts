import { expect, test } from 'vitest';
import { type FaultDraft, toRule } from './draft.ts';

const draft: FaultDraft = {
  direction: 'out',
  interfaceName: 'booking',
  kind: 'delay',
  value: 500,
  pick: 'next',
  pickValue: 3,
};

test('a rule carries only what its kind takes', () => {
  expect(toRule(draft)).toEqual({
    direction: 'out',
    interfaceName: 'booking',
    fault: { kind: 'delay', ms: 500 },
    pick: { next: 3 },
  });
  expect(toRule({ ...draft, kind: 'status' }).fault).toEqual({ kind: 'status', status: 500 });
  expect(toRule({ ...draft, kind: 'twice' }).fault).toEqual({ kind: 'twice' });
  expect(toRule({ ...draft, pick: 'probability', pickValue: 25 }).pick).toEqual({ probability: 0.25 });
});
