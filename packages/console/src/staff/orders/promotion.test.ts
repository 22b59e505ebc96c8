import { expect, test } from 'vitest';
import type { BillLine } from '../api/bills.ts';
import { billedShares, expectedPayer } from './promotion.ts';

const line = (amounts: Record<string, number>, more: Partial<BillLine> = {}) =>
  ({ amounts, settle_type: 1, gone_at: null, ...more }) as BillLine;

test('who is expected to pay follows the kind, and nobody is guessed for an unknown one', () => {
  expect(['1', '2', '3', '9', null].map(expectedPayer)).toEqual([
    'merchant',
    'merchant',
    'platform',
    undefined,
    undefined,
  ]);
});

test('what the bill says counts, reversals against it, lines that are gone not at all', () => {
  expect(billedShares([])).toBeUndefined();
  expect(billedShares([line({ pay: 100 })])).toBeUndefined();
  const given = line({ merchant_ticket: 300, platform_ticket: 200 });
  expect(billedShares([given, given])).toEqual({ merchant: 600, platform: 400 });
  expect(billedShares([given, line({ platform_ticket: 200 }, { settle_type: 2 })])).toEqual({
    merchant: 300,
    platform: 0,
  });
  expect(billedShares([given, { ...given, gone_at: '2026-09-12T03:00:00.000+08:00' }])).toEqual({
    merchant: 300,
    platform: 200,
  });
});
