import { type Interface, interfaces } from '@yuzhu/contract';
import { describe, expect, it } from 'vitest';
import { ALL_CASES } from '../cases/all-cases.ts';
import { ABILITIES } from '../cases/case-info.ts';
import { casesByInterface, uncovered } from './coverage.ts';
import { PLANS, planNamed } from './plans.ts';

const REGISTRY: readonly Interface[] = Object.values(interfaces);

describe('the cases', () => {
  it('examine every interface of the contract: one added without cases turns this red', () => {
    expect(uncovered(REGISTRY, ALL_CASES)).toEqual([]);
  });

  it('would tell an interface without cases', () => {
    for (const kind of [interfaces.orderConfirm, interfaces.payment, interfaces.voucherAuditResult]) {
      const added: Interface = { ...kind, name: 'added-later' };
      // What is made for every interface of a kind grows by itself: it does not hide the gap.
      const blanket = ALL_CASES.filter((one) => one.blanket).map((one) => ({ ...one, interfaces: ['added-later'] }));
      expect(uncovered([...REGISTRY, added], [...ALL_CASES, ...blanket])).toEqual(['added-later']);
    }
  });

  it('name interfaces the contract has', () => {
    const known = new Set(REGISTRY.map(({ name }) => name));
    expect(ALL_CASES.flatMap((one) => one.interfaces).filter((name) => !known.has(name))).toEqual([]);
  });

  it('have ids of their own', () => {
    const ids = ALL_CASES.map(({ id }) => id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });

  it('examine each interface the platform calls several times, the mandatory way among them', () => {
    for (const [name, ids] of casesByInterface(REGISTRY, ALL_CASES)) {
      const one = REGISTRY.find((each) => each.name === name);
      if (one?.kind !== 'spi') continue;
      expect(ids.length, name).toBeGreaterThanOrEqual(4);
      expect(
        ALL_CASES.some(({ id, mandatory }) => ids.includes(id) && mandatory),
        name,
      ).toBe(true);
    }
  });
});

describe('the plans', () => {
  it('are the whole solution, the callbacks, and one per ability; none is empty', () => {
    expect(PLANS.map(({ name }) => name)).toEqual(['whole', 'spi', ...Object.keys(ABILITIES)]);
    expect(PLANS.filter((plan) => !ALL_CASES.some((one) => plan.picks(one)))).toEqual([]);
  });

  it('of the callbacks needs no call of the partner', () => {
    const picked = ALL_CASES.filter((one) => planNamed('spi')?.picks(one));
    expect(picked.length).toBeGreaterThan(50);
    expect(picked.filter(({ needs }) => needs.includes('platform') || needs.includes('sale'))).toEqual([]);
  });
});
