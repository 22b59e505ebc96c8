import { interfaces } from '@yuzhu/contract';
import { expect, test } from 'vitest';
import { INTERFACE_WORDS } from '../../shared/interface-words.ts';
import { type FaultDraft, INTERFACES, interfacesFor, toRule, withKind } from './draft.ts';

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

test('a share is percent for people', () => {
  expect(
    toRule({ ...draft, direction: 'in', kind: 'items-busy', interfaceName: 'stock-save', value: 25 }).fault,
  ).toEqual({
    kind: 'items-busy',
    share: 0.25,
  });
});

test('every interface of the contract can be spoilt in its direction, and has words', () => {
  const all = Object.values(interfaces);
  const named = (isIn: boolean) => all.filter(({ kind }) => (kind === 'openapi') === isIn).map(({ name }) => name);
  expect([...INTERFACES.in].sort()).toEqual(named(true).sort());
  expect([...INTERFACES.out].sort()).toEqual(named(false).sort());
  expect(interfacesFor('out', 'hold').slice(1).sort()).toEqual(
    all
      .filter(({ kind }) => kind === 'webhook')
      .map(({ name }) => name)
      .sort(),
  );
  const words = Object.keys(INTERFACE_WORDS);
  expect(all.map(({ name }) => name).filter((name) => !words.includes(name))).toEqual([]);
  const events = all.flatMap((one) => (one.kind === 'webhook' ? [one.event] : []));
  expect(events.filter((event) => !words.includes(event))).toEqual([]);
});

test('a kind takes an interface that knows it', () => {
  expect(withKind(draft, 'in', 'items-busy')).toMatchObject({ interfaceName: 'stock-save', value: 10 });
  expect(withKind({ ...draft, interfaceName: 'price-save', direction: 'in' }, 'in', 'write-fails')).toMatchObject({
    interfaceName: 'price-save',
  });
  expect(withKind({ ...draft, direction: 'in', kind: 'items-busy' }, 'out', 'items-busy')).toMatchObject({
    kind: 'delay',
    interfaceName: 'booking',
  });
});
