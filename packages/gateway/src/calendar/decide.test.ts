import { describe, expect, it } from 'vitest';
import type { PriceWish, StockWish } from './changes.ts';
import { decidePrices, decideStock } from './decide.ts';

const night = '2026-09-07';
const stockWish = (wish: StockWish) => new Map([['R', new Map([[night, wish]])]]);
const priceWish = (wish: PriceWish) => new Map([['P', new Map([[night, wish]])]]);
const room = { subject: 'R', night, stock: 5, sold: 3, overbooking: 0, open: true };
const rate = { subject: 'P', night, price: 50000, rack_price: 80000, price_before_tax: null, open: true };

describe('stock', () => {
  it('may fall to what is sold and not below', () => {
    expect(decideStock([room], stockWish({ stock: 3 })).writes).toEqual([
      { subject: 'R', night, stock: 3, overbooking: 0, open: true },
    ]);
    const below = decideStock([room], stockWish({ stock: 2 }));
    expect(below.belowSold).toEqual([{ subject: 'R', night, sold: 3, stock: 2 }]);
    expect(below.writes).toEqual([]);
  });

  it('follows from what remains', () => {
    expect(decideStock([room], stockWish({ remaining: 0 })).writes[0]?.stock).toBe(3);
    expect(decideStock([room], stockWish({ remaining: 4 })).writes[0]?.stock).toBe(7);
    expect(decideStock([], stockWish({ remaining: 4 })).writes[0]?.stock).toBe(4);
  });

  it('keeps what is not mentioned, and writes nothing that is so already', () => {
    expect(decideStock([room], stockWish({ open: false })).writes).toEqual([
      { subject: 'R', night, stock: 5, overbooking: 0, open: false },
    ]);
    expect(decideStock([room], stockWish({ stock: 5, open: true })).writes).toEqual([]);
  });
});

describe('overbooking', () => {
  it('is sold beyond the stock, and only what changes it is kept with who chose it', () => {
    const decision = decideStock([room], stockWish({ overbooking: 2 }));
    expect(decision.writes).toEqual([{ subject: 'R', night, stock: 5, overbooking: 2, open: true }]);
    expect(decision.overbooked).toEqual(decision.writes);
    const beyond = { ...room, overbooking: 2 };
    expect(decideStock([beyond], stockWish({ stock: 4 })).overbooked).toEqual([]);
    expect(decideStock([beyond], stockWish({ overbooking: 2 }))).toEqual({ writes: [], belowSold: [], overbooked: [] });
  });

  it('counts where stock or overbooking is taken back: what is sold stays covered', () => {
    const beyond = { ...room, sold: 6, overbooking: 2 };
    expect(decideStock([beyond], stockWish({ stock: 4 })).belowSold).toEqual([]);
    expect(decideStock([beyond], stockWish({ stock: 3 })).belowSold).toEqual([
      { subject: 'R', night, sold: 6, stock: 3, overbooking: 2 },
    ]);
    expect(decideStock([beyond], stockWish({ overbooking: 0 })).belowSold).toEqual([
      { subject: 'R', night, sold: 6, stock: 5 },
    ]);
  });
});

describe('prices', () => {
  it('change without touching the room status', () => {
    const decision = decidePrices([rate], priceWish({ price: 52000 }));
    expect(decision.writes).toEqual([{ ...rate, price: 52000 }]);
    expect(decision.priceChanged).toHaveLength(1);
    expect(decision.statusChanged).toHaveLength(0);
  });

  it('given for the first time make the night bookable: both must be told', () => {
    const decision = decidePrices([], priceWish({ price: 52000 }));
    expect(decision.writes).toEqual([
      { subject: 'P', night, price: 52000, rack_price: null, price_before_tax: null, open: true },
    ]);
    expect(decision.priceChanged).toHaveLength(1);
    expect(decision.statusChanged).toHaveLength(1);
  });

  it('taken away make it unbookable; taking away what is not there is nothing', () => {
    const decision = decidePrices([rate], priceWish({ price: null }));
    expect(decision.clears).toEqual([{ subject: 'P', night }]);
    expect(decision.statusChanged).toHaveLength(1);
    expect(decidePrices([], priceWish({ price: null })).clears).toEqual([]);
  });

  it('opened and closed leave the price alone', () => {
    const decision = decidePrices([rate], priceWish({ open: false }));
    expect(decision.writes).toEqual([{ ...rate, open: false }]);
    expect(decision.priceChanged).toHaveLength(0);
    expect(decision.statusChanged).toHaveLength(1);
  });

  it('are needed before anything else about a night', () => {
    expect(decidePrices([], priceWish({ open: false })).priceMissing).toHaveLength(1);
    expect(decidePrices([], priceWish({ rack_price: 80000 })).priceMissing).toHaveLength(1);
    expect(decidePrices([rate], priceWish({ price: null, open: true })).priceMissing).toHaveLength(1);
  });

  it('never rise above the rack price, whichever of the two changes', () => {
    expect(decidePrices([rate], priceWish({ price: 90000 })).rackBelow).toHaveLength(1);
    expect(decidePrices([rate], priceWish({ rack_price: 40000 })).rackBelow).toHaveLength(1);
    expect(decidePrices([rate], priceWish({ price: 90000, rack_price: null })).writes[0]).toEqual({
      ...rate,
      price: 90000,
      rack_price: null,
    });
  });

  it('that are so already are not written', () => {
    expect(decidePrices([rate], priceWish({ price: 50000, open: true })).writes).toEqual([]);
  });
});
