import { expect, test } from 'vitest';
import { type Draft, readDraft } from './draft.ts';

const base = {
  from: '2026-09-11',
  to: '2026-09-13',
  weekdays: [],
  stock: '',
  overbooking: '',
  price: '',
  rackPrice: '',
  beforeTax: '',
  quota: '',
  noQuota: false,
  clear: false,
  sale: 'keep',
} as const;
const room: Draft = { ...base, kind: 'room', id: 'KING' };
const rate: Draft = { ...base, kind: 'rate', id: 'KING-BB' };

test('what was left empty stays as it is', () => {
  expect(readDraft({ ...room, stock: '8' })).toEqual({
    changes: { stock: [{ room_type_id: 'KING', from: '2026-09-11', to: '2026-09-13', stock: 8 }] },
  });
  expect(readDraft({ ...rate, price: '688.5', sale: 'stop', weekdays: [5, 6] })).toEqual({
    changes: {
      prices: [
        { rate_plan_id: 'KING-BB', from: '2026-09-11', to: '2026-09-13', weekdays: [5, 6], price: 68_850, open: false },
      ],
    },
  });
  expect(readDraft({ ...rate, clear: true, price: 'ignored' })).toEqual({
    changes: { prices: [{ rate_plan_id: 'KING-BB', from: '2026-09-11', to: '2026-09-13', price: null }] },
  });
});

test('overbooking is changed alone or with the stock', () => {
  const range = { room_type_id: 'KING', from: '2026-09-11', to: '2026-09-13' };
  expect(readDraft({ ...room, overbooking: '2' })).toEqual({ changes: { stock: [{ ...range, overbooking: 2 }] } });
  expect(readDraft({ ...room, stock: '8', overbooking: '0' })).toEqual({
    changes: { stock: [{ ...range, stock: 8, overbooking: 0 }] },
  });
  expect(readDraft({ ...room, overbooking: 'two' })).toEqual({ faults: ['overbooking'] });
});

test('outside the mainland a price goes with its amount before tax, which is not above it', () => {
  const range = { rate_plan_id: 'KING-BB', from: '2026-09-11', to: '2026-09-13' };
  expect(readDraft({ ...rate, price: '688', beforeTax: '640.5' })).toEqual({
    changes: { prices: [{ ...range, price: 68_800, price_before_tax: 64_050 }] },
  });
  expect(readDraft({ ...rate, beforeTax: '640' })).toEqual({
    changes: { prices: [{ ...range, price_before_tax: 64_000 }] },
  });
  expect(readDraft({ ...rate, price: '688', beforeTax: '689' })).toEqual({ faults: ['beforeTax'] });
  expect(readDraft({ ...rate, price: '688', beforeTax: '0' })).toEqual({ faults: ['beforeTax'] });
});

test('a quota is changed alone, beside a price, or taken away', () => {
  const range = { rate_plan_id: 'KING-BB', from: '2026-09-11', to: '2026-09-13' };
  expect(readDraft({ ...rate, quota: ' 3 ' })).toEqual({ changes: { quotas: [{ ...range, quota: 3 }] } });
  expect(readDraft({ ...rate, price: '688', quota: '0' })).toEqual({
    changes: { prices: [{ ...range, price: 68_800 }], quotas: [{ ...range, quota: 0 }] },
  });
  expect(readDraft({ ...rate, quota: 'ignored', noQuota: true })).toEqual({
    changes: { quotas: [{ ...range, quota: null }] },
  });
  expect(readDraft({ ...rate, quota: '-1' })).toEqual({ faults: ['quota'] });
});

test('a form that says nothing, or nonsense, changes nothing', () => {
  expect(readDraft(room)).toEqual({ faults: ['nothing'] });
  expect(readDraft({ ...room, stock: '-1', to: '2026-09-10' })).toEqual({ faults: ['to', 'stock'] });
  expect(readDraft({ ...rate, price: '0' })).toEqual({ faults: ['price'] });
  expect(readDraft({ ...rate, price: '688', rackPrice: '600' })).toEqual({ faults: ['rackPrice'] });
});

test('stock 0 is a number, not "as it is"', () => {
  expect(readDraft({ ...room, stock: '0' })).toMatchObject({ changes: { stock: [{ stock: 0 }] } });
});
