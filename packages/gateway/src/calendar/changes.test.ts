import { describe, expect, it } from 'vitest';
import { layPrices, layStock, nightsOfRange } from './changes.ts';

describe('the nights of a range', () => {
  it('include both ends', () => {
    expect(nightsOfRange({ from: '2026-09-30', to: '2026-10-02' })).toEqual(['2026-09-30', '2026-10-01', '2026-10-02']);
  });

  it('are cut down to weekdays, Monday being 1', () => {
    const weekend = nightsOfRange({ from: '2026-09-07', to: '2026-09-20', weekdays: [5, 6] });
    expect(weekend).toEqual(['2026-09-11', '2026-09-12', '2026-09-18', '2026-09-19']);
  });
});

describe('changes of one request', () => {
  it('lie over each other: the later one wins night by night and member by member', () => {
    const laid = layPrices([
      { rate_plan_id: 'P', from: '2026-09-07', to: '2026-09-09', price: 52000, rack_price: 80000 },
      { rate_plan_id: 'P', from: '2026-09-08', to: '2026-09-08', price: 68000 },
      { rate_plan_id: 'P', from: '2026-09-09', to: '2026-09-09', price: null },
    ]);
    expect([...(laid.get('P') ?? [])]).toEqual([
      ['2026-09-07', { price: 52000, rack_price: 80000 }],
      ['2026-09-08', { price: 68000, rack_price: 80000 }],
      ['2026-09-09', { price: null }],
    ]);
  });

  it('of stock replace a total by a remainder and the other way round, and keep the room status', () => {
    const laid = layStock([
      { room_type_id: 'R', from: '2026-09-07', to: '2026-09-08', stock: 10, open: false },
      { room_type_id: 'R', from: '2026-09-08', to: '2026-09-08', remaining: 3 },
    ]);
    expect([...(laid.get('R') ?? [])]).toEqual([
      ['2026-09-07', { stock: 10, open: false }],
      ['2026-09-08', { remaining: 3, open: false }],
    ]);
  });

  it('may concern several subjects', () => {
    const laid = layStock([
      { room_type_id: 'A', from: '2026-09-07', to: '2026-09-07', stock: 1 },
      { room_type_id: 'B', from: '2026-09-07', to: '2026-09-07', stock: 2 },
    ]);
    expect([...laid.keys()]).toEqual(['A', 'B']);
  });
});
